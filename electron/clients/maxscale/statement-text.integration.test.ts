import { describe, expect, it } from 'vitest'
import { bodies, oracleBodies } from '../../../shared/sql/fixtures/bodies.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { behindMaxScale, firstCell, only } from './fixtures/behind-maxscale.ts'

/** The rows of a query, each as one text. */
const rowsOf = (results: StatementResult[]): string[] => {
  const result = only(results)
  if (result.kind !== 'resultset') throw new Error(result.kind === 'error' ? `${result.message}: ${result.sql}` : result.sql)
  const set = new ResultSet(result.data)
  return Array.from({ length: set.rowCount }, (_, row) => set.columns.map((_column, column) => set.text(row, column)).join('|'))
}

describe('statements that hold statements', () => {
  const { open, run } = behindMaxScale('mariadb')

  it.each([
    ['', bodies],
    ['ORACLE', oracleBodies],
  ])('are what a server takes for one statement, in sql_mode %j', async (mode, list) => {
    const session = await open()
    await run(session, `SET sql_mode = '${mode}'`)
    await run(session, 'CREATE OR REPLACE TABLE t (id INT)')
    for (const body of list) {
      const failed = (await run(session, body)).find((result) => result.kind === 'error')
      expect(failed && [body, failed.message]).toBeUndefined()
    }
  })
})

describe('a limit that is added to a query', () => {
  const { open, run } = behindMaxScale('mariadb')

  it.each([
    'SELECT * FROM t ORDER BY id',
    '(SELECT * FROM t) ORDER BY id DESC',
    '(SELECT * FROM t ORDER BY id)',
    '((SELECT * FROM t ORDER BY id))',
    '((SELECT * FROM t) ORDER BY id DESC)',
    '(((SELECT id FROM t LIMIT 6) UNION ALL (SELECT n FROM t LIMIT 7)) ORDER BY id)',
    '(SELECT id FROM t) UNION SELECT n FROM t ORDER BY id',
    '(SELECT id FROM t LIMIT 4) UNION ALL (SELECT n FROM t LIMIT 8)',
    'SELECT id FROM t UNION ALL (SELECT n FROM t LIMIT 3)',
    '(SELECT id FROM t) EXCEPT (SELECT id FROM t WHERE id > 15)',
    'WITH c AS (SELECT * FROM t) (SELECT * FROM c)',
    'WITH c AS (SELECT * FROM t LIMIT 9) (SELECT * FROM c) ORDER BY id DESC',
    'WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 30) ((SELECT n FROM c) ORDER BY n)',
    'SELECT * FROM t WHERE id>1.ORDER BY id',
    'SELECT 1.FROM t',
    'SELECT id FROM t ORDER BY id FOR UPDATE',
    'SELECT id FROM t ORDER BY id LOCK IN SHARE MODE',
    'SELECT n, COUNT(*) FROM t GROUP BY n WITH ROLLUP',
    'SELECT id, ROW_NUMBER() OVER w FROM t WINDOW w AS (ORDER BY id)',
    `SELECT id FROM t WHERE id IN (${Array.from({ length: 10_500 }, (_, at) => at).join(', ')}) ORDER BY id`,
  ])('leaves the first rows of it: %s', async (sql) => {
    const session = await open()
    await run(session, 'CREATE OR REPLACE TABLE t (id INT PRIMARY KEY, n INT)')
    await run(session, 'INSERT INTO t SELECT seq, 100 - seq FROM seq_1_to_20')
    const limited = limitStatement(sql, 5)
    expect(limited.reason).toBe('added')
    const whole = rowsOf(await run(session, sql))
    expect(whole.length).toBeGreaterThan(5)
    expect(rowsOf(await run(session, limited.sql))).toEqual(whole.slice(0, 5))
    // As fidelity.ts puts it around a query.
    if (!/FOR UPDATE|LOCK IN/.test(sql)) expect(rowsOf(await run(session, `SELECT * FROM (\n${limited.sql}\n) AS x`))).toEqual(whole.slice(0, 5))
  })

  it('cuts nothing that is measured or that goes into a table', async () => {
    const session = await open()
    await run(session, 'CREATE OR REPLACE TABLE t (id INT PRIMARY KEY)')
    await run(session, 'CREATE OR REPLACE TABLE into_it (id INT)')
    await run(session, 'SELECT 1', 10)
    await run(session, 'INSERT INTO t SELECT seq FROM seq_1_to_2000', 10)
    expect(firstCell(await run(session, 'ANALYZE FORMAT=JSON SELECT * FROM t', 10))).toMatch(/"r_rows": 2000\b/)
    expect(firstCell(await run(session, 'SET STATEMENT max_statement_time = 9 FOR ANALYZE FORMAT=JSON SELECT * FROM t', 10))).toMatch(/"r_rows": 2000\b/)
    for (const sql of ['CREATE OR REPLACE TABLE into_it AS SELECT id FROM t', 'INSERT INTO into_it SELECT id FROM t', 'REPLACE INTO into_it (SELECT id FROM t)']) await run(session, sql, 10)
    expect(firstCell(await run(session, 'SELECT COUNT(*) FROM into_it', 10))).toBe('6000')
    expect(rowsOf(await run(session, 'SELECT * FROM t', 10))).toHaveLength(10)
  })
})
