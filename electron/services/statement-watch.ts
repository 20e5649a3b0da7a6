/** What the server does with a long statement, from its process list: read on a second session of the same connection. */
import { FailureError } from '../../shared/model/failure.ts'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'

export interface WatchParts {
  /** The session whose statement is watched. */
  session: MaxScaleSession
  sql: string
  second: () => Promise<MaxScaleSession>
  close: (session: MaxScaleSession) => Promise<void>
  /** Called when the state or the share that is done has changed. */
  tell: (state: { serverState: string; percent?: number }) => void
}

/** A statement younger than this is not watched: most are over by then. */
const WATCH_AFTER_MS = 3_000
/** Beside the polling, less than one request a second together. */
const WATCH_EVERY_MS = 5_000

/** Watches until it is stopped; where the process list may not be read, or does not know the statement, it ends by itself. */
export function watchStatement(parts: WatchParts): () => void {
  let stopped = false
  let timer = setTimeout(() => void watch(), WATCH_AFTER_MS)

  async function watch(): Promise<void> {
    try {
      const second = await parts.second()
      try {
        await look(second)
      } finally {
        await parts.close(second)
      }
    } catch (error) {
      // A second session is a comfort; the statement does not need it.
      if (!(error instanceof FailureError)) throw error
    }
  }

  async function look(second: MaxScaleSession): Promise<void> {
    while (!stopped) {
      const state = await stateOf(second, parts.session.threadId, parts.sql)
      if (state === null || stopped) return
      parts.tell(state)
      await new Promise<void>((resolve) => (wake = resolve, (timer = setTimeout(resolve, WATCH_EVERY_MS))))
    }
  }
  let wake = (): void => undefined

  return () => {
    stopped = true
    clearTimeout(timer)
    wake()
  }
}

/**
 * Null where the process list does not show this very statement: behind a service the thread's number is MaxScale's
 * own, and another's statement must not pass for this one.
 */
async function stateOf(second: MaxScaleSession, threadId: number | undefined, sql: string): Promise<{ serverState: string; percent?: number } | null> {
  if (threadId === undefined) return null
  const columns = 'STATE, INFO, STAGE, MAX_STAGE, PROGRESS'
  const [result] = await second.run({ sql: `SELECT ${columns} FROM information_schema.PROCESSLIST WHERE ID = ${threadId}`, rowLimit: 1, synchronous: true })
  if (result?.kind !== 'resultset') return null
  const set = new ResultSet(result.data)
  if (set.rowCount === 0 || set.text(0, 1).trim() !== sql.trim()) return null
  const [stage = 0, stages = 0, share = 0] = [2, 3, 4].map((column) => Number(set.text(0, column)))
  // Of one stage of several; without stages there is no share to tell.
  const percent = stages > 0 ? Math.round(((stage - 1) * 100 + share) / stages) : undefined
  return { serverState: set.text(0, 0), ...(percent !== undefined && { percent: Math.min(Math.max(percent, 0), 100) }) }
}
