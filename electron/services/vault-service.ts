import type { Handlers } from '../../shared/contract/contract.ts'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import type { Platform } from '../platform/platform.ts'
import { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import type { EventHub } from './event-hub.ts'
import { createIdleLock } from './idle-lock.ts'

export interface VaultService {
  handlers: Handlers['vault']
  /** Locks the vault when nobody is there, from now on; answers how to stop. */
  lockWhenIdle(): () => void
}

/** The vault's actions; every window is told of a change, and that the states of secrets may be others. */
export function createVaultService(parts: {
  vault: Vault
  events: EventHub
  settings: () => Settings
  onAway: Platform['onAway']
  /** Drops what others keep of secrets for their next call. */
  forgetSecrets: () => void
}): VaultService {
  const { vault, events, settings, onAway, forgetSecrets } = parts
  const changed = (status: VaultStatus) => {
    events.emit('vault.changed', status)
    events.emit('connections.changed', null)
    return status
  }
  const lock = () => {
    const status = changed(vault.lock())
    forgetSecrets()
    return status
  }
  const idle = createIdleLock({ status: vault.status, lock, settings, onAway })
  const opened = (status: VaultStatus) => {
    idle.opened()
    return changed(status)
  }
  return {
    handlers: {
      status: () => vault.status(),
      create: async ({ passphrase }) => opened(await vault.create(new Secret(passphrase))),
      unlock: async ({ passphrase }) => opened(await vault.unlock(new Secret(passphrase))),
      lock,
      active() {
        idle.active()
        return null
      },
      useSession: () => changed(vault.useSession()),
    },
    lockWhenIdle() {
      idle.start()
      return idle.stop
    },
  }
}
