/** Trying again, only where the caller's operations table says that it is safe. */
import { FailureError, type Failure } from '../../shared/model/failure.ts'

export interface RetryPolicy {
  /** Calls in all, the first included. */
  attempts: number
  /** Longest wait before the second call, milliseconds; it doubles with each further one. */
  baseMs: number
  maxMs: number
  /** Whether this failure may go away by itself. */
  isPassing(failure: Failure): boolean
}

/** Failures of the network that the next call may not meet. What a person must change (a name, a port, a certificate) is not among them. */
const passingCodes: ReadonlySet<string> = new Set([
  'network.dnsFailed', 'network.reset', 'network.closed', 'network.closedPlain', 'network.tlsClosed', 'network.cutShort',
  'network.connectTimeout', 'network.proxyTimeout', 'network.proxyClosed', 'network.proxyNoWay',
])
export const isPassingNetwork = (failure: Failure): boolean => passingCodes.has(failure.code)

/**
 * Calls until an answer comes, the failure is no passing one, or the attempts are used up; the last failure is thrown.
 * Waits a random part of an exponentially growing time; aborting ends the wait with the signal's reason.
 */
export async function withRetry<T>(
  policy: RetryPolicy,
  call: () => Promise<T>,
  options: { signal?: AbortSignal; random?: () => number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const passing = error instanceof FailureError && policy.isPassing(error.failure)
      if (!passing || attempt >= policy.attempts || options.signal?.aborted) throw error
      const longest = Math.min(policy.maxMs, policy.baseMs * 2 ** (attempt - 1))
      await pause(longest * (options.random ?? Math.random)(), options.signal)
    }
  }
}

/** Ends early when the signal aborts; the next call then fails with its reason. */
const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end, { once: true })
  })
