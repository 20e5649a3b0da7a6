import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FailureError, failureOf, type Failure } from '../../../shared/model/failure.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { startDmsProxy, type DmsProxyOptions } from '../../sandbox/dms-proxy.ts'
import type { Engine } from '../../sandbox/engine/engine.ts'
import { createFaults, type FaultOrder } from '../../sandbox/faults.ts'
import type { LoopbackServer } from '../../sandbox/loopback-server.ts'
import { indexDmsBody } from '../../http/index-json.ts'
import { send } from '../../http/send.ts'
import { Secret } from '../../vault/secret.ts'
import { engineKinds, seededEngine } from '../fixtures/seeded-engine.ts'
import { executeDms, type DmsAccess, type DmsRun } from './client.ts'
import { operations, requestFor, type WayIn } from './operations.ts'

const grant = { accessId: '用户', accessSecret: 'pwd/+=&?#空', retiredSecrets: ['old-pwd'] }

const failureOfCall = async (call: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (error instanceof FailureError) return error.failure
  throw new Error(`expected a FailureError, got ${JSON.stringify(error)}`)
}
const rowsOf = (result: StatementResult) => {
  if (result.kind !== 'resultset') throw new Error(`expected rows, got ${JSON.stringify(result)}`)
  const set = new ResultSet(result.data)
  return Array.from({ length: set.rowCount }, (_, row) => set.columns.map((_column, column) => (set.cell(row, column).kind === 'null' ? null : set.text(row, column))))
}
const codes = (result: StatementResult) => result.notices.map(({ code }) => code)

describe.each(engineKinds)('the DMS client on %s', (kind) => {
  let engine: Engine
  let proxy: LoopbackServer
  let faults = createFaults()

  beforeAll(async () => void (engine = await seededEngine(kind)))
  afterEach(() => proxy.close())
  afterAll(() => engine.close())

  const start = async (options: Partial<DmsProxyOptions> = {}) => {
    faults = createFaults()
    proxy = await startDmsProxy({ engine, port: 0, grants: [grant], collaboration: 'secure', faults, ...options })
  }
  const run = (sql: string, more: Partial<DmsRun & DmsAccess> = {}) => {
    const { rowLimit = 3_000, schema = 'goods', signal, ...access } = more
    return executeDms(
      { endpoint: proxy.url, accessId: grant.accessId, accessSecret: new Secret(grant.accessSecret), collaboration: 'secure', timeoutMs: 20_000, ...access },
      { sql, schema, rowLimit, ...(signal && { signal }) },
    )
  }
  const withFault = (fault: FaultOrder) => faults.order(fault)

  it('shows Chinese, emoji, decimals and big integers as they are', async () => {
    await start()
    const result = await run('SELECT id, name, price, serial, note FROM items ORDER BY id')
    expect(rowsOf(result)).toEqual([
      ['1', '茶壶 🫖', '1.1000', '9007199254740993', null],
      ['2', 'cup "small" \\ 杯', '12345678901234.5678', '9223372036854775807', ''],
    ])
    expect(result).toMatchObject({ completeness: { kind: 'complete' }, requestId: expect.stringMatching(/^[a-z0-9]{30}$/) as string })
  })

  it.each(Object.keys(operations) as WayIn[])('says the same by every documented way in: %s', async (way) => {
    await start()
    const request = requestFor(way, proxy.url, { accessId: grant.accessId, accessSecret: new Secret(grant.accessSecret) }, { schema: 'goods', sql: "SELECT name FROM items WHERE name = '茶壶 🫖'" })
    const answer = await send({ ...request, timeoutMs: 10_000 })
    expect(indexDmsBody(answer.bytes)).toMatchObject({ envelope: { success: true }, keys: ['name'], rowCount: 1 })
  })

  it('takes the schema of the run, and an unusual one through JSON', async () => {
    await start()
    expect(rowsOf(await run('SELECT COUNT(*) FROM owners', { schema: 'goods' }))).toEqual([['1']])
    expect(await run('SELECT 1', { schema: 'no/such' })).toMatchObject({ kind: 'error' })
  })

  it('answers an update with its count', async () => {
    await start()
    expect(await run("UPDATE owners SET name = '李' WHERE id = 7")).toMatchObject({ kind: 'ok', affectedRows: '1' })
  })

  it('answers an SQL error with the words and the line of the server', async () => {
    await start()
    const result = await run('SELECT *\nFROM nowhere_at_all')
    expect(result).toMatchObject({ kind: 'error', message: expect.stringContaining('nowhere_at_all') as string, requestId: expect.any(String) as string })
    if (kind === 'mariadb') expect(await run('SELECT 1\nFROM FROM')).toMatchObject({ kind: 'error', position: { line: 2 } })
  })

  it('shows the text of a security rule as an error, verbatim', async () => {
    await start()
    expect(await run('DELETE FROM owners')).toMatchObject({ kind: 'error', message: expect.stringContaining('安全规则 [SQL-DML-02]') as string })
  })

  it('limits an unlimited query in secure collaboration and warns above 3,000 rows', async () => {
    await start()
    const limited = await run('SELECT n FROM numbers -- every one')
    expect(limited).toMatchObject({ sentSql: 'SELECT n FROM numbers LIMIT 3000 -- every one', completeness: { kind: 'capped', limit: 3_000 } })
    expect(rowsOf(limited)).toHaveLength(3_000)
    const more = await run('SELECT n FROM numbers', { rowLimit: 5_000 })
    expect(rowsOf(more)).toHaveLength(4_096)
    expect(codes(more)).toContain('above3000')
    expect(await run('SELECT n FROM numbers LIMIT 2999')).toMatchObject({ completeness: { kind: 'complete' }, notices: [] })
  })

  it('knows that a standard instance ends at 3,000 by itself', async () => {
    await start({ collaboration: 'standard' })
    const all = await run('SELECT n FROM numbers', { collaboration: 'standard' })
    expect(all).toMatchObject({ completeness: { kind: 'capped', limit: 3_000 } })
    expect(all).not.toHaveProperty('sentSql')
    const few = await run('SELECT n FROM numbers', { collaboration: 'standard', rowLimit: 100 })
    expect(few).toMatchObject({ sentSql: 'SELECT n FROM numbers LIMIT 100', completeness: { kind: 'capped', limit: 100 } })
  })

  it('reports labels that collide, without pretending to have both values', async () => {
    await start()
    const result = await run('SELECT items.id, owners.id, items.name FROM items JOIN owners ON owners.item = items.id')
    expect(result).toMatchObject({ kind: 'resultset', notices: [{ code: 'limitAdded' }, { code: 'duplicateLabels', params: { labels: 'id' } }] })
    if (result.kind === 'resultset') expect(result.data.columns.map(({ label, fidelity }) => [label, fidelity.kind])).toEqual([['id', 'lossy'], ['id', 'lossy'], ['name', 'exact']])
  })

  it('keeps the values of columns that are named as JavaScript names its own, though rows are maps', async () => {
    await start()
    const labels = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '__defineGetter__', 'length']
    const result = await run(`SELECT ${labels.map((label, at) => `${at} AS \`${label}\``).join(', ')}`)
    if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
    expect(result.data.columns.map(({ label, fidelity }) => [label, fidelity.kind])).toEqual(labels.map((label) => [label, 'exact']))
    expect(rowsOf(result)).toEqual([labels.map((_, at) => String(at))])
    expect(await run('SELECT 1 AS `__proto__`, 2 AS `__proto__`')).toMatchObject({ notices: [{ code: 'duplicateLabels', params: { labels: '__proto__' } }] })
  })

  it('fails as a sign-in when the credentials are unknown, rotated or expired', async () => {
    await start()
    for (const accessSecret of ['wrong', 'old-pwd']) {
      const failure = await failureOfCall(run('SELECT 1', { accessSecret: new Secret(accessSecret) }))
      expect(failure).toMatchObject({ kind: 'signIn', code: 'dms.signInRefused', server: { status: 401, requestId: expect.any(String) as string } })
      expect(JSON.stringify(failure)).not.toContain(accessSecret)
    }
    withFault({ fault: 'expired' })
    expect(await failureOfCall(run('SELECT 1'))).toMatchObject({ kind: 'signIn', server: { text: expect.stringContaining('expired') as string } })
  })

  it('shows a refusal under HTTP 200 as the server words it, with the hint that it may be the sign-in', async () => {
    await start({ refusalStatus: 'always200' })
    const result = await run('SELECT 1', { accessSecret: new Secret('wrong') })
    expect(result).toMatchObject({ kind: 'error', message: 'The accessSecret is incorrect.', notices: [{ code: 'mayBeSignIn' }] })
  })

  it.each([
    ['throttle', 'throttled', 'dms.throttled', true],
    ['unavailable', 'server', 'dms.unavailable', false],
    ['badGateway', 'server', 'dms.badGateway', false],
    ['empty', 'server', 'response.empty', false],
    ['truncate', 'server', 'response.truncated', false],
    ['short', 'network', 'network.cutShort', false],
    ['reset', 'network', 'network.cutShort', false],
    ['drop', 'network', 'network.closedPlain', false],
  ] as const)('fails in its own words on %s', async (fault, failureKind, code, retrySafe) => {
    await start()
    withFault({ fault })
    expect(await failureOfCall(run('SELECT n FROM numbers'))).toMatchObject({ kind: failureKind, code, retrySafe })
    expect(rowsOf(await run('SELECT 1'))).toEqual([['1']])
  })

  it('gives up after its timeout and says that the statement may still run', async () => {
    await start()
    withFault({ fault: 'latency', milliseconds: 30_000 })
    expect(await failureOfCall(run('SELECT 1', { timeoutMs: 200 }))).toMatchObject({ kind: 'network', code: 'network.answerTimeout' })
  })

  it('stops waiting when it is cancelled', async () => {
    await start()
    withFault({ fault: 'latency', milliseconds: 30_000 })
    const cancel = new AbortController()
    const reason = new FailureError(failureOf('cancelled', 'query.cancelled'))
    setTimeout(() => cancel.abort(reason), 100)
    await expect(run('SELECT 1', { signal: cancel.signal })).rejects.toBe(reason)
  })

  it('warns that BEGIN, SET and LAST_INSERT_ID() reach no other call', async () => {
    await start()
    expect(codes(await run('BEGIN'))).toContain('noSession')
    expect(codes(await run('SET @a = 1'))).toContain('noSession')
    expect(codes(await run('SELECT LAST_INSERT_ID()'))).toContain('noSession')
  })
})
