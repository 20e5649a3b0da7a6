import { z } from 'zod'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { SystemKeychain } from '../platform/platform.ts'
import { Secret } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import { entriesOf, sealedBytes, VaultFile } from './vault-file.ts'

const KeychainFile = z.strictObject({ version: z.literal(1), entries: entriesOf(sealedBytes()) })
type KeychainFile = z.infer<typeof KeychainFile>

const bytesOf = (sealed: string) => Buffer.from(sealed, 'base64')

/** Secrets in a file, each sealed with the key that the operating system's keychain keeps. */
export class KeychainStore implements SecretStore {
  readonly #file: VaultFile<KeychainFile>
  readonly #keychain: SystemKeychain

  constructor(path: string, keychain: SystemKeychain) {
    this.#file = new VaultFile(path, KeychainFile)
    this.#keychain = keychain
  }

  sweep(): Promise<void> {
    return this.#file.sweep()
  }

  async names(): Promise<ReadonlySet<string>> {
    return new Set(Object.keys(await this.#entries()))
  }

  async get(name: string): Promise<Secret | null> {
    const entries = await this.#entries()
    const sealed = Object.hasOwn(entries, name) ? entries[name] : undefined
    if (sealed === undefined) return null
    const { text, isOutdated } = await this.#asked((keychain) => keychain.decrypt(bytesOf(sealed)))
    const secret = new Secret(text)
    // It is of use as it is: what cannot be sealed anew now is so another time.
    if (isOutdated) await this.#sealAnew(name, sealed, secret).catch(unlessFailure)
    return secret
  }

  async put(secrets: ReadonlyMap<string, Secret>): Promise<void> {
    const sealed: Record<string, string> = {}
    for (const [name, secret] of secrets) sealed[name] = await this.#seal(secret)
    await this.#change((entries) => ({ ...entries, ...sealed }))
  }

  async remove(names: readonly string[]): Promise<void> {
    await this.#change((entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => !names.includes(name))))
  }

  /** Names of what is sealed under a key that anybody can have; none where the file cannot be read. */
  async unprotected(): Promise<string[]> {
    const entries = await this.#entries().catch((): KeychainFile['entries'] => ({}))
    return Object.entries(entries).flatMap(([name, sealed]) => (this.#keychain.isUnprotected(bytesOf(sealed)) ? [name] : []))
  }

  /** Seals what an earlier run left unprotected under the key that is there now; what that does not do stays as it is. */
  async protect(): Promise<void> {
    for (const name of await this.unprotected()) {
      const sealed = (await this.#entries())[name]
      if (sealed === undefined) continue
      const opened = this.#asked((keychain) => keychain.decrypt(bytesOf(sealed)))
      await opened.then(({ text }) => this.#sealAnew(name, sealed, new Secret(text))).catch(unlessFailure)
    }
  }

  /** Puts a damaged file away beside it: what it held is lost to us, and another may be begun. */
  async putDamagedAside(): Promise<void> {
    await this.#file.locked(async (file) => {
      const isDamaged = await file.read().then(
        () => false,
        (error: unknown) => error instanceof FailureError && error.failure.code === 'vault.damaged',
      )
      if (isDamaged) await file.moveAside()
    })
  }

  async #sealAnew(name: string, before: string, secret: Secret): Promise<void> {
    const sealed = await this.#seal(secret)
    // Another Tessera may have stored another secret there meanwhile.
    await this.#change((entries) => (entries[name] === before ? { ...entries, [name]: sealed } : null))
  }

  /** Throws `vault.noKeychain` where the keychain, whatever it was at the start, has no key of its own now. */
  async #seal(secret: Secret): Promise<string> {
    const sealed = await this.#asked((keychain) => keychain.encrypt(secret.reveal()))
    if (this.#keychain.isUnprotected(sealed)) throw new FailureError(failureOf('vault', 'vault.noKeychain'))
    return Buffer.from(sealed).toString('base64')
  }

  /** A keychain may ask the person first: never under the lock. */
  async #asked<T>(question: (keychain: SystemKeychain) => Promise<T>): Promise<T> {
    try {
      return await question(this.#keychain)
    } catch (cause) {
      throw new FailureError(failureOf('vault', 'vault.keychainRefused'), { cause })
    }
  }

  /** Null for no change. */
  #change(change: (entries: KeychainFile['entries']) => KeychainFile['entries'] | null): Promise<void> {
    return this.#file.locked(async (file) => {
      const entries = change((await file.read())?.entries ?? {})
      if (entries) await file.write({ version: 1, entries })
    })
  }

  async #entries(): Promise<KeychainFile['entries']> {
    return (await this.#file.read())?.entries ?? {}
  }
}

function unlessFailure(error: unknown): void {
  if (!(error instanceof FailureError)) throw error
}
