import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FailureError, type Failure } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { Engine } from '../../sandbox/engine/engine.ts'
import { startMariadbEngine } from '../../sandbox/engine/mariadb-engine.ts'
import { createFaults } from '../../sandbox/faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from '../../sandbox/maxscale-rest.ts'
import { Secret } from '../../vault/secret.ts'
import { seededEngine } from '../fixtures/seeded-engine.ts'
import { readOverview, type OverviewQuestion } from './overview.ts'
import { createRest, type Rest } from './rest.ts'
import { openSession } from './open-session.ts'
import type { MaxScaleSession } from './session.ts'

const account = { user: 'shopkeeper', password: 'db-secret' }
const users = [{ name: 'admin', password: 'mariadb' }, { name: 'viewer', password: 'viewerpw', role: 'basic' as const }]
const trust = { certificateAuthority: '', pinnedCertificate: '' }
const restAs = (baseUrl: string, restUser: string, password: string) =>
  createRest({ baseUrl, restUser, restPassword: new Secret(password), signIn: 'basic', trust })

const listed = <T>(part: Result<T>): T => {
  if (!part.ok) throw new FailureError(part.failure)
  return part.value
}
const failureFrom = async (call: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (error instanceof FailureError) return error.failure
  throw new Error(`expected a FailureError, got ${JSON.stringify(error)}`)
}

describe('the overview of a MaxScale', () => {
  let engine: Engine
  let maxscale: MaxScaleRest
  const faults = createFaults()
  const open: MaxScaleSession[] = []

  beforeAll(async () => {
    engine = await seededEngine('sqlite', [account])
    maxscale = await startMaxScaleRest({ engine, port: 0, users, faults })
  })
  afterEach(async () => {
    faults.clear()
    await Promise.all(open.splice(0).map((session) => session.close()))
  })
  afterAll(async () => {
    await maxscale.close()
    await engine.close()
  })

  const admin = () => restAs(maxscale.url, 'admin', 'mariadb')
  const viewer = () => restAs(maxscale.url, 'viewer', 'viewerpw')
  /** A session that has run a statement. */
  async function ran(rest: Rest, sql: string): Promise<string> {
    const session = await openSession(rest, {
      target: 'RW-Split', databaseUser: account.user, databasePassword: new Secret(account.password), database: 'goods', timeoutSeconds: 20, tokenPlace: 'cookie',
    })
    open.push(session)
    await session.run({ sql, rowLimit: 10 })
    return session.id
  }
  const ask = (rest: Rest, restUser: string, more: Partial<OverviewQuestion> = {}) =>
    readOverview(rest, { restUser, own: new Set(), sessions: 'ours', ...more })

  it('shows an administrator every part, and that everybody’s sessions may be asked for', async () => {
    await ran(admin(), 'SELECT 1')
    const overview = await ask(admin(), 'admin')
    expect(listed(overview.instance)).toMatchObject({ version: '24.02.3' })
    expect(listed(overview.servers)).toMatchObject([
      { name: 'shop-primary', address: '127.0.0.1:3306', role: 'primary', condition: 'running', connections: 1 },
      { name: 'shop-replica', role: 'other', condition: 'down', lagSeconds: null, uptimeSeconds: null },
    ])
    expect(listed(overview.services)).toContainEqual(
      expect.objectContaining({ name: 'RW-Split', router: 'readwritesplit', connections: 1, servers: ['shop-primary'], listeners: ['RW-Listener'] }),
    )
    expect(listed(overview.listeners)).toContainEqual({ name: 'RW-Listener', service: 'RW-Split', address: '127.0.0.1:4006', state: 'Running' })
    expect(listed(overview.monitors)).toMatchObject([{ name: 'Shop-Monitor', module: 'mariadbmon', primary: 'shop-primary' }])
    expect(overview).toMatchObject({ maySeeAll: true, sessions: { ok: true, value: [] } })
  })

  it('shows our sessions with their statements, and nothing of anybody else’s', async () => {
    const mine = await ran(admin(), 'SELECT 7 AS mine')
    await ran(viewer(), "SELECT 'salary of 王'")
    const overview = await ask(admin(), 'admin', { own: new Set([mine, 'ended-meanwhile']) })
    expect(listed(overview.sessions)).toEqual([
      { id: mine, target: 'RW-Split', threadId: expect.any(Number) as number, idleSeconds: expect.any(Number) as number, sql: 'SELECT 7 AS mine', ours: true },
    ])
    expect(JSON.stringify(overview)).not.toContain('salary')
  })

  it('shows an administrator who asks everybody’s, and which are ours', async () => {
    const [mine] = [await ran(admin(), 'SELECT 7 AS mine'), await ran(viewer(), "SELECT 'salary of 王'")]
    const sessions = listed((await ask(admin(), 'admin', { own: new Set([mine]), sessions: 'all' })).sessions)
    expect(sessions.map(({ sql, ours }) => [sql, ours]).sort()).toEqual([["SELECT 'salary of 王'", false], ['SELECT 7 AS mine', true]])
  })

  it('shows a basic account all but everybody’s sessions, and refuses these', async () => {
    const mine = await ran(viewer(), 'SELECT 7 AS mine')
    const overview = await ask(viewer(), 'viewer', { own: new Set([mine]) })
    expect(overview.maySeeAll).toBe(false)
    expect(listed(overview.servers)).toHaveLength(2)
    expect(listed(overview.sessions)).toMatchObject([{ sql: 'SELECT 7 AS mine' }])
    expect(await failureFrom(ask(viewer(), 'viewer', { sessions: 'all' }))).toMatchObject({ kind: 'permission', code: 'maxscale.notAdministrator', params: { user: 'viewer' } })
  })

  it('takes an account that MaxScale does not list, such as PAM’s, for no administrator', async () => {
    expect((await ask(admin(), 'pam-user')).maySeeAll).toBe(false)
    expect(await failureFrom(ask(admin(), 'pam-user', { sessions: 'all' }))).toMatchObject({ code: 'maxscale.notAdministrator' })
  })

  it('names the part that failed and shows the others', async () => {
    faults.order({ fault: 'unavailable', match: '/v1/services' })
    const overview = await ask(admin(), 'admin')
    expect(overview.services).toMatchObject({ ok: false, failure: { code: 'maxscale.readFailed', retrySafe: true } })
    expect(listed(overview.servers)).toHaveLength(2)
  })

  it('fails as a whole where no part is to be had', async () => {
    const failure = await failureFrom(ask(restAs(maxscale.url, 'admin', 'wrong-one'), 'admin'))
    expect(failure).toMatchObject({ kind: 'signIn', code: 'maxscale.signInRefused' })
    expect(JSON.stringify(failure)).not.toContain('wrong-one')
  })
})

it('shows the GTID of a real server behind the recorded configuration', async () => {
  const fixture = (name: string) => fileURLToPath(new URL(`../../sandbox/fixtures/${name}`, import.meta.url))
  const engine = await startMariadbEngine({ seedFile: fixture('maxscale-schema.sql') })
  const maxscale = await startMaxScaleRest({ engine, port: 0, users, faults: createFaults(), configFile: fixture('maxscale.cnf') })
  try {
    const overview = await readOverview(restAs(maxscale.url, 'admin', 'mariadb'), { restUser: 'admin', own: new Set(), sessions: 'ours' })
    const [primary, dead] = listed(overview.servers)
    expect(primary).toMatchObject({ name: 'server1', gtid: expect.stringMatching(/^\d+-\d+-\d+/) as string, version: expect.stringContaining('MariaDB') as string })
    expect(dead).toMatchObject({ name: 'server-dead', gtid: '', condition: 'down' })
    expect(listed(overview.listeners).map(({ address }) => address)).toContain('/srv/maxscale/mxs/run/sock-svc.sock')
  } finally {
    await maxscale.close()
    await engine.close()
  }
})

it('never asks for the statements of others in “ours”, and for those of 64 sessions at most', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(decodeURIComponent(request.url ?? ''))
    response.end('{"data":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const rest = restAs(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'admin', 'x')
    await readOverview(rest, { restUser: 'admin', own: new Set(Array.from({ length: 70 }, (_, at) => `id-${at}`)), sessions: 'ours' })
    const lists = asked.filter((url) => url.startsWith('/v1/sql?'))
    expect(lists).toEqual(['/v1/sql?pretty=false&fields[sql]=target,thread_id,seconds_idle'])
    expect(asked.filter((url) => url.startsWith('/v1/sql/'))).toHaveLength(64)
    expect(asked.filter((url) => !url.includes('/sql')).every((url) => url.includes('fields['))).toBe(true)
  } finally {
    server.close()
  }
})
