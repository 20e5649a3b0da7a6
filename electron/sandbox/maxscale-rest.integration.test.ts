import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from './engine/engine.ts'
import { startMariadbEngine } from './engine/mariadb-engine.ts'
import { startSqliteEngine } from './engine/sqlite-engine.ts'
import { createFaults } from './faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from './maxscale-rest.ts'
import { exchange } from './maxscale/replay/exchange.ts'

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
const users = [{ name: 'admin', password: 'mariadb' }, { name: 'viewer', password: 'viewerpw', role: 'basic' as const }]

interface Answer {
  status: number
  headers: Headers
  // Whatever the server wrote; every test reads its own part.
  body: { [key: string]: unknown } & { data: { id: string; attributes: Attributes }; meta: { token: string }; errors: { detail: string }[] }
}
interface Attributes {
  thread_id: number
  results: { data?: unknown[][]; complete?: boolean; errno?: number; message?: string }[]
}

const caller = (url: string) => async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(`${url}/v1${path}`, {
    method,
    headers: { Authorization: `Basic ${btoa('admin:mariadb')}`, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Answer['body'] }
}

describe('the recorded configuration', () => {
  let engine: Engine
  let server: MaxScaleRest

  beforeAll(async () => {
    engine = await startMariadbEngine({ seedFile: fixture('maxscale-schema.sql') })
    server = await startMaxScaleRest({ engine, port: 0, users, faults: createFaults(), configFile: fixture('maxscale.cnf') })
  })
  afterAll(async () => {
    await server.close()
    await engine.close()
  })

  test('offer the services that can be opened, then the servers that are up', () => {
    expect(server.targets).toEqual(['RW-Split', 'RO-Conn', 'server1'])
  })

  test('an unknown database user is refused by a server with 1698, by a service with 1045', async () => {
    const call = caller(server.url)
    const open = async (target: string) => (await call('POST', '/sql', { target, user: 'ghost', password: 'x' })).body.errors[0]?.detail
    expect(await open('server1')).toBe("Connection to [127.0.0.1]:3306 failed. Error 1698: Access denied for user 'ghost'@'127.0.0.1'")
    expect(await open('RW-Split')).toBe("Connection to [127.0.0.1]:4006 failed. Error 1045: Access denied for user 'ghost'@'127.0.0.1' (using password: YES)")
  })

  test('a session is counted by its service and listed until it is closed', async () => {
    const call = caller(server.url)
    const { body } = await call('POST', '/sql', { target: 'RO-Conn', user: 'app', password: 'app-s3cret' })
    const at = `/sql/${body.data.id}`
    const counted = async () => (await call('GET', '/services/RO-Conn?fields[services]=connections,total_connections,statistics/routed_packets')).body.data.attributes
    await call('POST', `${at}/queries?token=${body.meta.token}`, { sql: 'SELECT 1' })
    expect(await counted()).toEqual({ connections: 1, total_connections: 1, statistics: { routed_packets: 1 } })
    expect((await call('GET', `/sessions/${body.data.attributes.thread_id}`)).body.data.attributes).toMatchObject({ user: 'app', connections: [{ server: 'server1' }] })
    await call('DELETE', `${at}?token=${body.meta.token}`)
    expect(await counted()).toMatchObject({ connections: 0, total_connections: 1 })
    expect((await call('GET', '/sessions')).body.data).toEqual([])
  })

  test('who is nobody is told so before anything else; a basic account with a token may read only', async () => {
    const call = caller(server.url)
    expect((await fetch(`${server.url}/v1/sql`, { method: 'POST', body: '{' })).status).toBe(401)
    expect((await exchange(`${server.url}/v1/sql`, { method: 'FOO', headers: {}, body: null, chunked: false })).status).toBe(401)
    const viewer = (await call('GET', '/auth', undefined, { Authorization: `Basic ${btoa('viewer:viewerpw')}` })).body.meta.token
    const Authorization = `Bearer ${viewer}`
    expect((await call('GET', '/servers', undefined, { Authorization })).status).toBe(200)
    const refused = await call('DELETE', '/users/inet/admin', undefined, { Authorization })
    expect([refused.status, refused.body.errors[0]?.detail]).toEqual([403, 'Administrative access required'])
  })

  test('REST users are made, given another password and removed', async () => {
    const call = caller(server.url)
    const as = (password: string) => ({ Authorization: `Basic ${btoa(`guest:${password}`)}` })
    const given = (password: string) => ({ data: { id: 'guest', type: 'inet', attributes: { password, account: 'basic' } } })
    expect((await call('POST', '/users/inet', given('one'))).status).toBe(204)
    expect(await call('POST', '/users/inet', given('one'))).toMatchObject({ status: 400, body: { errors: [{ detail: "Failed to add user 'guest': Duplicate username specified" }] } })
    expect((await call('PATCH', '/users/inet/guest', given('two'))).status).toBe(204)
    expect([(await call('GET', '/sql', undefined, as('one'))).status, (await call('GET', '/sql', undefined, as('two'))).status]).toEqual([401, 200])
    expect((await call('DELETE', '/users/inet/guest')).status).toBe(204)
    expect((await call('GET', '/users/inet/guest')).status).toBe(404)
  })

  test('a server that is down, and services with no or several listeners, say why', async () => {
    const call = caller(server.url)
    const open = async (target: string) => (await call('POST', '/sql', { target, user: 'app', password: 'app-s3cret' })).body.errors[0]?.detail
    expect(await open('server-dead')).toBe("Connection to [127.0.0.1]:3999 failed. Error 2002: Can't connect to server on '127.0.0.1' (115)")
    expect(await open('No-Listener')).toBe("Service 'No-Listener' has no listeners")
    expect(await open('Two-Svc')).toBe("Service 'Two-Svc' has more than one listener, connect to a listener directly.")
    expect(await open('Sock-Svc')).toBe("Listener for service 'Sock-Svc' is configured with UNIX socket")
  })
})

describe.each(['sqlite', 'mariadb'] as const)('a session on %s', (kind) => {
  let engine: Engine
  let server: MaxScaleRest
  let call: ReturnType<typeof caller>

  beforeAll(async () => {
    const accounts = [{ user: 'shop', password: 'pä ss' }]
    engine = kind === 'sqlite' ? await startSqliteEngine({ accounts }) : await startMariadbEngine({ accounts })
    server = await startMaxScaleRest({ engine, port: 0, users, faults: createFaults() })
    call = caller(server.url)
  })
  afterAll(async () => {
    await server.close()
    await engine.close()
  })

  const open = async (more: object = {}, query = '') => {
    const { body } = await call('POST', `/sql${query}`, { target: 'RW-Split', user: 'shop', password: 'pä ss', db: 'shop', ...more })
    const at = `/sql/${body.data.id}`
    const run = (sql: string, fields: object = {}, parameters = '') => call('POST', `${at}/queries?token=${body.meta.token}${parameters}`, { sql, ...fields })
    return { id: body.data.id, at, token: `?token=${body.meta.token}`, run }
  }
  const poll = async (path: string): Promise<Answer> => {
    for (;;) {
      const answer = await call('GET', path)
      if (answer.status !== 202) return answer
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('says complete only when fewer rows than max_rows came', async () => {
    const session = await open()
    expect((await session.run('SELECT id FROM regions ORDER BY id', { max_rows: 7 })).body.data.attributes.results[0]?.complete).toBe(false)
    const whole = (await session.run('SELECT id FROM regions ORDER BY id', { max_rows: 8 })).body.data.attributes.results[0]
    expect(whole).toMatchObject({ complete: true, data: [[1], [2], [3], [4], [5], [6], [7]] })
  })

  test('answers an asynchronous query when it is polled', async () => {
    const session = await open()
    const started = await session.run('SELECT SLEEP(0.2), 7', {}, '&async=true')
    expect(started.status).toBe(202)
    const path = `${session.at}/queries/${started.body.data.id}${session.token}`
    expect((await call('GET', path)).body.data.attributes.results).toEqual({})
    expect((await poll(path)).body.data.attributes.results[0]?.data).toEqual([[0, 7]])
  })

  test('is busy while it runs, and ends a query when it is cancelled', async () => {
    const session = await open()
    const running = session.run('SELECT COUNT(*) FROM orders a, orders b, orders c')
    await expect.poll(async () => (await session.run('SELECT 1')).status).toBe(503)
    expect((await call('POST', `${session.at}/reconnect${session.token}`)).status).toBe(503)
    expect((await call('DELETE', session.at + session.token)).status).toBe(404)
    expect((await call('POST', `${session.at}/cancel${session.token}`)).status).toBe(200)
    expect((await running).body.data.attributes.results).toMatchObject([{ errno: 1317, message: 'Query execution was interrupted' }])
    expect((await session.run('SELECT 1')).body.data.attributes.results[0]?.data).toEqual([[1]])
  })

  test('bounds a query by its timeout with 1969', async () => {
    const session = await open()
    const { body } = await session.run('SELECT SLEEP(30)', { timeout: 1 })
    expect(body.data.attributes.results[0]?.errno).toBe(1969)
  })

  test('loses its connection when reading takes longer than the open timeout, until it reconnects', async () => {
    const session = await open({ timeout: 1, target: 'shop-primary' })
    expect((await session.run('SELECT SLEEP(3)')).body.data.attributes.results[0]?.errno).toBe(2013)
    expect((await session.run('SELECT 1')).body.data.attributes.results[0]?.errno).toBe(2006)
    expect((await call('POST', `${session.at}/reconnect${session.token}`)).status).toBe(204)
    expect((await session.run('SELECT DATABASE()')).body.data.attributes.results[0]?.data).toEqual([['shop']])
  })

  test('refuses to reconnect inside a transaction, and keeps it', async () => {
    const session = await open()
    await session.run('START TRANSACTION')
    await session.run("INSERT INTO regions VALUES (90, 'ZZ', '测试', 'Test')")
    const refused = await call('POST', `${session.at}/reconnect${session.token}`)
    expect([refused.status, refused.body.errors[0]?.detail]).toEqual([503, 'Reconnect failed. Error 2006: Server has gone away'])
    expect((await session.run('SELECT COUNT(*) FROM regions')).body.data.attributes.results[0]?.data).toEqual([[8]])
    await session.run('ROLLBACK')
  })

  test('refuses a wrong database password and an unknown database in the words of the server', async () => {
    const refused = async (more: object) => (await call('POST', '/sql', { target: 'shop-primary', user: 'shop', password: 'pä ss', ...more })).body.errors[0]?.detail
    expect(await refused({ password: 'no' })).toMatch(/^Connection to \[127\.0\.0\.1\]:3306 failed\. Error 1045: Access denied for user 'shop'@'[\w.]+' \(using password: YES\)$/)
    expect(await refused({ db: 'nowhere' })).toBe("Connection to [127.0.0.1]:3306 failed. Error 1049: Unknown database 'nowhere'")
  })

  test('cannot be used once its token has ended', async () => {
    const session = await open({}, '?max-age=1')
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await session.run('SELECT 1')).body.errors[0]?.detail).toBe('Malformed connection token')
  })

  test('signs in with a token, and not over http where the configuration is secure', async () => {
    const { body } = await call('GET', '/auth')
    expect((await call('GET', '/sql', undefined, { Authorization: `Bearer ${body.meta.token}` })).status).toBe(200)
    const secure = await startMaxScaleRest({ engine, port: 0, users, faults: createFaults(), secureGui: true })
    try {
      const refused = await caller(secure.url)('GET', '/auth')
      expect([refused.status, refused.body.errors[0]?.detail]).toEqual([401, 'Connection is not encrypted'])
    } finally {
      await secure.close()
    }
  })
})
