import type { DatabaseSync } from 'node:sqlite'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import { save } from './transaction.ts'

/** A session that is open on a server; its token is in the vault. */
export interface OpenSession {
  sessionId: string
  connectionId: ConnectionId
  /** CONNECTION_ID(), or MaxScale's own number behind a service; null where it was not told. */
  threadId: number | null
  /** The process that opened it, and a name for its run: process ids are used again. */
  processId: number
  runId: string
  /** Epoch milliseconds. */
  openedAt: number
}

export interface OpenSessionRepository {
  list(): OpenSession[]
  insert(session: OpenSession): void
  delete(sessionId: string): void
}

export function openSessionRepository(database: DatabaseSync): OpenSessionRepository {
  const all = database.prepare('SELECT session_id, connection_id, thread_id, process_id, run_id, opened_at FROM open_sessions ORDER BY opened_at')
  const insert = database.prepare('INSERT OR REPLACE INTO open_sessions (session_id, connection_id, thread_id, process_id, run_id, opened_at) VALUES (?, ?, ?, ?, ?, ?)')
  const remove = database.prepare('DELETE FROM open_sessions WHERE session_id = ?')
  return {
    list: () =>
      all.all().map((row) => ({
        sessionId: String(row.session_id),
        connectionId: connectionId(String(row.connection_id)),
        threadId: row.thread_id === null ? null : Number(row.thread_id),
        processId: Number(row.process_id),
        runId: String(row.run_id),
        openedAt: Number(row.opened_at),
      })),
    insert({ sessionId, connectionId: id, threadId, processId, runId, openedAt }) {
      save(database, () => insert.run(sessionId, id, threadId, processId, runId, openedAt))
    },
    delete(sessionId) {
      save(database, () => remove.run(sessionId))
    },
  }
}
