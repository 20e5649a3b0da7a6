import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
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

  it.each(['reset', 'short', 'truncate', 'empty', 'drop', 'badGateway', 'unavailable', 'throttle', 'expired'] as const)('is asked for again where its answer was lost by %s', async (fault) => {
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
    const session = await scripted(({ method }) => {
      const age = performance.now() - started
      if (method === 'GET') asked.push(age)
      return method === 'GET' && age > 15_000 ? { status: 201, results: ok } : { status: 202 }
    })
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).kind).toBe('ok')
    const late = asked.filter((age) => age > 10_000)
    expect(late.length).toBeGreaterThan(1)
    expect(late.length).toBeLessThanOrEqual(Math.ceil((asked.at(-1) ?? 0) / 1_000 - 10))
  })

  it('grows with a statement that each answer echoes, so that a slow line is not filled with it', async () => {
    let asked = 0
    const started = performance.now()
    const session = await scripted(async ({ method, sql }) => {
      if (method === 'GET') asked += 1
      await pause(method === 'GET' ? 150 : 0)
      return method === 'GET' && performance.now() - started > 1_500 ? { status: 201, results: ok, sql } : { status: 202, sql }
    })
    await session.run({ sql: `SELECT '${'x'.repeat(100_000)}'`, rowLimit: 10 })
    expect(asked).toBeLessThan(5)
  })
})

describe('an answer that is not MaxScale\'s own', () => {
  it('such as a gateway\'s 503 is not taken for "busy": the statement may have run', async () => {
    const session = await scripted(({ method }) => (method === 'POST' ? { status: 503, text: 'upstream connect error or disconnect/reset before headers' } : { status: 404 }))
    expect(await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ code: 'maxscale.serverError', retrySafe: false })
    expect(session.condition).toMatchObject({ kind: 'lost', reason: 'unanswered' })
  })

  it('but another statement\'s is never taken for this one\'s', async () => {
    const session = await scripted(({ method }) => (method === 'POST' ? { status: 502, text: 'bad gateway' } : { status: 201, results: ok, sql: 'INSERT INTO t VALUES (1)' }))
    expect(await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ retrySafe: false })
  })

  it('is found by its number where a gateway answered 503 after it had passed the statement on', async () => {
    const session = await scripted(({ method, sql }) => (method === 'POST' ? { status: 503, text: 'no healthy upstream' } : { status: 201, results: ok, sql }))
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ kind: 'ok' })
    expect(session.condition.kind).toBe('open')
  })

  it('that is final while the statement runs is not safe to run again, and no secret is in its words', async () => {
    const session = await scripted(({ method, url }) => (method === 'POST' && url.includes('async') ? { status: 202 } : { status: 404, text: `not found: ${url}` }))
    const failure = await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))
    expect(failure).toMatchObject({ code: 'maxscale.answerLost', retrySafe: false })
    expect(JSON.stringify(failure)).not.toContain('hush')
  })
})

describe('what a session does with an answer', () => {
  it.each([2002, 2006, 2013, 1927])('is to be lost by error %i, and to say what with it', async (errno) => {
    const session = await scripted(({ method, sql }) => (method === 'POST' ? { status: 202 } : { status: 201, sql, results: sql.startsWith('SET') ? ok : [{ errno, message: 'gone', sqlstate: 'HY000' }] }))
    await session.run({ sql: 'SET @mine = (SELECT 7)', rowLimit: 10 })
    expect(only(await session.run({ sql: 'SELECT 1', rowLimit: 10 }))).toMatchObject({ kind: 'error', code: String(errno), notices: [{ code: 'sessionLost' }] })
    expect(session.condition).toEqual({ kind: 'lost', reason: 'connection', lost: ['variables'] })
  })

  it('is to give MaxScale its room back where it was a large one', async () => {
    const seen: string[] = []
    const session = await scripted(({ method, url, sql }) => {
      seen.push(`${method} ${url.split('?')[0]}`)
      const rows = [{ fields: ['a'], data: [['x'.repeat(1_500_000)]], complete: true }]
      return method === 'GET' ? { status: 201, sql, results: rows } : { status: method === 'POST' ? 202 : 200 }
    })
    expect(only(await session.run({ sql: 'SELECT big', rowLimit: 10 })).kind).toBe('resultset')
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['POST /v1/sql/abc/queries', 'GET /v1/sql/abc/queries/abc.1', 'DELETE /v1/sql/abc/queries/abc.1'])
  })

  it('but not where another statement follows at once and does it', async () => {
    const seen: string[] = []
    const session = await scripted(({ method, sql }) => {
      seen.push(method)
      const rows = [{ fields: ['a'], data: [[sql === 'SELECT big' ? 'x'.repeat(1_500_000) : 'x']], complete: true }]
      return method === 'GET' ? { status: 201, sql, results: rows } : { status: method === 'POST' ? 202 : 200 }
    })
    for (const sql of ['SELECT big', 'SELECT big', 'SELECT little']) await session.run({ sql, rowLimit: 10 })
    await pause(1_500)
    expect(seen).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET'])
  })

  it('is to find it by our own address, whatever the links in it say', async () => {
    const session = await scripted(({ method, sql }) => ({ status: method === 'POST' ? 202 : 201, sql, results: ok, links: 'http://127.0.0.1:9/elsewhere' }))
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).kind).toBe('ok')
  })
})

interface Asked {
  method: string
  url: string
  /** The statement that was sent last. */
  sql: string
}
interface Scripted {
  status: number
  results?: unknown
  sql?: string
  /** Instead of a document. */
  text?: string
  /** Where the answer says that it is. */
  links?: string
}

const ok = [{ affected_rows: 1, last_insert_id: 0, warnings: 0 }]
const open: Server[] = []
afterEach(() => open.splice(0).forEach((server) => server.close()))

/** A session with the token "hush", in the URL, on a server that answers as told. */
async function scripted(answer: (asked: Asked) => Scripted | Promise<Scripted>): Promise<MaxScaleSession> {
  let sent = ''
  let queries = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { method = '', url = '' } = request
      if (method === 'POST') queries += 1
      const queryId = `abc.${queries}`
      const body = Buffer.concat(chunks).toString()
      if (body) sent = (JSON.parse(body) as { sql: string }).sql
      const { status, results, sql = 'x', text, links = '' } = await answer({ method, url, sql: sent })
      const attributes = { execution_time: 1, sql, ...(method === 'GET' && { results: results ?? {} }) }
      response.writeHead(status, links ? { Location: links } : {}).end(text ?? JSON.stringify({ data: { id: queryId, attributes }, links: { self: links } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const rest = createRest({ baseUrl, restUser: 'u', restPassword: new Secret('p'), signIn: 'basic', trust: { certificateAuthority: '', pinnedCertificate: '' } })
  const access = { target: 't', databaseUser: 'u', databasePassword: new Secret('p'), database: '', timeoutSeconds: 60, tokenPlace: 'parameter' } as const
  return new MaxScaleSession(rest, access, { key: { id: 'abc', token: new Secret('hush'), place: 'parameter' }, endsAt: Date.now() + 60_000 })
}
