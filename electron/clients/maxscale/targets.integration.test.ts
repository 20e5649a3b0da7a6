import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FailureError } from '../../../shared/model/failure.ts'
import type { Engine } from '../../sandbox/engine/engine.ts'
import { startSqliteEngine } from '../../sandbox/engine/sqlite-engine.ts'
import { createFaults } from '../../sandbox/faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from '../../sandbox/maxscale-rest.ts'
import { Secret } from '../../vault/secret.ts'
import { createRest } from './rest.ts'
import { readTargets } from './targets.ts'

let engine: Engine
let server: MaxScaleRest

beforeAll(async () => {
  engine = await startSqliteEngine({ accounts: [] })
  server = await startMaxScaleRest({
    engine, port: 0, faults: createFaults(),
    users: [{ name: 'admin', password: 'mariadb' }, { name: 'viewer', password: 'viewerpw', role: 'basic' }],
    configFile: fileURLToPath(new URL('../../sandbox/fixtures/maxscale.cnf', import.meta.url)),
  })
})
afterAll(async () => {
  await server.close()
  await engine.close()
})

const restOf = (restUser: string, password: string, signIn: 'basic' | 'token' = 'basic', baseUrl = server.url) =>
  createRest({ baseUrl, restUser, restPassword: new Secret(password), signIn, trust: { certificateAuthority: '', pinnedCertificate: '' } })

const recorded = [
  { name: 'No-Listener', kind: 'service', state: 'Allocated', up: false, refusal: 'noListener', detail: 'readconnroute', uses: ['server1'] },
  { name: 'RO-Conn', kind: 'service', state: 'Started', up: true, detail: 'readconnroute', uses: ['server1'] },
  { name: 'RW-Split', kind: 'service', state: 'Started', up: true, detail: 'readwritesplit', uses: ['server1'] },
  { name: 'Sock-Svc', kind: 'service', state: 'Started', up: true, refusal: 'socketListener', detail: 'readconnroute', uses: ['server1'] },
  { name: 'Two-Svc', kind: 'service', state: 'Started', up: true, refusal: 'severalListeners', detail: 'readconnroute', uses: ['server1'] },
  { name: 'server-dead', kind: 'server', state: 'Down', up: false, detail: '127.0.0.1:3999', uses: [] },
  { name: 'server1', kind: 'server', state: 'Master, Running', up: true, detail: '127.0.0.1:3306', uses: [] },
  { name: 'RO-Listener', kind: 'listener', state: 'Running', up: true, detail: '127.0.0.1:4008', uses: ['RO-Conn'] },
  { name: 'RW-Listener', kind: 'listener', state: 'Running', up: true, detail: '127.0.0.1:4006', uses: ['RW-Split'] },
  { name: 'Sock-Listener', kind: 'listener', state: 'Running', up: true, refusal: 'socketListener', detail: '/srv/maxscale/mxs/run/sock-svc.sock', uses: ['Sock-Svc'] },
  { name: 'Two-Listener-A', kind: 'listener', state: 'Running', up: true, detail: '127.0.0.1:4010', uses: ['Two-Svc'] },
  { name: 'Two-Listener-B', kind: 'listener', state: 'Running', up: true, detail: '127.0.0.1:4011', uses: ['Two-Svc'] },
]

test('every object of the recorded configuration is told with its state, and why it cannot be opened', async () => {
  expect(await readTargets(restOf('admin', 'mariadb'))).toEqual(recorded)
})

test('an account of the basic role sees the same, by password and by token', async () => {
  expect(await readTargets(restOf('viewer', 'viewerpw'))).toEqual(recorded)
  expect(await readTargets(restOf('viewer', 'viewerpw', 'token'))).toEqual(recorded)
})

test('a refused sign-in is told as one', async () => {
  const error: unknown = await readTargets(restOf('viewer', 'wrong')).catch((thrown: unknown) => thrown)
  expect(error instanceof FailureError && error.failure).toMatchObject({ kind: 'signIn', code: 'maxscale.signInRefused' })
})

test('a server that is no MaxScale is told from one', async () => {
  const error: unknown = await readTargets(restOf('admin', 'mariadb', 'basic', `${server.url}/elsewhere`)).catch((thrown: unknown) => thrown)
  expect(error instanceof FailureError && error.failure).toMatchObject({ kind: 'input', code: 'maxscale.notMaxScale' })
})
