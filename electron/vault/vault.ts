import { join } from 'node:path'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import type { SecretState } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { SystemKeychain } from '../platform/platform.ts'
import { KeychainStore } from './keychain-store.ts'
import { PassphraseStore } from './passphrase-store.ts'
import type { Secret } from './secret.ts'

/** Where secrets are kept, by name. Secrets go in through `put` and come out for one call at a time. */
export interface Vault {
  status(): VaultStatus
  /** Makes the passphrase vault; what was held for the session or in the keychain moves into it. */
  create(passphrase: Secret): Promise<VaultStatus>
  unlock(passphrase: Secret): Promise<VaultStatus>
  lock(): VaultStatus
  useSession(): VaultStatus
  /** Throws `vault.absent` before a choice was made and `vault.locked`; then nothing was kept. */
  put(secrets: ReadonlyMap<string, Secret>): Promise<void>
  /** Keeps secrets in memory whatever the vault is: those of the sandbox, made anew at each start. */
  hold(secrets: ReadonlyMap<string, Secret>): void
  /** Null where there is none. Throws `vault.locked`, `vault.damaged`, `vault.keychainRefused`. */
  get(name: string): Promise<Secret | null>
  statesOf(names: readonly string[]): Promise<SecretState[]>
  remove(names: readonly string[]): Promise<void>
}

/**
 * Opens the vault of an app folder. A passphrase file that is there is used on every host, since somebody made
 * it on purpose; else the system's keychain where it is worth the name; else a choice is still to be made.
 */
export async function openVault(userData: string, keychain: SystemKeychain | null): Promise<Vault> {
  const passphrase = new PassphraseStore(join(userData, 'vault.json'))
  const system =
    keychain && (await keychain.isAvailable()) ? new KeychainStore(join(userData, 'keychain.json'), keychain) : null
  const held = new Map<string, Secret>()
  const session = new Map<string, Secret>()
  let durable: KeychainStore | PassphraseStore = system && !passphrase.exists ? system : passphrase
  let sessionOnly = false
  /** One change at a time: each reads the file, changes it and writes it back. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  function status(): VaultStatus {
    if (sessionOnly) return { kind: 'session', state: 'open' }
    if (durable === system) return { kind: 'system', state: 'open' }
    return { kind: 'passphrase', state: passphrase.isOpen ? 'open' : passphrase.exists ? 'locked' : 'absent' }
  }

  /** Empty where the file cannot be read: lists still show, and using a secret says what is wrong. */
  const storedNames = () => durable.names().catch((): ReadonlySet<string> => new Set())

  async function moveIntoPassphrase(): Promise<void> {
    const moving = new Map(session)
    const fromSystem = system ? [...(await system.names())] : []
    for (const name of fromSystem) {
      const secret = await system?.get(name)
      if (secret && !moving.has(name)) moving.set(name, secret)
    }
    await passphrase.put(moving)
    session.clear()
    if (fromSystem.length > 0) await system?.remove(fromSystem)
  }

  return {
    status,
    create: (secret) =>
      inTurn(async () => {
        await passphrase.create(secret)
        durable = passphrase
        sessionOnly = false
        await moveIntoPassphrase()
        return status()
      }),
    unlock: (secret) =>
      inTurn(async () => {
        await passphrase.unlock(secret)
        durable = passphrase
        sessionOnly = false
        return status()
      }),
    lock() {
      passphrase.lock()
      return status()
    },
    useSession() {
      passphrase.lock()
      sessionOnly = true
      return status()
    },
    put: (secrets) =>
      inTurn(async () => {
        if (secrets.size === 0) return
        if (sessionOnly) {
          for (const [name, secret] of secrets) session.set(name, secret)
          return
        }
        const now = status()
        if (now.state !== 'open') throw new FailureError(failureOf('vault', `vault.${now.state}`, { retrySafe: true }))
        await durable.put(secrets)
        for (const name of secrets.keys()) session.delete(name)
      }),
    hold(secrets) {
      for (const [name, secret] of secrets) held.set(name, secret)
    },
    async get(name) {
      return held.get(name) ?? session.get(name) ?? (await durable.get(name))
    },
    async statesOf(names) {
      const stored = await storedNames()
      return names.map((name) => (held.has(name) || session.has(name) ? 'session' : stored.has(name) ? 'stored' : 'missing'))
    },
    remove: (names) =>
      inTurn(async () => {
        const stored = await storedNames()
        if (names.some((name) => stored.has(name))) await durable.remove(names)
        for (const name of names) {
          session.delete(name)
          held.delete(name)
        }
      }),
  }
}
