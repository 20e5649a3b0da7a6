/** Sends recorded requests to a sandbox as they were sent to the real server, and brings both answers into one shape. */
import { request as send } from 'node:http'

export interface Transcript {
  name: string
  request: { method: string; path: string; headers: Record<string, string>; auth: string; chunked: boolean; body: string | null }
  response: { status: number; headers: [string, string][]; body: string }
}

export interface Comparable {
  status: number
  headers: Record<string, string>
  body: unknown
}

interface LiveConnection {
  id: string
  token: string
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const token = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g
const unknownId = '00000000-0000-0000-0000-000000000000'
const compared = new Set(['connection', 'location', 'content-type', 'www-authenticate', 'set-cookie', 'accept'])
/** What differs from run to run; the type stays. */
const volatile = new Set(['execution_time', 'seconds_idle', 'thread_id', 'token'])

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
const admin = basic('admin:mariadb')

/** Replays in order; connections are opened when they are first named, so that any part of a recording can be sent. */
export class Replay {
  private readonly url: string
  private readonly live = new Map<string, LiveConnection>()
  private restToken = ''
  private readonly queries = new Map<string, { recorded: number; live: number }>()

  constructor(url: string) {
    this.url = url
  }

  async send({ request, response }: Transcript): Promise<Comparable> {
    if (this.restToken === '') this.restToken = (JSON.parse((await exchange(`${this.url}/v1/auth`, 'GET', { Authorization: admin }, null, false)).body) as { meta: { token: string } }).meta.token
    const opens = response.status === 201 && /\/(sql|clone)$/.test(request.path.replace(/\?.*/, ''))
    const named = [...(request.path.match(uuid) ?? []), ...(request.path.match(token) ?? []).map(subjectOf).filter((subject) => subject.length === unknownId.length)]
    for (const id of named) if (id !== unknownId && !this.live.has(id)) this.live.set(id, await this.open())
    const translated = (text: string) => this.withQueryNumbers(text.replace(token, (found) => this.liveToken(found))).replace(uuid, (id) => this.live.get(id)?.id ?? id)
    const headers: Record<string, string> = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, translated(value)]))
    const authorization = this.authorization(request)
    if (authorization) headers['Authorization'] = translated(authorization)
    const answer = await exchange(`${this.url}${translated(request.path)}`, request.method, headers, request.body === null ? null : translated(request.body), request.chunked)
    if (opens) this.remember(response, answer)
    const number = /\.(\d+)"/.exec(answer.body)
    const recorded = /\.(\d+)"/.exec(response.body)
    const id = request.path.match(uuid)?.[0]
    if (id && number && recorded) this.queries.set(id, { recorded: Number(recorded[1]), live: Number(number[1]) })
    return comparable(answer)
  }

  private authorization({ auth, path, headers }: Transcript['request']): string | null {
    if (auth === 'none' || headers['Authorization']) return null
    if (auth === 'bearer') return `Bearer ${this.live.get(path.match(uuid)?.[0] ?? '')?.token ?? 'garbage'}`
    if (auth === 'viewer') return basic('viewer:viewerpw')
    return auth === 'basic' ? admin : basic('admin:wrong')
  }

  /** A recorded token that names a connection becomes that connection's; others stay as they are, and are worthless. */
  private liveToken(found: string): string {
    const subject = subjectOf(found)
    return subject === 'admin' ? this.restToken : (this.live.get(subject)?.token ?? found)
  }

  private withQueryNumbers(text: string): string {
    return text.replace(new RegExp(`(${uuid.source})\\.(\\d+)`, 'g'), (whole, id: string, number: string) => {
      const known = this.queries.get(id)
      return known ? `${id}.${Number(number) - known.recorded + known.live}` : whole
    })
  }

  private async open(): Promise<LiveConnection> {
    const body = JSON.stringify({ target: 'server1', user: 'app', password: 'app-s3cret', db: 'golden', timeout: 30 })
    const answer = await exchange(`${this.url}/v1/sql`, 'POST', { Authorization: admin }, body, false)
    const opened = JSON.parse(answer.body) as { data: { id: string }; meta: { token: string } }
    return { id: opened.data.id, token: opened.meta.token }
  }

  private remember(recorded: Transcript['response'], answer: Transcript['response']): void {
    const recordedId = idOf(recorded.body)
    const cookie = answer.headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1] ?? ''
    const [found = ''] = (answer.body.match(token) ?? cookie.match(token)) ?? []
    this.live.set(recordedId, { id: idOf(answer.body), token: found })
  }
}

const subjectOf = (found: string): string => (JSON.parse(Buffer.from(found.split('.')[1] ?? '', 'base64url').toString('utf8')) as { sub: string }).sub
const idOf = (body: string): string => (JSON.parse(body) as { data: { id: string } }).data.id

/** Ids, tokens, times and hosts made alike. */
export function comparable({ status, headers, body }: Transcript['response']): Comparable {
  const known = headers.map(([name, value]): [string, string] => [name.toLowerCase(), alike(value)]).filter(([name, value]) => compared.has(name) && value !== 'keep-alive')
  return { status, headers: Object.fromEntries(known), body: alikeBody(body) }
}

const alike = (text: string): string =>
  text.replace(token, 'TOKEN').replace(uuid, 'ID').replace(/ID\.\d+/g, 'ID.N').replace(/https?:\/\/[^/]+/g, 'http://HOST')

function alikeBody(body: string): unknown {
  if (!/^\s*[{[]/.test(body)) return body
  // Numbers are compared as they are spelt: 1.1000000000000001 is not 1.1 here.
  const spelt = body.replace(/("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:e-?\d+)?)/g, (_, text: string | undefined, number: string | undefined) => text ?? `"#${number}"`)
  try {
    return JSON.parse(spelt, (key, value: unknown) => (volatile.has(key) && value !== null ? key : typeof value === 'string' ? alike(value) : value))
  } catch {
    return alike(body)
  }
}

function exchange(url: string, method: string, headers: Record<string, string>, body: string | null, chunked: boolean): Promise<Transcript['response']> {
  return new Promise((resolve, reject) => {
    const bytes = body === null ? null : Buffer.from(body)
    const sent = bytes && !chunked && headers['Content-Length'] === undefined ? { ...headers, 'Content-Length': String(bytes.length) } : headers
    const outgoing = send(url, { method, headers: sent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const list = response.rawHeaders.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, response.rawHeaders[index + 1] ?? '']] : []))
        resolve({ status: response.statusCode ?? 0, headers: list, body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    outgoing.on('error', reject)
    if (chunked) outgoing.write(bytes ?? '')
    outgoing.end(chunked ? undefined : bytes ?? undefined)
  })
}
