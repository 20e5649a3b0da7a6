import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from './engine/engine.ts'
import { startMariadbEngine } from './engine/mariadb-engine.ts'
import { startSqliteEngine } from './engine/sqlite-engine.ts'
import { createFaults } from './faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from './maxscale-rest.ts'

interface Answer {
  status: number
  body: { data?: { id: string; attributes: { thread_id: number; results: { data?: unknown[][]; errno?: number; message?: string; affected_rows?: number }[] } }; meta?: { token: string }; errors?: { detail: string }[] }
}

describe.each(['sqlite', 'mariadb'] as const)('sessions behind MaxScale on %s', (kind) => {
  let folder = ''
  let engine: Engine
  let server: MaxScaleRest

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-maxscale-'))
    const seedFile = join(folder, 'seed.sql')
    await writeFile(seedFile, 'CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY, v VARCHAR(200)); INSERT INTO d.t VALUES (1, REPEAT("x", 200));')
    const options = { seedFile, accounts: [{ user: 'shop', password: 's' }] }
    engine = kind === 'sqlite' ? await startSqliteEngine(options) : await startMariadbEngine(options)
    server = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: 'mariadb' }], faults: createFaults() })
  })
  afterAll(async () => {
    await server.close()
    await engine.close()
    await rm(folder, { recursive: true })
  })

  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${server.url}/v1${path}`, { method, headers: { Authorization: `Basic ${btoa('admin:mariadb')}` }, ...(body && { body: JSON.stringify(body) }) })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Answer['body'] }
  }
  const open = async (more: object = {}) => {
    const { body } = await call('POST', '/sql', { target: 'RW-Split', user: 'shop', password: 's', db: 'd', ...more })
    const [id, token] = [body.data?.id ?? '', body.meta?.token ?? '']
    const at = (part: string, parameters = '') => `/sql/${id}${part}?token=${token}${parameters}`
    const run = async (sql: string) => (await call('POST', at('/queries'), { sql })).body.data?.attributes.results[0]
    const thread = async () => (await call('GET', `/sql/${id}`)).body.data?.attributes.thread_id
    return { id, at, run, thread, number: body.data?.attributes.thread_id ?? 0 }
  }
  type Opened = Awaited<ReturnType<typeof open>>
  /** Numbers of the engine's sessions, but the one that asks. */
  const sessions = async (): Promise<number[]> => {
    const session = await engine.open({})
    const [result] = await session.execute("SELECT ID FROM information_schema.processlist WHERE USER = 'shop'")
    await session.close()
    return result?.kind === 'rows' ? result.rows.map(([cell]) => (cell?.kind === 'number' ? Number(cell.literal) : 0)) : []
  }
  const sleepsNow = async (seconds: number) => {
    const session = await engine.open({})
    const [result] = await session.execute(`SELECT ID FROM information_schema.processlist WHERE INFO = 'SELECT SLEEP(${seconds})'`)
    await session.close()
    return result?.kind === 'rows' && result.rows.length > 0
  }
  /** Answers once the server has begun, which busy in MaxScale is a moment before. */
  const sleeps = async (session: Opened) => {
    const running = session.run('SELECT SLEEP(20)')
    await expect.poll(() => sleepsNow(20)).toBe(true)
    return { running }
  }
  const ended = { affected_rows: 0, last_insert_id: 0, warnings: 0 }

  test('KILL QUERY through a service ends what the session of that number runs', async () => {
    const [one, other] = [await open(), await open()]
    const { running } = await sleeps(one)
    expect(await other.run(`KILL QUERY ${one.number}`)).toEqual(ended)
    expect(await running).toMatchObject({ errno: 1317, message: 'Query execution was interrupted' })
    expect((await one.run('SELECT 7'))?.data).toEqual([[7]])
    for (const { at } of [one, other]) await call('DELETE', at(''))
  })

  test('KILL through a service ends the session of that number, until it reconnects', async () => {
    const [idle, busy, other] = [await open(), await open(), await open()]
    const { running } = await sleeps(busy)
    for (const { number } of [idle, busy]) expect(await other.run(`KILL CONNECTION ${number}`)).toEqual(ended)
    expect(await running).toMatchObject({ errno: 2013, message: 'Lost connection to server during query' })
    for (const one of [idle, busy]) expect(await one.run('SELECT 1')).toMatchObject({ errno: 2006, message: 'Server has gone away' })
    expect((await call('GET', '/sessions')).body).toMatchObject({ data: [{ id: String(other.number) }] })
    expect(await sessions()).toHaveLength(1)
    expect((await call('POST', idle.at('/reconnect'))).status).toBe(204)
    expect((await idle.run('SELECT DATABASE()'))?.data).toEqual([['d']])
    expect(await idle.thread()).not.toBe(idle.number)
    for (const { at } of [idle, busy, other]) await call('DELETE', at(''))
  })

  test('KILL through a service knows no thread of the server, and may end its own session', async () => {
    const [one, other] = [await open(), await open({ target: 'RO-Conn' })]
    expect(await one.run('KILL 99999')).toEqual(ended)
    expect(await one.run('KILL QUERY ID 99999')).toEqual(ended)
    expect(await one.run(`KILL QUERY ${one.number}`)).toEqual(ended)
    expect(await one.run(`KILL ${one.number}`)).toMatchObject({ errno: 2013 })
    expect(await one.run('SELECT 1')).toMatchObject({ errno: 2006 })
    await call('POST', one.at('/reconnect'))
    expect(await other.run("KILL USER 'shop'")).toMatchObject({ errno: 2013 })
    expect(await one.run('SELECT 1')).toMatchObject({ errno: 2006 })
    for (const { at } of [one, other]) await call('DELETE', at(''))
  })

  test('KILL at a server itself is the server’s own', async () => {
    const [one, other] = [await open({ target: 'shop-primary' }), await open({ target: 'shop-primary' })]
    const { running } = await sleeps(one)
    expect(await other.run(`KILL QUERY ${one.number}`)).toEqual(ended)
    expect(await running).toMatchObject({ errno: 1317 })
    expect(await other.run(`KILL ${one.number}`)).toEqual(ended)
    await expect.poll(() => one.run('SELECT 1')).toMatchObject({ errno: 2006 })
    // The server takes a moment to let a killed thread go.
    await expect.poll(() => other.run(`KILL ${one.number}`)).toMatchObject({ errno: 1094, message: `Unknown thread id: ${one.number}` })
    for (const { at } of [one, other]) await call('DELETE', at(''))
  })

  test('what is closed, reconnected or given up leaves no session in the database', async () => {
    const one = await open({ target: 'shop-primary', timeout: 1 })
    expect(await sessions()).toEqual([one.number])
    await call('POST', one.at('/reconnect'))
    const again = await one.thread()
    expect(await sessions()).toEqual([again])
    expect(await one.run('SELECT SLEEP(30)')).toMatchObject({ errno: 2013 })
    await call('POST', one.at('/reconnect'))
    expect(await sessions()).toEqual([await one.thread()])
    expect(await one.run('SELECT SLEEP(30)')).toMatchObject({ errno: 2013 })
    expect((await call('DELETE', one.at(''))).status).toBe(204)
    expect(await sessions()).toEqual([])
  })

  test('64 connections that are opened, used at once and closed leave no session', async () => {
    const all = await Promise.all(Array.from({ length: 64 }, () => open()))
    expect((await Promise.all(all.map(({ run }) => run('SELECT SLEEP(0.01), 7')))).map((result) => result?.data)).toEqual(all.map(() => [[0, 7]]))
    await Promise.all(all.map(({ at }) => call('DELETE', at(''))))
    expect(await sessions()).toEqual([])
    expect((await call('GET', '/sql')).body).toMatchObject({ data: [] })
  }, 30_000)

  test('a connection closes as soon as its asynchronous query has ended by /cancel', async () => {
    const one = await open()
    const started = await call('POST', one.at('/queries', '&async=true'), { sql: 'SELECT SLEEP(30)' })
    const result = one.at(`/queries/${started.body.data?.id}`)
    expect((await call('DELETE', one.at(''))).status).toBe(404)
    await expect.poll(() => sleepsNow(30)).toBe(true)
    expect((await call('POST', one.at('/cancel'))).status).toBe(200)
    await expect.poll(async () => (await call('GET', result)).status).toBe(201)
    expect((await call('GET', result)).body.data?.attributes.results).toMatchObject([{ errno: 1317 }])
    expect((await call('DELETE', one.at(''))).status).toBe(204)
    expect((await call('GET', result)).status).toBe(404)
    expect(await sessions()).toEqual([])
  })

  test('what an asynchronous query answered is kept until it is erased, another query or the end', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const megabytes = () => {
      collect()
      const { heapUsed, external } = process.memoryUsage()
      return (heapUsed + external) / 2 ** 20
    }
    const all = await Promise.all(Array.from({ length: 3 }, () => open()))
    const results = await Promise.all(
      all.map(async ({ at }) => {
        const { body } = await call('POST', at('/queries', '&async=true'), { sql: "SELECT REPEAT('x', 8000000) AS big" })
        return at(`/queries/${body.data?.id}`, '&pretty=false')
      }),
    )
    for (const result of results) await expect.poll(async () => (await call('GET', result)).status, { timeout: 10_000 }).toBe(201)
    const before = megabytes()
    for (const [index, { at, run }] of all.entries()) {
      if (index === 0) await call('DELETE', results[index] ?? '')
      else if (index === 1) await run('SELECT 1')
      else await call('DELETE', at(''))
    }
    expect(before - megabytes()).toBeGreaterThan(3 * 7)
    for (const { at } of all.slice(0, 2)) await call('DELETE', at(''))
  }, 30_000)

  test('a reconnection is refused in a transaction once, and then ends it', async () => {
    const one = await open()
    await one.run('BEGIN')
    await one.run('DELETE FROM t')
    expect([(await call('POST', one.at('/reconnect'))).status, (await call('POST', one.at('/reconnect'))).status]).toEqual([503, 204])
    expect((await one.run('SELECT COUNT(*) FROM t'))?.data).toEqual([[1]])
    await call('DELETE', one.at(''))
  })

  test('what was lost in a transaction reconnects at the second attempt, or after a query that finds it gone', async () => {
    const lose = async () => {
      const one = await open({ timeout: 1, target: 'shop-primary' })
      await one.run('BEGIN')
      expect(await one.run('SELECT SLEEP(3)')).toMatchObject({ errno: 2013 })
      return one
    }
    const statuses = async ({ at }: Opened) => [(await call('POST', at('/reconnect'))).status, (await call('POST', at('/reconnect'))).status]
    const [one, other] = await Promise.all([lose(), lose()])
    expect(await statuses(one)).toEqual([503, 204])
    expect(await other.run('SELECT 1')).toMatchObject({ errno: 2006 })
    expect(await statuses(other)).toEqual([204, 204])
    for (const { at } of [one, other]) await call('DELETE', at(''))
  })

  test('a service does not go on with a transaction whose connection to the server was lost', async () => {
    const one = await open()
    await one.run('BEGIN')
    await one.run('DELETE FROM t')
    const [[backend] = []] = (await one.run('SELECT CONNECTION_ID()'))?.data ?? []
    const killer = await engine.open({})
    await killer.execute(`KILL ${String(backend)}`)
    await killer.close()
    expect([await one.run('SELECT 1'), await one.run('SELECT 1')]).toMatchObject([{ errno: 2006 }, { errno: 2006 }])
    expect((await call('POST', one.at('/reconnect'))).status).toBe(204)
    expect((await one.run('SELECT COUNT(*) FROM t'))?.data).toEqual([[1]])
    await call('DELETE', one.at(''))
  })
})
