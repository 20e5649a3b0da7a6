import { z } from 'zod'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { SystemKeychain } from '../platform/platform.ts'
import { Secret } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import { readVaultFile, writeVaultFile } from './vault-file.ts'

const KeychainFile = z.strictObject({ version: z.literal(1), entries: z.record(z.string(), z.base64()) })
type KeychainFile = z.infer<typeof KeychainFile>

/** Secrets in a file, each sealed with the key that the operating system's keychain keeps. */
export class KeychainStore implements SecretStore {
  readonly #path: string
  readonly #keychain: SystemKeychain

  constructor(path: string, keychain: SystemKeychain) {
    this.#path = path
    this.#keychain = keychain
  }

  async names(): Promise<ReadonlySet<string>> {
    return new Set(Object.keys((await this.#read()).entries))
  }

  async get(name: string): Promise<Secret | null> {
    const { entries } = await this.#read()
    const sealed = Object.hasOwn(entries, name) ? entries[name] : undefined
    if (sealed === undefined) return null
    try {
      return new Secret(await this.#keychain.decrypt(Buffer.from(sealed, 'base64')))
    } catch (cause) {
      throw refused(cause)
    }
  }

  async put(secrets: ReadonlyMap<string, Secret>): Promise<void> {
    const sealed: Record<string, string> = {}
    try {
      for (const [name, secret] of secrets) {
        sealed[name] = Buffer.from(await this.#keychain.encrypt(secret.reveal())).toString('base64')
      }
    } catch (cause) {
      throw refused(cause)
    }
    const file = await this.#read()
    await writeVaultFile(this.#path, { ...file, entries: { ...file.entries, ...sealed } })
  }

  async remove(names: readonly string[]): Promise<void> {
    const file = await this.#read()
    const entries = Object.fromEntries(Object.entries(file.entries).filter(([name]) => !names.includes(name)))
    await writeVaultFile(this.#path, { ...file, entries })
  }

  async #read(): Promise<KeychainFile> {
    return (await readVaultFile(this.#path, KeychainFile)) ?? { version: 1, entries: {} }
  }
}

const refused = (cause: unknown) => new FailureError(failureOf('vault', 'vault.keychainRefused'), { cause })
