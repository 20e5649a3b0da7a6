/** Locks the passphrase vault when nobody is there: nothing was done for long, the computer slept, or its screen was locked. */
import type { Settings } from '../../shared/contract/settings.ts'
import type { VaultStatus } from '../../shared/contract/vault.ts'

/** How far apart is looked, milliseconds. */
const LOOK_MS = 5_000
/** Who looks so much later than meant has slept, or stood still as if it had. */
const SLEPT_MS = 60_000

export interface IdleLock {
  /** A person did something in a window. */
  active(): void
  /** The vault was opened just now. */
  opened(): void
  start(): void
  stop(): void
}

export function createIdleLock(parts: {
  status: () => VaultStatus
  lock: () => void
  settings: () => Pick<Settings, 'lockAfterMinutes' | 'lockWhenAway'>
  /** Tells of sleep and of a locked screen where the host knows; answers how to stop. */
  onAway: (away: () => void) => () => void
}): IdleLock {
  const { status, lock, settings, onAway } = parts
  let acted = now()
  let looked = now()
  let timer: NodeJS.Timeout | undefined
  let stopListening = (): void => undefined

  function lockIf(isDue: (set: ReturnType<typeof settings>) => boolean): void {
    const { kind, state } = status()
    // Other places for secrets ask for no passphrase, so nothing could give them back.
    if (kind === 'passphrase' && state === 'open' && isDue(settings())) lock()
  }

  function look(): void {
    const slept = since(looked) > LOOK_MS + SLEPT_MS
    looked = now()
    lockIf(({ lockAfterMinutes, lockWhenAway }) => (slept && lockWhenAway) || (lockAfterMinutes > 0 && since(acted) >= lockAfterMinutes * 60_000))
  }

  return {
    active() {
      // Whoever comes back after long must not be what keeps the vault open.
      look()
      acted = now()
    },
    opened() {
      looked = now()
      acted = looked
    },
    start() {
      timer = setInterval(look, LOOK_MS).unref()
      stopListening = onAway(() => lockIf(({ lockWhenAway }) => lockWhenAway))
    },
    stop() {
      clearInterval(timer)
      stopListening()
    },
  }
}

/** By both clocks: the wall's goes on while the computer sleeps but may be set back, the other never goes back but may sleep. */
const now = () => ({ wall: Date.now(), steady: performance.now() })
const since = ({ wall, steady }: ReturnType<typeof now>) => Math.max(Date.now() - wall, performance.now() - steady)
