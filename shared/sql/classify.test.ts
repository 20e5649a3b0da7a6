import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyStatement, type StatementKind } from './classify.ts'
import { limitStatement } from './limit.ts'
import { tokenize } from './tokens.ts'

const kind = (sql: string) => classifyStatement(sql).kind

const table: Record<StatementKind, string[]> = {
  read: [
    'SELECT 1',
    'select * from orders where id = 1;',
    '(SELECT 1) UNION (SELECT 2)',
    '/*+TDDL:node(0)*/ SELECT * FROM t',
    '-- comment\n# another\nSELECT 1',
    'WITH x AS (SELECT 1) SELECT * FROM x',
    'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT REPLACE(i, 1, 2) FROM n',
    'SHOW TABLES',
    'SHOW TOPOLOGY FROM orders',
    'DESC orders',
    'DESCRIBE orders',
    'EXPLAIN DELETE FROM orders',
    'EXPLAIN INSERT INTO t SELECT * FROM u',
    'EXPLAIN ANALYZE SELECT * FROM orders',
    'ANALYZE FORMAT=JSON SELECT 1',
    'ANALYZE SELECT 1',
    'TRACE SELECT * FROM orders',
    'TABLE orders',
    'VALUES ROW(1, 2)',
    'CHECKSUM TABLE orders',
    "SELECT 'DELETE FROM t'",
    'SELECT `update` FROM t',
    'SELECT t.into, t.update FROM t',
    "SELECT 'it''s; DROP TABLE t'",
    'SELECT * FROM t FOR SYSTEM_TIME AS OF NOW()',
    'SELECT /*!40001 SQL_NO_CACHE */ * FROM t',
    'SET STATEMENT max_statement_time=1 FOR SELECT 1',
  ],
  session: [
    'BEGIN',
    'START TRANSACTION READ ONLY',
    'COMMIT',
    'ROLLBACK TO s',
    'USE shop',
    'SET @a = 1',
    'SET NAMES utf8mb4',
    'SET SESSION sql_mode = 1',
    "SET @@session.sql_mode = ''",
    'SELECT COUNT(*) INTO @n FROM t',
    "PREPARE s FROM 'DELETE FROM t'",
    'XA START 1',
  ],
  write: [
    'INSERT INTO t VALUES (1)',
    'insert into t select * from u',
    'UPDATE t SET a = 1',
    'DELETE FROM t',
    'REPLACE INTO t VALUES (1)',
    "LOAD DATA INFILE 'x' INTO TABLE t",
    'CALL p()',
    'DO f()',
    'LOCK TABLES t WRITE',
    'WITH x AS (SELECT 1) DELETE FROM t',
    'WITH x AS (SELECT 1) UPDATE t JOIN x SET a = 1',
    "SELECT * INTO OUTFILE '/tmp/x' FROM t",
    "SELECT * FROM t INTO DUMPFILE '/tmp/x'",
    'SELECT * FROM t FOR UPDATE',
    'SELECT * FROM t WHERE id = 1 FOR SHARE NOWAIT',
    'SELECT * FROM t LOCK IN SHARE MODE',
    'SELECT NEXT VALUE FOR s',
    'SELECT NEXTVAL(s)',
    "SELECT GET_LOCK('x', 1)",
    'EXPLAIN ANALYZE DELETE FROM t',
    'ANALYZE UPDATE t SET a = 1',
    'ANALYZE FORMAT=JSON DELETE FROM t',
    'ANALYZE TABLE t',
    'TRACE DELETE FROM t',
    'SET STATEMENT max_statement_time=1 FOR DELETE FROM t',
    'SELECT 1; DELETE FROM t',
    "SELECT 1 /*!50000 INTO OUTFILE '/tmp/x' */",
    'SELECT * FROM t /*M!100100 FOR UPDATE */',
    '/*!50000 DELETE FROM t */',
  ],
  ddl: ['CREATE TABLE t (id INT)', 'ALTER TABLE t ADD a INT', 'DROP TABLE t', 'TRUNCATE t', 'RENAME TABLE a TO b', 'GRANT ALL ON *.* TO a', 'CREATE TEMPORARY TABLE t (id INT)'],
  admin: ['KILL 1', 'FLUSH TABLES', 'SET GLOBAL a = 1', 'SET @@global.a = 1', "SET PASSWORD = 'x'", 'STOP SLAVE', 'START SLAVE', 'SHUTDOWN'],
  unknown: ['', '  -- nothing', 'EXECUTE s', 'BEGIN NOT ATOMIC DELETE FROM t; END', 'FROBNICATE', "SELECT 'open", 'SELECT (1', 'SELECT 1) + (2', 'IF 1 THEN SELECT 1; END IF', '/* open', '选择 1'],
}

describe('classifyStatement', () => {
  it.each(Object.entries(table).flatMap(([expected, list]) => list.map((sql) => [expected, sql] as const)))('finds %s: %s', (expected, sql) => {
    expect(kind(sql)).toBe(expected)
  })

  it('counts statements, but not the semicolons of strings, comments and routine bodies', () => {
    expect(classifyStatement('SELECT 1; SELECT 2;').statements).toBe(2)
    expect(classifyStatement("SELECT ';' /* ; */ -- ;\n;").statements).toBe(1)
    expect(classifyStatement('CREATE DEFINER=`a`@`%` PROCEDURE p() BEGIN SELECT 1; SELECT 2; END').statements).toBe(1)
    expect(classifyStatement('BEGIN NOT ATOMIC SELECT 1; SELECT 2; END').statements).toBe(1)
    expect(classifyStatement('BEGIN; DELETE FROM t').statements).toBe(2)
    expect(classifyStatement(' ; ').statements).toBe(0)
  })

  it.each([
    ['BEGIN', 'BEGIN'],
    ['START TRANSACTION', 'START TRANSACTION'],
    ['USE shop', 'USE'],
    ['SET @a = 1', 'SET'],
    ['SELECT LAST_INSERT_ID()', 'LAST_INSERT_ID()'],
    ['SELECT @rank + 1', '@rank'],
    ['SELECT 1 INTO @n', '@n'],
    ['CREATE TEMPORARY TABLE t (id INT)', 'CREATE TEMPORARY TABLE'],
    ['SHOW WARNINGS', 'SHOW WARNINGS'],
    ['SELECT @i := 1, @i + 1', undefined],
    ['SELECT LAST_INSERT_ID(5)', undefined],
    ['SELECT last_insert_id FROM t', undefined],
    ['SELECT @@version', undefined],
    ['SET GLOBAL a = 1', undefined],
    ['CREATE TABLE t (id INT)', undefined],
    ["SELECT '@a'", undefined],
  ])('knows what needs a session: %s → %s', (sql, expected) => {
    expect(classifyStatement(sql).reliesOnSession).toBe(expected)
  })

  const filler = fc.constantFrom(' ', '\n', '\t', '/* c; */', '-- c;\n', '# DELETE\n', '/*+TDDL:node(1)*/')
  const spaced = (words: readonly string[]) =>
    fc.array(fc.array(filler, { minLength: 1, maxLength: 3 }), { minLength: words.length, maxLength: words.length }).map((gaps) => words.map((word, at) => gaps[at]?.join('') + word).join(''))

  it('never takes a write for a read, however comments and blanks are strewn', () => {
    const writes = [['DELETE', 'FROM', 't'], ['SELECT', '*', 'FROM', 't', 'FOR', 'UPDATE'], ['WITH', 'x', 'AS', '(', 'SELECT', '1', ')', 'DELETE', 'FROM', 't'], ['SELECT', '1', ';', 'DROP', 'TABLE', 't'], ['SELECT', '1', 'INTO', 'OUTFILE', "'f'"]]
    fc.assert(fc.property(fc.constantFrom(...writes).chain(spaced), (sql) => void expect(kind(sql)).not.toBe('read')))
  })

  it('takes a query for a read, whatever its strings and quoted names say', () => {
    const quoted = fc.tuple(fc.constantFrom("'", '"', '`'), fc.string({ unit: 'grapheme' })).map(([quote, text]) => quote + text.replaceAll('\\', '').replaceAll(quote, quote + quote) + quote)
    fc.assert(fc.property(fc.array(quoted, { minLength: 1, maxLength: 4 }), (list) => void expect(kind(`SELECT ${list.join(', ')}`)).toBe('read')))
  })

  it('reads megabytes of rows without keeping them, and still sees what stands behind them', () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `(${at}, NULL, 'text of row ${at}')`).join(', ')
    const { tokens } = tokenize(`INSERT INTO t VALUES ${rows}`)
    expect(tokens.length).toBeLessThan(120_000)
    expect(classifyStatement(`INSERT INTO t VALUES ${rows}; DROP TABLE t`)).toMatchObject({ kind: 'ddl', statements: 2 })
    const odd = `(1.5, -2, 0x1f, 1e5, "a;b", CONCAT('x', ';'), b'01') /* ; */, `.repeat(5_000)
    expect(classifyStatement(`INSERT INTO t VALUES ${rows}, ${odd} (0)`)).toEqual({ kind: 'write', verb: 'INSERT', statements: 1 })
    expect(classifyStatement(`INSERT INTO t VALUES ${rows}, ${odd} (LAST_INSERT_ID(), 'open)`).reliesOnSession).toBe('LAST_INSERT_ID()')
    expect(tokenize(`INSERT INTO t VALUES ${rows}, ${odd} (0))`).wellFormed).toBe(false)
    expect(tokenize(`INSERT INTO t VALUES ${rows}, ${odd} (0, 'open)`).wellFormed).toBe(false)
    const list = Array.from({ length: 60_000 }, (_, at) => at).join(',')
    expect(kind(`SELECT * FROM t WHERE id IN (${list}) FOR UPDATE`)).toBe('write')
    expect(limitStatement(`SELECT * FROM t WHERE id IN (${list}) FOR UPDATE`, 5).sql).toMatch(/59999\) LIMIT 5 FOR UPDATE$/)
    expect(limitStatement(`SELECT * FROM t WHERE id IN (${list}) ;`, 5).sql).toMatch(/59999\) LIMIT 5 ;$/)
  })

  it('answers for any text', () => {
    const soup = fc.array(fc.constantFrom('SELECT', 'FROM', '(', ')', "'", '"', '`', '/*', '*/', '/*!', '/*+', '--', '#', ';', '@', '@@', '\\', '\n', ' ', 'x', '😀', '1e5', '.')).map((parts) => parts.join(''))
    fc.assert(fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (sql) => void expect(classifyStatement(sql).kind).toBeTypeOf('string')))
  })
})
