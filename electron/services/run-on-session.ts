/** One statement on a MaxScale session, with what is known of it while it runs. */
import type { RunProgress } from '../../shared/contract/query.ts'
import type { RunId } from '../../shared/model/ids.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { watchStatement, type WatchParts } from './statement-watch.ts'

export interface SessionStatement extends Pick<WatchParts, 'session' | 'sql' | 'second'> {
  runId: RunId
  rowLimit: number
  signal: AbortSignal
  onProgress: (progress: RunProgress) => void
}

/** Nothing is told of a statement that is over in a moment, and of others not more often than can be read. */
const TELL_EVERY_MS = 250

/** Throws what the session throws. */
export async function runOnSession({ session, sql, runId, rowLimit, signal, onProgress, second }: SessionStatement): Promise<StatementResult[]> {
  let progress: RunProgress = { runId, elapsedMs: 0, reachable: true }
  let toldAt = performance.now()
  const tell = (change: Partial<RunProgress>, isNews: boolean): void => {
    progress = { ...progress, ...change }
    if (!isNews && performance.now() - toldAt < TELL_EVERY_MS) return
    toldAt = performance.now()
    onProgress(progress)
  }
  const stopWatching = watchStatement({ session, sql, second, tell: (state) => tell(state, true) })
  try {
    return await session.run({ sql, rowLimit, signal, onProgress: (change) => tell(change, change.reachable !== progress.reachable) })
  } finally {
    stopWatching()
  }
}
