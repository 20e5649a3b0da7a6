import type { DatabaseSync } from 'node:sqlite'
import type { ScanReminder } from '../../shared/model/drds-task.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { save } from './transaction.ts'

/** Full-table scans that are to be switched off again. */
export interface DrdsReminderRepository {
  /** In the order in which they were made. */
  list(): ScanReminder[]
  insert(reminder: Omit<ScanReminder, 'id'>): void
  update(reminder: ScanReminder): void
  delete(id: number): void
  deleteOf(connectionId: ConnectionId): void
}

export function drdsReminderRepository(database: DatabaseSync): DrdsReminderRepository {
  const all = database.prepare('SELECT id, reminder FROM drds_reminders ORDER BY id')
  const insert = database.prepare('INSERT INTO drds_reminders (connection_id, reminder) VALUES (?, ?)')
  const update = database.prepare('UPDATE drds_reminders SET reminder = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM drds_reminders WHERE id = ?')
  const removeOf = database.prepare('DELETE FROM drds_reminders WHERE connection_id = ?')
  return {
    list: () => all.all().map((row) => ({ ...(JSON.parse(String(row.reminder)) as Omit<ScanReminder, 'id'>), id: Number(row.id) })),
    insert: (reminder) => void save(database, () => insert.run(reminder.connectionId, JSON.stringify(reminder))),
    update: ({ id, ...reminder }) => void save(database, () => update.run(JSON.stringify(reminder), id)),
    delete: (id) => void save(database, () => remove.run(id)),
    deleteOf: (connectionId) => void save(database, () => removeOf.run(connectionId)),
  }
}
