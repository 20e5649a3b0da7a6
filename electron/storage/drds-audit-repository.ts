import type { DatabaseSync } from 'node:sqlite'
import { AUDIT_PAGE, type AuditEntry } from '../../shared/model/drds-change.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { save } from './transaction.ts'

/** Changes of DRDS that were tried; only ever added to, and kept when their connection goes. */
export interface DrdsAuditRepository {
  add(connectionId: ConnectionId, entry: Omit<AuditEntry, 'id'>): void
  /** The newest first, AUDIT_PAGE at most; of one connection or of all, older than `before` where it is given. */
  page(connectionId: ConnectionId | null, before: number | null): AuditEntry[]
}

/** What entries of earlier versions did not note. */
const later = { warnings: [], inverse: null, differences: [] } satisfies Partial<AuditEntry>

export function drdsAuditRepository(database: DatabaseSync): DrdsAuditRepository {
  const insert = database.prepare('INSERT INTO drds_audit (connection_id, entry) VALUES (?, ?)')
  const all = database.prepare('SELECT id, entry FROM drds_audit WHERE id < ? ORDER BY id DESC LIMIT ?')
  const ofOne = database.prepare('SELECT id, entry FROM drds_audit WHERE connection_id = ? AND id < ? ORDER BY id DESC LIMIT ?')
  return {
    add: (connectionId, entry) => void save(database, () => insert.run(connectionId, JSON.stringify(entry))),
    page(connectionId, before) {
      const end = before ?? Number.MAX_SAFE_INTEGER
      const rows = connectionId === null ? all.all(end, AUDIT_PAGE) : ofOne.all(connectionId, end, AUDIT_PAGE)
      return rows.map((row) => ({ ...later, ...(JSON.parse(String(row.entry)) as Omit<AuditEntry, 'id'>), id: Number(row.id) }))
    },
  }
}
