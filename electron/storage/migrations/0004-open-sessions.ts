/** Sessions that are open on servers, without their tokens: a crash leaves them open, and the next start closes them. */
export const openSessions = {
  version: 4,
  sql: `
    CREATE TABLE open_sessions (
      session_id TEXT PRIMARY KEY,
      connection_id TEXT NOT NULL,
      thread_id INTEGER,
      process_id INTEGER NOT NULL,
      run_id TEXT NOT NULL,
      opened_at INTEGER NOT NULL
    ) STRICT;
  `,
}
