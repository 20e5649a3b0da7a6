/** An SQL session that a tab holds on its server, as main knows it. Only MaxScale has sessions. */
import type { ConnectionId, TabId } from './ids.ts'

/** Whether a transaction is open; `maybe` where the statements do not tell: a procedure, autocommit off. */
export type TransactionState = 'none' | 'open' | 'maybe'

/** What lives in a session only and goes with it. */
export type SessionHolding = 'transaction' | 'variables' | 'temporaryTables' | 'locks' | 'preparedStatements'

/** What the statements that were run have left in their session. */
export interface SessionTrace {
  transaction: TransactionState
  /** Null where a statement may have changed it unseen. */
  autocommit: boolean | null
  /** completion_type was set: COMMIT and ROLLBACK may begin the next transaction at once. */
  chains?: boolean
  /** Without `transaction`, which is told apart. */
  holds: readonly Exclude<SessionHolding, 'transaction'>[]
}

/**
 * Why a session cannot be used any more.
 * - `connection`: the database connection behind MaxScale is gone (2002, 2006, 2013, 1927).
 * - `forgotten`: MaxScale does not know it (404): it was restarted, or somebody closed the session.
 * - `expired`: its token has ended, or was about to.
 * - `shutdown`: MaxScale is shutting down, and its sessions end with it.
 * - `unanswered`: a statement got no answer; whether it runs is not known.
 */
export type SessionLoss = 'connection' | 'forgotten' | 'expired' | 'shutdown' | 'unanswered'

export type SessionCondition =
  | { kind: 'open' }
  /** `lost` is what went with it; empty where the next statement may simply open another session. */
  | { kind: 'lost'; reason: SessionLoss; lost: readonly SessionHolding[] }

export interface TabSession {
  tabId: TabId
  connectionId: ConnectionId
  /** The server, service or listener that it was opened to. */
  target: string
  /** What KILL takes where the session was opened. Absent where it was not told. */
  threadId?: number
  /** Whose number that is: CONNECTION_ID() of a server, or MaxScale's own behind a service or listener. */
  threadOf: 'server' | 'maxscale'
  /** As far as USE told; empty for none. */
  database: string
  /** Its @@sql_mode, as the server wrote it or SET named it; absent where it is not known. */
  sqlMode?: string
  /** When this database connection began, epoch milliseconds. */
  openedAt: number
  /** When its token ends and nothing can be done with it any more, epoch milliseconds. */
  endsAt: number
  trace: SessionTrace
  condition: SessionCondition
}

/** Everything that would go if the session ended now; a transaction that may be open counts. */
export const holdingsOf = ({ transaction, holds }: SessionTrace): SessionHolding[] => [
  ...(transaction === 'none' ? [] : (['transaction'] as const)),
  ...holds,
]
