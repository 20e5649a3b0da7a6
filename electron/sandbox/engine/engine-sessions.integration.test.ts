import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, EngineSession, EngineValue } from './engine.ts'
import { startMariadbEngine } from './mariadb-engine.ts'
import { startSqliteEngine } from './sqlite-engine.ts'

const start = { sqlite: startSqliteEngine, mariadb: startMariadbEngine }
const gone = [2006, 'HY000', 'Server has gone away']
const shown = (value: EngineValue): unknown => (value === null ? null : value.kind === 'bytes' ? value.bytes : value.kind === 'number' ? Number(value.literal) : value.text)

describe.each(['sqlite', 'mariadb'] as const)('sessions of the engine on %s', (kind) => {
  let folder = ''
  let engine: Engine
  let session: EngineSession

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-sessions-'))
    const seedFile = join(folder, 'seed.sql')
    await writeFile(seedFile, 'CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY); INSERT INTO d.t VALUES (1), (2);')
    engine = await start[kind]({ seedFile })
    session = await engine.open({ database: 'd' })
  })
  afterAll(async () => {
    await session.close()
    await engine.close()
    await rm(folder, { recursive: true })
  })

  const rows = async (sql: string, on = session): Promise<unknown[][]> => {
    const result = (await on.execute(sql)).at(-1)
    if (result?.kind !== 'rows') throw new Error(`${sql}: ${result?.kind === 'error' ? result.message : result?.kind}`)
    return result.rows.map((row) => row.map(shown))
  }
  const outcome = async (sql: string, on = session): Promise<unknown> => {
    const result = (await on.execute(sql)).at(-1)
    return result?.kind === 'error' ? [result.errno, result.sqlState, result.message] : result?.kind
  }
  const listed = async (id: number): Promise<unknown[] | undefined> =>
    (await rows('SELECT ID, USER, DB, COMMAND, STATE, INFO FROM information_schema.processlist')).find(([one]) => one === id)

  test('tells whether a transaction is open and whether statements commit by themselves', async () => {
    const one = await engine.open({ database: 'd' })
    const state = async () => (await rows('SELECT @@in_transaction, @@autocommit, CONNECTION_ID(), DATABASE()', one))[0]
    const steps: [sql: string, transaction: number, autocommit: number][] = [
      ['DO 1', 0, 1],
      ['BEGIN', 1, 1], ['INSERT INTO t VALUES (3)', 1, 1], ['ROLLBACK', 0, 1],
      ['SET autocommit = 0', 0, 0], ['SELECT 1', 0, 0], ['SELECT * FROM t', 1, 0], ['COMMIT', 0, 0],
      ['INSERT INTO t VALUES (3)', 1, 0], ['ROLLBACK', 0, 0], ['SET @@session.autocommit = OFF', 0, 0],
      ['DELETE FROM t WHERE id = 9', 1, 0], ['SET autocommit = ON', 0, 1], ['START TRANSACTION', 1, 1], ['COMMIT', 0, 1],
    ]
    for (const [sql, transaction, autocommit] of steps) {
      await one.execute(sql)
      expect([sql, ...((await state()) ?? [])]).toEqual([sql, transaction, autocommit, one.threadId, 'd'])
    }
    expect(await rows('SELECT COUNT(*) FROM t', one)).toEqual([[2]])
    await one.close()
  })

  test('lists the sessions and what they run', async () => {
    const one = await engine.open({ database: 'd' })
    expect(await listed(one.threadId)).toEqual([one.threadId, 'root', 'd', 'Sleep', '', null])
    const sleeping = one.execute('SELECT SLEEP(20)')
    await expect.poll(() => listed(one.threadId)).toEqual([one.threadId, 'root', 'd', 'Query', 'User sleep', 'SELECT SLEEP(20)'])
    const [own] = await rows('SELECT COMMAND, STATE, INFO, TIME, STAGE, MAX_STAGE, PROGRESS FROM information_schema.processlist WHERE ID = CONNECTION_ID()')
    expect(own?.slice(0, 2)).toEqual(['Query', 'Filling schema table'])
    expect(own?.slice(3)).toEqual([0, 0, 0, 0])
    expect((await rows('SHOW FULL PROCESSLIST')).find(([id]) => id === one.threadId)).toMatchObject({ 4: 'Query', 6: 'User sleep', 7: 'SELECT SLEEP(20)' })
    await one.cancel()
    await sleeping
    await one.execute('USE information_schema')
    expect(await listed(one.threadId)).toMatchObject({ 2: 'information_schema', 3: 'Sleep' })
    await one.close()
    await expect.poll(() => listed(one.threadId)).toBeUndefined()
  })

  test('KILL QUERY ends what a session runs, and the session works on', async () => {
    const one = await engine.open({ database: 'd' })
    const sleeping = outcome('SELECT SLEEP(20)', one)
    await expect.poll(async () => (await listed(one.threadId))?.[4]).toBe('User sleep')
    expect(await outcome(`KILL QUERY ${one.threadId}`)).toBe('ok')
    expect(await sleeping).toEqual([1317, '70100', 'Query execution was interrupted'])
    expect(await rows('SELECT COUNT(*) FROM t', one)).toEqual([[2]])
    await one.close()
  })

  test('KILL ends a session for good', async () => {
    const [idle, busy] = [await engine.open({ database: 'd' }), await engine.open({ database: 'd' })]
    await busy.execute('BEGIN')
    await busy.execute('INSERT INTO t VALUES (4)')
    const sleeping = outcome('SELECT SLEEP(20)', busy)
    await expect.poll(async () => (await listed(busy.threadId))?.[4]).toBe('User sleep')
    for (const one of [idle, busy]) expect(await outcome(`KILL ${one.threadId}`)).toBe('ok')
    expect(await sleeping).toEqual([2013, 'HY000', 'Lost connection to server during query'])
    await expect.poll(async () => [await listed(idle.threadId), await listed(busy.threadId)]).toEqual([undefined, undefined])
    for (const one of [idle, busy]) await expect.poll(() => outcome('SELECT 1', one)).toEqual(gone)
    expect(await rows('SELECT COUNT(*) FROM t')).toEqual([[2]])
    expect(await outcome(`KILL ${idle.threadId}`)).toEqual([1094, 'HY000', `Unknown thread id: ${idle.threadId}`])
    await Promise.all([idle.close(), busy.close()])
  })

  test('KILL of itself', async () => {
    const one = await engine.open({})
    expect(await outcome('KILL QUERY CONNECTION_ID()', one)).toEqual([1317, '70100', 'Query execution was interrupted'])
    expect(await outcome('KILL CONNECTION_ID()', one)).toEqual([1927, '70100', 'Connection was killed'])
    expect(await outcome('SELECT 1', one)).toEqual(gone)
    await one.close()
  })

  test('a session that is closed in mid-statement is gone from the server', async () => {
    const one = await engine.open({ database: 'd' })
    const sleeping = one.execute('SELECT SLEEP(20)')
    await expect.poll(async () => (await listed(one.threadId))?.[4]).toBe('User sleep')
    await one.close()
    expect(await listed(one.threadId)).toBeUndefined()
    await sleeping
  })
})
