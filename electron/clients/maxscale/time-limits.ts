/** How long a session's connection may take to be made, and a statement to be answered. */

interface Limited {
  /** A connection's limit for a statement; 0 for none of its own. */
  timeoutSeconds: number
}

/**
 * The limit of a statement where its connection has none. What MaxScale is opened with also bounds every read, how long
 * its own shutdown waits for a statement, and how long it stays frozen where it waits for itself: 0 would be for ever
 * (facts 16, 17). A day is no loss: a session's token lasts no longer, and nobody could read an answer that came later.
 */
const LONGEST_STATEMENT_SECONDS = 24 * 3_600
/** Above the statement's own limit: a read timeout ends the connection, and the statement runs on (k01). */
const READ_MARGIN_SECONDS = 15
/** For opening and reconnecting, where the connection has no shorter limit. */
const OPEN_MOST_MS = 30_000

/** What bounds one statement, seconds: the per-query `timeout`, which ends it with error 1969 and leaves the session. */
export const statementSeconds = ({ timeoutSeconds }: Limited): number => timeoutSeconds || LONGEST_STATEMENT_SECONDS

/** What a session is opened with, seconds; never 0. */
export const openSeconds = (access: Limited): number => statementSeconds(access) + READ_MARGIN_SECONDS

/** How long we wait for a database connection to be made, milliseconds. */
export const openMs = ({ timeoutSeconds }: Limited): number => (timeoutSeconds === 0 ? OPEN_MOST_MS : Math.min(timeoutSeconds * 1_000, OPEN_MOST_MS))
