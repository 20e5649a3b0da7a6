import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DmsSettings, type MaxScaleSettings, usualNetwork } from '../../shared/model/connection.ts'
import { connectionId } from '../../shared/model/ids.ts'
import { openLog } from '../log/log.ts'
import { connectionRepository } from '../storage/connection-repository.ts'
import { openDatabase } from '../storage/database.ts'
import { Secret } from '../vault/secret.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { createConnectionService, type ConnectionService } from './connection-service.ts'
import { createEventHub } from './event-hub.ts'
import { dms } from './fixtures/dms-settings.ts'

let folder: string
let database: DatabaseSync
let vault: Vault
let service: ConnectionService
let announced: number
/** Connections whose sessions were closed, while they still had their secrets. */
let closed: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-connections-'))
  database = openDatabase(folder).database
  vault = await openVault(folder, null)
  vault.useSession()
  const events = createEventHub()
  announced = 0
  events.subscribe((event) => (announced += Number(event === 'connections.changed')))
  closed = []
  service = createConnectionService({ repository: connectionRepository(database, openLog(folder)), vault, events, closeSessions: async (id) => void closed.push((await service.resolve(id)).settings.name), test: () => Promise.reject(new Error('nothing is tested here')) })
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const maxscale: MaxScaleSettings = {
  kind: 'maxscale', ...usualNetwork, name: 'Orders', environment: 'staging', readOnly: false, baseUrl: 'http://maxscale:8989', restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie', target: 'rw', databaseUser: 'app', database: '', timeoutSeconds: 60,
}
const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })
const api = () => service.handlers

describe('connections', () => {
  it('are kept without their secrets, which only a call gets out of the vault', async () => {
    const made = await api().create({ settings: dms, secrets: { accessSecret: 'hunter2' } })
    expect(made).toEqual({ id: made.id, settings: dms, sandbox: false, secrets: { accessSecret: 'session' } })
    expect(JSON.stringify(await api().list({}))).not.toContain('hunter2')
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes('hunter2')).toBe(false)
    const { secrets } = await service.resolve(made.id)
    expect(secrets.accessSecret?.reveal()).toBe('hunter2')
    expect(announced).toBe(1)
  })

  it('are not made at all where the vault takes no secrets', async () => {
    await vault.create(new Secret('correct horse'))
    vault.lock()
    await expect(api().create({ settings: dms, secrets: { accessSecret: 's' } })).rejects.toEqual(failure('vault.locked'))
    expect(await api().list({})).toEqual([])
    expect(announced).toBe(0)
  })

  it('keep the secrets that a change does not name, and drop those that another kind has no use for', async () => {
    const { id } = await api().create({ settings: dms, secrets: { accessSecret: 'first' } })
    await api().update({ connectionId: id, settings: { ...dms, name: 'Renamed' }, secrets: {} })
    expect((await service.resolve(id)).secrets.accessSecret?.reveal()).toBe('first')
    const changed = await api().update({ connectionId: id, settings: maxscale, secrets: { restPassword: 'r' } })
    expect(changed.secrets).toEqual({ restPassword: 'session', databasePassword: 'missing' })
    expect(await vault.get(`${id}.accessSecret`)).toBeNull()
  })

  it('need a proxy’s password only where somebody signs in to one, and keep it while its user is there', async () => {
    const behind: DmsSettings = { ...dms, proxy: 'own', proxyUrl: 'http://proxy.corp:3128', proxyUser: 'anna' }
    const { id, secrets } = await api().create({ settings: behind, secrets: { accessSecret: 's' } })
    expect(secrets).toEqual({ accessSecret: 'session', proxyPassword: 'missing' })
    await expect(service.resolve(id)).rejects.toMatchObject({ failure: { code: 'vault.secretMissing', params: { secret: 'proxyPassword' } } })
    await api().update({ connectionId: id, settings: behind, secrets: { proxyPassword: 'hush' } })
    expect((await service.resolve(id)).secrets.proxyPassword?.reveal()).toBe('hush')
    expect((await api().update({ connectionId: id, settings: { ...behind, proxy: 'none' }, secrets: {} })).secrets).toEqual({ accessSecret: 'session', proxyPassword: 'session' })
    expect((await service.resolve(id)).secrets.proxyPassword).toBeUndefined()
    const copy = await api().duplicate({ connectionId: id })
    await api().update({ connectionId: copy.id, settings: { ...copy.settings, proxy: 'own' }, secrets: {} })
    expect((await service.resolve(copy.id)).secrets.proxyPassword?.reveal()).toBe('hush')
    await api().update({ connectionId: id, settings: dms, secrets: {} })
    expect(await vault.get(`${id}.proxyPassword`)).toBeNull()
    await api().delete({ connectionId: copy.id })
    expect(await vault.get(`${copy.id}.proxyPassword`)).toBeNull()
  })

  it('say which secret is missing before anything is sent', async () => {
    const { id } = await api().create({ settings: maxscale, secrets: { restPassword: 'r' } })
    const missing = { failure: { code: 'vault.secretMissing', params: { connection: 'Orders', secret: 'databasePassword' } } }
    await expect(service.resolve(id)).rejects.toMatchObject(missing)
    await expect(api().test({ settings: maxscale, secrets: { restPassword: 'r' } })).rejects.toMatchObject(missing)
  })

  it('have names of their own, however they are written', async () => {
    const { id } = await api().create({ settings: dms, secrets: {} })
    await expect(api().create({ settings: { ...maxscale, name: ' orders ' }, secrets: {} })).rejects.toEqual(failure('connection.nameTaken'))
    await api().update({ connectionId: id, settings: { ...dms, name: 'ORDERS' }, secrets: {} })
    expect(service.find('orders')?.id).toBe(id)
    expect(service.find(id)?.settings.name).toBe('ORDERS')
    expect(service.find('other')).toBeNull()
  })

  it('are copied with their secrets under the next free name', async () => {
    const { id } = await api().create({ settings: dms, secrets: { accessSecret: 's' } })
    const copy = await api().duplicate({ connectionId: id })
    const next = await api().duplicate({ connectionId: copy.id })
    expect([copy.settings.name, next.settings.name]).toEqual(['Orders 2', 'Orders 3'])
    expect((await service.resolve(next.id)).secrets.accessSecret?.reveal()).toBe('s')
  })

  it('go with their secrets, and with the sessions that are open on them first', async () => {
    const { id } = await api().create({ settings: dms, secrets: { accessSecret: 's' } })
    await api().delete({ connectionId: id })
    expect(closed).toEqual([dms.name])
    expect(await vault.get(`${id}.accessSecret`)).toBeNull()
    await expect(service.resolve(id)).rejects.toEqual(failure('connection.unknown'))
    await expect(api().delete({ connectionId: id })).rejects.toEqual(failure('connection.unknown'))
  })
})

describe('the sandbox’s connections', () => {
  it('come first, are used like others and cannot be changed', async () => {
    await api().create({ settings: dms, secrets: {} })
    const id = connectionId('sandbox-dms')
    const settings = { ...dms, name: 'Sandbox · DMS' }
    service.setSandbox([{ id, settings, secrets: { accessSecret: new Secret('fresh') } }])
    expect((await api().list({}))[0]).toEqual({ id, settings, sandbox: true, secrets: { accessSecret: 'session' } })
    expect((await service.resolve(id)).secrets.accessSecret?.reveal()).toBe('fresh')
    for (const change of [
      () => api().update({ connectionId: id, settings, secrets: {} }),
      () => api().duplicate({ connectionId: id }),
      () => api().delete({ connectionId: id }),
    ]) {
      await expect(change()).rejects.toEqual(failure('connection.sandboxFixed'))
    }
    await expect(api().create({ settings, secrets: {} })).rejects.toEqual(failure('connection.nameTaken'))
  })
})
