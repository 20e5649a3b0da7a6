import { z } from 'zod'
import { call } from './call.ts'

/**
 * Where secrets are kept on this host.
 * - `system`: the operating system's keychain, through Electron safeStorage.
 * - `passphrase`: an encrypted file, opened by a passphrase once a start.
 * - `session`: in memory only, gone when the app ends.
 */
export type VaultStatus =
  | { kind: 'system'; state: 'open' }
  | ({
      kind: 'passphrase'
      state: 'absent' | 'locked' | 'open'
      /** The secrets could be in the system's keychain as well. */
      systemToo?: true
    } & Unprotected)
  | ({ kind: 'session'; state: 'open' } & Unprotected)

interface Unprotected {
  /** So many secrets an earlier run stored under a key that is no secret; they move into the passphrase vault. Absent for none. */
  unprotected?: number
}

const Passphrase = z.string().min(1).max(1_024)

export const vault = {
  status: call(z.strictObject({})).returns<VaultStatus>(),
  /** Makes the passphrase vault; secrets held for the session or in the keychain move into it. A weak passphrase is refused. */
  create: call(z.strictObject({ passphrase: Passphrase })).returns<VaultStatus>(),
  unlock: call(z.strictObject({ passphrase: Passphrase })).returns<VaultStatus>(),
  /** Seals everything anew under another passphrase; a weak one is refused. */
  changePassphrase: call(z.strictObject({ old: Passphrase, next: Passphrase })).returns<VaultStatus>(),
  /** Moves everything into the system's keychain; the vault's file is deleted. */
  moveToSystem: call(z.strictObject({})).returns<VaultStatus>(),
  lock: call(z.strictObject({})).returns<VaultStatus>(),
  /** A person did something in the window; told every few seconds at most. */
  active: call(z.strictObject({})).returns<null>(),
  /** Keeps new secrets in memory only, until the app ends. */
  useSession: call(z.strictObject({})).returns<VaultStatus>(),
}
