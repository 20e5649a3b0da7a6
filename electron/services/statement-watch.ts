/** What the server does with a long statement, from its process list: read on a second session of the same connection. */
import { setTimeout } from 'node:timers/promises'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { Second } from '../clients/maxscale/second-session.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { OWN_STATEMENT_MS } from '../clients/maxscale/statement-call.ts'

export interface WatchParts {
  /** The session whose statement is watched. */
  session: MaxScaleSession
  sql: string
  second: Second
  /** Called when the state or the share that is done has changed. */
  tell: (state: { serverState: string; percent?: number }) => void
}

/** A statement younger than this is not watched: most are over by then. */
const WATCH_AFTER_MS = 3_000
/** Enough to tell one statement from another; a load of rows is not read back every few seconds. */
const INFO_CHARACTERS = 2_000
/** A state is a few words. */
const MOST_STATE = 200
/** Beside the polling, less than one request a second together. */
const WATCH_EVERY_MS = 5_000

/** Watches until it is stopped; where the process list may not be read, or does not know the statement, it ends by itself. */
export function watchStatement(parts: WatchParts): () => void {
  const stop = new AbortController()
  void watch(parts, stop.signal)
  return () => stop.abort()
}

async function watch({ session, sql, second, tell }: WatchParts, stop: AbortSignal): Promise<void> {
  if (!(await pause(WATCH_AFTER_MS, stop))) return
  try {
    const own = await second.open()
    try {
      do {
        const state = await stateOf(own, session.serverThread ?? session.threadId, sql)
        if (state === null || stop.aborted) return
        tell(state)
      } while (await pause(WATCH_EVERY_MS, stop))
    } finally {
      await second.close(own)
    }
  } catch {
    // A comfort, which nobody waits for: whatever a server answers here must end neither the statement nor the process.
  }
}

/** False when it was stopped meanwhile. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<boolean> => setTimeout(milliseconds, true, { signal, ref: false }).catch(() => false)

/**
 * Null where the process list does not show this very statement: behind a service it may run on another server than
 * the one that was asked for its thread, and another's statement must not pass for this one.
 */
async function stateOf(second: MaxScaleSession, threadId: number | undefined, sql: string): Promise<{ serverState: string; percent?: number } | null> {
  if (threadId === undefined) return null
  const columns = `STATE, LEFT(INFO, ${INFO_CHARACTERS}), STAGE, MAX_STAGE, PROGRESS`
  const [result] = await second.run({ sql: `SELECT ${columns} FROM information_schema.PROCESSLIST WHERE ID = ${threadId}`, rowLimit: 1, synchronousMs: OWN_STATEMENT_MS })
  if (result?.kind !== 'resultset') return null
  const set = new ResultSet(result.data)
  if (set.rowCount === 0 || set.columns.length !== 5) return null
  const text = (column: number): string => (set.cell(0, column).kind === 'null' ? '' : set.text(0, column))
  const info = text(1).trim()
  if (info === '' || !sql.trim().startsWith(info)) return null
  const [stage, stages, share] = [2, 3, 4].map((column) => Number(text(column))) as [number, number, number]
  // Of one stage of several; without stages there is no share to tell.
  const percent = stages > 0 ? Math.round(((stage - 1) * 100 + share) / stages) : Number.NaN
  return { serverState: second.mask.text(text(0), MOST_STATE), ...(Number.isFinite(percent) && { percent: Math.min(Math.max(percent, 0), 100) }) }
}
