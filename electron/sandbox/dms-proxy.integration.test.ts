import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startDmsProxy, type DmsProxyOptions } from './dms-proxy.ts'
import type { Grant } from './dms/grants.ts'
import type { Engine } from './engine/engine.ts'
import { startMariadbEngine } from './engine/mariadb-engine.ts'
import { startSqliteEngine } from './engine/sqlite-engine.ts'
import { createFaults } from './faults.ts'
import type { LoopbackServer } from './loopback-server.ts'

const now = Date.parse('2026-01-02T03:04:05Z')
const grants: Grant[] = [
  { accessId: 'user', accessSecret: 'pwd/+=&?#空', retiredSecrets: ['old-pwd'] },
  { accessId: 'ended', accessSecret: 'pwd', expiresAt: now - 1 },
  { accessId: 'narrow', accessSecret: 'pwd', schemas: ['information_schema'] },
]
const [user] = grants as [Grant]

interface Body {
  success: boolean
  requestId: string
  message?: string
  msg?: string
  rowCount?: number
  updateCount?: number
  rows?: Record<string, unknown>[]
  columnMetas?: Record<string, unknown>[]
}

describe.each(['sqlite', 'mariadb'] as const)('DMS proxy on %s', (kind) => {
  let engine: Engine
  let proxy: LoopbackServer | undefined

  beforeAll(async () => {
    engine = kind === 'sqlite' ? await startSqliteEngine() : await startMariadbEngine()
    const session = await engine.open({})
    const statements = [
      'CREATE DATABASE proxied',
      'USE proxied',
      'CREATE TABLE n (i INT NOT NULL PRIMARY KEY)',
      'INSERT INTO n VALUES (1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12)',
      `CREATE TABLE goods (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(32) NOT NULL, price DECIMAL(10,2), made DATETIME, raw BLOB)`,
      `INSERT INTO goods (id, name, price, made, raw) VALUES (9223372036854775807, '茶壶 🫖 "旧"', 1.10, '2024-02-29 23:59:59', X'00FF10'), (2, 'cup', NULL, NULL, NULL)`,
    ]
    for (const sql of statements)
      for (const result of await session.execute(sql)) if (result.kind === 'error') throw new Error(result.message)
    await session.close()
  })

  afterEach(async () => {
    await proxy?.close()
    proxy = undefined
  })
  afterAll(() => engine.close())

  const start = async (options: Partial<DmsProxyOptions> = {}) =>
    (proxy = await startDmsProxy({ engine, port: 0, grants, collaboration: 'standard', faults: createFaults(() => now), ...options }))

  const headers = (given: Partial<Grant> = {}) => {
    const { accessId, accessSecret } = { ...user, ...given }
    return { accessId, accessSecret: Buffer.from(accessSecret).toString('latin1') }
  }

  async function post(sql: string, more: { path?: string; given?: Partial<Grant> } = {}) {
    const response = await fetch(`${proxy?.url}${more.path ?? '/server/proxied'}`, {
      method: 'POST',
      headers: { ...headers(more.given), 'Content-Type': 'text/plain;charset=utf-8' },
      body: sql,
    })
    const text = await response.text()
    return { status: response.status, text, body: JSON.parse(text) as Body }
  }

  describe('every way in', () => {
    const sql = "SELECT '壶 & +' AS t, DATABASE() AS d"
    const answered = { success: true, rowCount: 1, updateCount: 0, rows: [{ t: '壶 & +', d: 'proxied' }] }
    const query = (more: Record<string, string>) => new URLSearchParams(more).toString()
    const credentials = { accessId: user.accessId, accessSecret: user.accessSecret }
    const json = { 'Content-Type': 'application/json; charset=utf-8' }

    const ways: [name: string, path: string, init: RequestInit][] = [
      ['GET with everything in the query', `/server/proxied?${query({ ...credentials, sql })}`, {}],
      ['GET with credentials in headers', `/server/proxied?${query({ sql })}`, { headers: headers() }],
      ['GET with a slash after the database', `/server/proxied/?${query({ ...credentials, sql })}`, {}],
      ['POST text/plain', '/server/proxied', { method: 'POST', headers: { ...headers(), 'Content-Type': 'text/plain' }, body: sql }],
      ['POST text/plain with credentials in the query', `/server/proxied?${query(credentials)}`, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: sql }],
      ['POST JSON with the schema in the path', '/server/proxied', { method: 'POST', headers: { ...headers(), ...json }, body: JSON.stringify({ sql }) }],
      ['POST JSON with the schema in the body', '/server', { method: 'POST', headers: { ...headers(), ...json }, body: JSON.stringify({ sql, schema: 'proxied' }) }],
      ['POST with nothing but the query', `/server/proxied?${query({ ...credentials, sql })}`, { method: 'POST' }],
    ]

    test.each(ways)('%s', async (_, path, init) => {
      await start()
      const response = await fetch(`${proxy?.url}${path}`, init)
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
      expect(await response.json()).toMatchObject(answered)
    })

    test('a text in another charset is read by it', async () => {
      await start()
      const response = await fetch(`${proxy?.url}/server/proxied`, {
        method: 'POST',
        headers: { ...headers(), 'Content-Type': 'text/plain; charset=gbk' },
        body: Buffer.concat([Buffer.from("SELECT '"), Buffer.from([0xd6, 0xd0]), Buffer.from("' AS t")]),
      })
      expect(await response.json()).toMatchObject({ rows: [{ t: '中' }] })
    })
  })

  describe('answers', () => {
    test('have metadata of every field and exact values', async () => {
      await start()
      const { text, body } = await post('SELECT id, name, price AS cost, made, raw FROM goods ORDER BY id DESC')
      expect(text).toContain('"id":9223372036854775807,"name":"茶壶 🫖 \\"旧\\"","cost":1.10,"made":"2024-02-29 23:59:59","raw":"AP8Q"')
      expect(body.columnMetas?.[0]).toEqual({
        columnName: 'id', columnLabel: 'id', columnTypeName: 'BIGINT UNSIGNED', precision: 20, scale: 0,
        nullable: false, autoIncrement: true, tableName: 'goods',
      })
      expect(body.columnMetas?.[1]).toMatchObject({ columnTypeName: 'VARCHAR', precision: 32, nullable: false })
      expect(body.columnMetas?.[2]).toMatchObject({ columnName: 'price', columnLabel: 'cost', columnTypeName: 'DECIMAL', precision: 10, scale: 2, nullable: true })
      expect(body.columnMetas?.[3]).toMatchObject({ columnTypeName: 'DATETIME' })
      expect(body.columnMetas?.[4]).toMatchObject({ columnTypeName: 'BLOB' })
      expect(body.requestId).toMatch(/^[a-z0-9]{30}$/)
    })

    test('lose a value where two columns have one label', async () => {
      await start()
      const { body } = await post('SELECT a.i, b.i FROM n a JOIN n b ON b.i = a.i + 1 ORDER BY a.i LIMIT 1')
      expect(body.columnMetas?.map((meta) => meta.columnLabel)).toEqual(['i', 'i'])
      expect(body.rows).toEqual([{ i: 2 }])
    })

    test('count updates, without rows', async () => {
      await start()
      const { body } = await post("UPDATE goods SET name = CONCAT(name, '!') WHERE id = 2")
      expect(body).toEqual({ updateCount: 1, requestId: body.requestId, success: true })
    })

    test('are empty results where nothing is found', async () => {
      await start()
      expect((await post('SELECT id FROM goods WHERE id = 77')).body).toMatchObject({ rowCount: 0, rows: [], columnMetas: [{ columnName: 'id' }] })
    })

    test('carry the words of the database in msg, under HTTP 200', async () => {
      await start()
      const missing = await post('SELECT * FROM nowhere')
      expect([missing.status, missing.body]).toEqual([200, { msg: "Table 'proxied.nowhere' doesn't exist", requestId: missing.body.requestId, success: false }])
      expect((await post('SELEKT 1')).body.msg).toMatch(/SQL syntax.*'SELEKT 1' at line 1$/)
      expect((await post('SELECT 1', { path: '/server/atlantis' })).body.msg).toBe("Unknown database 'atlantis'")
    })

    test('stand alone: no call sees what another one set', async () => {
      await start()
      expect((await post('SET @x = 5')).body.success).toBe(true)
      expect((await post('SELECT @x AS x')).body.rows).toEqual([{ x: null }])
      expect((await post('BEGIN')).body.success).toBe(true)
      expect((await post("UPDATE goods SET name = 'kept' WHERE id = 2")).body.updateCount).toBe(1)
      expect((await post('ROLLBACK')).body.success).toBe(true)
      expect((await post('SELECT name FROM goods WHERE id = 2')).body.rows).toEqual([{ name: 'kept' }])
      await post('USE information_schema')
      expect((await post('SELECT DATABASE() AS d')).body.rows).toEqual([{ d: 'proxied' }])
    })

    test('refuse a second statement', async () => {
      await start()
      expect((await post('SELECT 1; DELETE FROM n')).body).toMatchObject({ success: false, msg: 'Only one statement can be executed in a request.' })
      expect((await post('SELECT COUNT(*) AS c FROM n')).body.rows).toEqual([{ c: 12 }])
    })

    test.each([
      ['nulls-omitted', '[{"id":2}]'],
      ['keys-renamed', '[{"col_id":2,"price":null}]'],
      ['keys-doubled', '[{"id":2,"price":null,"id":2}]'],
      ['keys-extra', '[{"id":2,"price":null,"extra":{"nested":[1.10,null]}}]'],
    ])('are odd where asked to: %s', async (odd, rows) => {
      await start()
      const { text } = await post(`/* sandbox: rows ${odd} */ SELECT id, price FROM goods WHERE id = 2`)
      expect(text).toContain(`"rows":${rows},`)
    })
  })

  describe('refusals', () => {
    const cases: [name: string, options: Partial<DmsProxyOptions>, given: Partial<Grant>, path: string, status: number, message: string][] = [
      ['no accessId', {}, { accessId: '' }, '/server/proxied', 200, 'accessId is required.'],
      ['no accessSecret', {}, { accessSecret: '' }, '/server/proxied', 200, 'accessSecret is required.'],
      ['an unknown accessId', {}, { accessId: 'nobody' }, '/server/proxied', 401, 'The accessId does not exist.'],
      ['a wrong secret', {}, { accessSecret: 'guess' }, '/server/proxied', 401, 'The accessSecret is incorrect.'],
      ['a rotated secret', {}, { accessSecret: 'old-pwd' }, '/server/proxied', 401, 'The accessSecret has been rotated and is no longer valid.'],
      ['an ended grant', {}, { accessId: 'ended', accessSecret: 'pwd' }, '/server/proxied', 401, 'The authorization of this accessId has expired.'],
      ['a database outside the grant', {}, { accessId: 'narrow', accessSecret: 'pwd' }, '/server/proxied', 403, "You are not authorized to access database 'proxied' through the secure access proxy."],
      ['an instance without a proxy', { enabled: false }, {}, '/server/proxied', 403, 'The secure access proxy is not enabled for this instance.'],
      ['another path', {}, {}, '/elsewhere', 404, 'The path is not found. Use /server/<database-name>.'],
      ['a path of slashes', {}, {}, '//', 404, 'The path is not found. Use /server/<database-name>.'],
      ['a database name that is not well encoded', {}, {}, '/server/%E4%', 400, 'The database name in the path is not well encoded.'],
    ]

    test.each(cases)('%s', async (_, options, given, path, status, message) => {
      await start(options)
      const refused = await post('SELECT 1', { path, given })
      expect([refused.status, refused.body]).toEqual([status, { message, requestId: refused.body.requestId, success: false }])
      await proxy?.close()
      await start({ ...options, refusalStatus: 'always200' })
      expect((await post('SELECT 1', { path, given })).status).toBe(200)
    })

    test('an empty statement, bodies that cannot be read, and other methods', async () => {
      await start()
      const send = async (init: RequestInit) =>
        ((await (await fetch(`${proxy?.url}/server/proxied`, { ...init, headers: { ...headers(), ...init.headers } })).json()) as Body).message
      expect(await send({ method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: '  \n' })).toBe('sql is required.')
      expect(await send({})).toBe('sql is required.')
      expect(await send({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"sql":' })).toMatch(/not a JSON object/)
      expect(await send({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"sql":5}' })).toMatch(/not a JSON object/)
      expect(await send({ method: 'POST', body: new URLSearchParams({ sql: 'SELECT 1' }) })).toBe("Content-Type 'application/x-www-form-urlencoded' is not supported.")
      expect(await send({ method: 'POST', headers: { 'Content-Type': 'text/plain;charset=klingon' }, body: 'x' })).toBe("Charset 'klingon' is not supported.")
      expect(await send({ method: 'DELETE' })).toBe("Request method 'DELETE' not supported.")
    })
  })

  describe('the rule of 3,000 rows', () => {
    const many = 'SELECT a.i FROM n a, n b, n c, n d' // 12^4 = 20,736

    test('standard: every result ends at 3,000, whatever its LIMIT', async () => {
      await start()
      for (const sql of [many, `${many} LIMIT 5000`]) {
        const { body } = await post(sql)
        expect([body.success, body.rowCount, body.rows?.length]).toEqual([true, 3_000, 3_000])
      }
      expect((await post(`${many} LIMIT 2999`)).body.rowCount).toBe(2_999)
    })

    test('secure collaboration: more comes, until a rule of the administrator refuses', async () => {
      await start({ collaboration: 'secure' })
      expect((await post(`${many} LIMIT 3000`)).body.rowCount).toBe(3_000)
      expect((await post(`${many} LIMIT 20000`)).body.rowCount).toBe(20_000)
      expect((await post(many)).body).toMatchObject({ success: false, msg: expect.stringContaining('安全规则 [SQL-RES-03]') as string })
    })

    test('secure collaboration: rules refuse statements before they run', async () => {
      await start({ collaboration: 'secure' })
      expect((await post("DELETE FROM n -- WHERE\n")).body.msg).toContain('SQL-DML-02')
      expect((await post('DROP DATABASE proxied')).body.msg).toContain('SQL-DDL-01')
      expect((await post('SELECT COUNT(*) AS c FROM n')).body.rows).toEqual([{ c: 12 }])
      expect((await post('DELETE FROM n WHERE i = 99')).body.updateCount).toBe(0)
    })
  })

  describe('faults', () => {
    test.each([
      ['throttle', 429, 'Request was denied due to request throttling.'],
      ['unavailable', 503, 'The service is temporarily unavailable.'],
      ['expired', 401, 'The authorization of this accessId has expired.'],
    ])('%s, asked for by a comment', async (fault, status, message) => {
      await start()
      const refused = await post(`/* sandbox: ${fault} */ UPDATE goods SET name = 'never' WHERE id = 2`)
      expect([refused.status, refused.body.message]).toEqual([status, message])
      expect((await post("SELECT 1 FROM goods WHERE name = 'never'")).body.rowCount).toBe(0)
    })

    test('a 502 page comes before the statement runs; a reset after it', async () => {
      await start()
      const update = (name: string, fault: string) => fetch(`${proxy?.url}/server/proxied`, {
        method: 'POST',
        headers: { ...headers(), 'Content-Type': 'text/plain' },
        body: `/* sandbox: ${fault} */ UPDATE goods SET name = '${name}' WHERE id = 2`,
      }).then((response) => response.text())
      expect(await update('by-gateway', '502')).toMatch(/^<html>/)
      await expect(update('by-reset', 'reset')).rejects.toThrow()
      expect((await post('SELECT name FROM goods WHERE id = 2')).body.rows).toEqual([{ name: 'by-reset' }])
    })

    test('a skewed clock ends a grant early', async () => {
      await start({ grants: [{ ...user, expiresAt: now + 60_000 }] })
      expect((await post('SELECT 1')).body.success).toBe(true)
      expect((await post('/* sandbox: skew 61 */ SELECT 1')).body.message).toBe('The authorization of this accessId has expired.')
    })
  })
})
