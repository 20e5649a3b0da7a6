/**
 * A server that speaks MaxScale 24.02.3's REST API in front of a sandbox engine: sign-in, the SQL resource, and the
 * objects of a configuration. Recorded transcripts of the real server say how; what MaxScale logs, changes at run
 * time or does through ODBC is not there.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Engine } from './engine/engine.ts'
import { headComments, type Answer, type Faults } from './faults.ts'
import { readBody } from './loopback-http.ts'
import { serveLoopback, type LoopbackServer } from './loopback-server.ts'
import { Accounts, type RestUser } from './maxscale/accounts.ts'
import { bareFailure, empty, failure, stringField, type Call, type Reply } from './maxscale/call.ts'
import { demoConfiguration, objectsOf, readConfiguration, resolveTarget } from './maxscale/configuration.ts'
import { ConfiguredObjects } from './maxscale/objects.ts'
import { BadJson, readJson } from './maxscale/read-json.ts'
import { SqlResource } from './maxscale/sql-resource.ts'
import { createWebTokens } from './maxscale/web-token.ts'

export interface MaxScaleOptions {
  engine: Engine
  /** 0 for a free one. */
  port: number
  users: readonly RestUser[]
  faults: Faults
  /** A configuration in MaxScale's own format; the demo's where absent. */
  configFile?: string
  /** admin_secure_gui: sign-in by token is refused over http, as MaxScale's default is; else as the configuration says, or false. */
  secureGui?: boolean
}

export interface MaxScaleRest extends LoopbackServer {
  /** Services, then servers, that a connection can be opened to. */
  targets: string[]
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Starts the server on 127.0.0.1; throws where the port is taken or the configuration cannot be read. */
export async function startMaxScaleRest(options: MaxScaleOptions): Promise<MaxScaleRest> {
  const { engine, faults } = options
  const configuration = options.configFile === undefined ? demoConfiguration : await readConfiguration(options.configFile)
  const secureGui = options.secureGui ?? /^(true|yes|on|1)$/i.test(configuration.global['admin_secure_gui'] ?? 'false')
  const tokens = createWebTokens()
  const accounts = new Accounts(options.users, tokens, secureGui)
  const sql = new SqlResource(engine, configuration, tokens)
  const objects = new ConfiguredObjects(engine, configuration)
  const started = new Date().toUTCString()

  const route = async (call: Call): Promise<Reply> => {
    const [first = ''] = call.path
    const user = accounts.authenticate(call)
    if ('status' in user) return user
    if (call.plan.refusal === 'throttle') return failure(call, 429, 'Too many requests')
    if (call.plan.refusal === 'unavailable') return failure(call, 503, 'Service unavailable')
    if (first === 'auth' && call.path.length === 1) return accounts.signIn(call, user)
    const reads = call.method === 'GET' || call.method === 'HEAD' || call.method === 'OPTIONS'
    if (!reads && first !== 'sql' && user.role !== 'admin') return bareFailure(401, 'Access denied', [['WWW-Authenticate', 'Basic realm="maxscale"']])
    if (call.method === 'OPTIONS') return empty(200, [['Accept', 'GET, POST']])
    if (call.path.length === 0) return empty(200)
    const reply = first === 'sql' ? await sql.answer(call) : first === 'users' && call.path[1] === 'inet' ? accounts.manage(call) : objects.answer(call)
    if (reply) return reply
    return !reads && objects.answer({ ...call, method: 'GET' }) ? failure(call, 400, 'The sandbox does not change its configuration') : empty(404)
  }

  const server = await serveLoopback({
    port: options.port,
    faults,
    async answer(request, response) {
      const { call, reply } = await receive(request, faults)
      const isEmpty = call.body === null && !hasBody(request)
      // MaxScale keeps a connection open only after a request with a body (transcript q12).
      await call.plan.delay()
      const answered = reply ?? (call.plan.spoiling === 'badGateway' ? empty(502) : await route(call))
      const closes = isEmpty || answered.status === 401
      if (!closes) response.removeHeader('Connection')
      return { ...finished(call, answered, closes, started), plan: call.plan }
    },
  })
  const names = [...objectsOf(configuration, 'service'), ...objectsOf(configuration, 'server')].map((object) => object.name)
  const isOpen = (name: string) => {
    const endpoint = resolveTarget(configuration, name)
    return typeof endpoint !== 'string' && endpoint.up
  }
  return {
    ...server,
    targets: names.filter(isOpen),
    close: async () => {
      await server.close()
      await sql.close()
    },
  }
}

/** MaxScale takes a body by its Content-Length only: a chunked one is as good as none (transcripts b14, e36). */
const hasBody = (request: IncomingMessage): boolean => Number(request.headers['content-length'] ?? 0) > 0

/** Reads a request; `reply` is there already where its method or JSON is refused. */
async function receive(request: IncomingMessage, faults: Faults): Promise<{ call: Call; reply: Reply | null }> {
  const bytes = await readBody(request)
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const parts = url.pathname.split('/').slice(1)
  const isKnown = parts[0] === 'v1' || url.pathname === '/'
  const path = isKnown ? parts.slice(1) : ['', '']
  if (path.at(-1) === '' && path.length > 0) path.pop()
  const partial = {
    method: request.method ?? 'GET',
    path,
    parameters: url.searchParams,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])),
    cookies: cookiesOf(request.headers.cookie ?? ''),
    base: `http://${request.headers.host ?? '127.0.0.1'}/v1`,
  }
  let body: Call['body'] = null
  let reply: Reply | null = methods.has(partial.method) ? null : empty(405)
  try {
    if (hasBody(request)) body = readJson(bytes)
  } catch (error) {
    if (!(error instanceof BadJson)) throw error
    reply ??= bareFailure(400, `Invalid JSON in request: ${error.message}`)
  }
  const sql = stringField({ body }, 'sql') ?? ''
  const plan = faults.planFor({ target: request.url ?? '', sql: headComments(sql).length > 0 ? sql : '' })
  if (!isKnown) reply ??= empty(404)
  return { call: { ...partial, body, plan, now: () => plan.now() }, reply }
}

function cookiesOf(header: string): Map<string, string> {
  return new Map(header.split(/;\s*/).map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]))
}

/** Headers in MaxScale's order; what is read gets an ETag and can be not modified. */
function finished(call: Call, reply: Reply, closes: boolean, started: string): Answer {
  const headers: [string, string][] = closes ? [['Connection', 'close']] : []
  const isRead = (call.method === 'GET' || call.method === 'HEAD') && call.path[0] !== 'auth' && reply.status !== 401 && !(reply.status < 300 && call.path[2] === 'queries')
  const tag = `"${createHash('sha1').update(call.method === 'HEAD' ? '' : reply.body).digest('hex')}"`
  // Answers that waited for a connection have none; refusals before that do (transcripts g08, g20).
  const isKept = isRead && !reply.body.includes('"No async query results found."')
  if (isKept && call.headers['if-none-match'] === tag) return { status: 304, headers: Object.fromEntries(headers), body: '' }
  if (isKept) headers.push(['ETag', tag], ['Last-Modified', started])
  return { status: reply.status, headers: Object.fromEntries([...headers, ...reply.headers]), body: call.method === 'HEAD' ? '' : reply.body }
}
