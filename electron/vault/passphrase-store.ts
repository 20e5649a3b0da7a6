import { existsSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { deriveKey, Kdf, newKdf, seal, Sealed, unseal } from './passphrase-cipher.ts'
import { Secret } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import { damaged, entriesOf, VaultFile } from './vault-file.ts'

const PassphraseFile = z.strictObject({
  version: z.literal(1),
  kdf: Kdf,
  /** A known text under the key: tells a wrong passphrase from a damaged entry. */
  check: Sealed,
  entries: entriesOf(Sealed),
})
type PassphraseFile = z.infer<typeof PassphraseFile>
type Entries = PassphraseFile['entries']

const CHECK = 'tessera vault'

interface Unlocked {
  key: KeyObject
  /** Tells whose key it is: each making of a vault, and each change of its passphrase, has another. */
  salt: string
}

/** Secrets in one encrypted file; its names are readable while it is locked, its secrets are not. */
export class PassphraseStore implements SecretStore {
  readonly #file: VaultFile<PassphraseFile>
  #unlocked: Unlocked | null = null

  constructor(path: string) {
    this.#file = new VaultFile(path, PassphraseFile)
  }

  get exists(): boolean {
    return existsSync(this.#file.path)
  }

  get isOpen(): boolean {
    return this.#unlocked !== null
  }

  sweep(): Promise<void> {
    return this.#file.sweep()
  }

  /** Makes the file, open. A damaged one is kept beside it; throws `vault.exists` where a sound one is. */
  async create(passphrase: Secret): Promise<void> {
    const made = await newFile(passphrase)
    await this.#file.locked(async (file) => {
      const present = await file.read().catch((error: unknown) => {
        if (error instanceof FailureError && error.failure.code === 'vault.damaged') return 'damaged'
        throw error
      })
      if (present === 'damaged') await file.moveAside()
      else if (present) throw new FailureError(failureOf('vault', 'vault.exists', { params: { path: this.#file.path } }))
      await file.write(made.file)
    })
    this.#unlocked = made.unlocked
  }

  /** Throws `vault.wrongPassphrase`, `vault.damaged`, or `vault.absent` where there is no file. */
  async unlock(passphrase: Secret): Promise<void> {
    this.#unlocked = await this.#opened(passphrase)
  }

  lock(): void {
    this.#unlocked = null
  }

  /**
   * Seals everything anew under another passphrase, all or nothing. The file with the old seals is replaced, none is kept.
   * Throws as `unlock` does, and `vault.damaged` where an entry cannot be opened: nothing is changed then.
   */
  async change(old: Secret, next: Secret): Promise<void> {
    const before = await this.#opened(old)
    const made = await newFile(next)
    await this.#file.locked(async (file) => {
      const present = await file.read()
      if (!present) throw absent()
      // Between our look and the lock another Tessera gave it another passphrase.
      if (present.kdf.salt !== before.salt) throw this.#wrongPassphrase()
      const entries: Entries = {}
      for (const [name, sealed] of Object.entries(present.entries)) {
        const secret = unseal(name, sealed, before.key)
        if (!secret) throw damaged(this.#file.path)
        entries[name] = seal(name, secret, made.unlocked.key)
      }
      await file.write({ ...made.file, entries })
    })
    this.#unlocked = made.unlocked
  }

  async names(): Promise<ReadonlySet<string>> {
    const file = await this.#file.read()
    return new Set(file ? Object.keys(file.entries) : [])
  }

  async get(name: string): Promise<Secret | null> {
    const file = await this.#file.read()
    if (!file || !Object.hasOwn(file.entries, name)) return null
    const sealed = file.entries[name]
    const secret = sealed && unseal(name, sealed, this.#keyOf(file))
    if (!secret) throw damaged(this.#file.path)
    return secret
  }

  async put(secrets: ReadonlyMap<string, Secret>): Promise<void> {
    const isThere = await this.#change((file) => {
      for (const [name, secret] of secrets) file.entries[name] = seal(name, secret, this.#keyOf(file))
    })
    if (isThere) return
    // Somebody moved it away: what is not kept must not look kept.
    this.lock()
    throw absent()
  }

  /** Needs no passphrase: what is dropped is not read. */
  async remove(names: readonly string[]): Promise<void> {
    await this.#change(({ entries }) => {
      for (const name of names) delete entries[name]
    })
  }

  /**
   * Gives everything to `taker`, and deletes the file once that has it, including what another Tessera added meanwhile.
   * Throws `vault.locked`.
   */
  async handOver(taker: (secrets: ReadonlyMap<string, Secret>) => Promise<void>): Promise<void> {
    for (;;) {
      const file = await this.#file.read()
      if (!file) throw absent()
      const key = this.#keyOf(file)
      const secrets = new Map<string, Secret>()
      for (const [name, sealed] of Object.entries(file.entries)) {
        const secret = unseal(name, sealed, key)
        if (!secret) throw damaged(this.#file.path)
        secrets.set(name, secret)
      }
      await taker(secrets)
      const isAll = await this.#file.locked(async (held) => {
        const now = await held.read()
        if (JSON.stringify(now) !== JSON.stringify(file)) return false
        await held.delete()
        return true
      })
      if (!isAll) continue
      this.lock()
      return
    }
  }

  /** False where there is no file. */
  #change(change: (file: PassphraseFile) => void): Promise<boolean> {
    return this.#file.locked(async (held) => {
      const file = await held.read()
      if (!file) return false
      change(file)
      await held.write(file)
      return true
    })
  }

  async #opened(passphrase: Secret): Promise<Unlocked> {
    const file = await this.#file.read()
    if (!file) throw absent()
    const key = await deriveKey(passphrase, file.kdf)
    if (unseal(CHECK, file.check, key)?.reveal() !== CHECK) throw this.#wrongPassphrase()
    return { key, salt: file.kdf.salt }
  }

  #wrongPassphrase(): FailureError {
    return new FailureError(failureOf('vault', 'vault.wrongPassphrase', { params: { path: this.#file.path }, retrySafe: true }))
  }

  /** The key, where it is this file's: another Tessera may have made the vault anew. */
  #keyOf(file: PassphraseFile): KeyObject {
    if (this.#unlocked?.salt !== file.kdf.salt) this.lock()
    if (!this.#unlocked) throw new FailureError(failureOf('vault', 'vault.locked', { retrySafe: true }))
    return this.#unlocked.key
  }
}

async function newFile(passphrase: Secret): Promise<{ file: PassphraseFile; unlocked: Unlocked }> {
  const kdf = newKdf()
  const key = await deriveKey(passphrase, kdf)
  return { file: { version: 1, kdf, check: seal(CHECK, new Secret(CHECK), key), entries: {} }, unlocked: { key, salt: kdf.salt } }
}

const absent = () => new FailureError(failureOf('vault', 'vault.absent', { retrySafe: true }))
