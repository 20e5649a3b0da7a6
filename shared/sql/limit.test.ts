import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMeasurement, limitStatement, type LimitReason } from './limit.ts'

describe('limitStatement', () => {
  it.each([
    ['SELECT * FROM t', 'SELECT * FROM t LIMIT 7'],
    ['select * from t ;\n', 'select * from t LIMIT 7 ;\n'],
    ['SELECT * FROM t -- all of it', 'SELECT * FROM t LIMIT 7 -- all of it'],
    ['SELECT * FROM t # all of it\n;', 'SELECT * FROM t LIMIT 7 # all of it\n;'],
    ['/*+TDDL:node(0)*/ SELECT /* c */ * FROM t /* end */', '/*+TDDL:node(0)*/ SELECT /* c */ * FROM t LIMIT 7 /* end */'],
    ["SELECT * FROM t WHERE a = ' LIMIT 5'", "SELECT * FROM t WHERE a = ' LIMIT 5' LIMIT 7"],
    ['SELECT * FROM `limit`', 'SELECT * FROM `limit` LIMIT 7'],
    ['SELECT t.limit FROM t', 'SELECT t.limit FROM t LIMIT 7'],
    ['SELECT offset FROM t', 'SELECT offset FROM t LIMIT 7'],
    ['SELECT * FROM (SELECT * FROM t LIMIT 5) x', 'SELECT * FROM (SELECT * FROM t LIMIT 5) x LIMIT 7'],
    ['SELECT * FROM t FOR UPDATE', 'SELECT * FROM t LIMIT 7 FOR UPDATE'],
    ['SELECT * FROM t FOR SHARE OF t SKIP LOCKED;', 'SELECT * FROM t LIMIT 7 FOR SHARE OF t SKIP LOCKED;'],
    ['SELECT * FROM t LOCK IN SHARE MODE', 'SELECT * FROM t LIMIT 7 LOCK IN SHARE MODE'],
    ['SELECT * FROM t USE INDEX FOR ORDER BY (i) ORDER BY a', 'SELECT * FROM t USE INDEX FOR ORDER BY (i) ORDER BY a LIMIT 7'],
    ['SELECT * FROM t FOR SYSTEM_TIME ALL', 'SELECT * FROM t FOR SYSTEM_TIME ALL LIMIT 7'],
    ['SELECT a FROM t UNION ALL SELECT b FROM u', 'SELECT a FROM t UNION ALL SELECT b FROM u LIMIT 7'],
    ['(SELECT a FROM t LIMIT 1) UNION (SELECT b FROM u LIMIT 2)', '(SELECT a FROM t LIMIT 1) UNION (SELECT b FROM u LIMIT 2) LIMIT 7'],
    ['(SELECT a FROM t)', '(SELECT a FROM t) LIMIT 7'],
    ['WITH x AS (SELECT * FROM t LIMIT 3) SELECT * FROM x', 'WITH x AS (SELECT * FROM t LIMIT 3) SELECT * FROM x LIMIT 7'],
    ['(SELECT * FROM t) ORDER BY id', '(SELECT * FROM t) ORDER BY id LIMIT 7'],
    ['((SELECT * FROM t));', '((SELECT * FROM t)) LIMIT 7;'],
    ['((SELECT a FROM t LIMIT 3) UNION (SELECT b FROM u))', '((SELECT a FROM t LIMIT 3) UNION (SELECT b FROM u)) LIMIT 7'],
    ['WITH c AS (SELECT * FROM t) (SELECT * FROM c)', 'WITH c AS (SELECT * FROM t) (SELECT * FROM c) LIMIT 7'],
    ['WITH c (a) AS (SELECT * FROM t LIMIT 3), d AS (SELECT 1) (SELECT * FROM c) ORDER BY a', 'WITH c (a) AS (SELECT * FROM t LIMIT 3), d AS (SELECT 1) (SELECT * FROM c) ORDER BY a LIMIT 7'],
    ['(SELECT a FROM t) UNION SELECT b FROM u FOR UPDATE', '(SELECT a FROM t) UNION SELECT b FROM u LIMIT 7 FOR UPDATE'],
    ['SELECT 1.FROM t', 'SELECT 1.FROM t LIMIT 7'],
    ["SELECT 'it\\'s', 'C:\\\\' FROM t", "SELECT 'it\\'s', 'C:\\\\' FROM t LIMIT 7"],
    ['SELECT 姓名 FROM 订单 WHERE 备注 = "😀"', 'SELECT 姓名 FROM 订单 WHERE 备注 = "😀" LIMIT 7'],
  ])('adds: %s', (sql, expected) => {
    expect(limitStatement(sql, 7)).toEqual({ sql: expected, added: true, reason: 'added' })
  })

  it('knows the brackets around a long list of values', () => {
    const list = Array.from({ length: 10_500 }, (_, at) => `(${at}, -1)`).join(', ')
    for (const end of [')', ') ORDER BY id', ') UNION (SELECT 7)', ')  -- c']) {
      const sql = `(SELECT id FROM t WHERE (id, n) IN (${list})${end}`
      expect([end, limitStatement(sql, 7).reason]).toEqual([end, 'added'])
    }
    expect(limitStatement(`SELECT id FROM (SELECT id FROM t WHERE (id, n) IN (${list}) LIMIT 3) AS d FOR UPDATE`, 7).sql).toMatch(/AS d LIMIT 7 FOR UPDATE$/)
    expect(limitStatement(`(SELECT id FROM t WHERE (id, n) IN (${list}) LIMIT 3)`, 7).reason).toBe('limited')
  })

  const left: [LimitReason, string][] = [
    ['limited', 'SELECT * FROM t LIMIT 10'],
    ['limited', 'SELECT * FROM t limit 5, 10;'],
    ['limited', 'SELECT a FROM t UNION SELECT b FROM u LIMIT 3'],
    ['limited', '(SELECT a FROM t LIMIT 3)'],
    ['limited', 'SELECT * FROM t FETCH FIRST 3 ROWS ONLY'],
    ['limited', 'SELECT * FROM t OFFSET 3 ROWS'],
    ['limited', 'SELECT * FROM t LIMIT 3 FOR UPDATE'],
    ['notQuery', 'SHOW TABLES'],
    ['notQuery', 'EXPLAIN SELECT * FROM t'],
    ['notQuery', 'INSERT INTO t SELECT * FROM u'],
    ['notQuery', 'DELETE FROM t'],
    ['notQuery', 'DESC t'],
    ['notQuery', 'CALL p()'],
    ['notQuery', 'WITH x AS (SELECT * FROM t) DELETE FROM u'],
    ['notQuery', 'TABLE t'],
    ['notQuery', ''],
    ['oneRow', 'SELECT 1'],
    ['oneRow', 'SELECT NOW(), VERSION()'],
    ['elsewhere', "SELECT * INTO OUTFILE '/tmp/x' FROM t"],
    ['elsewhere', 'SELECT a INTO @a FROM t'],
    ['elsewhere', 'SELECT * FROM t PROCEDURE ANALYSE()'],
    ['uncertain', 'SELECT * FROM t; SELECT * FROM u'],
    ['uncertain', 'SELECT * FROM t /*!50000 LIMIT 5 */'],
    ['uncertain', "SELECT * FROM t WHERE a = 'open"],
    ['uncertain', 'SELECT * FROM (t'],
    ['uncertain', 'SELECT * FROM t /* open'],
    ['uncertain', '((SELECT * FROM t FOR UPDATE))'],
    ['uncertain', '(SELECT * FROM t) FOR UPDATE'],
    ['uncertain', '(SELECT * FROM t) x'],
    ['uncertain', 'SELECT * FROM t FOR UPDATE UNION SELECT * FROM t'],
    ['limited', '(SELECT * FROM t) LIMIT 3'],
    ['limited', '(SELECT * FROM t) ORDER BY id LIMIT 3'],
    ['limited', '(SELECT * FROM t LIMIT 3) ORDER BY id'],
    ['limited', '((SELECT * FROM t LIMIT 3))'],
    ['limited', '(((SELECT * FROM t) ORDER BY id LIMIT 3))'],
    ['limited', '((SELECT * FROM t) UNION (SELECT * FROM t) LIMIT 3)'],
    ['limited', '(SELECT * FROM t) UNION SELECT * FROM t LIMIT 3'],
    ['limited', 'WITH c AS (SELECT * FROM t) (SELECT * FROM c LIMIT 3)'],
    ['limited', '(WITH c AS (SELECT * FROM t) SELECT * FROM c LIMIT 3)'],
    ['limited', 'SELECT * FROM t LIMIT ROWS EXAMINED 100'],
    ['limited', 'SELECT * FROM t WHERE id > 1.LIMIT 3'],
    ['limited', 'SELECT * FROM t ORDER BY id OFFSET 2 ROWS FETCH NEXT 3 ROWS WITH TIES'],
    ['limited', `SELECT * FROM t WHERE id IN (${Array.from({ length: 10_500 }, (_, at) => at).join(', ')}) LIMIT 3`],
    ['limited', `SELECT * FROM t WHERE (id, n) IN (${Array.from({ length: 10_500 }, (_, at) => `(${at}, -1)`).join(', ')}) ORDER BY id LIMIT 3`],
    ['elsewhere', '(SELECT id FROM t) INTO @a'],
    ['elsewhere', '((SELECT id INTO @a FROM t))'],
    ['oneRow', '((SELECT 1))'],
    ['notQuery', '(VALUES (1), (2))'],
    ['uncertain', "SELECT * FROM t WHERE a = 'x\\' LIMIT 3 -- '"],
    ['uncertain', '(SELECT * FROM t FOR UPDATE)'],
  ]
  it.each(left)('leaves as it is (%s): %s', (reason, sql) => {
    expect(limitStatement(sql, 7)).toEqual({ sql, added: false, reason })
  })

  it('reads backslashes as the mode says where it is known', () => {
    const sql = "SELECT * FROM t WHERE a = 'x\\' LIMIT 3 -- '"
    expect(limitStatement(sql, 7, 'STRICT_TRANS_TABLES').sql).toBe(`${sql} LIMIT 7`)
    expect(limitStatement(sql, 7, 'NO_BACKSLASH_ESCAPES').reason).toBe('limited')
  })

  const part = fc.constantFrom('SELECT', '*', 'a', 'FROM', 't', 'WHERE', '1', '=', "'x'", '`y`', '(', ')', 'UNION', 'LIMIT', 'FOR', 'UPDATE', '/* c */', '-- c\n', '# c\n', ';', '\n', ' ', ',', '/*!', '*/', "'", '😀')
  const soup = fc.array(part, { maxLength: 25 }).map((parts) => `SELECT ${parts.join(' ')}`)

  it('only ever inserts, and never moves a line', () => {
    fc.assert(
      fc.property(soup, (sql) => {
        const limited = limitStatement(sql, 3_000)
        if (!limited.added) return void expect(limited.sql).toBe(sql)
        expect(limited.sql.replace(' LIMIT 3000', '')).toBe(sql)
        expect(limited.sql.split('\n')).toHaveLength(sql.split('\n').length)
      }),
    )
  })

  it('is done after once: a limited statement is not limited again', () => {
    fc.assert(
      fc.property(soup, (sql) => {
        const once = limitStatement(sql, 3_000)
        expect(once.added ? limitStatement(once.sql, 3_000).reason : 'limited').toBe('limited')
      }),
    )
  })
})

describe('isMeasurement', () => {
  it.each([
    ['ANALYZE SELECT * FROM t', true],
    ['analyze format=json select * from t', true],
    ['/* why */ ANALYZE FORMAT = JSON WITH c AS (SELECT * FROM t) SELECT * FROM c', true],
    ['EXPLAIN ANALYZE SELECT * FROM t', true],
    ['DESC ANALYZE SELECT * FROM t', true],
    ['SET STATEMENT max_statement_time = 1 FOR ANALYZE SELECT * FROM t', true],
    ['ANALYZE TABLE t', false],
    ['ANALYZE LOCAL TABLE t', false],
    ['EXPLAIN FORMAT=JSON SELECT * FROM t', false],
    ['SELECT analyze FROM t', false],
    ['SET @analyze = 1', false],
    ['ANALYZE', false],
    ['', false],
  ])('%s: %s', (sql, expected) => {
    expect(isMeasurement(sql)).toBe(expected)
  })
})
