/** How far this machine's clock is from each server's: Timestamp is refused beyond 15 minutes (IllegalTimestamp). */
import type { HttpAnswer } from '../../http/send.ts'

export interface Clocks {
  /** What the server's clock shows when ours shows `now`; epoch milliseconds. */
  timeAt(host: string, now: number): number
  /** Takes what an answer's Date says. */
  learn(host: string, skewMs: number): void
}

/** Date has whole seconds, and the way there takes time: less than this says nothing. */
const UNCERTAIN_MS = 2_000

export function createClocks(): Clocks {
  const skews = new Map<string, number>()
  return {
    timeAt: (host, now) => now - (skews.get(host) ?? 0),
    learn: (host, skewMs) => void skews.set(host, Math.abs(skewMs) < UNCERTAIN_MS ? 0 : skewMs),
  }
}

/**
 * How far this machine's clock is ahead of the server's (behind where negative), milliseconds, from the Date header;
 * null without one. `now` is when the answer was whole.
 */
export function skewOf(http: HttpAnswer, now: number): number | null {
  const served = Date.parse(http.headers.date ?? '')
  // The server looked at its clock about halfway; its whole second began half a second before on average.
  return Number.isNaN(served) ? null : Math.round(now - http.elapsedMs / 2 - (served + 500))
}
