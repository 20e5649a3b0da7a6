/** Who may call now: an account's calls are limited together, whichever connection they belong to. */
import { FailureError, failureOf } from '../../../shared/model/failure.ts'

interface Line {
  running: number
  waiting: (() => void)[]
}

export interface Turns {
  /** Runs `work` when it is its turn, first come, first served; an abort leaves the queue with the signal's reason. */
  run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** At most `atOnce` of each key run at a time. */
export function createTurns(atOnce: number): Turns {
  const lines = new Map<string, Line>()

  const leave = (key: string, line: Line): void => {
    const next = line.waiting.shift()
    // Whoever leaves hands the place on, so `running` stays.
    if (next) return next()
    line.running -= 1
    if (line.running === 0) lines.delete(key)
  }

  return {
    async run(key, work, signal) {
      const line = lines.get(key) ?? { running: 0, waiting: [] }
      lines.set(key, line)
      if (line.running < atOnce) line.running += 1
      else await turnOf(line, signal)
      try {
        return await work()
      } finally {
        leave(key, line)
      }
    },
  }
}

const turnOf = (line: Line, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const start = (): void => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }
    const abort = (): void => {
      line.waiting = line.waiting.filter((one) => one !== start)
      const reason: unknown = signal?.reason
      reject(reason instanceof FailureError ? reason : new FailureError(failureOf('cancelled', 'network.cancelled', { retrySafe: true })))
    }
    if (signal?.aborted) return abort()
    line.waiting.push(start)
    signal?.addEventListener('abort', abort, { once: true })
  })
