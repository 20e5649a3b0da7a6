import { expect, test } from 'vitest'
import { listenersOf, serversOf, servicesOf } from './objects-wire.ts'
import { targetsOf } from './targets.ts'

const bytes = (body: unknown) => new TextEncoder().encode(JSON.stringify(body))
const tcp = { address: '[::]:4006', socket: false }

test('a service that routes to services is up where one of theirs is, and not because they know each other', () => {
  const service = (name: string, servers: string[], services: string[]) => ({ name, state: 'Started', router: 'readconnroute', servers, services })
  const services = [service('front', [], ['middle']), service('middle', [], ['back']), service('back', ['db1'], []), service('ring1', [], ['ring2']), service('ring2', [], ['ring1'])]
  const listeners = services.map(({ name }) => ({ name: `${name}-listener`, state: 'Running', service: name, ...tcp }))
  const up = (state: string) =>
    targetsOf({ servers: [{ name: 'db1', state, address: 'db1:3306', socket: false }], services, listeners }).filter((target) => target.kind === 'service' && target.up).map(({ name }) => name)
  expect(up('Slave, Running')).toEqual(['back', 'front', 'middle'])
  expect(up('Maintenance, Down')).toEqual([])
})

test('a service that was stopped is down, and its listener with it', () => {
  const targets = targetsOf({
    servers: [{ name: 'db1', state: 'Master, Running', address: 'db1:3306', socket: false }],
    services: [{ name: 'rw', state: 'Stopped', router: 'readwritesplit', servers: ['db1'], services: [] }],
    listeners: [{ name: 'rw-listener', state: 'Running', service: 'rw', ...tcp }],
  })
  expect(targets.map(({ name, up }) => [name, up])).toEqual([['rw', false], ['db1', true], ['rw-listener', false]])
})

test('names are ordered as people count', () => {
  const server = (name: string) => ({ name, state: 'Running', address: `${name}:3306`, socket: false })
  expect(targetsOf({ servers: ['db10', 'db9', 'db1'].map(server), services: [], listeners: [] }).map(({ name }) => name)).toEqual(['db1', 'db9', 'db10'])
})

test('an IPv6 address stands in brackets, a socket as its path', () => {
  const object = (id: string, parameters: object) => ({ id, type: 'servers', attributes: { state: 'Running', parameters } })
  const body = { data: [object('a', { address: '::1', port: 3306, socket: null }), object('b', { address: null, port: null, socket: '/run/b.sock' }), object('c', { address: 'db', port: 3307 })] }
  expect(serversOf(bytes(body))?.map(({ address }) => address)).toEqual(['[::1]:3306', '/run/b.sock', 'db:3307'])
})

test('an object that has no relation at all is read, another shape is not', () => {
  expect(servicesOf(bytes({ data: [{ id: 's', attributes: { state: 'Allocated', router: 'kafkacdc' } }] }))).toEqual([{ name: 's', state: 'Allocated', router: 'kafkacdc', servers: [], services: [] }])
  for (const body of [{}, { data: {} }, { data: [{ id: 's' }] }, []]) expect(servicesOf(bytes(body))).toBeUndefined()
  expect(listenersOf(new TextEncoder().encode('<html>'))).toBeUndefined()
})
