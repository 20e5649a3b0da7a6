import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine, EngineResult } from './engine.ts'
import { startMariadbEngine } from './mariadb-engine.ts'
import { startSqliteEngine } from './sqlite-engine.ts'

const starts = { sqlite: startSqliteEngine, mariadb: startMariadbEngine }
const beyond = { kind: 'error', errno: 1290, sqlState: 'HY000', message: expect.stringContaining('--max-session-mem-used') as string }

describe.each(['sqlite', 'mariadb'] as const)('a result of %s', (kind) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await starts[kind]()
  })
  afterAll(() => engine.close())

  const run = async (sql: string): Promise<EngineResult[]> => {
    const session = await engine.open({ database: 'shop' })
    try {
      const results = await session.execute(sql)
      // It goes on with the next statement as ever.
      expect(await session.execute('SELECT 1 AS one')).toMatchObject([{ kind: 'rows', rows: [[{ literal: '1' }]] }])
      return results
    } finally {
      await session.close()
    }
  }

  it('took all memory: rows of a cross join', async () => {
    expect(await run('SELECT * FROM orders AS a, orders AS b')).toEqual([beyond])
  })

  it('took all memory: large values in few rows', async () => {
    expect(await run("SELECT REPEAT('x', 8000000) AS big FROM orders LIMIT 1000")).toEqual([beyond])
  })

  it('took all memory: one value of a billion letters', async () => {
    const [result] = await run("SELECT REPEAT('x', 1000000000) AS big, SPACE(1000000000) AS blanks, LPAD('x', 1000000000, 'y') AS padded")
    expect(result).toMatchObject({ kind: 'rows', rows: [[null, null, null]] })
  })
})

it('a value larger than a packet, made of several, ended the thread of the embedded engine', async () => {
  const engine = await startSqliteEngine()
  try {
    const session = await engine.open({ database: 'shop' })
    const half = "REPEAT('x', 10000000)"
    expect(await session.execute(`SELECT CONCAT(${half}, ${half}) AS big`)).toMatchObject([{ kind: 'error', errno: 1153, sqlState: '08S01' }])
    expect(await session.execute('SELECT 1 AS one')).toMatchObject([{ kind: 'rows' }])
  } finally {
    await engine.close()
  }
})
