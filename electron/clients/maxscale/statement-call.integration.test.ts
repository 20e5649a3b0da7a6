import { describe, expect, it } from 'vitest'
import { behindMaxScale, failureFrom, firstCell, firstRow, only, pause } from './fixtures/behind-maxscale.ts'
import { ok, scripted } from './fixtures/scripted-session.ts'
import { closeOrphan } from './orphan.ts'
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

  it.concurrent.each([
    [404, 'default backend - 404'],
    [404, '<html><body>404 Not Found</body></html>'],
    [404, '{"message":"no Route matched with those values"}'],
    [400, '<html><body>400 The plain HTTP request was sent to HTTPS port</body></html>'],
  ])('was given up where a gateway that starts anew answered %s %s to a question about it', async (status, text) => {
    let asked = 0
    const session = await scripted(({ method, sql }) => {
      if (method === 'POST') return { status: 202, sql }
      asked += 1
      return asked === 1 ? { status, text } : { status: 201, results: ok, sql }
    })
    expect(only(await session.run({ sql: 'INSERT INTO t VALUES (1)', rowLimit: 10 }))).toMatchObject({ kind: 'ok', affectedRows: '1' })
    expect(session.condition.kind).toBe('open')
  })

  it('goes on while MaxScale cannot be reached, and says so', async () => {
    const session = await open()
    const told: StatementProgress[] = []
    const running = session.run({ sql: 'SELECT SLEEP(1), 7', rowLimit: 10, onProgress: (progress) => told.push(progress) })
    await expect.poll(() => told.length).toBeGreaterThan(0)
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

describe.concurrent('a statement that takes long', () => {
  it('is waited for as long as its connection says, not for 30 seconds, where MaxScale holds the request until it has ended', async () => {
    let posts = 0
    const session = await scripted(async ({ method }) => {
      if (method === 'GET') return { status: 404, detail: 'abc.1 is not a query_id' }
      posts += 1
      await pause(31_000)
      return { status: 201, results: ok }
    })
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ kind: 'ok', affectedRows: '1' })
    expect([posts, session.condition.kind]).toEqual([1, 'open'])
  })

  it('of 15 seconds costs less than one request a second once it is older than 10', async () => {
    const asked: number[] = []
    const started = performance.now()
    const session = await scripted(({ method }) => {
      const age = performance.now() - started
      if (method === 'GET') asked.push(age)
      return method === 'GET' && age > 15_000 ? { status: 201, results: ok } : { status: 202 }
    })
    await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })
    const late = asked.filter((age) => age > 10_000)
    expect(late.length).toBeGreaterThan(1)
    expect(late.length).toBeLessThanOrEqual(Math.ceil((asked.at(-1) ?? 0) / 1_000 - 10))
  })
})

describe('a MaxScale of another version', () => {
  it.each([
    ['no document', 'still running'], ['nothing', ''], ['a document of another shape', '{"data":[{"attributes":null}],"progress":"12%"}'], ['a number', '7'],
    ['attributes of other kinds', '{"data":{"id":"abc.1","attributes":{"execution_time":"soon","sql":null,"results":null}}}'],
  ])('may say %s while a statement runs: it goes on, and is answered', async (_, text) => {
    let asked = 0
    const told: StatementProgress[] = []
    const session = await scripted(({ method, sql }) => (method === 'GET' && (asked += 1) > 4 ? { status: 201, sql, results: ok } : { status: 202, text }))
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10, onProgress: (progress) => told.push(progress) })).kind).toBe('ok')
    expect(told.every(({ elapsedMs, reachable }) => reachable && elapsedMs >= 0)).toBe(true)
  })

  it('answers 200, counts its queries as the page does, and leaves out what nobody needs', async () => {
    const seen: string[] = []
    const session = await scripted(({ method, url, sql }) => {
      seen.push(`${method} ${url.split('?')[0]}`)
      return { status: method === 'POST' ? 202 : 200, text: JSON.stringify({ data: { id: '9-1', attributes: { sql, ...(method === 'GET' && { results: ok }) } } }) }
    })
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).kind).toBe('ok')
    expect(seen).toEqual(['POST /v1/sql/abc/queries', 'GET /v1/sql/abc/queries/9-1'])
  })

  it('says the rows that came before an error and the error, and that there may be more rows', async () => {
    const cut = [{ fields: ['a'], data: [[1], [2]], complete: true, errno: 1317, message: 'Query execution was interrupted', sqlstate: '70100' }]
    const session = await scripted(({ method, sql }) => (method === 'POST' ? { status: 202 } : { status: 201, sql, results: cut }))
    const [rows, error] = await session.run({ sql: 'SELECT a FROM t', rowLimit: 10 })
    expect(rows).toMatchObject({ kind: 'resultset', completeness: { kind: 'atLeast', rows: 2 }, notices: expect.arrayContaining([{ level: 'warning', code: 'cutByError', params: { rows: 2 } }]) as unknown })
    expect(error).toMatchObject({ kind: 'error', code: '1317', sqlState: '70100' })
  })

  it.each([[{ errno: 1062 }], [{ errno: 1062, sqlstate: '23000' }], [{ errno: 1062, message: null }], [{ errno: '1062', message: '' }]])('says %j, which is error 1062 and no stranger', async (error) => {
    const session = await scripted(({ method, sql }) => (method === 'POST' ? { status: 202 } : { status: 201, sql, results: [error] }))
    expect(only(await session.run({ sql: 'INSERT INTO t VALUES (1)', rowLimit: 10 }))).toMatchObject({ kind: 'error', code: '1062', message: expect.stringContaining('1062') as string })
    expect(session.condition.kind).toBe('open')
  })

  it.each([[{}], [null], [[]], [[{}]], [[{ affected_rows: 'few' }]], ['done']])('says %j of a write: that may have run, and is not said to have', async (results) => {
    const session = await scripted(({ method, sql }) => (method === 'POST' ? { status: 202 } : { status: 201, sql, results }))
    expect(await failureFrom(session.run({ sql: 'CREATE TABLE IF NOT EXISTS t (a INT)', rowLimit: 10 }))).toMatchObject({ code: 'maxscale.answerUnreadable', retrySafe: false })
    // It was answered, so it has ended, and the session is there.
    expect(session).toMatchObject({ condition: { kind: 'open' }, trace: { transaction: 'none' } })
    expect(await failureFrom(session.run({ sql: 'BEGIN NOT ATOMIC SELECT 1; END', rowLimit: 10 }))).toMatchObject({ code: 'maxscale.answerUnreadable' })
    expect(session.trace.transaction).toBe('maybe')
  })
})

describe('a 503 of MaxScale, by its words', () => {
  const busy = { status: 503, detail: 'ID abc is busy.' }
  const final = (detail: string, at: 'POST' | 'GET') => scripted(({ method }) => (method === at ? { status: 503, detail } : { status: 202 }))

  it('is waited for where it is busy: the statement is taken once', async () => {
    const answers = [busy, busy, { status: 202 }]
    const session = await scripted(({ method, sql }) => (method === 'POST' ? (answers.shift() ?? busy) : { status: 201, sql, results: ok }))
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).kind).toBe('ok')
    expect(answers).toEqual([])
  })

  it('is said to be busy where that lasts: nothing ran', async () => {
    const session = await scripted(() => busy)
    expect(await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ code: 'maxscale.busy', retrySafe: true })
    expect(session.condition.kind).toBe('open')
  })

  it('is not waited for any more where somebody gives up: nothing ran', async () => {
    const session = await scripted(() => busy)
    const abort = new AbortController()
    const running = session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10, signal: abort.signal })
    await expect.poll(() => session.isWaiting).toBe(true)
    abort.abort()
    expect(await failureFrom(running)).toMatchObject({ kind: 'cancelled', retrySafe: true })
    expect(session.condition.kind).toBe('open')
  })

  it.each([
    ['MaxScale is shutting down', 'POST', 'maxscale.shuttingDown', true, 'shutdown'], ['MaxScale is shutting down', 'GET', 'maxscale.shutDownMeanwhile', false, 'shutdown'],
    ['Connection to server was lost', 'POST', 'maxscale.connectionLost', false, 'connection'], ['Connection to server was lost', 'GET', 'maxscale.connectionLost', false, 'connection'],
    ['Lost connection to backend server', 'POST', 'maxscale.connectionLost', false, 'connection'],
  ] as const)('that says "%s" to %s is a loss: %s', async (detail, at, code, retrySafe, reason) => {
    const session = await final(detail, at)
    expect(await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ code, retrySafe, server: { text: detail } })
    expect(session.condition).toMatchObject({ kind: 'lost', reason })
  })
})

describe('an answer that is not MaxScale\'s own', () => {
  it('such as a gateway\'s 503 is not taken for "busy": the statement may have run', async () => {
    const session = await scripted(({ method }) => (method === 'POST' ? { status: 503, text: 'upstream connect error or disconnect/reset before headers' } : { status: 404 }))
    expect(await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ code: 'maxscale.serverError', retrySafe: false })
    expect(session.condition).toMatchObject({ kind: 'lost', reason: 'unanswered' })
  })

  it.each([408, 499])('was called safe to run again after a gateway\'s %i, which had sent it on', async (status) => {
    const session = await scripted(({ method }) => (method === 'POST' ? { status, text: 'gone' } : { status: 404 }))
    expect(await failureFrom(session.run({ sql: 'INSERT INTO t VALUES (1)', rowLimit: 10 }))).toMatchObject({ code: 'maxscale.serverError', retrySafe: false })
  })

  it.each([302, 303, 304, 307])('was called safe to run again after a redirect (%i), which may come behind what was done', async (status) => {
    const session = await scripted(({ method }) => (method === 'POST' ? { status, text: '' } : { status: 404 }))
    expect(await failureFrom(session.run({ sql: 'INSERT INTO t VALUES (1)', rowLimit: 10 }))).toMatchObject({ kind: 'server', code: 'maxscale.unreadable', retrySafe: false })
    expect(session.condition).toMatchObject({ kind: 'lost', reason: 'unanswered' })
  })

  it('was called refused where a redirect came and the statement runs', async () => {
    const session = await scripted(({ method, sql }) => (method === 'POST' ? { status: 303, text: '' } : { status: 201, results: ok, sql }))
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))).toMatchObject({ kind: 'ok' })
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
    const session = await scripted(({ method, url }) => (method === 'POST' && url.includes('async') ? { status: 202 } : { status: 404, detail: `not found: ${url}` }))
    const failure = await failureFrom(session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 }))
    expect(failure).toMatchObject({ code: 'maxscale.answerLost', retrySafe: false })
    expect(JSON.stringify(failure)).not.toContain('hush')
  })
})

describe('a session behind a gateway that starts anew', () => {
  it.each(['default backend - 404', '<html><body>404 Not Found</body></html>'])('was forgotten, and left open on MaxScale, because the gateway said %s', async (text) => {
    let isUp = false
    const session = await scripted(() => (isUp ? { status: 204, text: '' } : { status: 404, text }))
    await failureFrom(session.close())
    expect(session.condition.kind).toBe('open')
    expect((await failureFrom(closeOrphan(session.rest, session.access, { id: session.id }, noSecond))).server).toMatchObject({ status: 404 })
    isUp = true
    await session.close()
    expect(session.condition).toMatchObject({ reason: 'forgotten' })
  })
})

const noSecond = { open: () => Promise.reject(new Error('not needed')), close: () => Promise.resolve() }

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

  it('is to wait where that keeps the session busy, unseen, and for nothing else', async () => {
    let busyUntil = 0
    const seen: string[] = []
    const session = await scripted(({ method, sql }) => {
      if (method === 'DELETE') busyUntil = performance.now() + 700
      const isBusy = performance.now() < busyUntil
      if (method === 'POST') seen.push(isBusy ? 'busy' : sql)
      if (method === 'POST' && isBusy) return { status: 503, detail: 'ID abc is busy.' }
      const rows = [{ fields: ['a'], data: [[sql === 'SELECT big' ? 'x'.repeat(1_500_000) : 'x']], complete: true }]
      return method === 'GET' ? { status: 201, sql, results: rows } : { status: method === 'POST' ? 202 : 200 }
    })
    await session.run({ sql: 'SELECT big', rowLimit: 10 })
    await expect.poll(() => busyUntil, { timeout: 5_000 }).toBeGreaterThan(0)
    expect(only(await session.run({ sql: 'SELECT little', rowLimit: 10 })).kind).toBe('resultset')
    expect(seen.slice(0, 2)).toEqual(['SELECT big', 'busy'])
    expect(seen.at(-1)).toBe('SELECT little')
    expect(seen.filter((sql) => sql === 'SELECT little')).toHaveLength(1)
  })

  it('is to find it by our own address, whatever the links in it say', async () => {
    const session = await scripted(({ method, sql }) => ({ status: method === 'POST' ? 202 : 201, sql, results: ok, links: 'http://127.0.0.1:9/elsewhere' }))
    expect(only(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).kind).toBe('ok')
  })
})
