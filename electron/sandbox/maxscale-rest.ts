/**
 * A server that speaks MaxScale 24.02.3's REST API in front of a sandbox engine: sign-in, the SQL resource, and the
 * objects of a configuration. Recorded transcripts of the real server say how; what MaxScale changes at run time or
 * does through ODBC is not there.
 */
import { readFile } from 'node:fs/promises'
import type { Engine } from './engine/engine.ts'
import type { Answer, Faults, Refusal } from './faults.ts'
import { serveLoopback, type LoopbackServer } from './loopback-server.ts'
import { Accounts, isSignIn, type RestUser } from './maxscale/accounts.ts'
import { empty, failure, type Call, type Reply } from './maxscale/call.ts'
import { conditional, Modifications } from './maxscale/conditional.ts'
import { demoConfiguration, objectsOf, readConfiguration, resolveTarget, type Configuration } from './maxscale/configuration.ts'
import { Database } from './maxscale/database.ts'
import { Instance } from './maxscale/instance.ts'
import { MainWorker } from './maxscale/main-worker.ts'
import { methodsOf } from './maxscale/methods.ts'
import { durationMs, isYes } from './maxscale/object-defaults.ts'
import { ConfiguredObjects } from './maxscale/objects.ts'
import { callOf, hasBody, receive } from './maxscale/request.ts'
import { SqlResource } from './maxscale/sql-resource.ts'
import { Traffic } from './maxscale/traffic.ts'
import { createWebTokens } from './maxscale/web-token.ts'

export interface MaxScaleOptions {
  engine: Engine
  /** 0 for a free one. */
  port: number
  users: readonly RestUser[]
  faults: Faults
  /** A configuration in MaxScale's own format; the demo's where absent. */
  configFile?: string
  /** admin_secure_gui: sign-in by token is refused over http; what the configuration says unless given, or true as in MaxScale. */
  secureGui?: boolean
  /** Database accounts that services do not list: those that the sandbox made for itself. */
  hiddenDatabaseUsers?: readonly string[]
}

export interface MaxScaleRest extends LoopbackServer {
  /** Services, then servers, that a connection can be opened to. */
  targets: string[]
}

/** What a fault refuses with, however it stands with the request itself. */
const refusals = {
  throttle: { status: 429, words: 'Too many requests' },
  unavailable: { status: 503, words: 'Service unavailable' },
  shuttingDown: { status: 503, words: 'MaxScale is shutting down' },
  lost: { status: 503, words: 'Connection to server was lost' },
} satisfies Record<Exclude<Refusal, 'expired'>, { status: number; words: string }>

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Starts the server on 127.0.0.1, with https where the configuration has admin_ssl_key and admin_ssl_cert; throws
 * where the port is taken or a file cannot be read.
 */
export async function startMaxScaleRest(options: MaxScaleOptions): Promise<MaxScaleRest> {
  const { engine, faults } = options
  const configuration = options.configFile === undefined ? demoConfiguration : await readConfiguration(options.configFile)
  const tls = await certificateOf(configuration)
  const { admin_jwt_max_age: maxAge = '24h' } = configuration.global
  const tokens = createWebTokens(Math.floor((durationMs(maxAge) ?? 86_400_000) / 1_000))
  const secureGui = options.secureGui ?? isYes(configuration.global['admin_secure_gui'] ?? 'true')
  const accounts = new Accounts(options.users, tokens, secureGui)
  const [traffic, modifications] = [new Traffic(), new Modifications()]
  const database = new Database(engine, new Set(options.hiddenDatabaseUsers))
  const mainWorker = new MainWorker()
  const sql = new SqlResource({ engine, database, traffic, mainWorker }, configuration, tokens)
  const objects = new ConfiguredObjects(configuration, database, traffic)
  const instance = new Instance(configuration, traffic)

  const resource = async (call: Call): Promise<Reply | null> => {
    if (call.path[0] === 'sql') return sql.answer(call)
    if (call.path[0] === 'users') return accounts.manage(call)
    return call.path[0] === 'maxscale' ? instance.answer(call) : objects.answer(call)
  }

  const route = async (call: Call, malformed: Reply | null): Promise<Reply> => {
    const user = accounts.authenticate(call)
    if ('status' in user) return user
    const { refusal } = call.plan
    if (refusal !== null && refusal !== 'expired') {
      if (refusal === 'lost') await sql.lose(call.path[1] ?? '')
      const { status, words } = refusals[refusal]
      return failure(call, status, words)
    }
    if (malformed) return malformed
    if (isSignIn(call)) return accounts.signIn(call, user)
    if (!methods.has(call.method)) return empty(405)
    const reads = call.method === 'GET' || call.method === 'HEAD'
    if (call.method === 'OPTIONS') {
      const known = methodsOf(call.path)
      return known === null ? empty(405) : empty(200, [['Accept', known]])
    }
    const path = call.path.join('/')
    if (reads && (path === '' || path === '*')) return conditional(call, empty(200), modifications)
    const reply = await resource(call)
    if (reads) return conditional(call, reply ?? empty(404), modifications)
    if (reply && reply.status < 300 && call.path[0] !== 'sql') modifications.note(call.path, call.now())
    if (reply) return reply
    return call.path[0] !== 'sql' && (await resource({ ...call, method: 'GET' })) ? failure(call, 400, 'The sandbox does not change its configuration') : empty(404)
  }

  /** Neither begun nor answered while the main worker is locked. */
  const whenFree = async (run: () => Promise<Reply>): Promise<Reply> => {
    await mainWorker.free()
    const reply = await run()
    await mainWorker.free()
    return reply
  }

  const server = await serveLoopback({
    port: options.port,
    faults,
    ...(tls && { tls }),
    async answer(request, response) {
      const { call, malformed } = await receive(request, faults, tls !== null)
      response.once('close', mainWorker.received(call))
      await call.plan.delay()
      const answered = call.plan.spoiling === 'badGateway' ? empty(502) : await whenFree(() => route(call, malformed))
      // MaxScale keeps a connection open only after a request with a body (transcript q12).
      const closes = !hasBody(call.headers) || answered.status === 401
      if (!closes) response.removeHeader('Connection')
      return { ...written(call, answered, closes), plan: call.plan }
    },
    answerUnknownMethod({ method, target, headers }) {
      const call = callOf({ method, target, headers, body: null, plan: faults.planFor({ target }), secure: tls !== null })
      const user = accounts.authenticate(call)
      return written(call, 'status' in user ? user : empty(405), true)
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

async function certificateOf({ global }: Configuration): Promise<{ key: string; cert: string } | null> {
  const { admin_ssl_key: key, admin_ssl_cert: cert } = global
  return key && cert ? { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') } : null
}

function written(call: Call, { status, headers, body }: Reply, closes: boolean): Answer {
  const all: [string, string][] = closes ? [['Connection', 'close'], ...headers] : headers
  return { status, headers: Object.fromEntries(all), body: call.method === 'HEAD' ? '' : body }
}
