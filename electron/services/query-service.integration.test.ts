import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FailureError, type Failure } from '../../shared/model/failure.ts'
import { type ConnectionSettings, usualNetwork } from '../../shared/model/connection.ts'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { engineKinds, seededEngine } from '../clients/fixtures/seeded-engine.ts'
import { isRunning, nextSent } from '../clients/fixtures/under-way.ts'
import { startDmsProxy } from '../sandbox/dms-proxy.ts'
import { startDrdsOpenApi } from '../sandbox/drds-openapi.ts'
import type { Engine } from '../sandbox/engine/engine.ts'
import { createFaults } from '../sandbox/faults.ts'
import type { LoopbackServer } from '../sandbox/loopback-server.ts'
import { startMaxScaleRest, type MaxScaleRest } from '../sandbox/maxscale-rest.ts'
import { Secret } from '../vault/secret.ts'
import { testConnection } from './connection-test.ts'
import { queryServices } from './fixtures/query-services.ts'
import type { QueryService } from './query-service.ts'
import type { ResolvedConnection } from './resolved-connection.ts'

const base = { environment: 'development', readOnly: false, timeoutSeconds: 20 } as const
const secrets = {
  accessSecret: new Secret('dms-secret'),
  accessKeySecret: new Secret('drds-secret'),
  restPassword: new Secret('rest-secret'),
  databasePassword: new Secret('db-secret'),
}

const failureFrom = async (call: Promise<unknown> | unknown): Promise<Failure> => {
  const error: unknown = await Promise.resolve(call).catch((thrown: unknown) => thrown)
  if (error instanceof FailureError) return error.failure
  throw new Error(`expected a FailureError, got ${JSON.stringify(error)}`)
}
const only = (results: StatementResult[]): StatementResult => {
  const [result] = results
  if (!result || results.length !== 1) throw new Error(`${results.length} results`)
  return result
}
const rowsOf = (results: StatementResult[]) => {
  const result = only(results)
  if (result.kind !== 'resultset') throw new Error(`expected rows, got ${JSON.stringify(result)}`)
  const set = new ResultSet(result.data)
  return Array.from({ length: set.rowCount }, (_, row) => set.columns.map((_column, column) => (set.cell(row, column).kind === 'null' ? null : set.text(row, column))))
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe.each(engineKinds)('the query service on %s', (kind) => {
  let engine: Engine
  let dms: LoopbackServer
  let drds: LoopbackServer
  let maxscale: MaxScaleRest
  let faults = createFaults()
  const dmsFaults = createFaults()
  let services: Awaited<ReturnType<typeof queryServices>>
  let service: QueryService
  let runs = 0

  beforeAll(async () => {
    engine = await seededEngine(kind, [{ user: 'shopkeeper', password: 'db-secret' }])
    dms = await startDmsProxy({ engine, port: 0, grants: [{ accessId: 'user', accessSecret: 'dms-secret' }], collaboration: 'secure', faults: dmsFaults })
    drds = await startDrdsOpenApi({ port: 0, accounts: [{ accessKeyId: 'key', accessKeySecret: 'drds-secret' }], faults: createFaults() })
    faults = createFaults()
    maxscale = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: 'rest-secret' }], faults })
  })
  afterAll(async () => {
    for (const part of [dms, drds, maxscale, engine]) await part.close()
  })
  beforeEach(async () => {
    services = await queryServices(resolveConnection)
    service = services.query
  })
  afterEach(async () => {
    faults.clear()
    await services.close()
  })

  const settings = (): Record<string, ConnectionSettings> => {
    const dmsSettings = { ...base, kind: 'dms', ...usualNetwork, name: 'DMS', endpoint: dms.url, accessId: 'user', schema: 'goods', collaboration: 'secure' } as const
    const maxscaleSettings = {
      ...base, kind: 'maxscale', ...usualNetwork, name: 'MaxScale', baseUrl: maxscale.url, restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie', target: maxscale.targets[0] ?? '', databaseUser: 'shopkeeper', database: 'goods',
    } as const
    return {
      dms: dmsSettings,
      dmsReadOnly: { ...dmsSettings, name: 'DMS, read only', readOnly: true },
      maxscale: maxscaleSettings,
      slow: { ...maxscaleSettings, timeoutSeconds: 1 },
      nowhere: { ...maxscaleSettings, database: 'no_such_database' },
      drds: { ...base, kind: 'drds', ...usualNetwork, name: 'DRDS', accessKeyId: 'key', regionId: 'cn-hangzhou', endpoint: drds.url, format: 'JSON', passwordPlace: 'body' },
    }
  }
  const resolved = (name: string, more: ResolvedConnection['secrets'] = {}): ResolvedConnection => {
    const found = settings()[name]
    if (!found) throw new Error(name)
    return { settings: found, secrets: { ...secrets, ...more } }
  }
  const resolveConnection = (id: string) => Promise.resolve(resolved(id))

  const start = (connection: string, sql: string, more: { tab?: string; database?: string; rowLimit?: number } = {}) => {
    const id = runId(`run-${(runs += 1)}`)
    const { tab = 'tab-1', rowLimit = 100, database } = more
    const input = { runId: id, tabId: tabId(tab), connectionId: connectionId(connection), sql, rowLimit, ...(database !== undefined && { database }) }
    return { id, answer: Promise.resolve(service.handlers.run(input)) }
  }
  const run = (...parameters: Parameters<typeof start>) => start(...parameters).answer
  const cancel = (id: ReturnType<typeof runId>) => Promise.resolve(service.handlers.cancel({ runId: id }))
  const tested = (name: string, more: ResolvedConnection['secrets'] = {}) => testConnection(resolved(name, more), services.opener, connectionId(name))
  const untilRuns = async (sql: string) => {
    await expect.poll(() => isRunning(engine, sql)).toBe(true)
  }
  const openSessions = async (): Promise<number> => {
    const headers = { Authorization: `Basic ${Buffer.from('admin:rest-secret').toString('base64')}` }
    const listed = (await (await fetch(`${maxscale.url}/v1/sql`, { headers })).json()) as { data: unknown[] }
    return listed.data.length
  }

  it.each(['dms', 'maxscale'])('shows the same exact values through %s', async (connection) => {
    expect(rowsOf(await run(connection, 'SELECT id, name, price, serial, note FROM items ORDER BY id'))).toEqual([
      ['1', '茶壶 🫖', '1.1000', '9007199254740993', null],
      ['2', 'cup "small" \\ 杯', '12345678901234.5678', '9223372036854775807', ''],
    ])
  })

  it.each(['dms', 'maxscale'])('answers an SQL error as a result through %s', async (connection) => {
    expect(only(await run(connection, 'SELECT * FROM nowhere_at_all'))).toMatchObject({ kind: 'error', message: expect.stringContaining('nowhere_at_all') as string })
    expect(rowsOf(await run(connection, 'SELECT 1'))).toEqual([['1']])
  })

  it('refuses writes on a read-only connection before anything is sent', async () => {
    expect(await failureFrom(run('dmsReadOnly', 'DELETE FROM items WHERE id = 1'))).toMatchObject({ kind: 'guarded', code: 'guard.readOnly', params: { name: 'DMS, read only', statement: 'DELETE' } })
    expect(rowsOf(await run('dmsReadOnly', 'SELECT COUNT(*) FROM items'))).toEqual([['2']])
  })

  it('does not run SQL on a connection that manages instances, nor several statements at once', async () => {
    expect(await failureFrom(run('drds', 'SELECT 1'))).toMatchObject({ kind: 'input', code: 'query.notQueryable' })
    expect(await failureFrom(run('maxscale', 'SELECT 1; SELECT 2'))).toMatchObject({ kind: 'input', code: 'query.severalStatements' })
  })

  it('keeps a session for each tab: variables, transactions and the database stay with their tab', async () => {
    await run('maxscale', 'SET @mine = 7', { tab: 'a' })
    expect(rowsOf(await run('maxscale', 'SELECT @mine', { tab: 'a' }))).toEqual([['7']])
    expect(rowsOf(await run('maxscale', 'SELECT @mine', { tab: 'b' }))).toEqual([[null]])
    await run('maxscale', 'BEGIN', { tab: 'a' })
    await run('maxscale', "UPDATE owners SET name = '张' WHERE id = 7", { tab: 'a' })
    expect(rowsOf(await run('maxscale', 'SELECT name FROM owners', { tab: 'b' }))).not.toEqual([['张']])
    await run('maxscale', 'ROLLBACK', { tab: 'a' })
    expect(await openSessions()).toBe(2)
    await service.handlers.closeTab({ tabId: tabId('a') })
    expect(await openSessions()).toBe(1)
    await service.close()
    expect(await openSessions()).toBe(0)
  })

  it('changes the database when another is asked for, and only then', async () => {
    expect(rowsOf(await run('maxscale', 'SELECT DATABASE()'))).toEqual([['goods']])
    expect(rowsOf(await run('maxscale', 'SELECT DATABASE()', { database: 'information_schema' }))).toEqual([['information_schema']])
    await run('maxscale', 'USE goods', { database: 'information_schema' })
    expect(rowsOf(await run('maxscale', 'SELECT DATABASE()', { database: 'goods' }))).toEqual([['goods']])
    await run('maxscale', 'USE information_schema', { database: 'goods' })
    // A tab that shows one database never runs in another, however the session came there.
    expect(rowsOf(await run('maxscale', 'SELECT DATABASE()', { database: 'goods' }))).toEqual([['goods']])
    expect(only(await run('maxscale', 'SELECT 1', { database: 'no such `one' }))).toMatchObject({ kind: 'error', code: '1049' })
  })

  it('knows from one row more whether there are more', async () => {
    expect(only(await run('maxscale', 'SELECT n FROM numbers', { rowLimit: 3_000 }))).toMatchObject({ completeness: { kind: 'atLeast', rows: 3_001 }, data: { segments: [{ rowCount: 3_000 }] } })
    expect(only(await run('maxscale', 'SELECT n FROM numbers', { rowLimit: 4_096 }))).toMatchObject({ completeness: { kind: 'complete' }, data: { segments: [{ rowCount: 4_096 }] } })
    // A smaller limit keeps the session's max_rows and shows less of the same answer.
    expect(only(await run('maxscale', 'SELECT n FROM numbers WHERE n < 10', { rowLimit: 9 }))).toMatchObject({ completeness: { kind: 'atLeast', rows: 10 }, data: { segments: [{ rowCount: 9 }] } })
  })

  it('stops a running statement on the server, and the session lives on', async () => {
    await run('maxscale', 'SET @mine = 7')
    const slow = start('maxscale', 'SELECT SLEEP(30)')
    await untilRuns('SELECT SLEEP(30)')
    const [outcome, failure] = await Promise.all([cancel(slow.id), failureFrom(slow.answer)])
    expect(outcome).toBe('killedQuery')
    expect(failure).toMatchObject({ kind: 'cancelled', code: 'query.cancelled' })
    expect(rowsOf(await run('maxscale', 'SELECT @mine'))).toEqual([['7']])
  })

  it('says that a statement may still run where the protocol cannot stop it', async () => {
    const slow = start('dms', 'SELECT SLEEP(3)')
    await untilRuns('SELECT SLEEP(3)')
    const [outcome, failure] = await Promise.all([cancel(slow.id), failureFrom(slow.answer)])
    expect(outcome).toBe('mayStillRun')
    expect(failure).toMatchObject({ kind: 'cancelled', code: 'query.cancelledUnanswered', retrySafe: false })
    expect(await cancel(slow.id)).toBe('nothing')
  })

  it('stops waiting where the server does not answer, and goes on with a new session', async () => {
    await run('maxscale', 'SELECT 1')
    faults.order({ fault: 'latency', milliseconds: 60_000, match: '/queries' })
    faults.order({ fault: 'drop', match: '/cancel', times: 10 })
    const sent = nextSent('async=true')
    const slow = start('maxscale', 'SELECT 1')
    await sent
    const [outcome, failure] = await Promise.all([cancel(slow.id), failureFrom(slow.answer)])
    expect(outcome).toBe('mayStillRun')
    expect(failure.code).toBe('query.cancelledUnanswered')
    expect(services.told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'unanswered', lost: [] } })
    faults.clear()
    expect(rowsOf(await run('maxscale', 'SELECT 2'))).toEqual([['2']])
  })

  it('sends nothing when it is cancelled while the session opens, and keeps that session', async () => {
    faults.order({ fault: 'latency', milliseconds: 500, match: 'max-age' })
    const sent = nextSent('max-age')
    const slow = start('maxscale', "UPDATE owners SET name = '周' WHERE id = 7")
    await sent
    const [outcome, failure] = await Promise.all([cancel(slow.id), failureFrom(slow.answer)])
    expect([outcome, failure.code]).toEqual(['notSent', 'query.cancelledUnsent'])
    expect(rowsOf(await run('maxscale', 'SELECT name FROM owners WHERE id = 7'))).not.toEqual([['周']])
    expect(await openSessions()).toBe(1)
  })

  it.each(['dms', 'maxscale'])('stops what a tab runs through %s when the tab is closed', async (connection) => {
    const slow = start(connection, 'SELECT SLEEP(20)', { tab: 'closing' })
    const failure = failureFrom(slow.answer)
    await untilRuns('SELECT SLEEP(20)')
    await service.handlers.closeTab({ tabId: tabId('closing') })
    expect(await failure).toMatchObject({ kind: 'cancelled' })
    expect(await openSessions()).toBe(0)
  })

  it('lets the server end a statement that takes too long', async () => {
    expect((await run('slow', 'SELECT SLEEP(20)')).at(-1)).toMatchObject({ kind: 'error', code: '1969', sqlState: '70100' })
    expect(rowsOf(await run('slow', 'SELECT 1'))).toEqual([['1']])
  })

  it.each([
    ['throttle', 'throttled'],
    ['badGateway', 'server'],
    ['empty', 'server'],
    ['truncate', 'server'],
    ['short', 'network'],
    ['reset', 'network'],
    ['drop', 'network'],
  ] as const)('survives %s for as long as it lasts: a failure, and the next statement runs', async (fault, failureKind) => {
    await run('maxscale', 'SELECT 1')
    faults.order({ fault, match: '/queries', persistent: true })
    expect(await failureFrom(run('maxscale', 'SELECT n FROM numbers'))).toMatchObject({ kind: failureKind, retrySafe: true })
    faults.clear()
    expect(rowsOf(await run('maxscale', 'SELECT 1'))).toEqual([['1']])
  })

  it.each(['reset', 'empty', 'badGateway'] as const)('gets the answer all the same where one request on the way fails by %s', async (fault) => {
    await run('maxscale', 'SELECT 1')
    faults.order({ fault, match: '/queries/' })
    expect(rowsOf(await run('maxscale', 'SELECT COUNT(*) FROM numbers'))).toEqual([['4096']])
  })

  it('does not call a failed write safe to run again, but where it was never sent', async () => {
    const update = "UPDATE owners SET name = '李' WHERE id = 7"
    faults.order({ fault: 'reset', match: '/queries', persistent: true })
    // What broke was the way there: opening the session.
    expect(await failureFrom(run('maxscale', update))).toMatchObject({ retrySafe: true })
    faults.clear()
    await run('maxscale', 'SELECT 1')
    faults.order({ fault: 'reset', match: '/queries', persistent: true })
    expect(await failureFrom(run('maxscale', update))).toMatchObject({ retrySafe: false })
  })

  it('does not call a write safe that DMS answered with what cannot be read, and calls a read safe', async () => {
    for (const body of ['{"success":"true"}', '{}', '<html></html>', '']) {
      dmsFaults.order({ fault: 'answer', type: 'application/json', body, times: 2 })
      expect(await failureFrom(run('dms', "UPDATE owners SET name = '李' WHERE id = 7"))).toMatchObject({ kind: 'server', retrySafe: false })
      expect(await failureFrom(run('dms', 'SELECT 1'))).toMatchObject({ kind: 'server', retrySafe: true })
    }
  })

  it('a test called a connection good whose server answered without a version', async () => {
    for (const body of ['{"success":true,"updateCount":0,"requestId":"r"}', '{"success":true,"rows":[]}', '{"success":true,"rowCount":0}']) {
      dmsFaults.order({ fault: 'answer', type: 'application/json', body })
      expect(await failureFrom(tested('dms'))).toMatchObject({ kind: 'server', code: 'connection.testUnanswered', retrySafe: true })
    }
    dmsFaults.order({ fault: 'reset' })
    expect(await failureFrom(tested('dms'))).toMatchObject({ kind: 'network', retrySafe: true })
  })

  it.each(['gzip', 'deflate', 'br'] as const)('reads what a gateway encodes unasked: %s', async (encoding) => {
    for (const [connection, order] of [['dms', dmsFaults], ['maxscale', faults]] as const) {
      order.order({ fault: 'encode', encoding, persistent: true })
      expect(rowsOf(await run(connection, 'SELECT id, name FROM items ORDER BY id'))).toEqual([['1', '茶壶 🫖'], ['2', 'cup "small" \\ 杯']])
      order.clear()
    }
  })

  it('says that the session is lost when MaxScale does not know it any more: the statement did not run', async () => {
    await run('maxscale', 'SELECT 1')
    // What a restarted MaxScale answers: it has no sessions.
    const port = Number(new URL(maxscale.url).port)
    await maxscale.close()
    maxscale = await startMaxScaleRest({ engine, port, users: [{ name: 'admin', password: 'rest-secret' }], faults: (faults = createFaults()) })
    // The kept connection to the old one is dropped once its end has arrived.
    await pause(200)
    expect(await failureFrom(run('maxscale', 'SELECT 2'))).toMatchObject({ kind: 'server', code: 'maxscale.sessionLost', retrySafe: true })
    expect(rowsOf(await run('maxscale', 'SELECT 2'))).toEqual([['2']])
  })

  it('runs 64 tabs at once, each in a session of its own, and leaves none of them', async () => {
    const before = await openSessions()
    const answers = await Promise.all(Array.from({ length: 64 }, (_, tab) => run('maxscale', `SELECT ${tab}`, { tab: `tab-${tab}` })))
    expect(answers.map(rowsOf)).toEqual(Array.from({ length: 64 }, (_, tab) => [[String(tab)]]))
    expect(await openSessions()).toBe(before + 64)
    await service.close()
    expect(await openSessions()).toBe(before)
  })

  it('refuses a second statement on a busy session, which does not run', async () => {
    await run('maxscale', 'SELECT 1')
    const slow = start('maxscale', 'SELECT SLEEP(1)')
    await untilRuns('SELECT SLEEP(1)')
    expect(await failureFrom(run('maxscale', 'SELECT 2'))).toMatchObject({ code: 'maxscale.busy', retrySafe: true })
    expect(only(await slow.answer).kind).toBe('resultset')
  })

  it('tests a connection of each kind and leaves nothing behind', async () => {
    const before = await openSessions()
    expect(await tested('dms')).toMatchObject({ steps: [{ name: 'query' }], detail: expect.stringMatching(/\d+\.\d+/) as string, requestId: expect.any(String) as string })
    expect(await tested('maxscale')).toMatchObject({ steps: [{ name: 'open' }, { name: 'query' }], detail: expect.stringMatching(/\d+\.\d+/) as string })
    expect(await tested('drds')).toMatchObject({ steps: [{ name: 'list' }], detail: expect.stringMatching(/^\d+$/) as string })
    expect(await openSessions()).toBe(before)
    expect(services.repository.list()).toEqual([])
  })

  it('left the session of a test open where Tessera ended in the midst of it', async () => {
    const before = await openSessions()
    faults.order({ fault: 'latency', milliseconds: 700, match: '/queries' })
    const test = tested('maxscale').catch(() => undefined)
    await expect.poll(openSessions).toBe(before + 1)
    expect(services.repository.list()).toHaveLength(1)
    await service.close()
    expect(await openSessions()).toBe(before)
    await test
  })

  it.each([
    ['dms', { accessSecret: new Secret('wrong-one') }, 'dms.signInRefused'],
    ['drds', { accessKeySecret: new Secret('wrong-one') }, 'drds.signatureMismatch'],
    ['maxscale', { restPassword: new Secret('wrong-one') }, 'maxscale.signInRefused'],
    ['maxscale', { databasePassword: new Secret('wrong-one') }, 'maxscale.databaseSignIn'],
  ])('a test of %s with a wrong secret fails as a sign-in', async (connection, wrong, code) => {
    const failure = await failureFrom(tested(connection, wrong))
    expect(failure).toMatchObject({ kind: 'signIn', code })
    expect(JSON.stringify(failure)).not.toContain('wrong-one')
  })

  it('says that the default database does not exist', async () => {
    expect(await failureFrom(run('nowhere', 'SELECT 1'))).toMatchObject({ kind: 'input', code: 'maxscale.unknownDatabase' })
  })
})
