import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FailureError, type Failure } from '../../../shared/model/failure.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import type { Engine } from '../../sandbox/engine/engine.ts'
import { createFaults } from '../../sandbox/faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from '../../sandbox/maxscale-rest.ts'
import { Secret } from '../../vault/secret.ts'
import { engineKinds, seededEngine } from '../fixtures/seeded-engine.ts'
import { openSession, type MaxScaleAccess, type MaxScaleSession } from './session.ts'

const account = { user: 'shopkeeper', password: 'db-secret' }
const users = [{ name: 'admin', password: 'rest-secret' }]

const failureFrom = async (call: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (error instanceof FailureError) return error.failure
  throw new Error(`expected a FailureError, got ${JSON.stringify(error)}`)
}
const only = (results: StatementResult[]): StatementResult => {
  const [result] = results
  if (!result || results.length !== 1) throw new Error(`${results.length} results`)
  return result
}
const firstCell = (results: StatementResult[]): string => {
  const result = only(results)
  if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
  return new ResultSet(result.data).text(0, 0)
}

/** One engine with a MaxScale in front of it, for the tests of one block. */
function behindMaxScale(kind: (typeof engineKinds)[number]) {
  let engine: Engine
  let maxscale: MaxScaleRest
  const faults = createFaults()
  const sessions: MaxScaleSession[] = []

  beforeAll(async () => {
    engine = await seededEngine(kind, [account])
    maxscale = await startMaxScaleRest({ engine, port: 0, users, faults })
  })
  afterEach(async () => {
    faults.clear()
    await Promise.allSettled(sessions.splice(0).map((session) => session.close()))
  })
  afterAll(async () => {
    await maxscale.close()
    await engine.close()
  })

  const access = (more: Partial<MaxScaleAccess> = {}): MaxScaleAccess => ({
    baseUrl: maxscale.url,
    restUser: 'admin',
    restPassword: new Secret('rest-secret'),
    // A server itself: a service with several would put another connection in a lost one's place.
    target: maxscale.targets.at(-1) ?? '',
    databaseUser: account.user,
    databasePassword: new Secret(account.password),
    database: 'goods',
    timeoutSeconds: 20,
    ...more,
  })
  return {
    faults,
    access,
    open: async (more?: Partial<MaxScaleAccess>) => {
      const session = await openSession(access(more))
      sessions.push(session)
      return session
    },
    run: (session: MaxScaleSession, sql: string, rowLimit = 100) => session.run({ sql, rowLimit }),
  }
}

describe.each(engineKinds)('a MaxScale session on %s', (kind) => {
  const { faults, access, open, run } = behindMaxScale(kind)

  it('keeps variables, transactions and the database from one statement to the next', async () => {
    const session = await open()
    await run(session, 'SET @mine = 7')
    expect(firstCell(await run(session, 'SELECT @mine'))).toBe('7')
    await run(session, 'USE information_schema')
    expect(firstCell(await run(session, 'SELECT DATABASE()'))).toBe('information_schema')
  })

  it('says the insert id and the affected rows', async () => {
    const session = await open()
    await run(session, 'BEGIN')
    expect(only(await run(session, "INSERT INTO owners VALUES (8, 2, '钱'), (9, 2, '孙')"))).toMatchObject({ kind: 'ok', affectedRows: '2' })
    await run(session, 'ROLLBACK')
    expect(firstCell(await run(session, 'SELECT COUNT(*) FROM owners WHERE id > 7'))).toBe('0')
  })

  it('keeps max_rows while the limit does not grow, so that ROW_COUNT() survives', async () => {
    const session = await open()
    await run(session, 'SELECT 1', 1_000)
    await run(session, "UPDATE owners SET name = CONCAT(name, '!') WHERE id = 7", 10)
    expect(firstCell(await run(session, 'SELECT ROW_COUNT()', 10))).toBe('1')
    expect(firstCell(await run(session, 'SELECT @@sql_select_limit', 10))).toBe('1001')
  })

  it("does not call a result complete that the session's own limit has cut", async () => {
    const session = await open()
    await run(session, 'SELECT 1')
    await run(session, 'SET sql_select_limit = 3')
    expect(only(await run(session, 'SELECT n FROM numbers'))).toMatchObject({ kind: 'resultset', completeness: { kind: 'capped', limit: 3 } })
  })

  it.each([
    ['the REST user', { restUser: 'nobody' }, 'signIn', 'maxscale.signInRefused', 401],
    ['the REST password', { restPassword: new Secret('wrong-one') }, 'signIn', 'maxscale.signInRefused', 401],
    ['the database user', { databaseUser: 'nobody' }, 'signIn', 'maxscale.databaseSignIn', 400],
    ['the database password', { databasePassword: new Secret('wrong-one') }, 'signIn', 'maxscale.databaseSignIn', 400],
    ['the database', { database: 'no_such_database' }, 'input', 'maxscale.unknownDatabase', 400],
    ['the target', { target: 'no-such-target' }, 'input', 'maxscale.openRefused', 400],
  ] as const)('does not open when %s is wrong, and says so with the words of the server', async (_, wrong, failureKind, code, status) => {
    const failure = await failureFrom(openSession(access(wrong)))
    expect(failure).toMatchObject({ kind: failureKind, code, server: { status, text: expect.stringMatching(/\w/) as string } })
    expect(JSON.stringify(failure)).not.toMatch(/wrong-one|rest-secret|db-secret/)
  })

  it('stops its statement and closes, though it is busy', async () => {
    const session = await open()
    const running = failureFrom(session.run({ sql: 'SELECT SLEEP(30)', rowLimit: 1, signal: AbortSignal.timeout(300) }))
    expect(await running).toMatchObject({ kind: 'cancelled' })
    expect(session.lost).toBe(true)
    await session.close()
    expect(await failureFrom(session.run({ sql: 'SELECT 1', rowLimit: 1 }))).toMatchObject({ code: 'maxscale.sessionLost' })
  })

  it('says busy while another statement runs, and runs on afterwards', async () => {
    const session = await open()
    const slow = run(session, 'SELECT SLEEP(1)')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await failureFrom(run(session, 'SELECT 1'))).toMatchObject({ code: 'maxscale.busy', retrySafe: true })
    await slow
    expect(firstCell(await run(session, 'SELECT 2'))).toBe('2')
  })

  it.each([
    ['throttle', 'maxscale.throttled'],
    ['badGateway', 'maxscale.webPage'],
    ['empty', 'response.empty'],
    ['truncate', 'response.truncated'],
    ['short', 'network.cutShort'],
    ['reset', 'network.cutShort'],
    ['drop', 'network.closedPlain'],
  ] as const)('fails in its own words on %s', async (fault, code) => {
    const session = await open()
    faults.order({ fault, match: '/queries' })
    expect(await failureFrom(run(session, 'SELECT n FROM numbers'))).toMatchObject({ code })
  })
})

describe('a MaxScale session on a server that loses its connection', () => {
  const { open, run } = behindMaxScale('mariadb')

  it('shows what the server says, and that transaction and variables are gone', async () => {
    const [session, killer] = [await open(), await open()]
    const thread = firstCell(await run(session, 'SELECT CONNECTION_ID()'))
    expect(only(await run(killer, `KILL ${thread}`)).kind).toBe('ok')
    expect(only(await run(session, 'SELECT 1'))).toMatchObject({
      kind: 'error',
      code: expect.stringMatching(/^20(?:06|13)$|^1927$/) as string,
      notices: [{ level: 'warning', code: 'sessionLost' }],
    })
    expect(session.lost).toBe(true)
  })

  it('marks what MaxScale cuts and clamps, and the rewritten statement shows it whole', async () => {
    const session = await open()
    const sql = "SELECT CAST(18446744073709551615 AS UNSIGNED) AS big, CAST(X'410042' AS BINARY(3)) AS raw, 1 AS one"
    const result = only(await run(session, sql))
    if (result.kind !== 'resultset') throw new Error(result.kind)
    const [big, raw, one] = result.data.columns
    expect([big?.fidelity, raw?.fidelity, one?.fidelity]).toMatchObject([{ reason: 'clampedUnsigned' }, { reason: 'cutAtNul' }, { kind: 'exact' }])
    const whole = raw?.fidelity.kind === 'lossy' ? raw.fidelity.exactSql : undefined
    const exact = only(await run(session, whole ?? ''))
    if (exact.kind !== 'resultset') throw new Error(JSON.stringify(exact))
    const set = new ResultSet(exact.data)
    expect([set.text(0, 0), set.text(0, 1), set.text(0, 2)]).toEqual(['18446744073709551615', '410042', '1'])
    expect(exact.notices).toEqual([])
  })
})

it('sends Content-Length, no secret in any URL, and its token as a cookie', async () => {
  const seen: { url: string; headers: IncomingHttpHeaders }[] = []
  const token = 'eyJ.hush.token'
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    request.resume().on('end', () => {
      const opened = { data: { id: 'abc', attributes: { thread_id: 1 } }, meta: { token } }
      const answered = { data: { attributes: { results: [{ affected_rows: 0, last_insert_id: 0, warnings: 0 }], sql: 'x' } } }
      const isClose = request.method === 'DELETE'
      response.writeHead(isClose ? 204 : 201).end(isClose ? '' : JSON.stringify(request.url?.includes('/queries') ? answered : opened))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
    const secrets = { restPassword: new Secret('hush-rest'), databasePassword: new Secret('hush-db') }
    const session = await openSession({ baseUrl, restUser: '管理员', target: 't', databaseUser: 'u', database: '', timeoutSeconds: 5, ...secrets })
    await session.run({ sql: "SELECT '中文'", rowLimit: 10 })
    await session.close()
    expect(seen.map(({ url }) => url)).toEqual(['/v1/sql?pretty=false&max-age=86400', '/v1/sql/abc/queries?pretty=false', '/v1/sql/abc?pretty=false'])
    for (const { url, headers } of seen) {
      expect(url).not.toContain('hush')
      expect(headers['transfer-encoding']).toBeUndefined()
      expect(headers).toMatchObject({ 'x-requested-with': 'XMLHttpRequest', authorization: `Basic ${Buffer.from('管理员:hush-rest').toString('base64')}` })
    }
    expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, `conn_id_sig_abc=${token}`, `conn_id_sig_abc=${token}`])
    expect(Number(seen[1]?.headers['content-length'])).toBeGreaterThan(20)
  } finally {
    server.close()
  }
})
