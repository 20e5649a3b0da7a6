import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConnectionSettings, type DmsSettings, type MaxScaleSettings, type SecretName, usualNetwork } from '../../shared/model/connection.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { openLog } from '../log/log.ts'
import type { SystemKeychain } from '../platform/platform.ts'
import { connectionRepository } from '../storage/connection-repository.ts'
import { openDatabase } from '../storage/database.ts'
import { Secret } from '../vault/secret.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { createConnectionService, type ConnectionService } from './connection-service.ts'
import { createEventHub } from './event-hub.ts'
import { dms } from './fixtures/dms-settings.ts'
import type { ResolvedConnection } from './resolved-connection.ts'

/** Reversible bytes that are not the text, under no name: as an operating system gives them. */
const keychain: SystemKeychain = {
  isAvailable: async () => true,
  encrypt: async (text) => Buffer.from(text).map((byte) => byte ^ 0x5a),
  decrypt: async (sealed) => ({ text: Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString(), isOutdated: false }),
  isUnprotected: () => false,
}

let folder: string
let database: DatabaseSync
let vault: Vault
let service: ConnectionService
/** What would have been sent, and to whom. */
let tried: ResolvedConnection[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-secrets-'))
  database = openDatabase(folder).database
  vault = await openVault(folder, keychain)
  tried = []
  const test = async (resolved: ResolvedConnection) => {
    tried.push(resolved)
    return { steps: [], detail: '' }
  }
  service = createConnectionService({ repository: connectionRepository(database, openLog(folder)), vault, events: createEventHub(), closeSessions: () => Promise.resolve(), test })
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const maxscale: MaxScaleSettings = {
  kind: 'maxscale', ...usualNetwork, name: 'Ledger', environment: 'staging', readOnly: false, baseUrl: 'https://mx.example:8989', restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie',
  target: 'rw', databaseUser: 'app', database: '', timeoutSeconds: 60,
}
const failure = (code: string, params: object = {}) => expect.objectContaining({ failure: expect.objectContaining({ code, params: expect.objectContaining(params) }) })
const api = () => service.handlers
const secretOf = async (id: ConnectionId, name: SecretName) => (await service.resolve(id)).secrets[name]?.reveal()
const edit = (id: ConnectionId, settings: ConnectionSettings) => database.prepare('UPDATE connections SET settings = ? WHERE id = ?').run(JSON.stringify(settings), id)

const elsewhere: [string, Partial<DmsSettings>, string][] = [
  ['another address', { endpoint: 'https://evil.example' }, 'vault.secretElsewhere'],
  ['another port', { endpoint: 'https://dp.example.com:8443' }, 'vault.secretElsewhere'],
  ['plain http', { endpoint: 'http://dp.example.com' }, 'vault.secretElsewhere'],
  ['another user', { accessId: 'other' }, 'vault.secretOtherUser'],
  ['another pin', { pinnedCertificate: Array.from({ length: 32 }, () => 'AB').join(':') }, 'vault.secretOtherTrust'],
  ['another authority', { certificateAuthority: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----' }, 'vault.secretOtherTrust'],
]

describe('a stored secret is not used for another origin, user or trust', () => {
  it.each(elsewhere)('in a test with %s', async (_, change, code) => {
    const { id } = await api().create({ settings: dms, secrets: { accessSecret: 'hunter2' } })
    await expect(api().test({ connectionId: id, settings: { ...dms, ...change }, secrets: {} })).rejects.toEqual(failure(code))
    expect(tried).toEqual([])
    await api().test({ connectionId: id, settings: { ...dms, ...change }, secrets: { accessSecret: 'typed' } })
    expect(tried[0]?.secrets.accessSecret?.reveal()).toBe('typed')
  })

  it.each(elsewhere)('after a save with %s, which asks for it again and changes nothing', async (_, change, code) => {
    const { id } = await api().create({ settings: dms, secrets: { accessSecret: 'hunter2' } })
    await expect(api().update({ connectionId: id, settings: { ...dms, ...change }, secrets: {} })).rejects.toEqual(failure(code))
    expect((await service.resolve(id)).settings).toEqual(dms)
    await api().update({ connectionId: id, settings: { ...dms, ...change }, secrets: { accessSecret: 'typed' } })
    expect(await secretOf(id, 'accessSecret')).toBe('typed')
  })

  it.each(elsewhere)('where the database was edited to hold %s', async (_, change, code) => {
    const { id } = await api().create({ settings: dms, secrets: { accessSecret: 'hunter2' } })
    edit(id, { ...dms, ...change })
    await expect(service.resolve(id)).rejects.toEqual(failure(code))
    await expect(api().duplicate({ connectionId: id })).rejects.toEqual(failure(code))
    await expect(api().test({ connectionId: id, settings: { ...dms, ...change }, secrets: {} })).rejects.toEqual(failure(code))
    // Nor is it bound to what stands there now by a save that changes nothing, or by the next start.
    await api().update({ connectionId: id, settings: { ...dms, ...change, name: 'Renamed' }, secrets: {} })
    await service.bindOlderSecrets()
    await expect(service.resolve(id)).rejects.toEqual(failure(code))
    edit(id, dms)
    expect(await secretOf(id, 'accessSecret')).toBe('hunter2')
  })

  it('keeps each secret to its own: a target concerns the database’s password, a proxy’s address the proxy’s', async () => {
    const behind: MaxScaleSettings = { ...maxscale, proxy: 'own', proxyUrl: 'http://proxy.corp:3128', proxyUser: 'anna' }
    const { id } = await api().create({ settings: behind, secrets: { restPassword: 'r', databasePassword: 'd', proxyPassword: 'p' } })
    const test = (change: Partial<MaxScaleSettings>, secrets = {}) => api().test({ connectionId: id, settings: { ...behind, ...change }, secrets })
    await expect(test({ target: 'ro' })).rejects.toEqual(failure('vault.secretOtherTarget', { secret: 'databasePassword', was: 'rw', now: 'ro' }))
    await expect(test({ proxyUrl: 'http://evil:3128' })).rejects.toEqual(failure('vault.secretElsewhere', { secret: 'proxyPassword', was: 'http://proxy.corp:3128', now: 'http://evil:3128' }))
    await expect(test({ restUser: 'root' })).rejects.toEqual(failure('vault.secretOtherUser', { secret: 'restPassword' }))
    await expect(test({ baseUrl: 'https://mx2.example' }, { restPassword: 'r' })).rejects.toEqual(failure('vault.secretElsewhere', { secret: 'databasePassword' }))
    expect(tried).toEqual([])
    await test({ name: 'Other', environment: 'production', database: 'shop', timeoutSeconds: 5, readOnly: true, signIn: 'token', tokenPlace: 'parameter' })
    expect(tried).toHaveLength(1)
    const way = { proxy: 'own' as const, proxyUrl: 'http://evil:3128', proxyUser: 'anna' }
    await expect(api().certificate({ connectionId: id, baseUrl: 'https://mx.example:8989', regionId: '', way, secrets: {} })).rejects.toEqual(failure('vault.secretElsewhere', { secret: 'proxyPassword' }))
  })

  it('drops one that nothing needs once it belongs to something else', async () => {
    const behind: DmsSettings = { ...dms, proxy: 'own', proxyUrl: 'http://proxy.corp:3128', proxyUser: 'anna' }
    const { id } = await api().create({ settings: behind, secrets: { accessSecret: 's', proxyPassword: 'p' } })
    const saved = await api().update({ connectionId: id, settings: { ...behind, proxy: 'none', proxyUrl: 'http://other:3128' }, secrets: {} })
    expect(saved.secrets).toEqual({ accessSecret: 'stored', proxyPassword: 'missing' })
  })

  it('nor where sealed entries were swapped in a keychain’s file', async () => {
    const one = await api().create({ settings: dms, secrets: { accessSecret: 'hunter2' } })
    const other = await api().create({ settings: { ...dms, name: 'Other', endpoint: 'https://evil.example' }, secrets: { accessSecret: 'bait' } })
    const path = join(folder, 'keychain.json')
    const file = JSON.parse(readFileSync(path, 'utf8'))
    file.entries[`${other.id}.accessSecret`] = file.entries[`${one.id}.accessSecret`]
    writeFileSync(path, JSON.stringify(file))
    await expect(service.resolve(other.id)).rejects.toEqual(failure('vault.secretMisplaced', { connection: 'Other', secret: 'accessSecret' }))
    await service.bindOlderSecrets()
    await expect(service.resolve(other.id)).rejects.toEqual(failure('vault.secretMisplaced'))
  })
})

describe('a secret of an older Tessera', () => {
  it('belongs to what its connection says when the vault is first open, and to nothing else from then on', async () => {
    const { id } = await api().create({ settings: dms, secrets: {} })
    await vault.put(new Map([[`${id}.accessSecret`, new Secret('of old')]]))
    await expect(api().test({ connectionId: id, settings: { ...dms, endpoint: 'https://evil.example' }, secrets: {} })).rejects.toEqual(failure('vault.secretElsewhere'))
    await service.bindOlderSecrets()
    expect(await secretOf(id, 'accessSecret')).toBe('of old')
    edit(id, { ...dms, endpoint: 'https://evil.example' })
    await expect(service.resolve(id)).rejects.toEqual(failure('vault.secretElsewhere', { was: 'dp.example.com:443', now: 'evil.example:443' }))
  })

  it('is not written over what was entered meanwhile', async () => {
    const { id } = await api().create({ settings: dms, secrets: {} })
    await vault.put(new Map([[`${id}.accessSecret`, new Secret('of old')]]))
    await Promise.all([service.bindOlderSecrets(), api().update({ connectionId: id, settings: dms, secrets: { accessSecret: 'new' } }), service.bindOlderSecrets()])
    expect(await secretOf(id, 'accessSecret')).toBe('new')
  })
})

it('a connection is renamed while the vault is locked, since nothing changes that its secrets belong to', async () => {
  await vault.create(new Secret('correct horse'))
  const { id } = await api().create({ settings: dms, secrets: { accessSecret: 's' } })
  vault.lock()
  expect((await api().update({ connectionId: id, settings: { ...dms, name: 'Renamed', timeoutSeconds: 5 }, secrets: {} })).secrets).toEqual({ accessSecret: 'stored' })
})
