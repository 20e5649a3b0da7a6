import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyStatement, type StatementKind } from './classify.ts'
import { ordinaryReads } from './fixtures/ordinary-reads.ts'
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
    'EXPLAIN FORMAT=JSON INTO @plan SELECT 1',
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
    '(WITH x AS (SELECT 1) DELETE FROM t)',
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

describe('a number that runs into the next word', () => {
  it.each([
    "SELECT 1.INTO OUTFILE '/tmp/f'", "SELECT .5INTO OUTFILE '/tmp/f'", "SELECT 1e5INTO DUMPFILE '/tmp/f'", "SELECT 1.e5INTO OUTFILE '/tmp/f'",
    'SELECT * FROM t WHERE id>1.FOR UPDATE', 'SELECT * FROM t WHERE id>.5FOR SHARE', 'SELECT * FROM t WHERE id>1e5LOCK IN SHARE MODE', String.raw`SELECT \NINTO OUTFILE '/tmp/f'`,
    "SELECT x'41'INTO OUTFILE '/tmp/f'", "SELECT /*!400001.*/ INTO OUTFILE '/tmp/f'", 'EXPLAIN ANALYZE SELECT * FROM t WHERE id>1.FOR UPDATE',
  ])('hides no write: %s', (sql) => void expect(kind(sql)).toBe('write'))

  it('hides no statement behind it', () => {
    expect(kind('SELECT 1.;DELETE FROM t')).toBe('write')
    expect(kind('SELECT 1.FROM big WHERE a>0.LIMIT 3')).toBe('read')
  })
})

describe('functions', () => {
  it.each([
    "SELECT `GET_LOCK`('k', 0)", "SELECT mariadb_schema.GET_LOCK('k', 0)", "SELECT mariadb_schema . `get_lock` ('k', 0)", "SELECT GET_LOCK /* c */ ('k', 0)",
    'SHOW DATABASES WHERE NEXTVAL(sq) > 0', "SHOW TABLES WHERE GET_LOCK('k', 0)", "EXPLAIN SELECT * FROM (SELECT GET_LOCK('k', 0)) d", 'DESC SELECT * FROM (SELECT NEXTVAL(sq)) d',
    'SET @a = (SELECT MAX(id) FROM t FOR UPDATE)', 'SET @a = NEXTVAL(sq)', 'EXPLAIN SELECT * FROM t WHERE id = 1 FOR UPDATE', 'VALUES (NEXT VALUE FOR sq)', "SELECT RELEASE_LOCK('k')",
    'SELECT * FROM information_schema.INNODB_CMP_RESET', "HANDLER t READ FIRST WHERE GET_LOCK('k', 0)", "SELECT {`x` GET_LOCK('k', 0)}",
  ])('that change what others see are found wherever they are evaluated: %s', (sql) => {
    expect(classifyStatement(sql)).toMatchObject({ kind: 'write' })
    expect(classifyStatement(sql).doubt).toBeUndefined()
  })

  it.each([
    ['SELECT fw()', 'fw'],
    ['SET @a = fw()', 'fw'],
    ['SELECT `fw`()', '`fw`'],
    ['SELECT shop . fw ()', 'shop . fw'],
    ['SELECT shop.ABS(1)', 'shop.ABS'],
    ['SELECT `ABS`(1)', '`ABS`'],
    ['SELECT COUNT (1) FROM t', 'COUNT'],
    ['SELECT m\u0131n(1)', 'm\u0131n'],
    ['SHOW STATUS WHERE fw()', 'fw'],
    ['EXPLAIN SELECT * FROM (SELECT fw()) d', 'fw'],
    ['SELECT {fn fw()}', 'fw'],
    ['SELECT {`x` fw()}', 'fw'],
    ['SELECT JSON_TABLE(1)', 'JSON_TABLE'],
    ['SELECT COLUMNS(1), OF(1)', 'COLUMNS'],
    ['SELECT fw((SELECT 1))', 'fw'],
    ['SELECT * FROM t WHERE a = 1 OR(fw())', 'fw'],
    ['WITH c (a) AS (SELECT fw()) SELECT a FROM c', 'fw'],
    ['SELECT mysql.fn(1)', 'mysql.fn'],
    ['SELECT x.sys.format_bytes(1)', 'x.sys.format_bytes'],
    ['VALUES ROW(fw())', 'fw'],
    ['BEGIN; SELECT fw()', 'fw'],
  ])('that are not known to be built in make a statement unknown, and for no other reason: %s', (sql, name) => {
    expect(classifyStatement(sql)).toMatchObject({ kind: 'unknown', doubt: 'function', unknownFunction: name })
  })

  it.each(['SELECT fw(', 'EXECUTE s', 'SELECT fw(); SHUTDOWN', 'SELECT fw() FOR UPDATE', 'BEGIN NOT ATOMIC SELECT fw(); END', 'DO fw()', 'SET STATEMENT tx_read_only=0 FOR SELECT fw()'])(
    'are not the only doubt of %s',
    (sql) => void expect(classifyStatement(sql).doubt).toBeUndefined(),
  )

  it('may have a blank before their bracket where the mode says so', () => {
    expect(kind('SELECT COUNT (1) FROM t')).toBe('unknown')
    expect(classifyStatement('SELECT COUNT (1) FROM t', 'IGNORE_SPACE').kind).toBe('read')
  })

  it('are found behind twenty thousand values, too', () => {
    const list = Array.from({ length: 30_000 }, (_, at) => at).join(',')
    for (const call of ['fw()', 'd.abs(1)', 'd . abs(1)', '`abs`(1)', 'd.`abs`(1)', 'COUNT (1)']) expect([call, kind(`SELECT * FROM t WHERE id IN (${list}) AND ${call}`)]).toEqual([call, 'unknown'])
    expect(kind(`SELECT * FROM t WHERE id IN (${list}) AND ABS(x.y) > 1.5`)).toBe('read')
  })
})

describe('modes', () => {
  const third = String.raw`SELECT 'it\'s' AS "a\"; DELETE FROM t -- "`

  it('each count where the mode is not known, and the worst wins', () => {
    expect(kind(third)).toBe('write')
    expect(kind(String.raw`SELECT "a\", GET_LOCK('k', 0) AS "b" -- "`)).toBe('write')
    expect(kind(String.raw`SELECT "\" INTO OUTFILE '/tmp/f' -- "`)).toBe('write')
    expect(kind(String.raw`SELECT 'a\'; DROP TABLE t; SELECT '`)).toBe('ddl')
    expect(kind(String.raw`SELECT "a\"; SELECT fw() -- "`)).toBe('unknown')
    expect(kind(String.raw`SELECT "fw"(1)`)).toBe('unknown')
  })

  it('decide alone where they are known', () => {
    expect(classifyStatement(third, '').kind).toBe('read')
    expect(classifyStatement(third, 'ANSI_QUOTES')).toMatchObject({ kind: 'write', statements: 2 })
    expect(classifyStatement(third, 'NO_BACKSLASH_ESCAPES').kind).toBe('unknown')
    expect(classifyStatement(String.raw`SELECT 'C:\'`, 'NO_BACKSLASH_ESCAPES').kind).toBe('read')
    expect(classifyStatement(String.raw`SELECT 'C:\'`).kind).toBe('unknown')
    expect(classifyStatement('SELECT sq.nextval FROM sq', 'ORACLE').kind).toBe('write')
    expect(classifyStatement('SELECT sq.nextval FROM sq', 'STRICT_TRANS_TABLES').kind).toBe('read')
    expect(classifyStatement('SELECT "fw"(1)', 'ANSI_QUOTES').doubt).toBe('function')
  })

  it('do not make a statement unknown that no server would run in them', () => {
    expect(classifyStatement(String.raw`SELECT 'it\'s; ok'`)).toEqual({ kind: 'read', verb: 'SELECT', statements: 1 })
    expect(kind(String.raw`SELECT * FROM t WHERE a = 'it\'s (' AND b = 'don\'t )' AND c IN ('x\"', "y\"z")`)).toBe('read')
    expect(kind(String.raw`SELECT 'C:\\' , "D:\\"`)).toBe('read')
  })
})

describe('what would let a read-only session write again', () => {
  it.each([
    'START TRANSACTION READ WRITE', 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ WRITE', 'SET SESSION TRANSACTION READ WRITE', 'SET TRANSACTION READ WRITE', 'SET LOCAL TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE',
    'SET tx_read_only = 0', 'SET @@tx_read_only=0', 'SET @@session.transaction_read_only = OFF', 'SET `tx_read_only` = 0', 'SET @@session.`tx_read_only` = 0', 'SET @a = 1, SESSION tx_read_only = DEFAULT',
    'SET STATEMENT tx_read_only=0 FOR SELECT 1', 'SET SESSION TRANSACTION /*!99999 READ ONLY */ /*!50000 READ WRITE */', 'SET SESSION TRANSACTION READ /*!99999 ONLY */ /*!50000 WRITE */', 'SET /*M! tx_read_only = 0, */ @a = 1',
  ])('%s', (sql) => void expect(classifyStatement(sql).liftsReadOnly).toBe(true))

  it.each(['SET NAMES gbk', "SET NAMES 'big5'", 'SET CHARACTER SET sjis', 'SET CHARSET cp932', 'SET character_set_client = gbk', 'SET @@session.character_set_client := gb18030', 'SET `character_set_client` = @x', 'SET @a = 1, NAMES gbk'])(
    'or read its texts in other places than we do: %s',
    (sql) => void expect(classifyStatement(sql)).toMatchObject({ kind: 'session', liftsReadOnly: true }),
  )

  it.each(['SET NAMES utf8mb4', "SET NAMES 'utf8' COLLATE utf8_bin", 'SET NAMES DEFAULT', 'SET CHARACTER SET latin1', "SET @@character_set_client = 'utf8mb4'", 'SET character_set_results = gbk', 'START TRANSACTION READ ONLY', 'SET SESSION TRANSACTION READ ONLY', 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED', 'BEGIN', 'SET @tx_read_only = 1', "SET @a = 'READ WRITE'", 'SELECT @@tx_read_only'])(
    'is not %s',
    (sql) => void expect(classifyStatement(sql).liftsReadOnly).toBeUndefined(),
  )
})

it.each(ordinaryReads)('an ordinary read stays one: %s', (sql) => {
  expect(classifyStatement(sql)).toMatchObject({ kind: 'read', statements: 1 })
})

it('draws from a sequence only where the name before the dot is no table', () => {
  for (const sql of ['SELECT seq.NEXTVAL', 'SELECT seq.nextval FROM DUAL', 'SELECT `seq` . `nextval`', 'SELECT db.seq.NEXTVAL FROM t', 'SELECT seq.NEXTVAL seq', "SELECT TRIM('a' FROM seq.nextval)", 'SELECT (SELECT seq.NEXTVAL) FROM t WHERE seq = 1']) {
    expect([sql, kind(sql)]).toEqual([sql, 'write'])
  }
})
