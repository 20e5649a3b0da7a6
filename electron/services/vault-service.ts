import type { Handlers } from '../../shared/contract/contract.ts'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import type { Platform } from '../platform/platform.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { PassphraseProblem } from '../../shared/passphrase/judge-passphrase.ts'
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
      async create({ passphrase }) {
        await assertStrong(passphrase)
        return opened(await vault.create(new Secret(passphrase)))
      },
      unlock: async ({ passphrase }) => opened(await vault.unlock(new Secret(passphrase))),
      async changePassphrase({ old, next }) {
        if (next === old) throw weak('passphrase.same')
        await assertStrong(next)
        return opened(await vault.changePassphrase(new Secret(old), new Secret(next)))
      },
      moveToSystem: async () => changed(await vault.moveToSystem()),
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

/** Whatever a form has said: what is sealed is only as safe as this. */
async function assertStrong(passphrase: string): Promise<void> {
  const { judgePassphrase } = await import('../../shared/passphrase/judge-passphrase.ts')
  const problem = judgePassphrase(passphrase)
  if (problem) throw weak(problem)
}

const weak = (code: PassphraseProblem) => new FailureError(failureOf('input', code))
