import { z } from 'zod'
import { Id, type ConnectionId, type RunId, type TabId } from '../model/ids.ts'
import type { StatementResult } from '../model/statement-result.ts'
import { call } from './call.ts'

/** One statement on one connection. `rowLimit` is how many rows at most a person wants to see. */
export const RunQuery = z.strictObject({
  runId: Id<RunId>(),
  tabId: Id<TabId>(),
  connectionId: Id<ConnectionId>(),
  /** Exactly one statement, as written, comments and hints included. */
  sql: z.string().min(1).max(16_000_000),
  /** Overrides the connection's default database; absent or empty means the default. */
  database: z.string().max(128).optional(),
  rowLimit: z.number().int().min(1).max(1_000_000),
  /** Where the statement begins in the tab's text, and how many of the script follow it; absent where it does not stand there. */
  place: z.strictObject({ start: z.number().int().min(0), following: z.number().int().min(0) }).optional(),
})

/** A run that is under way, or has ended and was not received. */
export interface RunUnderWay extends z.output<typeof RunQuery> {
  /** Epoch milliseconds. */
  startedAt: number
}

/**
 * What a cancel achieved.
 * - `nothing`: no such run was under way: it had ended.
 * - `notSent`: the statement had not been sent yet, and will not be.
 * - `askedServer`: the server was told to stop the statement and said yes.
 * - `killedQuery`: KILL QUERY on a second session ended the statement: asking did not help, or may freeze MaxScale.
 * - `mayStillRun`: we stopped waiting; the statement could not be stopped, so it may still be running.
 */
export type CancelOutcome = 'nothing' | 'notSent' | 'askedServer' | 'killedQuery' | 'mayStillRun'

/** What is known of a statement under way. */
export interface RunProgress {
  runId: RunId
  /** As the server counts, milliseconds. */
  elapsedMs: number
  /** False while the server cannot be reached: the statement goes on there, and its answer is asked for again. */
  reachable: boolean
  /** From the process list, where it may be read: such as "Sending data"; empty where it says nothing. */
  serverState?: string
  /** Of the current stage, percent; where the server tells. */
  percent?: number
}

export const query = {
  /** Several results only where one statement answers several (a procedure). */
  run: call(RunQuery).returns<StatementResult[]>(),
  /** Every run that no window has received the answer of: what a window asks for that was loaded again. */
  underWay: call(z.strictObject({})).returns<RunUnderWay[]>(),
  /** What `run` answers, once more; null where the run is not known any more. */
  rejoin: call(z.strictObject({ runId: Id<RunId>() })).returns<StatementResult[] | null>(),
  /** The answer is here: main keeps it no longer. */
  received: call(z.strictObject({ runId: Id<RunId>() })).returns<null>(),
  /** The pending `run` answers the failure `cancelled`. */
  cancel: call(z.strictObject({ runId: Id<RunId>() })).returns<CancelOutcome>(),
  /** Closes the sessions that a tab holds open on its servers. */
  closeTab: call(z.strictObject({ tabId: Id<TabId>() })).returns<null>(),
}
