import { mayHaveRun } from '../../../shared/model/may-have-run.ts'
import type { TabSession } from '../../../shared/model/session.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import type { RunEntry } from './run-state.ts'

/** Whether nothing runs in the tab before a reconnect: its session is lost, and something went with it. */
export const needsReconnect = (session: TabSession | null): boolean => session?.condition.kind === 'lost' && session.condition.lost.length > 0

/** CR_SERVER_GONE_ERROR: the connection was found dead before the statement was sent. */
const GONE = '2006'

/** Whether running a statement again that failed may do a thing twice: it is asked first. */
export const asksBeforeRepeating = (entry: RunEntry): boolean => entry.answer.kind === 'failure' && mayHaveRun(entry.answer.failure) && !isRepeatable(entry)

/** Whether a statement that failed can be run again without doing a thing twice: it did not run, or only reads. */
export function isRepeatable({ statement, answer }: RunEntry): boolean {
  const didNotRun =
    answer.kind === 'failure' ? answer.failure.retrySafe : answer.results.some((result) => result.kind === 'error' && result.code === GONE)
  return didNotRun || classifyStatement(statement.text).kind === 'read'
}
