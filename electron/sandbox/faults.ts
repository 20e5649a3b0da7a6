/**
 * Faults on demand, for tests and for people who want to see them. All three servers use them alike:
 *
 *     if (await faults.control(request, response)) return     // POST/DELETE /sandbox/faults
 *     const plan = faults.planFor({ target: request.url, sql })
 *     await plan.delay()                                      // before the work is done
 *     if (plan.refusal) …answer in the protocol's own words…  // throttled, unavailable, credentials expired
 *     const now = plan.now()                                  // the server's clock, skewed
 *     await sendAnswer(response, plan, { status, headers, body }, request)
 *
 * `serveLoopback` (loopback-server.ts) does the first and the last line. A fault is ordered in one of two ways:
 * - `POST /sandbox/faults` with JSON `{ "fault": "latency", "milliseconds": 3000, "times": 2 }`, see FaultOrder;
 *   `DELETE /sandbox/faults` forgets all orders. Orders are obeyed first come, first served, one use an answer.
 * - a comment at the head of the statement: `sandbox: latency 3000` between comment marks, see faultsOfComments.
 *
 * Refusals and the 502 page come before the statement runs; everything that spoils an answer comes after it ran,
 * as it would on a network.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { echoAnswer, echoShapes } from './echo.ts'
import { bodyOf, isFromThisMachine, readBody, sendJson } from './loopback-http.ts'
import { spellingNames } from './spellings.ts'

/**
 * - `latency`: waits `milliseconds`, then answers.
 * - `throttle`: 429, or the protocol's own throttling error. `unavailable`: 503. `badGateway`: a proxy's 502 HTML page.
 * - `shuttingDown`: MaxScale only: 503 in those words. `lost`: MaxScale only: 503 in those words; what the session runs
 *   ends, and its connection to the database is gone.
 * - `expired`: the credentials are refused as expired or rotated.
 * - `reset`: the connection is reset in mid-body. `short`: it ends before Content-Length bytes came.
 * - `truncate`: well-formed HTTP, but the document ends in the middle. `empty`: a body of no bytes.
 * - `drop`: the connection closes without an answer.
 * - `answer`: it ran, and somebody else answers: `status` (200), `type` (text/html) and `body`, as a sign-in page does.
 * - `echo`: it ran, and the answer repeats the request with its credentials, in the `spelling` of spellings.ts, in every
 *   field, with `status` (400) and in the `shape` of echo.ts.
 * - `encode`: the answer comes with `encoding` (gzip, deflate, br) as its Content-Encoding, as a gateway may do unasked.
 * - `refuse`: DRDS only: the error `code`, in the words of the action's table, where signature and clock are right.
 * - `ignore`: DRDS only: the call is accepted, as far as its answer tells, and changes nothing.
 * - `crash`: the whole sandbox ends without an answer, as by a defect of its own: in the app to be started again.
 * - `skew`: the server's clock (Date header, timestamp checks) is `seconds` ahead, or behind where negative.
 */
const FaultName = z.enum([
  'latency', 'throttle', 'unavailable', 'shuttingDown', 'lost', 'badGateway', 'expired', 'reset', 'short', 'truncate', 'empty', 'drop', 'skew', 'refuse', 'ignore',
  'answer', 'encode', 'echo', 'crash',
])
type FaultName = z.infer<typeof FaultName>

export const FaultOrder = z.strictObject({
  fault: FaultName,
  /** For latency. */
  milliseconds: z.number().int().min(0).max(600_000).optional(),
  /** For skew. */
  seconds: z.number().int().optional(),
  /** For refuse, which is nothing without it. */
  code: z.string().min(1).optional(),
  /** For answer. */
  status: z.number().int().min(200).max(599).optional(),
  type: z.string().optional(),
  body: z.string().optional(),
  /** For encode. */
  encoding: z.enum(['gzip', 'deflate', 'br']).optional(),
  /** For echo. */
  spelling: z.enum(spellingNames).optional(),
  shape: z.enum(echoShapes).optional(),
  /** How many fitting requests it lets through before its first turn. */
  after: z.number().int().min(1).optional(),
  /** How many answers it spoils. */
  times: z.number().int().min(1).optional(),
  /** Spoils every answer until the orders are cleared; `times` is then ignored. */
  persistent: z.boolean().optional(),
  /** Only for requests whose URL, form or SQL contains this text. */
  match: z.string().optional(),
})
export type FaultOrder = z.input<typeof FaultOrder>

/** What one request is, for matching. */
export interface FaultSubject {
  /** Path and query, or whatever names the call; DRDS adds its form. */
  target: string
  /** The statement, where the request carries one. */
  sql?: string
}

const refusals = ['throttle', 'unavailable', 'shuttingDown', 'lost', 'expired'] as const satisfies FaultName[]
export type Refusal = (typeof refusals)[number]
type Spoiling = 'badGateway' | 'reset' | 'short' | 'truncate' | 'empty' | 'drop' | 'answer' | 'encode' | 'echo' | 'crash'

/** What is to go wrong with one answer. */
export interface FaultPlan {
  /** Waits out the latency; ends early when the server closes. */
  delay(): Promise<void>
  /** To be refused in the protocol's own words, before anything runs. */
  refusal: Refusal | null
  /** What `sendAnswer` does to the answer; on `badGateway` nothing is to run. */
  spoiling: Spoiling | null
  /** The order behind `answer`, `encode` and `echo`. */
  order: FaultOrder | null
  /** The error code that the protocol is to answer instead of running. */
  code: string | null
  /** To be answered as if it ran. */
  isIgnored: boolean
  /** The server's clock, epoch milliseconds. */
  now(): number
}

export interface Faults {
  /** Orders a fault, as `POST /sandbox/faults` does. */
  order(order: FaultOrder): void
  clear(): void
  /** Answers true where the request was for /sandbox/faults and has been answered. */
  control(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** Uses up one turn of every order that fits. Call once a request. */
  planFor(subject: FaultSubject): FaultPlan
  /** Ends all waiting; called when the server closes. */
  close(): void
}

/** `clock` answers epoch milliseconds; the skew is added to it. */
export function createFaults(clock: () => number = Date.now): Faults {
  let orders: { order: FaultOrder; before: number; left: number }[] = []
  const waits = new Set<() => void>()

  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        waits.delete(end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      waits.add(end)
    })

  const fitting = ({ target, sql = '' }: FaultSubject): FaultOrder[] => {
    const fits = orders
      .filter(({ order }) => !order.match || target.includes(order.match) || sql.includes(order.match))
      .filter((one) => (one.before -= 1) < 0)
    for (const one of fits) one.left -= 1
    orders = orders.filter((one) => one.left > 0)
    return [...fits.map((one) => one.order), ...faultsOfComments(sql)]
  }

  const order = (given: FaultOrder) => {
    const checked = FaultOrder.parse(given)
    orders.push({ order: checked, before: checked.after ?? 0, left: checked.persistent ? Infinity : (checked.times ?? 1) })
  }

  return {
    order,
    clear: () => void (orders = []),
    async control(request, response) {
      if (request.url !== '/sandbox/faults') return false
      if (!isFromThisMachine(request)) sendJson(response, 403, { error: 'Only programs on this machine may order faults.' })
      else if (request.method === 'DELETE') {
        orders = []
        sendJson(response, 200, { orders: 0 })
      } else if (request.method === 'POST') {
        const parsed = FaultOrder.safeParse(jsonOrNull((await readBody(request)).toString('utf8')))
        if (parsed.success) order(parsed.data)
        if (parsed.success) sendJson(response, 200, { orders: orders.length })
        else sendJson(response, 400, { error: z.prettifyError(parsed.error) })
      } else sendJson(response, 405, { error: 'POST orders a fault, DELETE forgets all orders.' })
      return true
    },
    planFor(subject) {
      const given = fitting(subject)
      const latency = given.reduce((sum, one) => sum + (one.fault === 'latency' ? (one.milliseconds ?? 0) : 0), 0)
      const skew = given.reduce((sum, one) => sum + (one.fault === 'skew' ? (one.seconds ?? 0) : 0), 0)
      const names = given.map((one) => one.fault)
      const spoiling = names.find(isSpoiling) ?? null
      return {
        delay: () => (latency > 0 ? wait(latency) : Promise.resolve()),
        refusal: names.find(isRefusal) ?? null,
        spoiling,
        order: given.find((one) => one.fault === spoiling) ?? null,
        code: given.find((one) => one.fault === 'refuse')?.code ?? null,
        isIgnored: names.includes('ignore'),
        now: () => clock() + skew * 1_000,
      }
    },
    close: () => {
      for (const end of waits) end()
    },
  }
}

const isRefusal = (name: FaultName): name is Refusal => refusals.some((refusal) => refusal === name)
const isSpoiling = (name: FaultName): name is Spoiling => !isRefusal(name) && !['latency', 'skew', 'refuse', 'ignore'].includes(name)

const spellings = new Map<string, FaultName>([
  ...FaultName.options.filter((name) => !['refuse', 'ignore', 'answer', 'encode', 'echo'].includes(name)).map((name) => [name.toLowerCase(), name] as const),
  ['bad-gateway', 'badGateway'],
  ['shutting-down', 'shuttingDown'],
  ['502', 'badGateway'],
  ['503', 'unavailable'],
  ['429', 'throttle'],
])

/** The comments before a statement, whole. Only these are read, so that no text inside a statement can be an order. */
export function headComments(sql: string): string[] {
  const head = /^(?:\s+|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(sql)?.[0] ?? ''
  return head.match(/--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g) ?? []
}

/**
 * The faults that comments at the head of a statement ask for: `sandbox: latency 3000` (milliseconds),
 * `sandbox: skew -1200` (seconds), `sandbox: reset`, `sandbox: 502`.
 */
export function faultsOfComments(sql: string): FaultOrder[] {
  return headComments(sql).flatMap((comment) => {
    const [, name = '', number = '0'] = /^\/\*\s*sandbox:\s*([\w-]+)(?:\s+(-?\d+))?\s*\*\/$/i.exec(comment) ?? []
    const fault = spellings.get(name.toLowerCase())
    if (!fault) return []
    const milliseconds = Math.min(Math.max(Number(number), 0), 600_000)
    return [{ fault, ...(fault === 'latency' && { milliseconds }), ...(fault === 'skew' && { seconds: Number(number) }) }]
  })
}

/** An answer before faults. */
export interface Answer {
  status: number
  /** A list for a header that comes several times, such as Set-Cookie. */
  headers?: Record<string, string | string[]>
  body: string | Uint8Array
}

const encoders = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const

const badGatewayPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>tessera-sandbox</center>\r\n</body>\r\n</html>\r\n'

/** Writes the answer, spoilt as the plan says. Every answer names the sandbox and carries the plan's clock as Date. */
export async function sendAnswer(response: ServerResponse, plan: FaultPlan, answer: Answer, request: IncomingMessage): Promise<void> {
  if (response.destroyed) return
  const head = { Server: 'tessera-sandbox', Date: new Date(plan.now()).toUTCString() }
  const bytes = Buffer.from(answer.body)
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  const headers = { ...head, ...answer.headers }
  switch (plan.spoiling) {
    case null:
      // RFC 9110, section 8.6: no Content-Length in a 204.
      return finish(response, answer.status, { ...headers, ...(answer.status !== 204 && { 'Content-Length': bytes.length }) }, bytes)
    case 'answer': {
      const { status = 200, type = 'text/html', body = '' } = plan.order ?? {}
      return finish(response, status, { ...head, 'Content-Type': type }, Buffer.from(body))
    }
    case 'encode': {
      const encoding = plan.order?.encoding ?? 'gzip'
      return finish(response, answer.status, { ...headers, 'Content-Encoding': encoding }, encoders[encoding](bytes))
    }
    case 'echo': {
      const { shape = 'refusal', spelling = 'plain', status = 400 } = plan.order ?? {}
      const echoed = echoAnswer(request, bodyOf(request), { shape, spelling, status }, answer)
      response.statusMessage = echoed.statusText
      return finish(response, echoed.status, { ...head, ...echoed.headers }, Buffer.from(echoed.body))
    }
    case 'badGateway':
      return finish(response, 502, { ...head, 'Content-Type': 'text/html' }, Buffer.from(badGatewayPage))
    case 'empty':
      return finish(response, answer.status, { ...headers, 'Content-Length': 0 }, Buffer.alloc(0))
    case 'truncate':
      return finish(response, answer.status, { ...headers, 'Content-Length': half.length }, half)
    case 'crash':
      setImmediate(() => {
        throw new Error('it was told to crash')
      })
      return
    case 'drop':
      response.socket?.destroy()
      return
    case 'short':
    case 'reset':
      response.writeHead(answer.status, { ...headers, 'Content-Length': bytes.length })
      await new Promise<void>((resolve) => response.write(half.length > 0 ? half : ' ', () => resolve()))
      // A reset discards what the client has not read yet: give the half body time to arrive, so that "mid-body" is true.
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (plan.spoiling === 'reset') response.socket?.resetAndDestroy()
      else response.socket?.end()
  }
}

const finish = (response: ServerResponse, status: number, headers: Record<string, string | string[] | number>, body: Buffer) =>
  new Promise<void>((resolve) => {
    response.once('close', resolve)
    response.writeHead(status, headers)
    response.end(body)
  })

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
