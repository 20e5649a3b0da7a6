import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isRunning } from '../clients/fixtures/under-way.ts'
import type { Engine } from './engine/engine.ts'
import { startMariadbEngine } from './engine/mariadb-engine.ts'
import { startSqliteEngine } from './engine/sqlite-engine.ts'
import { createFaults } from './faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from './maxscale-rest.ts'

interface Answer {
  status: number
  text: string
  body: {
    data?: { id: string; attributes: { thread_id: number; results: { data?: unknown[][]; complete?: boolean; errno?: number }[] } }
    meta?: { token: string }
    errors?: { detail: string }[]
  }
}

const faults = createFaults()

/** Starts a server around the tests of a suite, and answers what talks to it. */
function maxScaleOn(kind: 'sqlite' | 'mariadb') {
  let folder = ''
  let engine: Engine
  let server: MaxScaleRest

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-behaviour-'))
    const seedFile = join(folder, 'seed.sql')
    const rows = Array.from({ length: 400 }, (_, row) => `(${row + 1})`).join(',')
    await writeFile(seedFile, `CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY); INSERT INTO d.t VALUES ${rows};`)
    const options = { seedFile, accounts: [{ user: 'app', password: 's' }] }
    engine = kind === 'sqlite' ? await startSqliteEngine(options) : await startMariadbEngine(options)
    server = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: 'mariadb' }], faults })
  })
  afterEach(() => faults.clear())
  afterAll(async () => {
    await server.close()
    await engine.close()
    await rm(folder, { recursive: true })
  })

  const call = async (method: string, path: string, body?: object, signal?: AbortSignal): Promise<Answer> => {
    const response = await fetch(`${server.url}/v1${path}`, {
      method,
      headers: { Authorization: `Basic ${btoa('admin:mariadb')}` },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    const text = await response.text()
    return { status: response.status, text, body: (text ? JSON.parse(text) : {}) as Answer['body'] }
  }
  const open = async (target: string, more: object = {}, query = '') => {
    const { body } = await call('POST', `/sql${query}`, { target, user: 'app', password: 's', db: 'd', ...more })
    const id = body.data?.id ?? ''
    const at = (part: string, parameters = '') => `/sql/${id}${part}?token=${body.meta?.token}${parameters}`
    const run = (sql: string, fields: object = {}) => call('POST', at('/queries'), { sql, ...fields })
    const start = async (sql: string, fields: object = {}) => at(`/queries/${(await call('POST', at('/queries', '&async=true'), { sql, ...fields })).body.data?.id}`)
    return { id, at, run, start, thread: body.data?.attributes.thread_id ?? 0 }
  }
  const first = ({ body }: Answer) => body.data?.attributes.results[0]
  const ended = async (query: string) => {
    await expect.poll(async () => (await call('GET', query)).status, { timeout: 10_000 }).toBe(201)
    return first(await call('GET', query))
  }
  /** Starts it, and waits until the database runs it: a KILL that comes before kills nothing, or something else. */
  const running = async (session: Awaited<ReturnType<typeof open>>, sql: string) => {
    const query = await session.start(sql)
    await expect.poll(() => isRunning(engine, sql)).toBe(true)
    return query
  }
  const close = async (...sessions: Awaited<ReturnType<typeof open>>[]) => {
    for (const { at } of sessions) await expect.poll(async () => (await call('DELETE', at(''))).status).toBe(204)
  }
  return { call, open, running, first, ended, close, engine: () => engine, swap: (other: MaxScaleRest) => ([other, server] = [server, other])[0] }
}

describe.each(['sqlite', 'mariadb'] as const)('what a real 24.02.4 was seen to do, on %s', (kind) => {
  const { call, open, running, first, ended, close, engine, swap } = maxScaleOn(kind)

  /** Cancels while something runs, and asks for its answer in the same moment; how long MaxScale then said nothing. */
  const cancelAndPoll = async (target: string, timeout: number) => {
    const session = await open(target, { timeout })
    const query = await running(session, 'SELECT SLEEP(1.5)')
    const began = performance.now()
    const [cancelled] = await Promise.all([call('POST', session.at('/cancel')), call('GET', query)])
    await call('GET', '/servers')
    return { session, query, cancelled, silentMs: performance.now() - began }
  }

  test.each(['RW-Split', 'RW-Listener'])('/cancel on the %s with a poll under way freezes the whole REST API until the open timeout', async (target) => {
    const { session, query, silentMs } = await cancelAndPoll(target, 2)
    expect(silentMs).toBeGreaterThan(2_000)
    // The KILL never arrived.
    expect((await ended(query))?.data).toEqual([[0]])
    await close(session)
  })

  test('/cancel with a poll under way freezes nothing on a target that is a server', async () => {
    const { session, query, cancelled, silentMs } = await cancelAndPoll('shop-primary', 30)
    expect([cancelled.status, silentMs < 2_000]).toEqual([200, true])
    expect((await ended(query))?.errno).toBe(1317)
    await close(session)
  })

  test('a frozen REST API answers nobody, and for ever where the open timeout is 0', async () => {
    const frozen = await startMaxScaleRest({ engine: engine(), port: 0, users: [{ name: 'admin', password: 'mariadb' }], faults: createFaults() })
    const own = swap(frozen)
    try {
      const session = await open('RW-Split', { timeout: 0 })
      const query = await session.start('SELECT SLEEP(0.5)')
      const signal = AbortSignal.timeout(1_500)
      const asked = [['POST', session.at('/cancel')], ['GET', query], ['GET', '/servers'], ['GET', '/auth']] as const
      const answers = await Promise.allSettled(asked.map(([method, path]) => call(method, path, undefined, signal)))
      expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 'rejected'))
    } finally {
      swap(own)
      await frozen.close()
    }
  })

  test.each(['RW-Split', 'shop-primary'])('KILL QUERY on a second session of the %s freezes nothing, however much is asked meanwhile', async (target) => {
    const [one, other] = [await open(target), await open(target)]
    const query = await one.start('SELECT SLEEP(30)')
    await expect.poll(async () => (await Promise.all([call('GET', query), other.run(`KILL QUERY ${one.thread}`)]))[0].status).toBe(201)
    expect((await ended(query))?.errno).toBe(1317)
    await close(one, other)
  })

  test('/cancel on a service with nobody asking meanwhile ends the query', async () => {
    const session = await open('RW-Split')
    const query = await running(session, 'SELECT SLEEP(30)')
    expect((await call('POST', session.at('/cancel'))).status).toBe(200)
    expect((await ended(query))?.errno).toBe(1317)
    await close(session)
  })

  test('max_rows 0 answers no rows in a session’s first query, and all in later ones', async () => {
    const session = await open('shop-primary')
    expect(first(await session.run('SELECT id FROM t', { max_rows: 0 }))).toMatchObject({ data: [], complete: false })
    const later = first(await session.run('SELECT id FROM t ORDER BY id', { max_rows: 0 }))
    expect([later?.data?.length, later?.complete]).toEqual([400, true])
    await close(session)
  })

  test.each([
    ['shuttingDown', 'shutting-down', 'MaxScale is shutting down'],
    ['lost', 'lost', 'Connection to server was lost'],
  ] as const)('refuses with 503 in its own words where %s is ordered, or asked for in a comment', async (fault, spelling, words) => {
    const session = await open('shop-primary')
    faults.order({ fault, match: '/queries' })
    for (const sql of ['SELECT 1', `/* sandbox: ${spelling} */ SELECT 1`]) {
      const { status, body } = await session.run(sql)
      expect([status, body.errors?.[0]?.detail]).toEqual([503, words])
      expect(first(await session.run('SELECT 1'))).toMatchObject(fault === 'lost' ? { errno: 2006 } : { data: [[1]] })
    }
    await close(session)
  })

  test('a connection that is lost while its answer is asked for ends what it runs', async () => {
    const session = await open('shop-primary')
    const query = await session.start('SELECT SLEEP(30)')
    faults.order({ fault: 'lost', match: '/queries/' })
    expect((await call('GET', query)).status).toBe(503)
    expect(await ended(query)).toMatchObject({ errno: 2013 })
    expect((await call('POST', session.at('/reconnect'))).status).toBe(204)
    await close(session)
  })

  test('erasing a large result keeps the session busy about as long as reading it did, a small one not', async () => {
    const session = await open('shop-primary')
    const small = await session.start('SELECT id FROM t')
    await ended(small)
    await call('DELETE', small)
    expect((await session.run('SELECT 1')).status).toBe(201)
    const large = await session.start('SELECT a.id, b.id, a.id, b.id, a.id, b.id, a.id, b.id, a.id, b.id FROM t a, t b WHERE b.id <= 60', { max_rows: 1_000_000 })
    expect((await ended(large))?.data).toHaveLength(24_000)
    expect((await call('DELETE', large)).status).toBe(200)
    const busy = await session.run('SELECT 1')
    expect([busy.status, busy.body.errors?.[0]?.detail]).toEqual([503, `ID ${session.id} is busy.`])
    await expect.poll(async () => (await session.run('SELECT 1')).status).toBe(201)
    await close(session)
  })

  test('BENCHMARK ends with an ordinary row after KILL QUERY', async () => {
    const [one, other] = [await open('shop-primary'), await open('shop-primary')]
    const query = await running(one, "SELECT BENCHMARK(1000000000, SHA2('a', 512))")
    await expect.poll(async () => (await Promise.all([other.run(`KILL QUERY ${one.thread}`), call('GET', query)]))[1].status).toBe(201)
    expect((await ended(query))?.data).toEqual([[0]])
    await close(one, other)
  })

  test('a token that ends while its statement runs loses the answer; the session is there, and its thread runs on', async () => {
    const session = await open('shop-primary', {}, '?max-age=600')
    const query = await session.start('SELECT SLEEP(30)')
    faults.order({ fault: 'skew', seconds: 601, match: '/queries/' })
    const { status, body } = await call('GET', query)
    expect([status, body.errors?.[0]?.detail]).toEqual([400, 'Malformed connection token'])
    expect((await call('GET', `/sql/${session.id}`)).status).toBe(200)
    const [running] = await engine().open({}).then(async (watcher) => {
      const results = await watcher.execute(`SELECT INFO FROM information_schema.processlist WHERE ID = ${session.thread}`)
      await watcher.close()
      return results
    })
    expect(running).toMatchObject({ kind: 'rows', rows: [[{ text: 'SELECT SLEEP(30)' }]] })
    await call('POST', session.at('/cancel'))
    await close(session)
  })
})

describe('what a real 24.02.4 was seen to do with what MariaDB alone has', () => {
  const { call, open, first, ended, close } = maxScaleOn('mariadb')

  test('a cancelled GET_LOCK answers NULL and holds nothing', async () => {
    const [one, other] = [await open('shop-primary'), await open('shop-primary')]
    await other.run("SELECT GET_LOCK('l', 0)")
    const query = await one.start("SELECT GET_LOCK('l', 30)")
    await expect.poll(async () => (await Promise.all([other.run(`KILL QUERY ${one.thread}`), call('GET', query)]))[1].status).toBe(201)
    expect((await ended(query))?.data).toEqual([[null]])
    await other.run("SELECT RELEASE_LOCK('l')")
    expect(first(await other.run("SELECT IS_FREE_LOCK('l')"))?.data).toEqual([[1]])
    await close(one, other)
  })

  test('FLOAT and DOUBLE are rewritten, ZEROFILL is lost, text ends at a NUL, and what the session’s charset lacks is a question mark', async () => {
    const session = await open('shop-primary')
    await session.run('CREATE TABLE typed (a DOUBLE, b DOUBLE, c DOUBLE(10,3), d DOUBLE, e FLOAT, f INT(8) ZEROFILL, g TEXT, h VARCHAR(20), i VARCHAR(20) CHARACTER SET utf8mb4)')
    await session.run("INSERT INTO typed VALUES (1.1, PI(), 1.5, 1e16, 0.1, 42, 'ab\\0cd', 'ab\\0cd', '😀')")
    const row = async () => /"data":\[\[(.*?)\]\]/.exec((await call('POST', session.at('/queries', '&pretty=false'), { sql: 'SELECT a, PI(), c, d, e, f, g, h, i FROM typed' })).text)?.[1]
    const text = '"ab","ab"'
    expect(await row()).toBe(`1.1000000000000001,3.1415929999999999,1.5,10000000000000000.0,0.10000000000000001,42,${text},"😀"`)
    await session.run('SET NAMES utf8mb3')
    expect(await row()).toMatch(/,42,"ab","ab","\?"$/)
    await session.run('SET NAMES latin1')
    expect(await row()).toMatch(/,42,"ab","ab","\?"$/)
    await close(session)
  })
})
