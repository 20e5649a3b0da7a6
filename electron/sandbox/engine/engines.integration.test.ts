import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shardDatabases } from '../demo-data.ts'
import { EngineOpenError, type Engine, type EngineResult, type EngineSession, type EngineValue, type ExecuteOptions } from './engine.ts'
import { startMariadbEngine } from './mariadb-engine.ts'
import { startSqliteEngine } from './sqlite-engine.ts'

const start = { sqlite: startSqliteEngine, mariadb: startMariadbEngine }
const accounts = [{ user: 'shop', password: "p'ä\\ss" }]

const shown = (value: EngineValue): unknown =>
  value === null ? null : value.kind === 'bytes' ? Buffer.from(value.bytes).toString('hex') : value.kind === 'number' ? `#${value.literal}` : value.text

describe.each(['sqlite', 'mariadb'] as const)('the engine on %s', (kind) => {
  let engine: Engine
  let session: EngineSession

  beforeAll(async () => {
    engine = await start[kind]({ accounts })
    session = await engine.open({ user: 'shop', password: "p'ä\\ss", database: 'shop' })
  })
  afterAll(async () => {
    await session.close()
    await engine.close()
  })

  const rowsOf = (result: EngineResult | undefined): unknown[][] => {
    if (result?.kind !== 'rows') throw new Error(JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    return result.rows.map((row) => row.map(shown))
  }
  const rows = async (sql: string, options: ExecuteOptions = {}, on = session) => rowsOf((await on.execute(sql, options))[0])
  const failure = async (sql: string, options: ExecuteOptions = {}, on = session) => {
    const result = (await on.execute(sql, options)).at(-1)
    return result?.kind === 'error' ? [result.errno, result.sqlState, result.message] : result
  }

  test('has the demo shop, its shards included', async () => {
    expect(await rows('SELECT COUNT(*) FROM orders')).toEqual([['#200000']])
    const databases = (await rows('SHOW DATABASES')).flat()
    expect(databases).toEqual(expect.arrayContaining(['shop', ...shardDatabases]))
    let orders = 0
    for (const database of shardDatabases) orders += Number(String((await rows(`SELECT COUNT(*) FROM ${database}.orders`))[0]?.[0]).slice(1))
    expect(orders).toBe(200_000)
  })

  test('holds the same demo rows as the other engine', async () => {
    expect(await rows('SELECT * FROM users WHERE id = 88001234567900090')).toEqual([
      ['#88001234567900090', '张桂英', 'user10@example.cn', '#11', 'normal', '#792.700000', null, '2025-01-01 01:56:50', '2025-01-01 01:58:30'],
    ])
    expect(await rows('SELECT sku, name, price, attributes, thumbnail, on_sale, created_at FROM products WHERE id = 3')).toEqual([
      ['SKU-100111', '云帆毛巾', '#238.570000', '{"colour":"绿","sizes":[3,3],"大":9007199254740993}', '00005ffd', '#1', '2025-01-01 03:00:21'],
    ])
    expect(await rows('SELECT SUM(amount), MIN(note), COUNT(paid_at), MAX(created_at), SUM(user_id % 1000) FROM orders')).toEqual([['#248691000.000000', 'C:\\orders\\2025', '#190444', '2025-12-14 05:20:00', '#99900000']])
    expect(await rows('SELECT SUM(price), SUM(quantity), COUNT(DISTINCT order_id) FROM order_items')).toEqual([['#148637100.000000', '#750000', '#200000']])
    expect(await rows('SELECT COUNT(*), COUNT(user_id), SUM(bytes), MAX(path) FROM access_log')).toEqual([['#5000', '#3334', '#2483323799', '/搜索/999']])
    // Every item belongs to an order of the same person.
    expect(await rows('SELECT COUNT(*) FROM order_items i JOIN orders o ON o.id = i.order_id AND o.user_id = i.user_id')).toEqual([['#300000']])
  })

  test('keeps every value exact', async () => {
    const [first, second, , fourth] = await rows('SELECT c_big, c_ubig, c_dec, c_dec0, c_date, c_time, c_dt, c_varchar, c_varbin, c_blob, c_bit10, c_year, c_uint, c_text FROM oddities ORDER BY id')
    expect(first).toEqual(['#-9223372036854775808', '#0', '#-12345678901234567890.0123456789', `#${'9'.repeat(65)}`, '2024-02-29', '-838:59:59.000000', '2024-02-29 23:59:59.123456', 'plain', 'deadbeef', '00ff10', '0201', '1901', '#42', 'text'])
    expect(second?.slice(0, 8)).toEqual(['#9007199254740993', '#18446744073709551615', '#0.1000000000', '#0', '0000-00-00', '00:00:00.000000', '9999-12-31 23:59:59.999999', 'emoji 😀 中文 ñ "quoted" \\ back\ttab\nnewline'])
    expect([fourth?.[1], fourth?.[2], fourth?.[7], fourth?.[8], fourth?.[13]]).toEqual(['#9223372036854775808', '#1.1000000000', 'NUL:\0:end', '610062', 'line one\r\nline two'])
  })

  test('keeps money at its scale, sums it exactly and sorts it as numbers', async () => {
    await session.execute('CREATE TABLE money (id INT PRIMARY KEY, d DECIMAL(20,6))')
    await session.execute("INSERT INTO money VALUES (1, 9.5), (2, 10), (3, 1234567890123.100001), (4, -0.000001)")
    expect(await rows('SELECT d FROM money ORDER BY d')).toEqual([['#-0.000001'], ['#9.500000'], ['#10.000000'], ['#1234567890123.100001']])
    expect(await rows('SELECT SUM(d), MAX(d), MIN(d) FROM money')).toEqual([['#1234567890142.600000', '#1234567890123.100001', '#-0.000001']])
    expect(await rows('SELECT id FROM money WHERE d > 9.7 AND d <= 10.0 ORDER BY id')).toEqual([['#2']])
  })

  test('tells types, keys and nullability of columns', async () => {
    const [result] = await session.execute('SELECT id, amount, note FROM orders LIMIT 1')
    const columns = result?.kind === 'rows' ? result.columns : []
    expect(columns.map(({ name, type, table, schema, nullable, length, decimals }) => ({ name, type, table, schema, nullable, length, decimals }))).toEqual([
      { name: 'id', type: 'BIGINT', table: 'orders', schema: 'shop', nullable: false, length: 20, decimals: 0 },
      { name: 'amount', type: 'DECIMAL', table: 'orders', schema: 'shop', nullable: false, length: 22, decimals: 6 },
      { name: 'note', type: 'VARCHAR', table: 'orders', schema: 'shop', nullable: true, length: 200, decimals: 0 },
    ])
  })

  test('names the line of a syntax error and what stands there', async () => {
    const words = (near: string, line: number) => `You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '${near}' at line ${line}`
    expect(await failure('SELECT 1,\n  2\nFORM orders x')).toEqual([1064, '42000', words('orders x', 3)])
    expect(await failure('SELECT id\nFROM orders\nWHERE (id = 1')).toEqual([1064, '42000', words('', 3)])
    expect(await failure("SELECT '🎉中', `id` FROM FROM orders")).toEqual([1064, '42000', words('FROM orders', 1)])
  })

  test('names unknown tables, columns and databases, and duplicates', async () => {
    expect(await failure('SELECT * FROM nowhere')).toEqual([1146, '42S02', "Table 'shop.nowhere' doesn't exist"])
    expect(await failure('SELECT nothing FROM orders')).toEqual([1054, '42S22', expect.stringMatching(/^Unknown column 'nothing' in '(field list|SELECT)'$/)])
    expect(await failure('SELECT id FROM orders WHERE nothing = 1')).toEqual([1054, '42S22', expect.stringMatching(/^Unknown column 'nothing' in '(where clause|WHERE)'$/)])
    expect(await failure('USE nowhere')).toEqual([1049, '42000', "Unknown database 'nowhere'"])
    expect((await failure("INSERT INTO regions VALUES (1, 'QQ', 'x', 'y')") as unknown[])[0]).toBe(1062)
  })

  test('lets in only who knows the password, and only to databases that there are', async () => {
    const refused = (options: object) => engine.open(options).then(() => null, (error: unknown) => (error instanceof EngineOpenError ? error.errno : error))
    expect(await refused({ user: 'shop', password: 'wrong' })).toBe(1045)
    expect(await refused({ user: 'shop', password: "p'ä\\ss", database: 'nowhere' })).toBe(1049)
  })

  test('keeps sessions apart, and rolls back', async () => {
    const other = await engine.open({ database: 'shop' })
    await session.execute('CREATE TABLE ledger (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(20))')
    await session.execute('BEGIN')
    expect(await session.execute("INSERT INTO ledger (v) VALUES ('a'), ('b')")).toEqual([{ kind: 'ok', affectedRows: 2n, lastInsertId: 1n, warnings: 0 }])
    expect(await rows('SELECT COUNT(*) FROM ledger', {}, other)).toEqual([['#0']])
    await session.execute('ROLLBACK')
    expect(await rows('SELECT COUNT(*) FROM ledger')).toEqual([['#0']])
    await session.execute('SET @mine = 5')
    expect(await rows('SELECT @mine', {}, other)).toEqual([[null]])
    expect(await rows('SELECT CONNECTION_ID()', {}, other)).toEqual([[`#${other.threadId}`]])
    await other.close()
  })

  test('stops a sleeping and a heavy statement when it is cancelled, and works on', async () => {
    for (const sql of ['SELECT SLEEP(60)', 'SELECT COUNT(*) FROM orders a, orders b', 'WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10) SELECT COUNT(*) FROM c a, c b, c d, c e, c f, c g, c h, c i, c j, c k, c l']) {
      const running = failure(sql)
      const other = await engine.open({})
      await expect.poll(async () => (await rows(`SELECT COUNT(*) FROM information_schema.processlist WHERE INFO = '${sql}'`, {}, other))[0]).toEqual(['#1'])
      await other.close()
      await session.cancel()
      expect(await running).toEqual([1317, '70100', 'Query execution was interrupted'])
    }
    expect(await rows('SELECT 1')).toEqual([['#1']])
  })

  test('keeps two dozen sessions apart while one of them sleeps, and closes a session in mid-statement', async () => {
    const many = await Promise.all(Array.from({ length: 24 }, () => engine.open({ database: 'shop' })))
    const [sleeper, ...others] = many
    if (!sleeper) throw new Error('no session')
    const sleeping = sleeper.execute('SELECT SLEEP(60)')
    const answers = Promise.all(others.map((other, index) => other.execute(`SET @own = ${index}`).then(() => rows('SELECT @own, CONNECTION_ID()', {}, other))))
    await sleeper.close()
    expect((await sleeping).at(-1)?.kind).toBe('error')
    expect(await answers).toEqual(others.map((other, index) => [[`#${index}`, `#${other.threadId}`]]))
    await Promise.all(others.map((other) => other.close()))
  })

  test('honours max_statement_time and sql_select_limit', async () => {
    expect((await failure('SELECT SLEEP(60)', { timeoutSeconds: 1 }) as unknown[])[0]).toBe(1969)
    expect((await failure('SELECT COUNT(*) FROM orders a, orders b', { timeoutSeconds: 1 }) as unknown[])[0]).toBe(1969)
    expect(await rows('SELECT id FROM cities ORDER BY id', { maxRows: 2 })).toEqual([['#1'], ['#2']])
    expect(await rows('SELECT id FROM cities ORDER BY id LIMIT 3', { maxRows: 2 })).toHaveLength(3)
  })

  test('runs a batch up to its first error', async () => {
    const results = await session.execute('SELECT 1 AS a; SELECT * FROM nowhere; SELECT 3')
    expect(results.map((result) => result.kind)).toEqual(['rows', 'error'])
  })

  test('loads a seed file with DELIMITER instead of the demo data', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tessera-seed-'))
    const seedFile = join(folder, 'seed.sql')
    const procedure = kind === 'mariadb' ? 'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\nDELIMITER ;\n' : 'DELIMITER //\nINSERT INTO t VALUES (3)//\nDELIMITER ;\n'
    await writeFile(seedFile, `CREATE DATABASE seeded; USE seeded;\n-- a; comment\nCREATE TABLE t (id INT);\nINSERT INTO t VALUES (1), (2);\n${procedure}`)
    const seeded = await start[kind]({ seedFile })
    const own = await seeded.open({ database: 'seeded' })
    expect((await rows('SELECT COUNT(*) FROM t', {}, own))[0]?.[0]).toBe(kind === 'mariadb' ? '#2' : '#3')
    await own.close()
    await seeded.close()
    await rm(folder, { recursive: true })
  })
})
