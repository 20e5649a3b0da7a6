import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FailureError, type Failure } from '../../../shared/model/failure.ts'
import { mayHaveRun } from '../../../shared/model/may-have-run.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { Secret } from '../../vault/secret.ts'
import { executeDms, type DmsAccess, type DmsRun } from './client.ts'
import examples from './fixtures/document-examples.json' with { type: 'json' }

/** Answers what the test says, over real HTTP: the bodies that the sandbox's proxy never writes. */
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void
const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (part: string) => (body += part))
  request.on('end', () => answer(request, response, body))
})
let endpoint = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const run = (given: Partial<DmsRun & DmsAccess> = {}) =>
  executeDms(
    { endpoint, accessId: 'user', accessSecret: new Secret('hush-hush'), collaboration: given.collaboration ?? 'secure', timeoutMs: 5_000 },
    { sql: given.sql ?? 'SELECT a FROM t', schema: given.schema ?? '', rowLimit: given.rowLimit ?? 3_000 },
  )

const answerWith = (status: number, body: string, type = 'application/json') => {
  answer = (_, response) => response.writeHead(status, { 'Content-Type': type }).end(body)
}
const failure = async (): Promise<Failure> => {
  const error: unknown = await run().catch((thrown: unknown) => thrown)
  if (error instanceof FailureError) return error.failure
  throw new Error(`expected a FailureError, got ${JSON.stringify(error)}`)
}
const table = (result: StatementResult) => {
  if (result.kind !== 'resultset') throw new Error(`expected rows, got ${result.kind}`)
  const set = new ResultSet(result.data)
  return Array.from({ length: set.rowCount }, (_, row) => set.columns.map((_column, column) => (set.cell(row, column).kind === 'missing' ? '·' : set.text(row, column))))
}
const codes = (result: StatementResult) => result.notices.map((notice) => notice.code)
const rows = (count: number) =>
  JSON.stringify({ success: true, requestId: 'r', rowCount: count, columnMetas: [{ columnName: 'a', columnLabel: 'a', columnTypeName: 'BIGINT' }], rows: Array.from({ length: count }, (_, a) => ({ a })) })

describe('executeDms', () => {
  it("keeps every value of the document's example, whose rows name other keys than its columns", async () => {
    answerWith(200, examples.query)
    const result = await run()
    expect(result).toMatchObject({ kind: 'resultset', requestId: 'xhqej0xgcytbhc8scjopgqsywcaibi', completeness: { kind: 'complete' } })
    expect(table(result)).toEqual([['·', '·', '1', 'xxxx']])
    expect(result.notices).toContainEqual({ level: 'warning', code: 'unmatchedKeys', params: { keys: 'col1, col2' } })
    expect(result.notices).toContainEqual({ level: 'warning', code: 'missingKeys', params: { keys: 'column1, column2', rows: 1 } })
    if (result.kind === 'resultset') expect(result.data.columns[0]).toMatchObject({ label: 'column1', type: 'VARCHAR', family: 'text', precision: 10, scale: 2, nullable: true, autoIncrement: true, table: 'table1' })
  })

  it('brings every field that the document lists of a column, its name where the label is another', async () => {
    const columnMetas = [
      { columnName: 'amount', columnLabel: '金额', columnTypeName: 'decimal', precision: 10, scale: 2, nullable: false, autoIncrement: false, tableName: 'orders' },
      { columnName: 'id', columnLabel: 'id', columnTypeName: 'BIGINT', precision: '20', scale: 0, nullable: false, autoIncrement: true, tableName: 'orders' },
      { columnName: 'bare', columnLabel: null, columnTypeName: null, precision: null, scale: null, nullable: null, autoIncrement: null, tableName: null },
    ]
    answerWith(200, JSON.stringify({ success: true, requestId: 'r', rowCount: 1, columnMetas, rows: [{ 金额: 1.1, id: 1, bare: '' }] }))
    const result = await run()
    expect(table(result)).toEqual([['1.1', '1', '']])
    expect(result.kind === 'resultset' && result.data.columns).toEqual([
      { label: '金额', name: 'amount', table: 'orders', type: 'DECIMAL', family: 'decimal', precision: 10, scale: 2, nullable: false, autoIncrement: false, fidelity: { kind: 'exact' } },
      { label: 'id', table: 'orders', type: 'BIGINT', family: 'integer', precision: 20, scale: 0, nullable: false, autoIncrement: true, fidelity: { kind: 'exact' } },
      { label: 'bare', type: '', family: 'other', fidelity: { kind: 'exact' } },
    ])
  })

  it("reads the document's update and its failed request", async () => {
    answerWith(200, examples.update)
    expect(await run({ sql: 'UPDATE t SET a = 1 WHERE b = 2' })).toMatchObject({ kind: 'ok', affectedRows: '0', requestId: 'xhqej0xgcytbhc8scjopgqsywcaibi', notices: [] })
    answerWith(200, examples.failed)
    expect(await run()).toMatchObject({ kind: 'error', message: 'accessId is required.', requestId: 'xhqej0xgcytbhc8scjopgqsywcaibi', notices: [{ code: 'limitAdded' }, { code: 'mayBeSignIn' }] })
    // An error of SQL suspects no credentials, nor does one about a column of such a name.
    answerWith(200, JSON.stringify({ success: false, msg: "Table 'shop.t' doesn't exist" }))
    expect((await run()).notices).toMatchObject([{ code: 'limitAdded' }])
    answerWith(200, JSON.stringify({ success: false, msg: "Unknown column 'accessSecret' in 'SELECT'" }))
    expect((await run({ sql: 'SELECT accessSecret FROM t' })).notices).toMatchObject([{ code: 'limitAdded' }])
  })

  it('takes msg as well as message, and the line that MySQL names', async () => {
    answerWith(200, JSON.stringify({ success: false, msg: "You have an error … near 'x' at line 2", requestId: 'r' }))
    expect(await run({ sql: 'SELECT 1\nx' })).toMatchObject({ kind: 'error', message: "You have an error … near 'x' at line 2", position: { line: 2 } })
    const past = await run({ sql: 'SELECT x' })
    expect(past).not.toHaveProperty('position')
  })

  it('adds a LIMIT to an unlimited query, shows what was sent, and says when the cap was hit', async () => {
    let sent = ''
    answer = (_, response, body) => {
      sent = body
      response.end(rows(3_000))
    }
    const result = await run({ sql: 'SELECT a FROM t -- all' })
    expect(sent).toBe('SELECT a FROM t LIMIT 3000 -- all')
    expect(result).toMatchObject({ sql: 'SELECT a FROM t -- all', sentSql: sent, completeness: { kind: 'capped', limit: 3_000 } })
    expect(codes(result)).toEqual(['limitAdded', 'capHit'])
  })

  it('never calls 3,000 rows complete, whoever limited them, and warns above', async () => {
    answerWith(200, rows(3_000))
    const own = await run({ sql: 'SELECT a FROM t LIMIT 5000' })
    expect(own).toMatchObject({ completeness: { kind: 'capped', limit: 3_000 } })
    expect(own).not.toHaveProperty('sentSql')
    const standard = await run({ sql: 'SELECT a FROM t', collaboration: 'standard' })
    expect(standard).toMatchObject({ completeness: { kind: 'capped', limit: 3_000 } })
    expect(standard).not.toHaveProperty('sentSql')
    answerWith(200, rows(3_001))
    const above = await run({ rowLimit: 5_000 })
    expect(codes(above)).toEqual(['limitAdded', 'above3000'])
    expect(above).toMatchObject({ completeness: { kind: 'complete' } })
    expect(codes(await run({ rowLimit: 3_001 }))).toEqual(['limitAdded', 'capHit', 'above3000'])
    answerWith(200, rows(2_999))
    expect(await run()).toMatchObject({ completeness: { kind: 'complete' } })
  })

  it.each([
    ['rowLimit', { rowLimit: 3_000 }, 3_000], ['rowLimit', { rowLimit: 3_001 }, 3_001], ['rowLimit', { rowLimit: 5 }, 5], ['rowLimit', { rowLimit: 5, collaboration: 'standard' }, 5],
    ['dms', { rowLimit: 10_000 }, 3_000], ['dms', { collaboration: 'standard' }, 3_000], ['dms', { rowLimit: 10_000, collaboration: 'standard' }, 3_000],
    ['dms', { sql: 'SELECT a FROM t LIMIT 5000' }, 3_000], ['dms', { sql: 'SHOW TABLES' }, 3_000],
    ['statement', { sql: 'SELECT a FROM t LIMIT 3000' }, 3_000], ['statement', { sql: 'SELECT a FROM t LIMIT 10, 3000;' }, 3_000], ['statement', { sql: 'SELECT a FROM t limit 3000 offset 7' }, 3_000],
  ] as const)('names the limit that cut: %s, %j', async (by, given, count) => {
    answerWith(200, rows(count))
    expect((await run(given)).notices).toContainEqual({ level: 'warning', code: 'capHit', params: { limit: count, by } })
  })

  describe('an answer without the rows that it should hold', () => {
    it.each([
      '{"success":true,"rowCount":5}', '{"success":true,"rowCount":"5","updateCount":0}', '{"success":true,"rowCount":5,"rows":null}', '{"success":true,"rowCount":5,"rows":[]}', '{"success":true,"rowCount":5,"updateCount":5}',
      '{"success":true,"rowCount":5,"rows":[],"columnMetas":[{"columnName":"a"}]}', '{"success":true}', '{"success":true,"rows":null}', '{"success":true,"rowCount":-1,"updateCount":-1}',
    ])('was called 0 rows affected: %s to a SELECT', async (body) => {
      answerWith(200, body)
      expect(await failure()).toMatchObject({ kind: 'server', code: 'dms.rowsMissing', retrySafe: false })
    })

    it.each(['{"success":true,"rowCount":0}', '{"success":true,"rowCount":0,"rows":null}', '{"success":true,"rows":[]}', '{"success":true,"rows":[],"rowCount":null}', '{"success":true,"columnMetas":[{"columnName":"a"}],"updateCount":0}'])('is a result of no rows where it tells of none: %s', async (body) => {
      answerWith(200, body)
      expect(await run()).toMatchObject({ kind: 'resultset', completeness: { kind: 'complete' } })
    })

    it('may be an update, of which it says no more than it knows', async () => {
      const update = { sql: 'UPDATE t SET a = 1 WHERE b = 2' }
      for (const body of ['{"success":true,"requestId":"r"}', '{"success":true,"updateCount":null}', '{"success":true,"updateCount":-1}', '{"success":true,"updateCount":"many"}', '{"success":true,"updateCount":1.5}']) {
        answerWith(200, body)
        expect(await run(update)).toMatchObject({ kind: 'ok', affectedRows: null })
      }
      for (const body of ['{"success":true,"updateCount":5,"rowCount":5}', '{"success":true,"updateCount":"5","rows":[],"columnMetas":[],"rowCount":0}']) {
        answerWith(200, body)
        expect(await run(update)).toMatchObject({ kind: 'ok', affectedRows: '5' })
      }
      answerWith(200, '{"success":true,"rowCount":5}')
      expect(await run(update).catch((error: unknown) => error)).toMatchObject({ failure: { code: 'dms.rowsMissing', retrySafe: false } })
    })
  })

  it.each([
    [200, '{"success":"true","rows":[{"a":1}]}', 'dms.unreadable'], [200, '{"success":"false","msg":"x"}', 'dms.unreadable'], [200, '{"success":1}', 'dms.unreadable'], [200, '{"success":null}', 'dms.unreadable'],
    [200, '{}', 'dms.unreadable'], [200, '{"rows":[]}', 'dms.unreadable'], [200, '[]', 'response.wrongShape'], [200, 'null', 'response.wrongShape'], [200, '"ok"', 'response.wrongShape'], [200, 'OK', 'response.notJson'], [200, '', 'response.empty'],
    [200, '{"success":true,"updateCount":1', 'response.truncated'], [200, '<html><body>portal</body></html>', 'dms.webPage'], [204, '', 'dms.unreadable'], [408, '', 'dms.serverError'], [499, '', 'dms.serverError'],
    [200, '{"success":true}', 'dms.unreadable'], [200, '{"success":true,"message":"Please sign in."}', 'dms.unreadable'], [200, '{"success":true,"data":{"id":7}}', 'dms.unreadable'],
    [400, '{"success":true,"requestId":"r","updateCount":1}', 'dms.unreadable'], [401, '{"success":true,"updateCount":1}', 'dms.unreadable'], [503, '{"success":true,"updateCount":1}', 'dms.unreadable'],
    [200, '<DescribeDrdsInstancesResponse><RequestId>R</RequestId></DescribeDrdsInstancesResponse>', 'response.notJson'],
  ])('that cannot be read is a failure after which a write may have run: %i %s', async (status, body, code) => {
    answerWith(status, body)
    const error: unknown = await run({ sql: 'INSERT INTO t VALUES (1)' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ failure: { code, retrySafe: false } })
    expect(mayHaveRun((error as FailureError).failure)).toBe(true)
  })

  it('warns where a statement relies on a session', async () => {
    answerWith(200, examples.update)
    expect((await run({ sql: 'BEGIN' })).notices).toContainEqual({ level: 'warning', code: 'noSession', params: { statement: 'BEGIN' } })
    expect((await run({ sql: 'SELECT LAST_INSERT_ID()' })).notices).toContainEqual({ level: 'warning', code: 'noSession', params: { statement: 'LAST_INSERT_ID()' } })
  })

  it('tells of duplicate labels, duplicate keys, missing keys and a wrong rowCount', async () => {
    answerWith(200, '{"success":true,"rowCount":9,"columnMetas":[{"columnLabel":"id"},{"columnLabel":"id"},{"columnLabel":"b"}],"rows":[{"id":1,"b":2},{"id":9223372036854775807,"id":3}]}')
    const result = await run()
    expect(table(result)).toEqual([['1', '1', '2'], ['3', '3', '·']])
    expect(result.notices).toEqual([
      { level: 'info', code: 'limitAdded', params: { limit: 3_000 } },
      { level: 'warning', code: 'duplicateLabels', params: { labels: 'id' } },
      { level: 'warning', code: 'duplicateKeys', params: { keys: 'id', rows: 1 } },
      { level: 'warning', code: 'missingKeys', params: { keys: 'b', rows: 1 } },
      { level: 'warning', code: 'rowCountMismatch', params: { said: 9, held: 2 } },
    ])
    // Rows that were announced and did not come: not all there are.
    expect(result).toMatchObject({ completeness: { kind: 'atLeast', rows: 9 } })
    if (result.kind === 'resultset') expect(result.data.columns.map(({ fidelity }) => fidelity)).toEqual([{ kind: 'lossy', reason: 'duplicateLabel' }, { kind: 'lossy', reason: 'duplicateLabel' }, { kind: 'exact' }])
  })

  it('shows an empty result with its columns and an update that answers empty arrays as an update', async () => {
    answerWith(200, '{"success":true,"rowCount":0,"rows":[],"columnMetas":[{"columnName":"a"}]}')
    expect(await run()).toMatchObject({ kind: 'resultset', data: { columns: [{ label: 'a' }], segments: [{ rowCount: 0 }] }, completeness: { kind: 'complete' } })
    for (const columnMetas of ['', ',"columnMetas":[]', ',"columnMetas":null']) {
      answerWith(200, `{"success":true,"rowCount":0,"updateCount":0,"rows":[]${columnMetas}}`)
      expect(await run()).toMatchObject({ kind: 'resultset', data: { columns: [], segments: [{ rowCount: 0 }] }, completeness: { kind: 'complete' } })
    }
    answerWith(200, '{"success":true,"rows":[],"columnMetas":[],"updateCount":12345678901234567890}')
    expect(await run({ sql: 'DELETE FROM t WHERE a = 1' })).toMatchObject({ kind: 'ok', affectedRows: '12345678901234567890' })
  })

  it('shows no secret that the server echoes', async () => {
    answerWith(200, '{"success":false,"msg":"bad secret hush-hush"}')
    expect(await run()).toMatchObject({ kind: 'error', message: 'bad secret [secret]' })
    answerWith(500, '<html><body>accessSecret: hush-hush</body></html>', 'text/html')
    expect((await failure()).server?.text).toBe('accessSecret: [secret]')
  })
})

describe('executeDms fails with its own sentence on', () => {
  it.each([
    [401, 'signIn', 'dms.signInRefused', false],
    [403, 'permission', 'dms.notPermitted', false],
    [404, 'input', 'dms.notFound', false],
    [418, 'input', 'dms.refused', false],
    [429, 'throttled', 'dms.throttled', true],
    [500, 'server', 'dms.serverError', false],
    [502, 'server', 'dms.badGateway', false],
    [503, 'server', 'dms.unavailable', false],
    [504, 'server', 'dms.gatewayTimeout', false],
    [302, 'server', 'dms.redirected', false],
  ])('HTTP %i', async (status, kind, code, retrySafe) => {
    answerWith(status, JSON.stringify({ success: false, msg: '原因', requestId: 'r1' }))
    expect(await failure()).toEqual({ kind, code, retrySafe, params: { host: '127.0.0.1', status }, server: { text: '原因', status, requestId: 'r1' } })
    answerWith(status, '<html><head><title>Oops</title></head><body><h1>502 Bad Gateway</h1></body></html>', 'text/html')
    expect(await failure()).toMatchObject({ code, server: { text: 'Oops 502 Bad Gateway', status } })
    answerWith(status, '')
    expect(await failure()).toMatchObject({ code, server: { text: '', status } })
  })

  it('a web page, an empty body, half a body and other JSON under HTTP 200', async () => {
    answerWith(200, '<!DOCTYPE html><html><body>Sign in to the network</body></html>', 'application/json')
    expect(await failure()).toMatchObject({ code: 'dms.webPage', server: { text: 'Sign in to the network' } })
    answerWith(200, '')
    expect(await failure()).toMatchObject({ code: 'response.empty' })
    answerWith(200, rows(10).slice(0, -40))
    expect(await failure()).toMatchObject({ code: 'response.truncated' })
    answerWith(200, '{"hello":"world"}')
    expect(await failure()).toMatchObject({ code: 'dms.unreadable' })
  })

  it('a public name that does not resolve', async () => {
    const call = executeDms(
      { endpoint: 'https://dp1-pub.proxy.invalid', accessId: 'u', accessSecret: new Secret('p'), collaboration: 'secure', timeoutMs: 5_000 },
      { sql: 'SELECT 1', schema: '', rowLimit: 10 },
    )
    const error: unknown = await call.catch((thrown: unknown) => thrown)
    // A machine without any name server says EAI_AGAIN for the same question.
    expect(['dms.publicNameNotFound', 'network.dnsFailed']).toContain(error instanceof FailureError && error.failure.code)
  })
})
