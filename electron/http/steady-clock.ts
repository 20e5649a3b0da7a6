import { uptime } from 'node:os'

/** Within this the two clocks below differ by their resolution alone, milliseconds. */
const UNCERTAIN_MS = 2_000

const start = Date.now() - performance.now()
const startedUp = uptime() * 1_000 - performance.now()

/**
 * Epoch milliseconds by which what lasts is measured: unlike `Date.now()` it is not moved when somebody, or the network's
 * time, sets the clock, and unlike a timer it goes on while the computer sleeps.
 */
export function steadyNow(): number {
  const slept = uptime() * 1_000 - performance.now() - startedUp
  return start + performance.now() + (slept > UNCERTAIN_MS ? slept : 0)
}
