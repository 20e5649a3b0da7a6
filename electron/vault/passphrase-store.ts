import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { deriveKey, Kdf, newKdf, seal, Sealed, unseal } from './passphrase-cipher.ts'
import { Secret } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import { damaged, readVaultFile, writeVaultFile } from './vault-file.ts'

const PassphraseFile = z.strictObject({
  version: z.literal(1),
  kdf: Kdf,
  /** A known text under the key: tells a wrong passphrase from a damaged entry. */
  check: Sealed,
  entries: z.record(z.string(), Sealed),
})
type PassphraseFile = z.infer<typeof PassphraseFile>

const CHECK = 'tessera vault'

/** Secrets in one encrypted file; its names are readable while it is locked, its secrets are not. */
export class PassphraseStore implements SecretStore {
  readonly #path: string
  #unlocked: { key: KeyObject; salt: string } | null = null

  constructor(path: string) {
    this.#path = path
  }

  get exists(): boolean {
    return existsSync(this.#path)
  }

  get isOpen(): boolean {
    return this.#unlocked !== null
  }

  /** Makes the file, open. A damaged one is kept beside it; throws `vault.exists` where a sound one is. */
  async create(passphrase: Secret): Promise<void> {
    const present = await this.#read().catch((error: unknown) => {
      if (error instanceof FailureError && error.failure.code === 'vault.damaged') return 'damaged'
      throw error
    })
    if (present === 'damaged') await rename(this.#path, `${this.#path}.damaged-${Date.now()}`)
    else if (present) throw new FailureError(failureOf('vault', 'vault.exists', { params: { path: this.#path } }))
    const kdf = newKdf()
    const key = await deriveKey(passphrase, kdf)
    const file: PassphraseFile = { version: 1, kdf, check: seal(CHECK, new Secret(CHECK), key), entries: {} }
    await writeVaultFile(this.#path, file)
    this.#unlocked = { key, salt: kdf.salt }
  }

  /** Throws `vault.wrongPassphrase`, `vault.damaged`, or `vault.absent` where there is no file. */
  async unlock(passphrase: Secret): Promise<void> {
    const file = await this.#read()
    if (!file) throw new FailureError(failureOf('vault', 'vault.absent'))
    const key = await deriveKey(passphrase, file.kdf)
    if (unseal(CHECK, file.check, key)?.reveal() !== CHECK) {
      throw new FailureError(failureOf('vault', 'vault.wrongPassphrase', { params: { path: this.#path }, retrySafe: true }))
    }
    this.#unlocked = { key, salt: file.kdf.salt }
  }

  lock(): void {
    this.#unlocked = null
  }

  async names(): Promise<ReadonlySet<string>> {
    const file = await this.#read()
    return new Set(file ? Object.keys(file.entries) : [])
  }

  async get(name: string): Promise<Secret | null> {
    const file = await this.#read()
    if (!file || !Object.hasOwn(file.entries, name)) return null
    const sealed = file.entries[name]
    const secret = sealed && unseal(name, sealed, this.#keyOf(file))
    if (!secret) throw damaged(this.#path)
    return secret
  }

  async put(secrets: ReadonlyMap<string, Secret>): Promise<void> {
    const file = await this.#change((entries, key) => {
      for (const [name, secret] of secrets) entries[name] = seal(name, secret, key())
    })
    if (file) return
    // Somebody moved it away: what is not kept must not look kept.
    this.lock()
    throw new FailureError(failureOf('vault', 'vault.absent', { retrySafe: true }))
  }

  /** Needs no passphrase: what is dropped is not read. */
  async remove(names: readonly string[]): Promise<void> {
    await this.#change((entries) => {
      for (const name of names) delete entries[name]
    })
  }

  /** Null where there is no file. */
  async #change(change: (entries: PassphraseFile['entries'], key: () => KeyObject) => void): Promise<PassphraseFile | null> {
    const file = await this.#read()
    if (!file) return null
    change(file.entries, () => this.#keyOf(file))
    await writeVaultFile(this.#path, file)
    return file
  }

  /** The key, where it is this file's: another Tessera may have made the vault anew. */
  #keyOf(file: PassphraseFile): KeyObject {
    if (this.#unlocked?.salt !== file.kdf.salt) this.lock()
    if (!this.#unlocked) throw new FailureError(failureOf('vault', 'vault.locked', { retrySafe: true }))
    return this.#unlocked.key
  }

  #read(): Promise<PassphraseFile | null> {
    return readVaultFile(this.#path, PassphraseFile)
  }
}
