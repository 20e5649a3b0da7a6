/** The keychain over the stand-in's safeStorage, which seals as Chromium does on Linux; not shown in Electron. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keyring } from '../../e2e/stand-in/safe-storage.ts'
import { safeStorageKeychain as keychain } from '../platform/safe-storage-keychain.ts'
import { Secret } from './secret.ts'
import { openVault } from './vault.ts'

vi.mock('electron', () => import('../../e2e/stand-in/safe-storage.ts'))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-keychain-'))
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux')
  withKeyring('login')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const passphrase = new Secret('correct horse battery')
const one = (name: string, text: string) => new Map([[name, new Secret(text)]])
const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })
const path = () => join(folder, 'keychain.json')
const sealed = (): Record<string, string> => JSON.parse(readFileSync(path(), 'utf8')).entries
const prefixes = () => Object.values(sealed()).map((entry) => Buffer.from(entry, 'base64').toString('latin1', 0, 3))

function withKeyring(key: string | null, ...before: string[]) {
  Object.assign(keyring, { key, before })
}

/** What a Tessera stored that believed in `isAsyncEncryptionAvailable`. */
async function storedWithoutKeyring(secrets: Record<string, string>) {
  withKeyring(null)
  const entries: Record<string, string> = {}
  for (const [name, text] of Object.entries(secrets)) entries[name] = Buffer.from(await keychain.encrypt(text)).toString('base64')
  writeFileSync(path(), JSON.stringify({ version: 1, entries }))
}

it('the system’s keychain is used where it is worth the name', async () => {
  const vault = await openVault(folder, keychain)
  expect(vault.status()).toEqual({ kind: 'system', state: 'open' })
  await vault.put(one('a', 'plain-to-see'))
  expect(readFileSync(path(), 'utf8')).not.toContain('plain-to-see')
  expect(prefixes()).toEqual(['v11'])
  const later = await openVault(folder, keychain)
  expect((await later.get('a'))?.reveal()).toBe('plain-to-see')
  expect(await later.statesOf(['a'])).toEqual(['stored'])
  await later.remove(['a'])
  expect(await later.get('a')).toBeNull()
})

it('safeStorage on Linux without a keyring seals with a key that everybody has: it is refused, and a passphrase asked for', async () => {
  withKeyring(null)
  const vault = await openVault(folder, keychain)
  expect(vault.status()).toEqual({ kind: 'passphrase', state: 'absent' })
  await expect(vault.put(one('a', 's'))).rejects.toEqual(failure('vault.absent'))
  expect(readdirSync(folder)).toEqual([])
})

it('a keyring that goes away while Tessera runs is noticed with the next secret, and nothing is stored', async () => {
  const vault = await openVault(folder, keychain)
  await vault.put(one('a', '1'))
  const before = sealed()
  withKeyring(null)
  await expect(vault.put(one('b', '2'))).rejects.toEqual(failure('vault.noKeychain'))
  expect(sealed()).toEqual(before)
})

it.each(['win32', 'darwin'] as const)('the same prefix on %s is the system’s own key', async (platform) => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform)
  withKeyring(null)
  expect(await keychain.isAvailable()).toBe(true)
})

it('secrets that were stored without a keyring are told, of use, and gone from the keychain’s file once they are in a vault', async () => {
  await storedWithoutKeyring({ a: '1', b: '2' })
  const vault = await openVault(folder, keychain)
  expect(vault.status()).toEqual({ kind: 'passphrase', state: 'absent', unprotected: 2 })
  expect((await vault.get('a'))?.reveal()).toBe('1')
  expect(await vault.statesOf(['a', 'b', 'c'])).toEqual(['stored', 'stored', 'missing'])
  await vault.remove(['b'])
  expect(vault.status()).toMatchObject({ unprotected: 1 })
  expect(await vault.create(passphrase)).toEqual({ kind: 'passphrase', state: 'open' })
  expect(sealed()).toEqual({})
  expect((await vault.get('a'))?.reveal()).toBe('1')
})

it('secrets that were stored without a keyring are sealed anew as soon as there is one', async () => {
  await storedWithoutKeyring({ a: '1', b: '2' })
  withKeyring('login')
  const vault = await openVault(folder, keychain)
  expect(vault.status()).toEqual({ kind: 'system', state: 'open' })
  expect(prefixes()).toEqual(['v11', 'v11'])
  expect((await vault.get('b'))?.reveal()).toBe('2')
})

it('a secret under a key that was changed since is sealed anew and saved when it is read', async () => {
  await (await openVault(folder, keychain)).put(one('a', '1'))
  const before = sealed()
  withKeyring('new', 'login')
  expect((await (await openVault(folder, keychain)).get('a'))?.reveal()).toBe('1')
  expect(sealed()).not.toEqual(before)
  withKeyring('new')
  expect((await (await openVault(folder, keychain)).get('a'))?.reveal()).toBe('1')
})

it('a keychain that no longer opens a secret says so, also where another place for secrets is chosen meanwhile', async () => {
  await (await openVault(folder, keychain)).put(one('a', '1'))
  withKeyring('another')
  await expect((await openVault(folder, keychain)).get('a')).rejects.toEqual(failure('vault.keychainRefused'))
  withKeyring(null)
  const vault = await openVault(folder, keychain)
  await expect(vault.get('a')).rejects.toEqual(failure('vault.keychainRefused'))
  await vault.create(passphrase)
  expect(await vault.statesOf(['a'])).toEqual(['stored'])
  // The keyring is back: what it keeps moves at the next unlocking.
  withKeyring('login')
  const later = await openVault(folder, keychain)
  expect(later.status()).toMatchObject({ kind: 'passphrase', state: 'locked' })
  await later.unlock(passphrase)
  expect([(await later.get('a'))?.reveal(), sealed()]).toEqual(['1', {}])
})

it('gives way to a passphrase vault that was made on purpose, secrets included, and takes them back', async () => {
  const vault = await openVault(folder, keychain)
  await vault.put(one('a', '1234'))
  await expect(vault.moveToSystem()).rejects.toEqual(failure('vault.locked'))
  expect(await vault.create(passphrase)).toEqual({ kind: 'passphrase', state: 'open', systemToo: true })
  expect([(await vault.get('a'))?.reveal(), sealed()]).toEqual(['1234', {}])
  const later = await openVault(folder, keychain)
  expect(later.status()).toEqual({ kind: 'passphrase', state: 'locked', systemToo: true })
  await expect(later.moveToSystem()).rejects.toEqual(failure('vault.locked'))
  await later.unlock(passphrase)
  expect(await later.moveToSystem()).toEqual({ kind: 'system', state: 'open' })
  expect(readdirSync(folder).sort()).toEqual(['keychain.json', 'vault.lock'])
  expect((await (await openVault(folder, keychain)).get('a'))?.reveal()).toBe('1234')
})

it('a vault stays where it is when no keychain could take its secrets', async () => {
  withKeyring(null)
  const vault = await openVault(folder, keychain)
  await vault.create(passphrase)
  await vault.put(one('a', '1'))
  await expect(vault.moveToSystem()).rejects.toEqual(failure('vault.noKeychain'))
  expect((await vault.get('a'))?.reveal()).toBe('1')
})

it('a kill in the midst of a move leaves a secret in both places: the vault’s counts, and the other goes', async () => {
  const vault = await openVault(folder, keychain)
  await vault.put(new Map([['a', new Secret('old')], ['b', new Secret('2')]]))
  const before = readFileSync(path(), 'utf8')
  await vault.create(passphrase)
  await vault.put(one('a', 'new'))
  writeFileSync(path(), before)
  const later = await openVault(folder, keychain)
  await later.unlock(passphrase)
  expect([(await later.get('a'))?.reveal(), (await later.get('b'))?.reveal(), sealed()]).toEqual(['new', '2', {}])
})

it('a damaged file of the keychain is named and kept, and does not stand in the way of a passphrase', async () => {
  writeFileSync(path(), '{"version":1,"entries":{"a":"not base64!"}}')
  const vault = await openVault(folder, keychain)
  await expect(vault.get('a')).rejects.toMatchObject({ failure: { code: 'vault.damaged', params: { path: path() } } })
  await expect(vault.put(one('b', '1'))).rejects.toEqual(failure('vault.damaged'))
  await vault.create(passphrase)
  await vault.put(one('b', '1'))
  expect((await vault.get('b'))?.reveal()).toBe('1')
  expect(readdirSync(folder).filter((name) => name.startsWith('keychain.json.damaged-'))).toHaveLength(1)
})
