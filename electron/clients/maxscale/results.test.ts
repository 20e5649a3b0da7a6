import { describe, expect, it } from 'vitest'
import { isWarned, ResultSet } from '../../../shared/model/result-set.ts'
import type { SessionHolding } from '../../../shared/model/session.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { indexMaxScaleBody } from '../../http/index-json.ts'
import { maskOf } from '../../http/masking/mask.ts'
import recorded from './fixtures/transcripts.json' with { type: 'json' }
import { statementResults, type Answered } from './results.ts'
import { detailOf, openedOf, resultsOf } from './wire.ts'

type Name = keyof typeof recorded.transcripts

const bytesOf = (text: string) => new TextEncoder().encode(text)
const answer = (name: Name, more: Partial<Answered> = {}): StatementResult[] => {
  const { request, body } = recorded.transcripts[name]
  const { sql } = JSON.parse(request ?? '{}') as { sql: string }
  return read(body, { sql, ...more })
}
const read = (body: string, more: Partial<Answered> = {}): StatementResult[] => {
  const bytes = bytesOf(body)
  const results = resultsOf(indexMaxScaleBody(bytes))
  if (!results) throw new Error('no results')
  return statementResults(results, { sql: 'SELECT 1', elapsedMs: 1, bytes, mask: maskOf([]), rowLimit: 3_000, utf8: true, ownLimit: false, lost: [], ...more })
}
const only = (results: StatementResult[]) => {
  const [result] = results
  if (!result || results.length > 1) throw new Error(`${results.length} results`)
  return result
}
const rowsOf = (result: StatementResult) => {
  if (result.kind !== 'resultset') throw new Error(result.kind)
  const set = new ResultSet(result.data)
  return { set, columns: result.data.columns, result, rows: Array.from({ length: set.rowCount }, (_, row) => set.columns.map((_column, column) => set.text(row, column))) }
}

describe('rows', () => {
  it('keep every digit, and mark unsigned big integers where one is clamped', () => {
    const { rows, columns } = rowsOf(only(answer('e04-bigint')))
    expect(rows).toEqual([['9007199254740993', '9223372036854775807', '9223372036854775807', '9223372036854775807', '-9223372036854775808']])
    expect(columns.map(({ fidelity }) => (fidelity.kind === 'lossy' ? fidelity.reason : fidelity.kind))).toEqual(['exact', 'exact', 'clampedUnsigned', 'clampedUnsigned', 'exact'])
    expect(rowsOf(only(answer('e05-decimal'))).rows[0]?.slice(0, 2)).toEqual(['1.1000000000', '12345678901234567890.0123456789'])
  })

  it('tell which columns may be cut, of every type of the server', () => {
    const { columns, result } = rowsOf(only(answer('e02-types-row1-2-3-4')))
    const lossy = columns.filter(isWarned)
    expect(lossy.map(({ label, fidelity }) => `${label} ${fidelity.kind === 'lossy' ? fidelity.reason : ''}`)).toEqual([
      'c_uint zerofill', 'c_ubig clampedUnsigned', 'c_bin cutAtNul', 'c_varbin cutAtNul', 'c_blob cutAtNul', 'c_lblob cutAtNul', 'c_bit1 bitAsText',
      'c_bit10 bitAsText', 'c_bit64 bitAsText', 'c_point cutAtNul',
    ])
    expect(result.notices).toContainEqual({ level: 'warning', code: 'lossyColumns', params: { columns: lossy.map(({ label }) => label).join(', ') } })
    expect(columns.find(({ label }) => label === 'id')).toMatchObject({ type: 'INT', family: 'integer', nullable: false, autoIncrement: true, schema: 'golden', table: 'types' })
    expect(columns.map(({ label, family }) => `${label} ${family}`)).toEqual(expect.arrayContaining(['c_dec decimal', 'c_float float', 'c_ts date', 'c_year integer', 'c_json text', 'c_bit1 bit', 'c_bin binary', 'c_point binary']))
  })

  it('name the statement that shows lossy columns whole', () => {
    const { columns } = rowsOf(only(answer('e09-bit')))
    expect(columns[0]?.fidelity).toEqual({
      kind: 'lossy',
      reason: 'bitAsText',
      exactSql:
        'SELECT HEX(`c_bit1`) AS `c_bit1`, HEX(`c_bit10`) AS `c_bit10`, HEX(`c_bit64`) AS `c_bit64`, `b1`, `b10`, `h64`\nFROM (\n' +
        'SELECT c_bit1,c_bit10,c_bit64, c_bit1+0 AS b1, c_bit10+0 AS b10, HEX(c_bit64) AS h64 FROM types ORDER BY id LIMIT 3001\n) AS exact_values',
    })
  })

  it('mark texts of a session that does not speak UTF-8, and NULL where none can be', () => {
    expect(rowsOf(only(answer('e11g-latin1-result', { utf8: false }))).columns.map(({ fidelity }) => fidelity)).toMatchObject(Array.from({ length: 3 }, () => ({ kind: 'lossy', reason: 'charset' })))
    expect(rowsOf(only(answer('e11g-latin1-result'))).columns.map(({ fidelity }) => fidelity)).toMatchObject([{ reason: 'textCutAtNul', rare: true }, { reason: 'notUtf8' }, { reason: 'textCutAtNul', rare: true }])
  })

  it('keep columns that share a name, and say nothing of loss', () => {
    const { columns, result } = rowsOf(only(answer('e12-duplicate-names')))
    expect(columns.map(({ label }) => label)).toEqual(['id', 'id', 'name', 'name'])
    expect(result.notices).toEqual([])
  })

  it('say that types are unknown where an older server sends none', () => {
    const { columns, result } = rowsOf(only(read('{"data":{"attributes":{"results":[{"data":[[1,"a"]],"fields":["id","name"]}],"sql":"x"}}}')))
    expect(columns.map(({ label, type, family }) => [label, type, family])).toEqual([['id', '', 'other'], ['name', '', 'other']])
    expect(result.notices).toEqual([{ level: 'info', code: 'noMetadata', params: {} }])
    // It was called exact beside a notice that nobody can know.
    expect(columns.map(({ fidelity }) => fidelity)).toEqual([{ kind: 'unknown' }, { kind: 'unknown' }])
    expect(result).toMatchObject({ completeness: { kind: 'complete' } })
  })
})

describe('completeness', () => {
  it('is learnt from the row beyond the limit, which is not shown', () => {
    const { rows, result } = rowsOf(only(answer('f03-max-rows-exact', { rowLimit: 1 })))
    expect(rows).toEqual([['1', 'a-one']])
    expect(result).toMatchObject({ completeness: { kind: 'atLeast', rows: 2 }, notices: [{ code: 'capHit', params: { limit: 1 } }] })
  })

  it('is complete below the limit, and open where the server says so or the session limits itself', () => {
    expect(only(answer('f03b-max-rows-exact-plus-one', { rowLimit: 2 }))).toMatchObject({ completeness: { kind: 'complete' }, notices: [] })
    expect(only(answer('f03-max-rows-exact'))).toMatchObject({ completeness: { kind: 'capped', limit: 2 } })
    expect(only(answer('f03b-max-rows-exact-plus-one', { ownLimit: true }))).toMatchObject({ completeness: { kind: 'capped', limit: 2 } })
  })
})

describe('other results', () => {
  it('are what the server said: ok with counts, warnings and ids', () => {
    expect(only(answer('e15-ok-insert'))).toMatchObject({ kind: 'ok', affectedRows: '2', lastInsertId: expect.stringMatching(/^\d+$/) as string })
    expect(only(answer('e17-ok-ddl'))).not.toHaveProperty('lastInsertId')
    expect(only(answer('e18-ok-warning'))).toMatchObject({ kind: 'ok', warnings: 2 })
  })

  it('are errors with number, state, words and line', () => {
    expect(only(answer('e19-error-syntax'))).toMatchObject({ kind: 'error', code: '1064', sqlState: '42000', position: { line: 1 }, notices: [] })
    expect(only(answer('h08-sync-cancelled'))).toMatchObject({ kind: 'error', code: '1317', sqlState: '70100' })
  })

  it('say that the database connection is lost, and whether anything is lost with it', () => {
    const noticed = (lost: readonly SessionHolding[]) => only(answer('k15-after-server-wait-timeout', { lost }))
    expect(noticed(['transaction'])).toMatchObject({ kind: 'error', code: '2006', notices: [{ level: 'warning', code: 'sessionLost' }] })
    expect(noticed([])).toMatchObject({ kind: 'error', code: '2006', notices: [{ level: 'warning', code: 'sessionEnded' }] })
  })

  it('are several where a procedure answers several', () => {
    expect(answer('e27-call-two').map(({ kind }) => kind)).toEqual(['resultset', 'resultset', 'ok'])
    expect(answer('f33-compound').map(({ kind }) => kind)).toEqual(['resultset', 'resultset', 'ok'])
  })
})

describe('answers that are no results', () => {
  it('are a pending query, a refusal and an opened session', () => {
    const envelope = (name: Name) => indexMaxScaleBody(bytesOf(recorded.transcripts[name].body))
    expect(resultsOf(envelope('g02-async-poll-pending'))).toBeUndefined()
    expect(detailOf(envelope('b23-wrong-password').envelope)).toBe("Connection to [127.0.0.1]:3306 failed. Error 1045: Access denied for user 'app'@'127.0.0.1' (using password: YES)")
    expect(openedOf(envelope('b23-wrong-password').envelope)).toBeUndefined()
    expect(openedOf(envelope('b01-open-server').envelope)).toMatchObject({ id: '11df54f5-986c-4f0a-ac06-e42498e7cdc5', threadId: 26, token: expect.stringMatching(/^eyJ/) as string })
  })
})
