import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../vault/secret.ts'
import { engineKinds } from '../fixtures/seeded-engine.ts'
import { behindMaxScale, failureFrom, firstCell, firstRow, only } from './fixtures/behind-maxscale.ts'
import { createRest } from './rest.ts'
import { cloneSession, openSession } from './open-session.ts'

describe.each(engineKinds)('a MaxScale session on %s', (kind) => {
  const { faults, open, run, keep, isRunning, openCount } = behindMaxScale(kind)

  it('keeps variables, transactions and the database from one statement to the next', async () => {
    const session = await open()
    await run(session, 'SET @mine = 7')
    expect(firstCell(await run(session, 'SELECT @mine'))).toBe('7')
    await run(session, 'USE information_schema')
    expect(firstCell(await run(session, 'SELECT DATABASE()'))).toBe('information_schema')
  })

  it('says the insert id and the affected rows', async () => {
    const session = await open()
    await run(session, 'BEGIN')
    expect(only(await run(session, "INSERT INTO owners VALUES (8, 2, '钱'), (9, 2, '孙')"))).toMatchObject({ kind: 'ok', affectedRows: '2' })
    await run(session, 'ROLLBACK')
    expect(firstCell(await run(session, 'SELECT COUNT(*) FROM owners WHERE id > 7'))).toBe('0')
  })

  it('keeps max_rows while the limit does not grow, so that ROW_COUNT() survives', async () => {
    const session = await open()
    await run(session, 'SELECT 1', 1_000)
    await run(session, "UPDATE owners SET name = CONCAT(name, '!') WHERE id = 7", 10)
    expect(firstCell(await run(session, 'SELECT ROW_COUNT()', 10))).toBe('1')
    expect(firstCell(await run(session, 'SELECT @@sql_select_limit', 10))).toBe('1001')
  })

  it("does not call a result complete that the session's own limit has cut", async () => {
    const session = await open()
    await run(session, 'SELECT 1')
    await run(session, 'SET sql_select_limit = 3')
    expect(only(await run(session, 'SELECT n FROM numbers'))).toMatchObject({ kind: 'resultset', completeness: { kind: 'capped', limit: 3 } })
  })

  it.each([
    ['the REST user', {}, { restUser: 'nobody' }, 'signIn', 'maxscale.signInRefused', 401],
    ['the REST password', {}, { restPassword: new Secret('wrong-one') }, 'signIn', 'maxscale.signInRefused', 401],
    ['the database user', { databaseUser: 'nobody' }, {}, 'signIn', 'maxscale.databaseSignIn', 400],
    ['the database password', { databasePassword: new Secret('wrong-one') }, {}, 'signIn', 'maxscale.databaseSignIn', 400],
    ['the database', { database: 'no_such_database' }, {}, 'input', 'maxscale.unknownDatabase', 400],
    ['the target', { target: 'no-such-target' }, {}, 'input', 'maxscale.openRefused', 400],
  ] as const)('does not open when %s is wrong, and says so with the words of the server', async (_, wrong, wrongRest, failureKind, code, status) => {
    const failure = await failureFrom(open(wrong, wrongRest))
    expect(failure).toMatchObject({ kind: failureKind, code, server: { status, text: expect.stringMatching(/\w/) as string } })
    expect(JSON.stringify(failure)).not.toMatch(/wrong-one|rest-secret|db-secret/)
  })

  it('stops its statement and closes, though it is busy', async () => {
    const session = await open()
    const running = failureFrom(session.run({ sql: 'SELECT SLEEP(30)', rowLimit: 1, signal: AbortSignal.timeout(300) }))
    expect(await running).toMatchObject({ kind: 'cancelled' })
    expect(session.condition).toMatchObject({ kind: 'lost', reason: 'unanswered' })
    await session.close()
    expect(await openCount()).toBe(0)
    expect(await failureFrom(session.run({ sql: 'SELECT 1', rowLimit: 1 }))).toMatchObject({ code: 'maxscale.sessionLost' })
  })

  it('says busy while another statement runs, and runs on afterwards', async () => {
    const session = await open()
    const slow = run(session, 'SELECT SLEEP(1)')
    await expect.poll(() => isRunning('SELECT SLEEP(1)')).toBe(true)
    expect(await failureFrom(run(session, 'SELECT 1'))).toMatchObject({ code: 'maxscale.busy', retrySafe: true })
    await slow
    expect(firstCell(await run(session, 'SELECT 2'))).toBe('2')
  })

  it('knows thread, database, autocommit and transaction where it asks for them', async () => {
    const session = await open()
    await session.check()
    const [thread] = firstRow(await run(session, 'SELECT CONNECTION_ID()'))
    expect(String(session.threadId)).toBe(thread)
    expect(session).toMatchObject({ database: 'goods', trace: { transaction: 'none', autocommit: true } })
    await run(session, 'SET autocommit = 0')
    await run(session, "UPDATE owners SET name = name WHERE id = 7")
    expect(session.trace).toMatchObject({ transaction: 'maybe', autocommit: false })
    await run(session, 'ROLLBACK')
    await run(session, 'SET autocommit = 1')
    await run(session, 'START TRANSACTION')
    expect(session.trace.transaction).toBe('open')
    await session.check()
    expect(session.trace).toMatchObject({ transaction: 'open', autocommit: true })
    await run(session, 'COMMIT')
    await session.check()
    expect(session.trace.transaction).toBe('none')
  })

  it('is cloned with its credentials and default database, and nothing else', async () => {
    const session = await open()
    await run(session, 'SET @mine = 7')
    await run(session, 'USE information_schema')
    const clone = keep(await cloneSession(session))
    expect(firstRow(await run(clone, 'SELECT @mine, DATABASE()'))).toEqual([null, 'goods'])
    expect(clone.id).not.toBe(session.id)
    expect(await openCount()).toBe(2)
  })

  it.each(['cookie', 'parameter'] as const)('carries its token in the %s as documented', async (tokenPlace) => {
    const session = await open({ tokenPlace })
    expect(firstCell(await run(session, 'SELECT 7'))).toBe('7')
    await session.close()
    expect(await openCount()).toBe(0)
  })

  it.each([
    ['throttle', 'maxscale.throttled'],
    ['expired', 'maxscale.signInRefused'],
  ] as const)('is not lost by %s: the statement did not run, the next one does', async (fault, code) => {
    const session = await open()
    faults.order({ fault, match: '/queries' })
    expect(await failureFrom(run(session, 'SELECT n FROM numbers'))).toMatchObject({ code, retrySafe: true })
    expect(session.condition.kind).toBe('open')
    expect(firstCell(await run(session, 'SELECT 8'))).toBe('8')
  })

  it('is not lost by a statement that MaxScale cannot read', async () => {
    const session = await open()
    await run(session, 'SET @mine = 7')
    expect(await failureFrom(run(session, "SELECT 'a\0b'"))).toMatchObject({ kind: 'input', code: 'maxscale.refused', retrySafe: true, server: { status: 400 } })
    expect(firstCell(await run(session, 'SELECT @mine'))).toBe('7')
  })

  it('keeps ROW_COUNT() and warnings for the statement that asks for them, though the row limit changed', async () => {
    const session = await open()
    await run(session, 'SELECT 1', 10)
    await run(session, "UPDATE owners SET name = CONCAT(name, '?') WHERE id = 7", 10)
    expect(firstCell(await run(session, 'SELECT ROW_COUNT()', 5_000))).toBe('1')
    expect(firstCell(await run(session, 'SELECT @@sql_select_limit', 5_000))).toBe('5001')
  })
})

it('sends Content-Length, no secret in any URL, and its token as the documented cookie', async () => {
  const seen: { url: string; headers: IncomingHttpHeaders }[] = []
  const token = 'eyJ.hush.token'
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    request.resume().on('end', () => {
      const opened = { data: { id: 'abc', attributes: { thread_id: 1 } } }
      const query = (results: unknown) => ({ data: { id: 'abc.1', attributes: { execution_time: 0, results, sql: 'x' } } })
      const answers: [RegExp, number, unknown][] = [
        [/async/, 202, query(undefined)],
        [/queries\/abc\.1/, 201, query([{ affected_rows: 0, last_insert_id: 0, warnings: 0 }])],
        [/abc/, 204, null],
        [/sql/, 201, opened],
      ]
      const [, status = 404, body] = answers.find(([path]) => path.test(request.url ?? '')) ?? []
      response.setHeader('Set-Cookie', `conn_id_sig_abc=${token}; Path=/; Max-Age=86400; SameSite=Strict; HttpOnly`)
      response.writeHead(status).end(body ? JSON.stringify(body) : '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
    const trust = { certificateAuthority: '', pinnedCertificate: '' }
    const rest = createRest({ baseUrl, restUser: '管理员', restPassword: new Secret('hush-rest'), signIn: 'basic', trust })
    const session = await openSession(rest, { target: 't', databaseUser: 'u', databasePassword: new Secret('hush-db'), database: '', timeoutSeconds: 5, tokenPlace: 'cookie' })
    await session.run({ sql: "SELECT '中文'", rowLimit: 10 })
    await session.close()
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/sql?pretty=false&max-age=86400&persist=yes', '/v1/sql/abc/queries?pretty=false&async=true', '/v1/sql/abc/queries/abc.1?pretty=false', '/v1/sql/abc?pretty=false',
    ])
    for (const { url, headers } of seen) {
      expect(url).not.toContain('hush')
      expect(headers['transfer-encoding']).toBeUndefined()
      expect(headers).toMatchObject({ 'x-requested-with': 'XMLHttpRequest', authorization: `Basic ${Buffer.from('管理员:hush-rest').toString('base64')}` })
    }
    const cookie = `conn_id_sig_abc=${token}`
    expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, cookie, cookie, cookie])
    expect(Number(seen[1]?.headers['content-length'])).toBeGreaterThan(20)
  } finally {
    server.close()
  }
})
