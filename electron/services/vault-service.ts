import type { Handlers } from '../../shared/contract/contract.ts'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import type { EventHub } from './event-hub.ts'

/** The vault's actions; every window is told of a change, and that the states of secrets may be others. */
export function createVaultService(vault: Vault, events: EventHub): Handlers['vault'] {
  const changed = (status: VaultStatus) => {
    events.emit('vault.changed', status)
    events.emit('connections.changed', null)
    return status
  }
  return {
    status: () => vault.status(),
    create: async ({ passphrase }) => changed(await vault.create(new Secret(passphrase))),
    unlock: async ({ passphrase }) => changed(await vault.unlock(new Secret(passphrase))),
    lock: () => changed(vault.lock()),
    useSession: () => changed(vault.useSession()),
  }
}
