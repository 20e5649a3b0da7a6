import type { Rpc } from '../../../shared/contract/contract.ts'
import type { VaultStatus } from '../../../shared/contract/vault.ts'
import { assertNever } from '../../../shared/model/never.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { VaultRequest, VaultStore } from './vault-store.ts'

export interface VaultDependencies {
  rpc: Rpc
  vault: VaultStore
}

export async function loadVault({ rpc, vault }: VaultDependencies): Promise<void> {
  const result = await rpc.vault.status({})
  if (result.ok) vault.setState({ status: result.value })
}

/** True as soon as a secret can be kept: at once where the vault is open, else when the person decided where. */
export function ensureVault(dependencies: VaultDependencies): Promise<boolean> {
  return dependencies.vault.getState().status?.state === 'open' ? Promise.resolve(true) : askForVault(dependencies, 'keep')
}

/** True as soon as stored secrets can be used: at once unless the vault is locked. */
export function unlockVault(dependencies: VaultDependencies): Promise<boolean> {
  return dependencies.vault.getState().status?.state === 'locked' ? askForVault(dependencies, 'use') : Promise.resolve(true)
}

/** Opens the dialog; whoever asked before is told no. */
export function askForVault({ vault }: VaultDependencies, purpose: VaultRequest['purpose']): Promise<boolean> {
  vault.getState().request?.answer(false)
  return new Promise((answer) => vault.setState({ request: { purpose, answer } }))
}

/** Closes the dialog and tells whoever waits. */
export function answerVaultRequest({ vault }: VaultDependencies, ready: boolean): void {
  vault.getState().request?.answer(ready)
  vault.setState({ request: null })
}

export type VaultChoice =
  | { kind: 'create' | 'unlock'; passphrase: string }
  | { kind: 'change'; old: string; next: string }
  | { kind: 'session' }
  | { kind: 'toSystem' }

/** Makes, opens, changes or does without the passphrase vault. */
export async function chooseVault({ rpc, vault }: VaultDependencies, choice: VaultChoice): Promise<Result<VaultStatus>> {
  const result = await asked(rpc, choice)
  if (result.ok) vault.setState({ status: result.value })
  return result
}

/** A person's hand on the window; moving tells of somebody who reads. */
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
/** Main counts in minutes. */
const TELL_MS = 10_000

/** Tells main that somebody is there, as long as there is a vault that it may lock. Answers how to stop. */
export function tellActivity({ rpc, vault }: VaultDependencies): () => void {
  let told = -Infinity
  const tell = () => {
    const { status } = vault.getState()
    if (status?.kind !== 'passphrase' || status.state !== 'open' || performance.now() - told < TELL_MS) return
    told = performance.now()
    void rpc.vault.active({})
  }
  for (const sign of signs) window.addEventListener(sign, tell, { capture: true, passive: true })
  return () => signs.forEach((sign) => window.removeEventListener(sign, tell, { capture: true }))
}

function asked(rpc: Rpc, choice: VaultChoice): Promise<Result<VaultStatus>> {
  switch (choice.kind) {
    case 'create':
    case 'unlock':
      return rpc.vault[choice.kind]({ passphrase: choice.passphrase })
    case 'change':
      return rpc.vault.changePassphrase({ old: choice.old, next: choice.next })
    case 'session':
      return rpc.vault.useSession({})
    case 'toSystem':
      return rpc.vault.moveToSystem({})
    default:
      return assertNever(choice)
  }
}

export async function lockVault({ rpc, vault }: VaultDependencies): Promise<Result<VaultStatus>> {
  const result = await rpc.vault.lock({})
  if (result.ok) vault.setState({ status: result.value })
  return result
}
