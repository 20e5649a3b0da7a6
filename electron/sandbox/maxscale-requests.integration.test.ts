import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from './engine/engine.ts'
import { startSqliteEngine } from './engine/sqlite-engine.ts'
import { createFaults } from './faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from './maxscale-rest.ts'

interface Answer {
  status: number
  headers: Headers
  // Whatever the server wrote; every test reads its own part.
  body: { data: { id: string }; meta: { token: string }; errors: { detail: string }[] }
}

const opening = { target: 'server1', user: 'app', password: 's' }

describe('what requests ask for besides SQL', () => {
  let folder = ''
  let engine: Engine
  let server: MaxScaleRest

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-requests-'))
    const seedFile = join(folder, 'seed.sql')
    await writeFile(seedFile, 'CREATE DATABASE d;')
    engine = await startSqliteEngine({ seedFile, accounts: [{ user: 'app', password: 's' }] })
    const configFile = fileURLToPath(new URL('./fixtures/maxscale.cnf', import.meta.url))
    server = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: 'mariadb' }], faults: createFaults(), configFile })
  })
  afterAll(async () => {
    await server.close()
    await engine.close()
    await rm(folder, { recursive: true })
  })

  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${server.url}/v1${path}`, { method, headers: { Authorization: `Basic ${btoa('admin:mariadb')}`, ...headers }, ...(body && { body: JSON.stringify(body) }) })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Answer['body'] }
  }

  test('a connection’s token signs in for SQL, but may not read', async () => {
    const { body } = await call('POST', '/sql', opening)
    const bearer = { Authorization: `Bearer ${body.meta.token}` }
    expect((await call('POST', `/sql/${body.data.id}/queries?token=${body.meta.token}`, { sql: 'SELECT 1' }, bearer)).status).toBe(201)
    for (const path of ['/sql', '/servers']) expect(await call('GET', path, undefined, bearer)).toMatchObject({ status: 403, body: { errors: [{ detail: 'Administrative access required' }] } })
    expect((await call('DELETE', `/sql/${body.data.id}?token=${body.meta.token}`, undefined, bearer)).status).toBe(204)
  })

  test('a document keeps its tag however it is spelt, filtered, cut to fields or paged', async () => {
    const ways = ['', '?pretty=false', '?filter=/attributes/state="Down"', '?fields[servers]=state', '?page[size]=1'].map((way) => call('GET', `/monitors${way}`))
    const tags = (await Promise.all(ways)).map(({ headers }) => headers.get('etag'))
    expect(new Set(tags).size).toBe(1)
    expect((await call('GET', '/monitors?pretty=false', undefined, { 'If-None-Match': tags[0] ?? '' })).status).toBe(304)
  })

  test('the log comes as one document, or as a collection of entries', async () => {
    const read = async (part: string) => (await call('GET', `/maxscale/logs/${part}?page[size]=2`)).body as unknown as { data: { attributes: { log: { id: string; message: string }[] } } & { id: string; type: string; attributes: { message: string; log_source: string } }[]; links: Record<string, string> }
    const [whole, entries] = [await read('data'), await read('entries')]
    expect(whole.data.attributes.log).toHaveLength(2)
    expect(entries.data.map(({ id, type, attributes }) => [id, type, attributes.message, attributes.log_source])).toEqual(whole.data.attributes.log.map(({ id, message }) => [id, 'log_entry', message, 'maxlog']))
    expect(entries.links.last).toMatch(/\/maxscale\/logs\/entries\/\?page%5Bsize%5D=2$/)
  })

  test('parameters are on for true, yes, on and 1 only, and a document is compact for a clear no only', async () => {
    const open = (query: string) => call('POST', `/sql?${query}`, opening)
    for (const value of ['true', 'YES', 'on', '1']) expect((await open(`persist=${value}`)).body.meta).toBeUndefined()
    for (const value of ['', '0', 'no', 'anything']) expect((await open(`persist=${value}`)).body.meta.token).toBeTruthy()
    const lines = async (pretty: string) => (await (await fetch(`${server.url}/v1/filters?pretty=${pretty}`, { headers: { Authorization: `Basic ${btoa('admin:mariadb')}` } })).text()).split('\n').length
    for (const value of ['', 'true', 'anything']) expect(await lines(value)).toBeGreaterThan(1)
    for (const value of ['false', 'NO', 'off', '0']) expect(await lines(value)).toBe(1)
  })

  test('ages of tokens are read as C reads numbers', async () => {
    const life = (token: string) => {
      const { exp, iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp: number; iat: number }
      return exp - iat
    }
    const connection = async (age: string) => life((await call('POST', `/sql?max-age=${age}`, opening)).body.meta.token)
    const signIn = async (age: string) => life((await call('GET', `/auth?max-age=${age}`)).body.meta.token)
    const ages = ['60', '60abc', '1.5', '0', '-1', '', 'abc', '999999999', '4294967356', '2147483648']
    expect(await Promise.all(ages.map(connection))).toEqual([60, 60, 1, 28_800, 28_800, 28_800, 28_800, 86_400, 60, 28_800])
    expect(await Promise.all(ages.map(signIn))).toEqual([60, 28_800, 28_800, 28_800, 28_800, 28_800, 28_800, 86_400, 28_800, 28_800])
    expect((await call('GET', '/auth?persist=yes&max-age=abc')).headers.get('set-cookie')).toContain('Max-Age=28800')
  })

  test('a connection by ODBC needs a connection string, and then a driver', async () => {
    const open = async (more: object) => (await call('POST', '/sql', { target: 'odbc', ...more })).body.errors[0]?.detail
    expect(await open({})).toBe('Missing connection string for ODBC connection.')
    expect(await open({ connection_string: '' })).toBe('Missing connection string for ODBC connection.')
    expect(await open({ connection_string: 'DSN=nowhere' })).toBe('[unixODBC][Driver Manager]Data source name not found and no default driver specified')
    expect((await call('GET', '/sql/odbc/drivers/any')).status).toBe(404)
  })
})
