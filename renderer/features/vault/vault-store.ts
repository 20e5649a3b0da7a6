import { createStore } from 'zustand/vanilla'
import type { VaultStatus } from '../../../shared/contract/vault.ts'

interface VaultState {
  /** Null until main answered. */
  status: VaultStatus | null
  /** Set while somebody waits for secrets to be usable: the dialog is open, and answers through it. */
  request: { answer: (ready: boolean) => void } | null
}

export const createVaultStore = () => createStore<VaultState>(() => ({ status: null, request: null }))
export type VaultStore = ReturnType<typeof createVaultStore>
