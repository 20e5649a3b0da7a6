import { join } from 'node:path'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import type { FailureCode } from '../../shared/i18n/failure-codes.ts'
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
  /** Throws `vault.wrongPassphrase`, `vault.damaged`, `vault.absent`. */
  unlock(passphrase: Secret): Promise<VaultStatus>
  /** Seals everything anew under another passphrase, all or nothing. Throws as `unlock` does. */
  changePassphrase(old: Secret, next: Secret): Promise<VaultStatus>
  /** Moves everything into the system's keychain and deletes the vault's file. Throws `vault.noKeychain`, `vault.locked`. */
  moveToSystem(): Promise<VaultStatus>
  /** Forgets the key of the passphrase vault. */
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
 * it on purpose; else the system's keychain where it is worth the name; else a choice is still to be made. What an
 * earlier run left in the keychain's file stays of use, and moves into a passphrase vault as soon as one is open.
 */
export async function openVault(userData: string, keychain: SystemKeychain | null): Promise<Vault> {
  const passphrase = new PassphraseStore(join(userData, 'vault.json'))
  const system = keychain && new KeychainStore(join(userData, 'keychain.json'), keychain)
  const isSystemSafe = keychain !== null && (await keychain.isAvailable())
  const held = new Map<string, Secret>()
  const session = new Map<string, Secret>()
  let durable: KeychainStore | PassphraseStore = system && isSystemSafe && !passphrase.exists ? system : passphrase
  let sessionOnly = false
  /** How many secrets are sealed with a key that anybody can have. */
  let unprotected = 0
  /** One change at a time: several steps of one are seen by no other. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  function status(): VaultStatus {
    if (sessionOnly) return { kind: 'session', state: 'open', ...(unprotected > 0 && { unprotected }) }
    if (durable === system) return { kind: 'system', state: 'open' }
    const state = passphrase.isOpen ? 'open' : passphrase.exists ? 'locked' : 'absent'
    return { kind: 'passphrase', state, ...(isSystemSafe && { systemToo: true }), ...(unprotected > 0 && { unprotected }) }
  }

  /** Those of the vault in use first: what is in both was moved, and a kill came before it was removed from the other. */
  const stores = (): (KeychainStore | PassphraseStore)[] => (system && durable !== system ? [durable, system] : [durable])

  /** Empty where a file cannot be read: lists still show, and using a secret says what is wrong. */
  async function storedNames(): Promise<ReadonlySet<string>> {
    const all = await Promise.all(stores().map((store) => store.names().catch((): ReadonlySet<string> => new Set())))
    return new Set(all.flatMap((names) => [...names]))
  }

  /** Moves what is in the keychain's file, and `more`. What the keychain no longer opens stays there; asking for it says so. */
  async function moveIntoPassphrase(more: ReadonlyMap<string, Secret> = new Map()): Promise<void> {
    const moving = new Map(more)
    const known = await passphrase.names()
    const done: string[] = []
    for (const name of (await system?.names()) ?? []) {
      const isMoved = known.has(name) || moving.has(name)
      const secret = isMoved ? null : await unlessRefused(system?.get(name))
      if (secret) moving.set(name, secret)
      if (isMoved || secret) done.push(name)
    }
    if (moving.size > 0) await passphrase.put(moving)
    if (done.length > 0) await system?.remove(done)
    await count()
  }

  async function count(): Promise<void> {
    unprotected = (await system?.unprotected())?.length ?? 0
  }

  await Promise.all([passphrase.sweep(), system?.sweep()].map(unlessRefused))
  if (system && durable === system) await unlessRefused(system.protect())
  await count()

  return {
    status,
    create: (secret) =>
      inTurn(async () => {
        await system?.putDamagedAside()
        await passphrase.create(secret)
        durable = passphrase
        sessionOnly = false
        await moveIntoPassphrase(session)
        session.clear()
        return status()
      }),
    unlock: (secret) =>
      inTurn(async () => {
        await passphrase.unlock(secret)
        durable = passphrase
        sessionOnly = false
        // Of a move that was cut off, or of a run without a keyring. The vault is open whatever comes of it.
        await unlessRefused(moveIntoPassphrase())
        return status()
      }),
    changePassphrase: (old, next) =>
      inTurn(async () => {
        await passphrase.change(old, next)
        return status()
      }),
    moveToSystem: () =>
      inTurn(async () => {
        if (!system || !isSystemSafe) throw refused('vault.noKeychain')
        if (durable !== passphrase || !passphrase.isOpen) throw refused('vault.locked')
        await passphrase.handOver((secrets) => putAndRead(system, secrets))
        durable = system
        await count()
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
        if (now.state !== 'open') throw refused(`vault.${now.state}`)
        await durable.put(secrets)
        for (const name of secrets.keys()) session.delete(name)
      }),
    hold(secrets) {
      for (const [name, secret] of secrets) held.set(name, secret)
    },
    async get(name) {
      const inMemory = held.get(name) ?? session.get(name)
      if (inMemory) return inMemory
      for (const store of stores()) {
        const secret = await store.get(name)
        if (secret) return secret
      }
      return null
    },
    async statesOf(names) {
      const stored = await storedNames()
      return names.map((name) => (held.has(name) || session.has(name) ? 'session' : stored.has(name) ? 'stored' : 'missing'))
    },
    remove: (names) =>
      inTurn(async () => {
        for (const store of stores()) {
          const stored = await store.names().catch((): ReadonlySet<string> => new Set())
          if (names.some((name) => stored.has(name))) await store.remove(names)
        }
        for (const name of names) {
          session.delete(name)
          held.delete(name)
        }
        if (unprotected > 0) await count()
      }),
  }
}

/** A secret is only where it can be had again: before the old place is given up, each is read from the new one. */
async function putAndRead(store: KeychainStore, secrets: ReadonlyMap<string, Secret>): Promise<void> {
  await store.put(secrets)
  for (const [name, secret] of secrets) {
    if ((await store.get(name))?.reveal() !== secret.reveal()) throw refused('vault.keychainRefused')
  }
}

async function unlessRefused<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof FailureError) return undefined
    throw error
  }
}

const refused = (code: FailureCode) => new FailureError(failureOf('vault', code, { retrySafe: true }))
