/** The subset of MySQL that the embedded engine knows (electron/sandbox/README.md) answers as MariaDB does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shardDatabases } from '../demo-data.ts'
import type { Engine, EngineSession, EngineValue } from './engine.ts'
import { startMariadbEngine } from './mariadb-engine.ts'
import { startSqliteEngine } from './sqlite-engine.ts'

const ledger = [
  'CREATE DATABASE ledger',
  "CREATE TABLE ledger.accounts (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, owner VARCHAR(40) NOT NULL DEFAULT 'nobody', opened DATETIME DEFAULT CURRENT_TIMESTAMP, UNIQUE KEY uk_owner (owner)) COMMENT 'its key is referred to'",
  'CREATE TABLE ledger.entries (account BIGINT UNSIGNED NOT NULL, seq INT NOT NULL, amount DECIMAL(12,2) NOT NULL DEFAULT 0.00, memo TEXT, PRIMARY KEY (account, seq), KEY idx_amount (amount, seq), CONSTRAINT fk_account FOREIGN KEY (account) REFERENCES ledger.accounts (id))',
  'CREATE TABLE ledger.visits (id INT PRIMARY KEY, d DATE, dt DATETIME, dt6 DATETIME(6), n DECIMAL(6,1))',
  "INSERT INTO ledger.visits VALUES (1, '2025-01-31 10:00:00', '2025-1-31', '2025-01-31 10:00:00.5', 1), (2, '20250131', '2025-01-31 10:00:00', NULL, 2.25)",
  "UPDATE ledger.visits SET d = '2025-2-1', n = n + 1 WHERE id = 2 AND dt >= '2025-01-31'",
  'CREATE VIEW ledger.openings AS SELECT id, opened FROM ledger.accounts',
]

let engines: Engine[] = []
let sessions: EngineSession[] = []

beforeAll(async () => {
  engines = await Promise.all([startSqliteEngine({}), startMariadbEngine({})])
  sessions = await Promise.all(engines.map((engine) => engine.open({ database: 'shop' })))
  for (const session of sessions) {
    for (const sql of ledger) {
      const result = (await session.execute(sql)).at(-1)
      if (result?.kind !== 'ok') throw new Error(`${sql}: ${result?.kind === 'error' ? result.message : 'rows'}`)
    }
  }
})
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.close()))
  await Promise.all(engines.map((engine) => engine.close()))
})

type Shown = { labels: string[]; rows: (string | null)[][] } | { errno: number; message: string } | { kind: 'ok' }

const shown = (value: EngineValue): string | null => {
  if (value === null) return null
  if (value.kind === 'bytes') return `x'${Buffer.from(value.bytes).toString('hex')}'`
  return value.kind === 'number' ? `#${value.literal}` : value.text
}

async function answer(session: EngineSession, sql: string): Promise<Shown> {
  const result = (await session.execute(sql)).at(-1)
  switch (result?.kind) {
    case 'rows':
      return { labels: result.columns.map(({ name }) => name), rows: result.rows.map((row) => row.map(shown)) }
    case 'error':
      return { errno: result.errno, message: result.message }
    default:
      return { kind: 'ok' }
  }
}

/** What both engines answer: the embedded one first. */
async function both(sql: string): Promise<[Shown, Shown]> {
  const [embedded, mariadb] = await Promise.all(sessions.map((session) => answer(session, sql)))
  if (!embedded || !mariadb) throw new Error('no engines')
  return [embedded, mariadb]
}

/** Answers with rows, without what the README says is different by nature. */
function without(shownAnswer: Shown, labels: readonly string[]): Shown {
  if (!('rows' in shownAnswer)) return shownAnswer
  const kept = shownAnswer.labels.map((label) => !labels.includes(label))
  return { labels: shownAnswer.labels.filter((_, at) => kept[at]), rows: shownAnswer.rows.map((row) => row.filter((_, at) => kept[at])) }
}

const tables = ['regions', 'cities', 'users', 'products', 'orders', 'order_items', 'access_log', 'oddities']

describe('the catalogue', () => {
  test('has the same databases but the server’s own, sixteen of them on four RDS instances', async () => {
    const [embedded, mariadb] = await both('SHOW DATABASES')
    const own = new Set(['mysql', 'performance_schema', 'sys'])
    const names = (one: Shown) => ('rows' in one ? one.rows.flat().filter((name) => !own.has(String(name))) : [])
    expect(names(embedded)).toEqual(names(mariadb))
    const perInstance = Map.groupBy(names(embedded).filter((name) => shardDatabases.includes(String(name))), (name) => String(name).slice(0, 9))
    expect([...perInstance].map(([instance, databases]) => [instance, databases.length])).toEqual([1, 2, 3, 4].map((one) => [`shop_rds${one}`, 4]))
  })

  test.each([
    'SHOW TABLES', 'SHOW TABLES FROM ledger', 'SHOW FULL TABLES FROM shop_rds2_0005', 'SHOW FULL TABLES IN ledger', 'SHOW CREATE DATABASE shop',
    ...['regions', 'cities', 'orders', 'order_items', 'access_log', 'ledger.accounts', 'ledger.entries'].flatMap((table) => [
      `SHOW COLUMNS FROM ${table}`, `SHOW FULL COLUMNS FROM ${table}`, `DESCRIBE ${table}`,
    ]),
    'DESC orders amount', "SHOW COLUMNS FROM orders LIKE '%\\_id'", 'SHOW FIELDS FROM entries IN ledger',
    "SHOW VARIABLES LIKE 'sql_mode'", 'SHOW WARNINGS',
    'SHOW CREATE TABLE nowhere', 'DESCRIBE nowhere', 'SHOW TABLES FROM nowhere', 'SHOW INDEX FROM nowhere', 'SHOW COLUMNS FROM nowhere.orders',
  ])('answers %s as MariaDB does', async (sql) => {
    const [embedded, mariadb] = await both(sql)
    expect(embedded).toEqual(mariadb)
  })

  test.each([...tables, 'ledger.accounts', 'ledger.entries'])('prints CREATE TABLE %s so that MariaDB makes the same table of it', async (table) => {
    const [embedded, mariadb] = await both(`SHOW CREATE TABLE ${table}`)
    const statement = (one: Shown) => ('rows' in one ? String(one.rows[0]?.[1]) : '')
    // MariaDB holds JSON as text with a check, counts on from the rows there are, and spells TRUE as 1.
    const plain = (sql: string) => sql.replace(/ CHECK \(json_valid\(`\w+`\)\)| AUTO_INCREMENT=\d+/g, '').replace('DEFAULT TRUE', 'DEFAULT 1').replace('ENGINE=SQLite', 'ENGINE=InnoDB')
    expect(plain(statement(embedded))).toBe(plain(statement(mariadb)))
    const copied = statement(embedded).replace('ENGINE=SQLite', 'ENGINE=InnoDB').replace(/`\w+`/, '`ledger`.`copied`').replace('fk_account', 'fk_copied')
    const [, onMariadb] = sessions
    if (!onMariadb) throw new Error('no engine')
    expect(await answer(onMariadb, copied)).toEqual({ kind: 'ok' })
    expect(await answer(onMariadb, 'DROP TABLE ledger.copied')).toEqual({ kind: 'ok' })
  })

  test.each([...tables, 'ledger.accounts', 'ledger.entries'])('tells the indexes of %s', async (table) => {
    const [embedded, mariadb] = await both(`SHOW INDEX FROM ${table}`)
    expect(without(embedded, ['Cardinality'])).toEqual(without(mariadb, ['Cardinality']))
  })

  test.each([
    "SELECT TABLE_NAME, TABLE_TYPE, TABLE_COLLATION, TABLE_COMMENT FROM information_schema.tables WHERE TABLE_SCHEMA = 'shop' ORDER BY TABLE_COMMENT",
    "SELECT TABLE_SCHEMA, TABLE_TYPE, COUNT(*) FROM information_schema.tables WHERE TABLE_SCHEMA LIKE 'shop%' GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, CHARACTER_OCTET_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, CHARACTER_SET_NAME, COLLATION_NAME, COLUMN_TYPE, COLUMN_KEY, EXTRA, COLUMN_COMMENT FROM information_schema.columns WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME IN ('orders', 'cities', 'regions', 'access_log') ORDER BY TABLE_NAME, ORDINAL_POSITION",
    "SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, CHARACTER_OCTET_LENGTH, NUMERIC_SCALE, DATETIME_PRECISION, CHARACTER_SET_NAME, COLUMN_KEY FROM information_schema.columns WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'oddities' ORDER BY ORDINAL_POSITION",
    "SELECT TABLE_NAME, NON_UNIQUE, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, COLLATION, NULLABLE, INDEX_TYPE FROM information_schema.statistics WHERE TABLE_SCHEMA IN ('shop', 'ledger') ORDER BY COLUMN_NAME, INDEX_NAME, LENGTH(TABLE_NAME), TABLE_NAME",
    "SELECT CONSTRAINT_NAME, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, POSITION_IN_UNIQUE_CONSTRAINT, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.key_column_usage WHERE TABLE_SCHEMA = 'ledger' ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION",
    "SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME FROM information_schema.schemata WHERE SCHEMA_NAME LIKE 'shop%' ORDER BY 1",
  ])('answers %s as MariaDB does', async (sql) => {
    const [embedded, mariadb] = await both(sql)
    expect('rows' in mariadb && mariadb.rows.length).toBeGreaterThan(0)
    expect(embedded).toEqual(mariadb)
  })

  test('has one table without a key', async () => {
    const sql = "SELECT t.table_name FROM information_schema.tables t LEFT JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name WHERE t.table_schema = 'shop' AND s.index_name IS NULL"
    for (const one of await both(sql)) expect('rows' in one && one.rows).toEqual([['access_log']])
  })
})

describe('the usual functions answer as MariaDB’s', () => {
  const expressions = {
    text: [
      "CONCAT('a', 1, '中')", "CONCAT('a', NULL)", "CONCAT_WS('-', 'a', NULL, 'b')", "SUBSTRING('茶壶月饼', 2, 2)", "SUBSTRING('abcdef', -3)", "SUBSTR('abc' FROM 2)",
      "SUBSTRING_INDEX('a.b.c', '.', 2)", "SUBSTRING_INDEX('a.b.c', '.', -1)", "LEFT('月饼🥮', 3)", "RIGHT('月饼🥮', 1)", "MID('hello', 2, 3)", "LENGTH('中文🥮')", "CHAR_LENGTH('中文🥮')",
      "UPPER('aé')", "LOWER('ÀB')", "TRIM('  x ')", "TRIM(LEADING '0' FROM '0012')", "LTRIM('  x')", "LPAD('7', 3, '0')", "RPAD('中', 3, '*')", "REPLACE('aXbX', 'X', '😀')", "REVERSE('ab中')",
      "INSTR('hello', 'l')", "LOCATE('l', 'hello', 4)", "POSITION('b' IN 'abc')", "FIELD('b', 'a', 'b')", "ELT(2, 'x', 'y')", "FIND_IN_SET('b', 'a,b,c')", "REPEAT('ab', 3)", "CONCAT('[', SPACE(2), ']')",
      "HEX('中')", 'HEX(255)', "UNHEX('C3A9')", "ASCII('a')", "CONV('ff', 16, 10)", 'FORMAT(1234567.891, 2)', "'a' LIKE 'A%'", "'abc' REGEXP '^a'", "'abc' RLIKE 'c$'", "BINARY 'a' = 'A'", "'a' 'b'", "x'4142'",
    ],
    logic: [
      "IF(1 < 2, 'y', 'n')", 'IFNULL(NULL, 7)', 'NULLIF(1, 1)', "COALESCE(NULL, NULL, 'z')", "CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", 'GREATEST(3, 9, 4)', "LEAST('b', 'a')", 'NULL <=> NULL',
      '1 XOR 1', 'NOT 0', '1 && 0', '1 BETWEEN 0 AND 2', '3 IN (1, 2, 3)', 'TRUE', 'FALSE',
    ],
    numbers: [
      'ABS(-9223372036854775807)', 'CEIL(1.2)', 'FLOOR(-1.2)', 'ROUND(1.005, 2)', 'TRUNCATE(1.999, 2)', 'MOD(10, 3)', '10 % 4', '-7 DIV 2', 'POW(2, 10)', 'SQRT(16)', 'SIGN(-3)', 'LN(1)', 'LOG10(1000)', 'EXP(0)',
      '5 & 3', '5 | 3', '1 << 4', '9223372036854775807', '9007199254740993 + 1', '1.10', '1e3', "'5' + 3", 'CAST(\'12\' AS SIGNED)', "CAST('1.256' AS DECIMAL(10,2))", 'CAST(65 AS CHAR)', "CONVERT('7', SIGNED)",
    ],
    dates: [
      "DATE_FORMAT('2024-02-29 23:05:09', '%Y/%m/%d %H:%i:%s %W %M %j %p %e %y %b %a %c %h %k %T %%')", "DATE_ADD('2024-01-31', INTERVAL 1 MONTH)", "DATE_SUB('2024-03-01', INTERVAL 1 DAY)",
      "'2024-01-31' + INTERVAL 1 DAY", "DATE_ADD('2024-01-01 00:00:00', INTERVAL 90 MINUTE)", "DATEDIFF('2024-03-01', '2024-02-01')", "TIMESTAMPDIFF(HOUR, '2024-01-01', '2024-01-02 05:00:00')",
      "TIMESTAMPDIFF(MONTH, '2024-01-31', '2024-02-29')", "YEAR('2024-02-29')", "MONTH('2024-02-29')", "DAY('2024-02-29')", "HOUR('2024-02-29 10:11:12')", "QUARTER('2024-05-01')", "WEEKDAY('2024-02-29')",
      "DAYOFWEEK('2024-02-29')", "DAYOFYEAR('2024-02-29')", "DAYNAME('2024-02-29')", "MONTHNAME('2024-02-29')", "LAST_DAY('2024-02-01')", "DATE('2024-02-29 10:00:00')", "TIME('2024-02-29 10:00:00')",
      "EXTRACT(HOUR FROM '2024-02-29 07:08:09')", "UNIX_TIMESTAMP('2024-01-01 00:00:00')", 'FROM_UNIXTIME(1704067200)', "NOW() > '2020-01-01'", 'CURDATE() = DATE(NOW())',
    ],
    'JSON, hashes and control': [
      `JSON_EXTRACT('{"a":[1,{"b":"中"}]}', '$.a[1].b')`, `JSON_UNQUOTE(JSON_EXTRACT('{"a":"x"}', '$.a'))`, "JSON_VALID('{')", "JSON_VALID('{}')", "MD5('a')", "SHA1('a')", "SHA2('a', 256)", "TO_BASE64('中文')",
      "FROM_BASE64('5Lit')", 'LENGTH(UUID())', "INET_ATON('10.0.0.1')", 'DATABASE()', 'SCHEMA()', '@@autocommit', 'SLEEP(0)',
    ],
  }

  test.each(Object.entries(expressions))('%s', async (_, list) => {
    const differing: unknown[] = []
    for (const expression of list) {
      const [embedded, mariadb] = await both(`SELECT ${expression} AS v`)
      if (JSON.stringify(embedded) !== JSON.stringify(mariadb)) differing.push({ expression, embedded, mariadb })
    }
    expect(differing).toEqual([])
  })
})

describe('compares and sorts as MariaDB does', () => {
  const statements = {
    dates: [
      "SELECT DAYNAME(created_at) AS d, COUNT(*) FROM orders GROUP BY d ORDER BY d", "SELECT MAX(created_at) <= '2025-01-31' AS v FROM orders WHERE id = 1", "SELECT * FROM (SELECT created_at AS c FROM orders) x WHERE c = '2025-01-31'", "SELECT COUNT(*) FROM orders WHERE DATE(created_at) = '2025-01-31'", "SELECT COUNT(*) FROM orders WHERE DATE(created_at) = '2025-1-31'", "SELECT COUNT(*) FROM orders WHERE created_at = '2025-01-31'", "SELECT COUNT(*) FROM orders WHERE created_at <= '2025-01-31'", "SELECT COUNT(*) FROM orders o WHERE o.created_at NOT BETWEEN '2025-01-01' AND '2025-01-31'", "SELECT COUNT(*) FROM orders WHERE '2025-01-31' >= created_at", "SELECT COUNT(*) FROM orders WHERE created_at IN ('2025-01-31', '2025-02-01')", "SELECT COUNT(*) FROM orders WHERE created_at <= DATE('2025-01-31 10:00:00')", "SELECT COUNT(*) FROM orders WHERE created_at <= DATE_ADD('2025-01-30', INTERVAL 1 DAY) AND id > 5", "SELECT COUNT(*) FROM orders WHERE created_at < 20250131",
      "SELECT id FROM oddities WHERE c_date = '2024-2-29 00:00:00'", "SELECT HOUR('10:11:12') AS v", "SELECT MINUTE('-10:11:12') AS v", "SELECT HOUR('272:59:59') AS v", "SELECT EXTRACT(MINUTE FROM '10:11:12') AS v", "SELECT TIME('10:11:12') AS v", "SELECT WEEK('2024-02-29') AS v", "SELECT WEEK('2024-02-29', 1) AS v", "SELECT WEEK('2025-01-01', 3) AS v", "SELECT WEEK('2023-01-01', 2) AS v", "SELECT WEEK('2024-12-30', 3) AS v", "SELECT DATE_FORMAT('2024-12-30', '%r %D %U %u %V %v %X %x') AS v",
    ],
    'decimals and numbers': [
      "SELECT user_id FROM orders GROUP BY user_id HAVING SUM(amount) > 20000 ORDER BY user_id LIMIT 3", "SELECT user_id, SUM(amount) AS total FROM orders GROUP BY user_id ORDER BY total DESC, user_id LIMIT 3", "SELECT user_id FROM orders GROUP BY user_id ORDER BY SUM(amount) DESC, user_id LIMIT 3", "SELECT user_id, SUM(amount) FROM orders GROUP BY user_id ORDER BY 2 DESC, 1 LIMIT 3", "SELECT city_id, AVG(id) AS v FROM users GROUP BY city_id HAVING v > 9900 ORDER BY city_id LIMIT 3", "SELECT COUNT(*) FROM products WHERE price > (SELECT AVG(price) FROM products)", "SELECT id, price * 2 > 100 AS v FROM products ORDER BY id LIMIT 3", "SELECT ROUND(SUM(amount), 0) > 5 AS v FROM orders WHERE id < 0 OR id = 5", "SELECT COUNT(*) FROM orders WHERE user_id = '5'", "SELECT COUNT(*) FROM orders WHERE id = '5'", "SELECT '10' > 9 AS v", "SELECT '9' = 9 AS v",
      "SELECT COUNT(*) FROM users WHERE id = '5'", "SELECT '10' < '9' AS v", "SELECT id FROM oddities WHERE c_ubig = '1'", "SELECT ROUND(1.5) = 2 AS v", "SELECT ROUND(price) AS v, COUNT(*) FROM products GROUP BY v HAVING v > 100 ORDER BY v LIMIT 3", "SELECT id FROM products WHERE ROUND(price) > 500 ORDER BY id LIMIT 3", "SELECT CAST('10.5' AS DECIMAL(10,2)) > 9 AS v", "SELECT id, RANK() OVER (ORDER BY price DESC) AS r FROM products ORDER BY r, id LIMIT 3", "SELECT CASE WHEN price > 100 THEN 'x' ELSE 'y' END AS v FROM products ORDER BY id LIMIT 3", "SELECT id FROM products p WHERE p.price BETWEEN 100 AND 105 ORDER BY p.price, id LIMIT 3", "SELECT COALESCE(SUM(amount), 0) > 3 AS v FROM orders WHERE id = 3", "SELECT FORMAT(SUM(amount), 2) AS v FROM orders WHERE id = 1", "SELECT GREATEST(price, 100) AS v FROM products ORDER BY id LIMIT 3", "SELECT SUM(price) / COUNT(*) > 3 AS v FROM products", "SELECT DISTINCT price FROM products ORDER BY price LIMIT 4",
      "SELECT price FROM products ORDER BY 1 LIMIT 4", "SELECT price AS p FROM products ORDER BY p LIMIT 4", "SELECT (1, 2) = (1, 2) AS v", "SELECT ~0 AS v", "SELECT ~5 & 15 AS v", "SELECT 7 & ~2 AS v", "SELECT CAST(-1 AS UNSIGNED) AS v", "SELECT CAST('18446744073709551615' AS UNSIGNED) AS v", "SELECT CAST(3.7 AS UNSIGNED) AS v", "SELECT 18446744073709551615 AS v", "SELECT ROUND(2.5) AS v", "SELECT ROUND(1234, -2) AS v", "SELECT ROUND(1250.5, -2) AS v", "SELECT ROUND(-1250, -2) AS v", "SELECT ROUND(12.345, 1) AS v", "SELECT TRUNCATE(1234, -2) AS v",
    ],
    'ENUM, SET, text and patterns': [
      "SELECT 'abc' = 0 AS v", "SELECT IF(price > 100, 'a', 'b') AS v FROM products ORDER BY id LIMIT 3", "SELECT name FROM cities ORDER BY CONCAT(name_en, '') LIMIT 3", "SELECT status, amount FROM orders WHERE status IN ('paid') ORDER BY amount DESC, id LIMIT 2", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop' AND table_name LIKE 'order\\_items'", "SELECT 'a_b' LIKE 'a\\\\_b' AS v", "SELECT 'axb' LIKE 'a\\_b' AS v", "SELECT 'a%b' LIKE CONCAT('a', '\\%', 'b') AS v", "SELECT 'a|%b' LIKE 'a||%b' ESCAPE '|' AS v", "SELECT status, COUNT(*) FROM orders GROUP BY status ORDER BY 1", "SELECT DISTINCT status AS s FROM orders ORDER BY s DESC", "SELECT o.status + 0 AS v FROM orders o ORDER BY o.status, id LIMIT 2", "SELECT COUNT(*) FROM orders WHERE status = 2",
      "SELECT COUNT(*) FROM orders WHERE status IN (1, 2)", "SELECT status FROM orders GROUP BY status ORDER BY FIELD(status, 'done', 'paid', 'created', 'shipped', 'cancelled')", "SELECT MAX(status), MIN(status) FROM orders", "SELECT CAST(status AS UNSIGNED) AS v FROM orders WHERE id = 5", "SELECT id FROM oddities ORDER BY c_set, id", "SELECT id FROM oddities ORDER BY c_enum, id", "SELECT c_set + 0 AS v FROM oddities ORDER BY id", "SELECT id, ROW_NUMBER() OVER (ORDER BY status, id) AS r FROM orders WHERE id < 30 ORDER BY r LIMIT 20", "SELECT 'abc' = 'ABC' AS v", "SELECT UPPER(name_en) = 'beijing' AS v FROM cities ORDER BY id LIMIT 2", "SELECT COUNT(*) FROM cities WHERE CONCAT(name_en, '') IN ('BEIJING', 'x')", "SELECT name_en = BINARY 'beijing' AS v FROM cities WHERE id = 1", "SELECT BINARY 'a' = 'A' AS v", "SELECT 'a' = 'A' COLLATE utf8mb4_bin AS v",
      "SELECT CASE UPPER('a') WHEN 'a' THEN 1 ELSE 2 END AS v", "SELECT 'a' <> 'A' AS v", "SELECT FIELD('B', 'a', 'b') AS v", "SELECT FIND_IN_SET('B', 'a,b') AS v", "SELECT 'a' IN ('A', 'B') AS v",
    ],
    'joins, aliases and subqueries': [
      `SELECT JSON_TYPE('[]') AS a, JSON_TYPE('{}') AS b, JSON_TYPE('1') AS c, JSON_TYPE('1.5') AS d, JSON_TYPE('"x"') AS e, JSON_TYPE('true') AS f, JSON_TYPE('null') AS g`, "SELECT QUOTE('it''s') AS v", "SELECT CHAR(65, 66) AS v", "SELECT COLUMN_NAME, NUMERIC_PRECISION FROM information_schema.columns WHERE TABLE_SCHEMA = 'shop' AND DATA_TYPE = 'bit' ORDER BY ORDINAL_POSITION", "SELECT SUM(status) FROM orders", "SELECT status = 'paid' + 0 AS v FROM orders LIMIT 1", "SELECT COUNT(*) FROM orders WHERE status + 0 > 3", "SELECT COUNT(*) FROM orders WHERE created_at LIKE '2025-01-31%'", "SELECT COUNT(*) FROM orders WHERE LEFT(created_at, 10) = '2025-01-31'", "SELECT 5 > '3' AS v, '3' < 10 AS w, '10' + 0 > 9 AS x", "SELECT COUNT(*) FROM orders WHERE user_id = '88001234567891009'", "SELECT COUNT(*) FROM orders o JOIN users u ON u.id = o.user_id WHERE u.registered_at = o.created_at",
      "SELECT MAX(amount) - MIN(amount) > 5 AS v FROM orders", "SELECT SUM(amount) > 5 AND SUM(amount) < 10000000000 AS v FROM orders", "SELECT SUM(amount) + 1 > 100 AS v FROM orders WHERE id = 1", "SELECT user_id FROM orders GROUP BY user_id HAVING 39000 < SUM(amount) ORDER BY 1 LIMIT 2", "SELECT user_id FROM orders GROUP BY user_id HAVING SUM(amount) BETWEEN 39000 AND 40000 ORDER BY 1 LIMIT 2", "SELECT user_id, COUNT(*) AS n FROM orders GROUP BY user_id HAVING n > 10 AND MAX(created_at) <= '2025-06-30' ORDER BY n DESC, MAX(created_at), user_id LIMIT 2", "SELECT CASE WHEN SUM(amount) > 100 THEN 'big' ELSE 'small' END AS v FROM orders WHERE id < 3", "SELECT user_id, CASE WHEN SUM(amount) > 100 THEN SUM(amount) ELSE 0 END AS v FROM orders GROUP BY user_id ORDER BY v DESC, user_id LIMIT 2",
      "SELECT user_id, SUM(CASE WHEN status = 'paid' THEN amount ELSE 0 END) AS v FROM orders GROUP BY user_id ORDER BY v DESC, user_id LIMIT 2", "SELECT user_id FROM orders GROUP BY user_id ORDER BY IF(COUNT(*) > 5, SUM(amount), 0) DESC, user_id LIMIT 2", "SELECT user_id, SUM(amount) `总额` FROM orders GROUP BY user_id ORDER BY `总额` DESC, user_id LIMIT 2", "SELECT user_id, SUM(amount) AS '总额' FROM orders GROUP BY user_id ORDER BY 总额 DESC, user_id LIMIT 2", "SELECT x.u FROM (SELECT user_id u, AVG(amount) a FROM orders GROUP BY user_id) x WHERE x.a > 995 ORDER BY x.a, x.u LIMIT 3", "SELECT FORMAT(AVG(amount), 2) AS v FROM orders",
      "SELECT * FROM orders WHERE id < 4 ORDER BY created_at DESC, id", "SELECT u.id, SUM(o.amount) AS s FROM users u JOIN orders o ON o.user_id = u.id AND o.created_at >= '2025-06-01' WHERE u.registered_at < '2025-01-01' GROUP BY u.id ORDER BY s DESC, u.id LIMIT 3", "SELECT COUNT(*) FROM orders o WHERE EXISTS (SELECT 1 FROM users u WHERE u.id = o.user_id AND u.level = 'gold')", "SELECT level, COUNT(*) c FROM users GROUP BY level ORDER BY c DESC, level", "SELECT level, COUNT(*) FROM users GROUP BY level ORDER BY COUNT(*) DESC, level", "SELECT u.level, AVG(o.amount) a FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.level ORDER BY a", "SELECT c.name, (SELECT COUNT(*) FROM users u WHERE u.city_id = c.id) AS n FROM cities c ORDER BY n DESC, c.id LIMIT 3", "SELECT DATE_FORMAT(created_at, '%Y-%m') AS m, SUM(amount) FROM orders GROUP BY m HAVING SUM(amount) > 100 ORDER BY m LIMIT 3",
      "SELECT * FROM (SELECT status, COUNT(*) AS n FROM orders GROUP BY status) t ORDER BY t.status", "SELECT * FROM (SELECT user_id, SUM(amount) AS s FROM orders GROUP BY user_id) t WHERE t.s > 39000 ORDER BY t.s DESC, user_id LIMIT 3", "WITH t AS (SELECT user_id, SUM(amount) AS s FROM orders GROUP BY user_id) SELECT * FROM t WHERE s > 39000 ORDER BY s DESC, user_id LIMIT 3", "WITH t (u, s) AS (SELECT user_id, SUM(amount) FROM orders GROUP BY user_id) SELECT * FROM t WHERE s > 39000 ORDER BY s DESC, u LIMIT 3", "SELECT id, SUM(amount) OVER (ORDER BY id) AS run FROM orders WHERE id < 5 ORDER BY run DESC", "SELECT id, amount FROM orders WHERE amount = 99.9 OR amount > '900' ORDER BY id LIMIT 3", "SELECT MAX(amount) > 100 AS a, MIN(amount) < 20 AS b FROM orders", "SELECT price FROM products WHERE price = (SELECT MAX(price) FROM products) ORDER BY id LIMIT 2",
      "SELECT COUNT(*) FROM products WHERE price IN (1.16, 1.32)", "SELECT COUNT(*) FROM products WHERE price * 2 > 100 AND price NOT BETWEEN 10 AND 20", "SELECT COUNT(*) FROM products WHERE -price < -100", "SELECT COUNT(*) FROM orders WHERE YEAR(created_at) = 2025 AND MONTH(created_at) IN (1, 2)", "SELECT COUNT(*) FROM orders WHERE paid_at IS NULL AND created_at >= '2025-01-01 00:00:00'", "SELECT COUNT(*) FROM orders WHERE paid_at > created_at", "SELECT COUNT(*) FROM users WHERE name LIKE '%三%'", "SELECT COUNT(*) FROM users WHERE name LIKE CONCAT('1', '%') AND id < 100", "SELECT CASE status WHEN 'PAID' THEN 1 WHEN 'done' THEN 2 ELSE 3 END AS v FROM orders ORDER BY id LIMIT 3", "SELECT IF(status = 'paid', 1, 0) AS v, status IN ('Paid', 'done') AS w FROM orders ORDER BY id LIMIT 3", "SELECT COUNT(*) FROM orders WHERE (status = 'paid' OR status = 'done') AND NOT (id > 100)",
      "SELECT COUNT(*) FROM orders WHERE note = 5", "SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_ROWS > '100' ORDER BY TABLE_ROWS DESC LIMIT 2", "SELECT CONCAT('a', 1) = 'A1' AS v, LENGTH('abc') = '3' AS w", `SELECT JSON_EXTRACT('{"a": 5}', '$.a') > 3 AS v`, "SELECT JSON_UNQUOTE(JSON_EXTRACT(attributes, '$.colour')) = '绿' AS v FROM products WHERE id = 3", "SELECT DATE('2025-01-31') = '2025-01-31' AS v, NOW() >= CURDATE() AS w", "SELECT GROUP_CONCAT(DISTINCT status ORDER BY status) AS v FROM orders", "SELECT GROUP_CONCAT(id ORDER BY price DESC, id SEPARATOR ';') AS v FROM products WHERE id < 8", "SELECT COUNT(DISTINCT status) FROM orders WHERE status > 'd'", "SELECT NULLIF('a', 'A') AS v", "SELECT GREATEST('a', 'B') AS v", "SELECT id FROM orders WHERE id IN (SELECT order_id FROM order_items WHERE price > 900) ORDER BY id LIMIT 3",
      "SELECT COUNT(*) FROM access_log WHERE bytes > '100' AND bytes < 2000", "SELECT MAX(bytes), SUM(bytes) FROM access_log", "SELECT id FROM oddities WHERE c_ubig > 5 ORDER BY id", "SELECT id FROM oddities WHERE c_year = 2024 OR c_time = '10:00:00' ORDER BY id", "SELECT id FROM oddities WHERE c_time < '100:00:00' ORDER BY id", "SELECT id FROM oddities WHERE c_dt = '2024-02-29 12:34:56.789012' ORDER BY id", "SELECT id FROM oddities WHERE c_dt > '2024-02-29' ORDER BY c_dt, id", "SELECT id FROM oddities WHERE c_ts <= '2038-01-19 03:14:07' ORDER BY id", "SELECT id, c_dec0 FROM oddities ORDER BY c_dec0 DESC, id", "SELECT SUM(c_int) AS v FROM oddities HAVING v > 0", "SELECT id FROM oddities WHERE c_bit1 = 1 ORDER BY id", "SELECT id FROM oddities WHERE c_set = 'x,z' OR FIND_IN_SET('y', c_set) ORDER BY id", "SELECT -7 % 3 AS v, 5 DIV 2 AS w, 5.5 DIV 2 AS x", "SELECT 10 / 4 = 2.5 AS v",
      "SELECT 'abc' > 5 AS v, '5abc' = 5 AS w", "SELECT NOT 'a' = 'A' AS v", "SELECT 'a' = 'A' AND 'b' = 'B' AS v", "SELECT COUNT(*) AS n FROM orders WHERE status <> 'DONE'", "SELECT 1 IN ('1', '2') AS v, '1' IN (1, 2) AS w", "SELECT id FROM orders WHERE id BETWEEN '2' AND '4'", "SELECT COALESCE(note, 'none') = 'NONE' AS v FROM orders ORDER BY id LIMIT 1", "SELECT 10.5 % 3 AS v, 11 % 3 AS w, MOD(10.5, 3) AS x", "SELECT user_id % 16 AS s, COUNT(*) FROM orders GROUP BY s ORDER BY s LIMIT 3", "SELECT price DIV 2 AS v FROM products ORDER BY id LIMIT 2", "SELECT id FROM products WHERE 5 BETWEEN 1 AND price AND id < 9 ORDER BY id", "SELECT CAST(price AS SIGNED) AS v FROM products WHERE id < 9 ORDER BY id", "SELECT id, note FROM orders WHERE id = 1", "SELECT id FROM oddities WHERE c_bit1 + 0 = 1 ORDER BY id", "SELECT * FROM ledger.visits",
    ],
  }

  test.each(Object.entries(statements))('%s', async (_, list) => {
    const differing: unknown[] = []
    for (const sql of list) {
      const [embedded, mariadb] = await both(sql)
      if (!('rows' in mariadb) || JSON.stringify(embedded) !== JSON.stringify(mariadb)) differing.push({ sql, embedded, mariadb })
    }
    expect(differing).toEqual([])
  })

  test.each(["SHOW TABLES LIKE 'order\\_%'", "SHOW TABLES LIKE 'order_i%'", "SHOW DATABASES LIKE 'shop\\_rds1\\_000%'", "SHOW COLUMNS FROM orders LIKE '%\\_id'", 'SHOW COLUMNS FROM ledger.entries'])('%s', async (sql) => {
    const [embedded, mariadb] = await both(sql)
    expect('rows' in embedded && embedded.rows).toEqual('rows' in mariadb && mariadb.rows)
  })
})

describe('what SQLite would read otherwise is read as MariaDB reads it', () => {
  const statements = {
    'two minus signs, and what else runs together': [
      'SELECT 5--1', 'SELECT 5---1', 'SELECT --5', 'SELECT 5--1.5, 5--(2)', 'SELECT 5-- 1\n', 'SELECT id--id, id - -id FROM cities ORDER BY id LIMIT 2', 'SELECT 1.FROM DUAL', 'SELECT .5FROM DUAL', 'SELECT 1e2FROM DUAL',
      'SELECT id FROM cities WHERE id>1.LIMIT 1', 'SELECT 1 = = 1', 'SELECT 2 > = 1', 'SELECT 1 < > 2', 'SELECT 1 == 1',
    ],
    'comments that the server runs': [
      'SELECT 1 /*!100100 + 1 */', 'SELECT 1 /*!999999 + 1 */', 'SELECT 1 /*! + 1 */', 'SELECT 1 /*!50101 + 1 */', 'SELECT 1 /*!50701 + 1 */', 'SELECT 1 /*!80000 + 1 */', 'SELECT 1 /*M! + 1 */', 'SELECT 1 /*M!100100 + 1 */', 'SELECT 1 /*M!999999 + 1 */',
      'SELECT 1 /*!40101 + /* two */ 2 */ + 3', 'SELECT 1 /*!999999 + /* two */ 2 */ + 3', "SELECT '/*! + 1 */'", 'SELECT 1 /* /*! + 1 */', '/*!40101 SET @a = 5 */', 'SELECT @a', '/*!40101 SELECT 1 */ + 1', 'SELECT /*! 1, */ 2', 'SELECT 1 /*!100100', 'SELECT 1 /*!12 + 1*/',
    ],
    'queries in parentheses': [
      '(SELECT 1) UNION (SELECT 2)', '(SELECT 1 AS a) UNION ALL (SELECT 2) ORDER BY a DESC', '(SELECT id FROM cities ORDER BY id DESC LIMIT 1) UNION ALL (SELECT id FROM cities ORDER BY id LIMIT 1)', '(SELECT id FROM cities) ORDER BY id DESC LIMIT 2', '((SELECT 1))',
      '(((SELECT 1) UNION (SELECT 2))) ORDER BY 1 DESC', 'SELECT 1 UNION (SELECT 2)', 'SELECT 1 UNION DISTINCT SELECT 1', 'SELECT 1 UNION ALL (SELECT 2 UNION SELECT 2)', 'SELECT * FROM ((SELECT 1 AS a) UNION (SELECT 2)) x', 'SELECT id FROM cities WHERE id IN ((SELECT 1) UNION (SELECT 2)) ORDER BY id',
      'SELECT (SELECT 1) UNION SELECT 2', 'SELECT ((SELECT 1)) + ((SELECT 2))', 'SELECT COUNT((SELECT 1))', 'WITH c AS (SELECT 1 AS a) (SELECT a FROM c) UNION (SELECT 5)', '(SELECT 1) EXCEPT (SELECT 2)', '(SELECT 1',
      'INSERT INTO ledger.accounts (id, owner) (SELECT 90, 90) UNION (SELECT 91, 91)', 'DELETE FROM ledger.accounts WHERE id >= 90',
    ],
    'a table of what a query finds': [
      'CREATE TABLE ledger.c1 AS SELECT id, name, region_id AS r FROM cities WHERE id < 3', 'SELECT * FROM ledger.c1 ORDER BY id', 'CREATE TABLE ledger.c2 ENGINE=InnoDB SELECT id + 1 AS n, CONCAT(name, \'!\') AS c FROM cities WHERE id < 3', 'SELECT * FROM ledger.c2 ORDER BY n',
      'CREATE TABLE ledger.c3 AS (SELECT 1 AS a) UNION (SELECT 2)', 'SELECT * FROM ledger.c3 ORDER BY a', 'CREATE TABLE IF NOT EXISTS ledger.c3 AS SELECT 9 AS a', 'CREATE TABLE ledger.c3 AS SELECT 9 AS a', 'CREATE TABLE ledger.c4 AS SELECT 1 AS a, 2 AS a',
      'CREATE OR REPLACE TABLE ledger.c3 AS WITH w AS (SELECT 3 AS z) SELECT z FROM w', 'SELECT * FROM ledger.c3', 'DROP TABLE ledger.c1, ledger.c2, ledger.c3',
    ],
    'the order in which operators bind': [
      'SELECT 1 | 2 & 2, 1 & 3 << 1, -1 | 0, -1 >> 1, 1 << 63, 1 << 64, 5 ^ 3, 1 + 2 | 4 * 2, 8 >> 1 >> 1, NULL | 1, 0xF0 | 0x0F', 'SELECT 2 XOR 1, 1 XOR 1 AND 0, NULL XOR 1, 1 = 1 XOR 2 = 1', 'SELECT !0 + 1, !1 = 2, NOT 0 + 1', 'SELECT 1 = 2 < 1, 3 > 2 > 1, 1 = 1 IN (1, 0), 2 IN (1, 0) = 0, 1 IS NULL = 0',
      "SELECT 'a' LIKE 'a' = 1, 1 = 'a' LIKE 'a', 5 BETWEEN 1 AND 3 = 0", 'SELECT id FROM cities WHERE id & 1 = 1 AND NOT region_id = 2 = 1 ORDER BY id LIMIT 3', 'SELECT CASE WHEN id | 1 = 1 THEN 1 ELSE 2 END AS v FROM cities ORDER BY id LIMIT 2', 'SELECT NULL IS UNKNOWN, 1 IS NOT TRUE', 'SELECT (7) DIV 2, ABS(-7) DIV 2, MOD(-1 | 4, 3), MOD(-6, 3)', "SELECT 'b' <> '10' = '' <> 'a%', (1 = 1) = '1'", 'SELECT 1 = NOT 1',
    ],
    'names that JavaScript keeps for itself': [
      'SELECT 1 AS `__proto__`', 'SELECT 1 AS `constructor`, 2 AS `__proto__`, 3 AS `hasOwnProperty`, 4 AS `toString`, 5 AS `__proto__`, 6 AS `__defineGetter__`', 'SELECT 1 AS a, 2 AS a', 'SET @`__proto__` = 5', 'SELECT @`__proto__`, @constructor', 'SET constructor = DEFAULT', 'SELECT @@constructor',
      'CREATE TABLE ledger.p (a constructor)', 'CREATE TABLE ledger.p (`__proto__` INT, `constructor` VARCHAR(5), `toString` DECIMAL(5,2))', "INSERT INTO ledger.p VALUES (1, 'a', 2.5)", 'SELECT * FROM ledger.p', "SELECT `__proto__` FROM ledger.p WHERE `constructor` = 'A'", 'DROP TABLE ledger.p',
    ],
    'functions and literals': [
      'SELECT LOG(100) AS v', "SELECT TRIM(LEADING 'ab' FROM 'abba'), TRIM(BOTH 'ab' FROM 'ababxab'), TRIM(TRAILING 'xyz' FROM 'abcxyzxyz')", "SELECT LOCATE('c', 'abc', 0), RPAD('a', 3, ''), UNHEX('4')", "SELECT CAST('2024-1-5' AS DATE), CAST('x' AS DATE), CAST('2024-01-05 1:2:3' AS DATETIME)",
      'SELECT ROUND(2.5e0), ROUND(3.5e0), ROUND(-2.5e0)', 'SELECT 1e15 + 0e0, 1e14 + 0e0, 1e-15 + 0e0, 1e-16 + 0e0, 123456.5e0, 1e300 * 10', "SELECT 'a' COLLATE utf8mb4_bin = 'A'", 'SELECT name COLLATE utf8mb4_bin FROM cities WHERE id = 1', "SELECT 'a_' LIKE 'a\\_', 1",
    ],
    'what may not be written': [
      'SET SESSION TRANSACTION READ ONLY', 'DELETE FROM ledger.accounts', 'CREATE TABLE ledger.nope (a INT)', 'SELECT COUNT(*) FROM ledger.accounts', 'SET SESSION TRANSACTION READ WRITE', 'START TRANSACTION READ ONLY', 'DELETE FROM ledger.accounts', 'COMMIT', 'DELETE FROM ledger.accounts WHERE id = 0', 'SELECT @@tx_read_only',
    ],
  }

  test.each(Object.entries(statements))('%s', async (_, list) => {
    const differing: unknown[] = []
    for (const sql of list) {
      const [embedded, mariadb] = (await both(sql)).map((one) => ('errno' in one ? { errno: one.errno } : one))
      if (JSON.stringify(embedded) !== JSON.stringify(mariadb)) differing.push({ sql, embedded, mariadb })
    }
    expect(differing).toEqual([])
  })

  test('UPDATE changes the rows that it is meant to, with two minus signs in it', async () => {
    await both("INSERT INTO ledger.accounts (id, owner) VALUES (70, 'a'), (71, 'b')")
    await both("UPDATE ledger.accounts SET owner = 5--1 WHERE id = 70")
    const [embedded, mariadb] = await both('SELECT id, owner FROM ledger.accounts WHERE id IN (70, 71) ORDER BY id')
    expect(embedded).toEqual(mariadb)
    await both('DELETE FROM ledger.accounts WHERE id IN (70, 71)')
  })
})

describe('queries answer as MariaDB’s', () => {
  test.each([
    "SELECT GROUP_CONCAT(code ORDER BY id SEPARATOR '/') AS v FROM regions",
    'SELECT GROUP_CONCAT(DISTINCT region_id ORDER BY region_id DESC) AS v FROM cities',
    'SELECT COUNT(DISTINCT city_id) FROM users',
    'SELECT AVG(price), SUM(price), MIN(price), MAX(price) FROM products',
    "SELECT SUM(amount) AS v FROM orders WHERE status = 'paid'",
    'SELECT id, ROW_NUMBER() OVER (PARTITION BY region_id ORDER BY population DESC) AS r FROM cities ORDER BY id',
    'SELECT name, RANK() OVER (ORDER BY population DESC) AS r FROM cities LIMIT 3',
    'SELECT c.name, r.name FROM cities c JOIN regions r ON r.id = c.region_id ORDER BY c.id LIMIT 3',
    'SELECT c.name FROM cities c RIGHT JOIN regions r ON r.id = c.region_id AND c.population > 20000000 ORDER BY r.id',
    'WITH big AS (SELECT * FROM cities WHERE population > 20000000) SELECT COUNT(*) FROM big',
    "SELECT id FROM cities WHERE region_id IN (SELECT id FROM regions WHERE code = 'xb') UNION SELECT 1 ORDER BY 1",
    'SELECT DATE(created_at) AS d, COUNT(*) AS n FROM orders GROUP BY d ORDER BY d LIMIT 3',
    'SELECT name FROM cities ORDER BY name_en LIMIT 2, 3',
    'SELECT id FROM users FORCE INDEX (idx_city) WHERE city_id = 1 ORDER BY id LIMIT 1',
    "SELECT id FROM orders WHERE created_at >= '2025-03-01' AND created_at < '2025-03-02' ORDER BY id LIMIT 2",
    'SELECT * FROM products WHERE id IN (1, 2)',
    'SELECT * FROM oddities WHERE id <> 4 ORDER BY id',
    'SELECT 1 FROM DUAL',
  ])('%s', async (sql) => {
    const [embedded, mariadb] = await both(sql)
    expect(embedded).toEqual(mariadb)
  })

  test.each([
    'SELECT nothing_known(1)', 'SHOW GRANTS', "SHOW TABLES WHERE Tables_in_shop = 'orders'", 'SELECT id INTO @a FROM cities LIMIT 1', 'SELECT @a := 1', "SELECT 'a' LIKE BINARY 'A'", 'SELECT ~5 + 1',
    'SELECT ?', 'SELECT :x', 'SELECT [id] FROM cities', 'SELECT id FROM cities LIMIT -1', 'SELECT id FROM cities LIMIT 1+1', 'SELECT MAX(1, 2)', 'SELECT 1 IS 1', 'SELECT typeof(1)', 'SELECT TIMEDIFF(1, 2)', 'SELECT 1 UNION SELECT 2 INTERSECT SELECT 2', 'UPDATE regions SET code = name_en, name = code WHERE id = 0',
    'CREATE TABLE c (k INT) AS SELECT 1 AS a', 'SELECT CAST(1 AS TIME)', '(SELECT 1 AS a, 2 AS a LIMIT 1) UNION (SELECT 3, 4)', 'VALUES (1, 2)',
    'CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET @a = 1', 'CREATE PROCEDURE p() SELECT 1', 'CREATE TEMPORARY TABLE t (id INT)', "PREPARE p FROM 'SELECT 1'",
  ])('what the embedded engine does not know is an error in words, never a wrong result: %s', async (sql) => {
    const [embedded] = sessions
    if (!embedded) throw new Error('no engine')
    expect(await answer(embedded, sql)).toMatchObject({ errno: expect.toBeOneOf([1064, 1235, 1305]), message: expect.stringMatching(/\w{3}/) })
  })

  test.each([
    ['ANSI_QUOTES', 'SELECT "id" FROM cities'],
    ['NO_BACKSLASH_ESCAPES', "SELECT 'a\\b'"],
    ['ANSI', "SELECT 'a' || 'b'"],
    ['HIGH_NOT_PRECEDENCE', 'SELECT NOT 1 + 1'],
  ])('a text that means something else under %s is refused there, and read again afterwards', async (mode, sql) => {
    const [embedded] = sessions
    if (!embedded) throw new Error('no engine')
    await answer(embedded, `SET sql_mode = '${mode}'`)
    expect(await answer(embedded, sql)).toMatchObject({ errno: 1235 })
    await answer(embedded, 'SET sql_mode = DEFAULT')
    expect(await answer(embedded, sql)).not.toHaveProperty('errno')
  })

  test.each(['rowid', 'oid', '_rowid_'])('SQLite’s number of a row is no column: %s', async (name) => {
    expect((await both(`SELECT ${name} FROM cities`)).map((one) => 'errno' in one && one.errno)).toEqual([1054, 1054])
  })
})
