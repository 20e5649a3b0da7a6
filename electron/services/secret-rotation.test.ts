import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ConnectionSettings, type DmsSettings, type MaxScaleSettings, usualNetwork } from '../../shared/model/connection.ts'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import { openLog } from '../log/log.ts'
import { connectionRepository } from '../storage/connection-repository.ts'
import { openDatabase } from '../storage/database.ts'
import { Secret } from '../vault/secret.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { createConnectionService, type ConnectionService } from './connection-service.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { createSecretRotation } from './secret-rotation.ts'

let folder: string
let database: DatabaseSync
let vault: Vault
let events: EventHub
let service: ConnectionService
let rotation: ReturnType<typeof createSecretRotation>['handlers']
/** Makes the next write of several connections fail. */
let isFull = false
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-rotation-'))
  database = openDatabase(folder).database
  vault = await openVault(folder, null)
  vault.useSession()
  events = createEventHub()
  const repository = connectionRepository(database, openLog(folder))
  service = createConnectionService({ repository, vault, events, closeSessions: () => Promise.resolve(), test: () => Promise.reject(new Error('nothing is tested here')) })
  isFull = false
  const updateAll: typeof repository.updateAll = (all) => {
    if (isFull) throw new Error('disk full')
    repository.updateAll(all)
  }
  rotation = createSecretRotation({ repository: { ...repository, updateAll }, vault, events, connections: service, openSessions: () => new Set(['1', '2']) }).handlers
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const dms = (name: string, more: Partial<DmsSettings> = {}): DmsSettings => ({
  kind: 'dms', ...usualNetwork, name, environment: 'production', readOnly: true, endpoint: `https://${name}.example`, accessId: 'AID', schema: '', collaboration: 'secure', timeoutSeconds: 60, ...more,
})
const maxscale: MaxScaleSettings = {
  kind: 'maxscale', ...usualNetwork, name: 'mx', environment: 'staging', readOnly: false, baseUrl: 'https://mx.example', restUser: 'AID', signIn: 'basic', tokenPlace: 'cookie', target: 'rw', databaseUser: 'app', database: '', timeoutSeconds: 60,
}
const create = async (settings: ConnectionSettings, secrets: object) => (await service.handlers.create({ settings, secrets })).id
const secretOf = async (id: ConnectionId) => (await service.resolve(id)).secrets.accessSecret?.reveal()
const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

it('equal secrets of one user are one credential, and no secret is answered', async () => {
  const [one, two, other] = [await create(dms('a'), { accessSecret: 'same' }), await create(dms('b'), { accessSecret: 'same' }), await create(dms('c', { accessId: 'AID2' }), { accessSecret: 'same' })]
  const mx = await create(maxscale, { restPassword: 'same', databasePassword: 'hush' })
  await create(dms('without'), {})
  service.setSandbox([{ id: connectionId('sandbox-dms'), settings: dms('sandbox'), secrets: { accessSecret: new Secret('same') } }])
  const credentials = await rotation.credentials({})
  expect(credentials.map(({ name, user, uses }) => [name, user, ...uses.map((use) => use.connectionId)])).toEqual([
    ['accessSecret', 'AID', one, two],
    ['accessSecret', 'AID2', other],
    ['restPassword', 'AID', mx],
    ['databasePassword', 'app', mx],
  ])
  expect(credentials[0]?.uses[0]?.openSessions).toBe(2)
  expect(JSON.stringify(credentials)).not.toMatch(/same|hush/)
})

it('a secret is replaced in every connection that is named, with its user and last day, and put back', async () => {
  const ids = [await create(dms('a', { expires: { accessSecret: '2026-12-31' } }), { accessSecret: 'old' }), await create(dms('b'), { accessSecret: 'old' })]
  const left = await create(dms('c'), { accessSecret: 'old' })
  const { replacementId } = await rotation.replace({ name: 'accessSecret', connectionIds: ids, secret: 'new', user: 'AID2', expires: '2027-12-31' })
  for (const id of ids) {
    expect(await secretOf(id)).toBe('new')
    expect((await service.resolve(id)).settings).toMatchObject({ accessId: 'AID2', expires: { accessSecret: '2027-12-31' } })
  }
  expect(await secretOf(left)).toBe('old')
  // Another name, given meanwhile, stays; a connection that got another secret meanwhile stays whole.
  await service.handlers.update({ connectionId: ids[0] as ConnectionId, settings: { ...((await service.resolve(ids[0] as ConnectionId)).settings as DmsSettings), name: 'renamed' }, secrets: {} })
  const later = await create(dms('d'), { accessSecret: 'x' })
  expect(await rotation.putBack({ replacementId })).toEqual({ count: 2 })
  expect([await secretOf(ids[0] as ConnectionId), await secretOf(ids[1] as ConnectionId), await secretOf(later)]).toEqual(['old', 'old', 'x'])
  expect((await service.resolve(ids[0] as ConnectionId)).settings).toMatchObject({ name: 'renamed', accessId: 'AID', expires: { accessSecret: '2026-12-31' } })
  expect((await service.resolve(ids[1] as ConnectionId)).settings).toEqual(dms('b'))
  await expect(rotation.putBack({ replacementId })).rejects.toEqual(failure('secrets.notKept'))
})

it('what was entered or deleted since a replacement is not put back over', async () => {
  const [one, two, three] = [await create(dms('a'), { accessSecret: 'old' }), await create(dms('b'), { accessSecret: 'old' }), await create(dms('c'), { accessSecret: 'old' })]
  const { replacementId } = await rotation.replace({ name: 'accessSecret', connectionIds: [one, two, three], secret: 'new', user: 'AID', expires: '' })
  await service.handlers.update({ connectionId: one, settings: dms('a'), secrets: { accessSecret: 'newest' } })
  await service.handlers.delete({ connectionId: three })
  expect(await rotation.putBack({ replacementId })).toEqual({ count: 1 })
  expect([await secretOf(one), await secretOf(two)]).toEqual(['newest', 'old'])
})

it('is done in all connections or in none', async () => {
  const [one, two] = [await create(dms('a'), { accessSecret: 'old' }), await create(dms('b'), { accessSecret: 'old' })]
  isFull = true
  await expect(rotation.replace({ name: 'accessSecret', connectionIds: [one, two], secret: 'new', user: 'AID2', expires: '' })).rejects.toThrow('disk full')
  isFull = false
  expect([await secretOf(one), await secretOf(two)]).toEqual(['old', 'old'])
  const gone = connectionId('c-gone')
  await expect(rotation.replace({ name: 'accessSecret', connectionIds: [one, gone], secret: 'new', user: 'AID', expires: '' })).rejects.toEqual(failure('connection.unknown'))
  await expect(rotation.replace({ name: 'restPassword', connectionIds: [one], secret: 'new', user: 'AID', expires: '' })).rejects.toEqual(failure('connection.unknown'))
  expect(await secretOf(one)).toBe('old')
})

it('the secret of before is forgotten when its dialog closes, when another begins, and when the vault is locked', async () => {
  const id = await create(dms('a'), { accessSecret: 'old' })
  const replace = async (secret: string) => (await rotation.replace({ name: 'accessSecret', connectionIds: [id], secret, user: 'AID', expires: '' })).replacementId
  const first = await replace('1')
  await rotation.forget({ replacementId: first })
  await expect(rotation.putBack({ replacementId: first })).rejects.toEqual(failure('secrets.notKept'))
  const second = await replace('2')
  await rotation.credentials({})
  await expect(rotation.putBack({ replacementId: second })).rejects.toEqual(failure('secrets.notKept'))
  await vault.create(new Secret('correct horse battery'))
  const third = await replace('3')
  events.emit('vault.changed', vault.lock())
  await vault.unlock(new Secret('correct horse battery'))
  await expect(rotation.putBack({ replacementId: third })).rejects.toEqual(failure('secrets.notKept'))
})
