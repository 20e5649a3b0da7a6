import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../vault/secret.ts'
import { behindMaxScale, failureFrom, firstCell, firstRow, only, pause } from './fixtures/behind-maxscale.ts'
import { createRest } from './rest.ts'
import { MaxScaleSession } from './session.ts'
import { pollPause, type StatementProgress } from './statement-call.ts'

describe('a statement on a line that fails', () => {
  const { faults, open, run } = behindMaxScale('mariadb')

  it.each(['reset', 'short', 'truncate', 'empty', 'drop'] as const)('is found by the number of its query where the answer to sending it was lost by %s, and runs once', async (fault) => {
    const session = await open()
    await run(session, 'CREATE TEMPORARY TABLE seen (n INT)')
    faults.order({ fault, match: 'async' })
    expect(only(await run(session, 'INSERT INTO seen VALUES (1)'))).toMatchObject({ kind: 'ok', affectedRows: '1' })
    expect(session.condition.kind).toBe('open')
    expect(firstCell(await run(session, 'SELECT COUNT(*) FROM seen'))).toBe('1')
  })

  it.each(['reset', 'short', 'truncate', 'empty', 'drop', 'badGateway', 'unavailable'] as const)('is asked for again where its answer was lost by %s', async (fault) => {
    const session = await open()
    faults.order({ fault, match: '/queries/' })
    expect(firstCell(await run(session, 'SELECT COUNT(*) FROM numbers'))).toBe('4096')
  })

  it('goes on while MaxScale cannot be reached, and says so', async () => {
    const session = await open()
    const told: StatementProgress[] = []
    const running = session.run({ sql: 'SELECT SLEEP(1), 7', rowLimit: 10, onProgress: (progress) => told.push(progress) })
    await pause(200)
    faults.order({ fault: 'drop', match: '/queries/', times: 2 })
    expect(firstRow(await running)).toEqual(['0', '7'])
    expect(told.map(({ reachable }) => reachable)).toEqual(expect.arrayContaining([true, false]))
    expect(session.condition.kind).toBe('open')
  })

  it('which a gateway refused before MaxScale saw it, is not known to have run', async () => {
    const session = await open()
    faults.order({ fault: 'badGateway', match: 'async' })
    expect(await failureFrom(run(session, "UPDATE owners SET name = '周' WHERE id = 7"))).toMatchObject({ kind: 'server', code: 'maxscale.webPage', retrySafe: false })
    expect(session.condition).toMatchObject({ kind: 'lost', reason: 'unanswered' })
  })

  it('is ended by its own time limit, which comes before the session', async () => {
    const session = await open({ timeoutSeconds: 1 })
    await run(session, 'SET @mine = 7')
    expect(only(await run(session, 'SELECT SLEEP(20)'))).toMatchObject({ kind: 'error', code: '1969' })
    expect(firstCell(await run(session, 'SELECT @mine'))).toBe('7')
  })

  it('without a limit outlives the 10 seconds that are a session\'s read timeout unless another is asked for', async () => {
    const session = await open({ timeoutSeconds: 0 })
    expect(firstRow(await run(session, 'SELECT SLEEP(11), 7'))).toEqual(['0', '7'])
  })
})

describe('the pause between two questions', () => {
  it('grows with the age of the statement, and is more than a second beyond 10 s', () => {
    expect([0, 100, 1_000, 9_999].map(pollPause)).toEqual([4, 10, 100, 999.9])
    for (const age of [10_000, 59_999, 60_000, 600_000, 86_400_000]) expect(pollPause(age)).toBeGreaterThanOrEqual(1_500)
  })

  it('keeps a statement of 15 seconds below one request a second once it is older than 10', async () => {
    const asked: number[] = []
    const started = performance.now()
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const age = performance.now() - started
        if (request.method === 'GET') asked.push(age)
        const isDone = age > 15_000
        const attributes = { execution_time: age / 1_000, sql: 'x', ...(request.method === 'GET' && { results: isDone ? [{ affected_rows: 1, last_insert_id: 0, warnings: 0 }] : {} }) }
        response.writeHead(request.method === 'GET' && isDone ? 201 : 202).end(JSON.stringify({ data: { id: 'abc.1', attributes } }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const rest = createRest({ baseUrl, restUser: 'u', restPassword: new Secret('p'), signIn: 'basic', trust: { certificateAuthority: '', pinnedCertificate: '' } })
      const access = { target: 't', databaseUser: 'u', databasePassword: new Secret('p'), database: '', timeoutSeconds: 60, tokenPlace: 'cookie' } as const
      const session = new MaxScaleSession(rest, access, { key: { id: 'abc', token: new Secret('t'), place: 'cookie' }, endsAt: Date.now() + 60_000 })
      expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).kind).toBe('ok')
      const late = asked.filter((age) => age > 10_000)
      expect(late.length).toBeGreaterThan(1)
      expect(late.length).toBeLessThanOrEqual(Math.ceil((asked.at(-1) ?? 0) / 1_000 - 10))
    } finally {
      server.close()
    }
  })
})
