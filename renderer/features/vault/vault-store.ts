import { createStore } from 'zustand/vanilla'
import type { VaultStatus } from '../../../shared/contract/vault.ts'

export interface VaultRequest {
  /**
   * `use`: stored secrets are wanted, so only the vault itself helps; `keep`: the session's memory would do. `create`: a vault
   * with a passphrase in place of what there is; `change`: another passphrase; `toSystem`: into the system's keychain.
   */
  purpose: 'keep' | 'use' | 'create' | 'change' | 'toSystem'
  answer: (ready: boolean) => void
}

interface VaultState {
  /** Null until main answered. */
  status: VaultStatus | null
  /** Set while somebody waits: the dialog is open, and answers through it. */
  request: VaultRequest | null
}

export const createVaultStore = () => createStore<VaultState>(() => ({ status: null, request: null }))
export type VaultStore = ReturnType<typeof createVaultStore>
