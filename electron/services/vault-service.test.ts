import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultSettings } from '../../shared/contract/settings.ts'
import { Secret } from '../vault/secret.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { createEventHub } from './event-hub.ts'
import { createVaultService } from './vault-service.ts'

let folder: string
let vault: Vault
let forgotten: number
let api: ReturnType<typeof createVaultService>['handlers']
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-vault-service-'))
  vault = await openVault(folder, null)
  forgotten = 0
  api = createVaultService({ vault, events: createEventHub(), settings: () => defaultSettings, onAway: () => () => undefined, forgetSecrets: () => forgotten++ }).handlers
})
afterEach(() => rmSync(folder, { recursive: true }))

const strong = 'four words are better'
const refused = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })
const change = async (old: string, next: string) => api.changePassphrase({ old, next })

it('a weak passphrase is refused in main, whatever a form has said, and no file is made of it', async () => {
  await expect(api.create({ passphrase: 'short' })).rejects.toEqual(refused('passphrase.tooShort'))
  await expect(api.create({ passphrase: 'password123' })).rejects.toEqual(refused('passphrase.common'))
  expect(readdirSync(folder)).toEqual([])
  expect(await api.create({ passphrase: strong })).toMatchObject({ state: 'open' })
  await expect(change(strong, '12345678')).rejects.toEqual(refused('passphrase.common'))
  await expect(change(strong, strong)).rejects.toEqual(refused('passphrase.same'))
  await expect(change('not this one', 'correct horse battery')).rejects.toEqual(refused('vault.wrongPassphrase'))
  expect(await change(strong, 'correct horse battery')).toMatchObject({ state: 'open' })
})

it('a vault with a passphrase that is weak by now still opens', async () => {
  await vault.create(new Secret('password'))
  vault.lock()
  expect(await api.unlock({ passphrase: 'password' })).toMatchObject({ state: 'open' })
})

it('a lock drops what is kept of secrets for the next call', async () => {
  await api.create({ passphrase: strong })
  expect(await api.lock({})).toMatchObject({ state: 'locked' })
  expect(forgotten).toBe(1)
})
