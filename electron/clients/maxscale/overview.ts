/** Everything that a MaxScale says of itself, at one moment. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import type { MaxScaleOverview, MaxScaleSqlSession } from '../../../shared/model/maxscale.ts'
import type { Result } from '../../../shared/model/result.ts'
import { indexMaxScaleBody } from '../../http/index-json.ts'
import type { OperationName } from './operations.ts'
import {
  instanceOf, isAdministrator, listenersOf, monitorsOf, serversOf, servicesOf, sessionsOf, statementOf, type ListedSession,
} from './overview-wire.ts'
import type { Rest } from './rest.ts'

export interface OverviewQuestion {
  restUser: string
  /** Ids of the sessions that are ours. */
  own: ReadonlySet<string>
  sessions: 'ours' | 'all'
}

const ANSWER_MS = 10_000
/** Of more sessions than these the statements are not asked for. */
const STATEMENTS_MOST = 64

/**
 * Sparse fields: whole, a server carries its response times and a service every database account (m01, m03).
 * `listeners` is a service's relationship and, in short, an attribute beside it; MaxScale has no way to ask for one.
 */
const fields = {
  maxscale: { 'fields[maxscale]': 'version,uptime' },
  servers: {
    'fields[servers]':
      'state,version_string,gtid_current_pos,replication_lag,uptime,parameters/address,parameters/port,parameters/socket,statistics/connections',
  },
  services: { 'fields[services]': 'router,state,connections,total_connections,servers,listeners' },
  listeners: { 'fields[listeners]': 'state,parameters/address,parameters/port,parameters/socket,services' },
  monitors: { 'fields[monitors]': 'module,state,monitor_diagnostics/master,servers' },
  user: { 'fields[inet]': 'account' },
  sessions: { 'fields[sql]': 'target,thread_id,seconds_idle' },
  statement: { 'fields[sql]': 'sql' },
  sessionsWithStatements: { 'fields[sql]': 'target,thread_id,seconds_idle,sql' },
} as const

/**
 * Asks for all parts at once; a part that is refused is its failure. Throws a FailureError where no part was to be had,
 * and, for everybody's sessions, where the REST user is no administrator.
 */
export async function readOverview(rest: Rest, question: OverviewQuestion): Promise<MaxScaleOverview> {
  const began = performance.now()
  const ask = askerOf(rest)
  const administrator = partOf(ask('user', { name: question.restUser, parameters: fields.user }, isAdministrator))
  const [account, sessions, ...others] = await Promise.all([
    administrator,
    partOf(question.sessions === 'all' ? everybodysSessions(ask, question, administrator) : ownSessions(ask, question)),
    partOf(ask('maxscale', { parameters: fields.maxscale }, instanceOf)),
    partOf(ask('servers', { parameters: fields.servers }, serversOf)),
    partOf(ask('services', { parameters: fields.services }, servicesOf)),
    partOf(ask('listeners', { parameters: fields.listeners }, listenersOf)),
    partOf(ask('monitors', { parameters: fields.monitors }, monitorsOf)),
  ])
  if (question.sessions === 'all' && !sessions.ok && sessions.failure.code === 'maxscale.notAdministrator') throw new FailureError(sessions.failure)
  // Without sessions of ours their part asks nothing and cannot fail.
  const refused = others.flatMap((part) => (part.ok ? [] : part.failure))
  if (refused[0] && refused.length === others.length) throw new FailureError(refused[0])
  const [instance, servers, services, listeners, monitors] = others
  return {
    instance, servers, services, listeners, monitors, sessions,
    // An account that cannot be read, such as PAM's (404), is taken for one that may not.
    maySeeAll: account.ok && account.value,
    readAt: Date.now(),
    elapsedMs: performance.now() - began,
  }
}

type Ask = <T>(
  operation: OperationName,
  call: { name?: string; parameters: Readonly<Record<string, string>> },
  settle: (envelope: unknown) => T | undefined,
) => Promise<T>

function askerOf(rest: Rest): Ask {
  return async (operation, call, settle) => {
    const answer = await rest.call(operation, { ...call, timeoutMs: ANSWER_MS })
    if (answer.status !== 200) throw rest.refused(answer, { operation, target: '' })
    const value = settle(answer.mask.data(indexMaxScaleBody(answer.bytes).envelope))
    if (value !== undefined) return value
    // Without the server's words: they may be statements of others.
    throw new FailureError(failureOf('server', 'maxscale.unreadable', { params: { host: new URL(rest.baseUrl).hostname }, retrySafe: true }))
  }
}

async function partOf<T>(asked: Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await asked }
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure }
    throw error
  }
}

/**
 * GET /v1/sql tells every user's last statement (facts 11). So the list is asked for without statements, and those of
 * our own sessions one by one: what others run never leaves MaxScale. A filter over the list could name one id only.
 */
async function ownSessions(ask: Ask, { own }: OverviewQuestion): Promise<MaxScaleSqlSession[]> {
  if (own.size === 0) return []
  const asked = [...own].slice(0, STATEMENTS_MOST)
  const [listed, statements] = await Promise.all([
    ask('list', { parameters: fields.sessions }, sessionsOf),
    // One that has ended meanwhile has none, and is not listed either.
    Promise.all(asked.map((name) => partOf(ask('get', { name, parameters: fields.statement }, statementOf)))),
  ])
  const sqlOf = new Map(asked.map((id, at) => [id, statements[at]]))
  return listed
    .filter(({ id }) => own.has(id))
    .map((session) => {
      const statement = sqlOf.get(session.id)
      return { ...session, sql: statement?.ok ? statement.value : '', ours: true }
    })
}

/** Asks only when the account is known to be an administrator's: others' statements are not even fetched before. */
async function everybodysSessions(ask: Ask, { own, restUser }: OverviewQuestion, account: Promise<Result<boolean>>): Promise<MaxScaleSqlSession[]> {
  const known = await account
  // No answer at all is no word about the account.
  if (!known.ok && known.failure.kind === 'network') throw new FailureError(known.failure)
  if (!known.ok || !known.value) throw new FailureError(failureOf('permission', 'maxscale.notAdministrator', { params: { user: restUser } }))
  const listed = await ask('list', { parameters: fields.sessionsWithStatements }, sessionsOf)
  return listed.map((session: ListedSession) => ({ ...session, ours: own.has(session.id) }))
}
