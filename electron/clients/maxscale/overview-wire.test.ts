import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { indexMaxScaleBody } from '../../http/index-json.ts'
import {
  conditionOf, instanceOf, isAdministrator, listenersOf, monitorsOf, roleOf, serversOf, servicesOf, sessionsOf, statementOf,
} from './overview-wire.ts'

/** Answers of a real MaxScale 24.02.3, by name. */
const recorded = new Map(
  readFileSync(new URL('../../sandbox/fixtures/maxscale-transcripts.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; response: { body: string } | null })
    .map(({ name, response }) => [name, response?.body]),
)
const answer = (name: string): unknown => indexMaxScaleBody(new TextEncoder().encode(recorded.get(name))).envelope

describe('servers', () => {
  it('have their role, condition, GTID, lag and uptime from the recorded answer', () => {
    const [server, dead] = serversOf(answer('m01-servers')) ?? []
    expect(server).toEqual({
      name: 'server1', address: '127.0.0.1:3306', state: 'Master, Running', role: 'primary', condition: 'running',
      version: '10.11.19-MariaDB-0+deb12u1-log', connections: 0, gtid: '0-1-99', lagSeconds: 0, uptimeSeconds: 639,
    })
    expect(dead).toMatchObject({ name: 'server-dead', role: 'other', condition: 'down', version: '', gtid: '', lagSeconds: null, uptimeSeconds: null })
  })

  it.each([
    ['Master, Running', 'primary', 'running'],
    ['Slave, Running', 'replica', 'running'],
    ['Master, Slave, Running', 'primary', 'running'],
    ['Slave of External Server, Running', 'replica', 'running'],
    ['Relay Master, Slave, Running', 'relay', 'running'],
    ['Slave, Synced, Running', 'synced', 'running'],
    ['Master, Synced, Running', 'primary', 'running'],
    ['Maintenance, Running', 'other', 'maintenance'],
    ['Maintenance, Down', 'other', 'maintenance'],
    ['Draining, Slave, Running', 'replica', 'draining'],
    ['Drained, Slave, Running', 'replica', 'draining'],
    ['Auth Error, Down', 'other', 'down'],
    ['Running', 'other', 'running'],
    ['', 'other', 'down'],
  ] as const)('“%s” is a %s that is %s', (state, role, condition) => {
    expect([roleOf(state), conditionOf(state)]).toEqual([role, condition])
  })

  it('may be reached at a socket or an IPv6 address, and lack what an older MaxScale does not tell', () => {
    const parameters = [{ socket: '/run/db.sock', address: '127.0.0.1', port: 3306 }, { address: '::1', port: 3306 }, undefined]
    const list = serversOf({ data: parameters.map((one, at) => ({ id: `s${at}`, attributes: { state: 'Running', ...(one && { parameters: one }) } })) })
    expect(list?.map(({ address }) => address)).toEqual(['/run/db.sock', '[::1]:3306', ''])
    expect(list?.[2]).toMatchObject({ connections: 0, lagSeconds: null, uptimeSeconds: null, gtid: '' })
  })
})

it('services have their router, counts, servers and listeners', () => {
  const services = servicesOf(answer('m03-services')) ?? []
  expect(services.find(({ name }) => name === 'RW-Split')).toEqual({
    name: 'RW-Split', router: 'readwritesplit', state: 'Started', connections: 0, totalConnections: 7, servers: ['server1'], listeners: ['RW-Listener'],
  })
  expect(services.find(({ name }) => name === 'No-Listener')).toMatchObject({ state: 'Allocated', listeners: [] })
})

it('listeners have an address and port, or a socket', () => {
  const listeners = listenersOf(answer('m05-listeners')) ?? []
  expect(listeners.find(({ name }) => name === 'RW-Listener')).toEqual({ name: 'RW-Listener', service: 'RW-Split', address: '127.0.0.1:4006', state: 'Running' })
  expect(listeners.find(({ name }) => name === 'Sock-Listener')?.address).toBe('/srv/maxscale/mxs/run/sock-svc.sock')
})

it('monitors name the primary that they found', () => {
  expect(monitorsOf(answer('m08-monitors'))).toEqual([
    { name: 'MariaDB-Monitor', module: 'mariadbmon', state: 'Running', primary: 'server1', servers: ['server1', 'server-dead'] },
  ])
})

it('sessions have their target, thread, idle time and last statement', () => {
  expect(sessionsOf(answer('c07-get-all-compact'))?.[0]).toEqual({
    id: '42cb1bbb-7684-4a1d-9291-1ddb9623deef', target: 'server1', threadId: 50, idleSeconds: 0.00075556699999999996, sql: 'SELECT 42 AS answer',
  })
  expect(sessionsOf(answer('c01-get-all'))?.map(({ sql }) => sql)).toEqual(['', '', '', ''])
  expect(statementOf(answer('c02-get-one'))).toBe('')
})

it('a statement of megabytes is cut to its beginning', () => {
  const sql = `SELECT '${'x'.repeat(1_000_000)}'`
  expect(statementOf({ data: { attributes: { sql } } })).toHaveLength(2_001)
  expect(sessionsOf({ data: [{ id: 'a', attributes: { sql } }] })?.[0]?.sql).toMatch(/x…$/)
})

it('the instance tells its version and uptime', () => {
  expect(instanceOf({ data: { attributes: { version: '24.02.3', uptime: 653 } } })).toEqual({ version: '24.02.3', uptimeSeconds: 653 })
})

it('only the account “admin” is an administrator’s', () => {
  const { data } = answer('m11-users') as { data: { id: string }[] }
  expect(data.map((user) => [user.id, isAdministrator({ data: user })])).toEqual([['viewer', false], ['admin', true]])
})

it('another body is none of these, and a resource that cannot be read is left out', () => {
  for (const read of [serversOf, servicesOf, listenersOf, monitorsOf, sessionsOf, statementOf, instanceOf, isAdministrator]) {
    expect(read({ errors: [] })).toBeUndefined()
    expect(read({ data: 'x' })).toBeUndefined()
  }
  expect(serversOf({ data: [null, { id: 'a', attributes: { state: 'Running' } }, { attributes: {} }] })?.map(({ name }) => name)).toEqual(['a'])
})
