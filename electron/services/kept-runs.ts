import type { RunQuery, RunUnderWay } from '../../shared/contract/query.ts'
import type { RunId, TabId } from '../../shared/model/ids.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import type { z } from 'zod'

/**
 * The runs whose answer no window has said to have: those under way, and those that ended while the window was
 * loaded again or could not be reached. A window that comes back finds them here. Of each tab the last one is kept.
 */
export interface KeptRuns {
  /** Answers `answer` itself. */
  keep(query: z.output<typeof RunQuery>, answer: Promise<StatementResult[]>): Promise<StatementResult[]>
  list(): RunUnderWay[]
  /** The answer of a run, once more; null where it is kept no longer. */
  answerOf(runId: RunId): Promise<StatementResult[]> | null
  /** The answer has arrived: nothing more is kept of it. */
  received(runId: RunId): void
  /** The tab is wanted no more. */
  forgetTab(tabId: TabId): void
}

interface Kept {
  run: RunUnderWay
  answer: Promise<StatementResult[]>
  ended: boolean
}

/** `now` in epoch milliseconds. */
export function createKeptRuns(now: () => number): KeptRuns {
  const kept = new Map<RunId, Kept>()

  function forget(isWanted: (one: Kept) => boolean): void {
    for (const [id, one] of kept) if (!isWanted(one)) kept.delete(id)
  }

  return {
    keep(query, answer) {
      forget((one) => !one.ended || one.run.tabId !== query.tabId)
      const one: Kept = { run: { ...query, startedAt: now() }, answer, ended: false }
      kept.set(query.runId, one)
      const end = () => void (one.ended = true)
      answer.then(end, end)
      return answer
    },
    list: () => [...kept.values()].map(({ run }) => run),
    answerOf: (runId) => kept.get(runId)?.answer ?? null,
    received: (runId) => forget((one) => !one.ended || one.run.runId !== runId),
    forgetTab: (tabId) => forget((one) => one.run.tabId !== tabId),
  }
}
