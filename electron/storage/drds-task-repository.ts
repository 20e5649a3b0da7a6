import type { DatabaseSync } from 'node:sqlite'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { save } from './transaction.ts'

/** What DRDS is doing, or has done and nobody has taken off the list. */
export interface DrdsTaskRepository {
  /** The newest first. */
  list(): DrdsTask[]
  get(id: number): DrdsTask | null
  insert(task: Omit<DrdsTask, 'id'>): DrdsTask
  update(task: DrdsTask): void
  delete(id: number): void
  deleteOf(connectionId: ConnectionId): void
}

/** What tasks of earlier versions did not say. */
const later = { environment: 'production', action: '', requestId: '' } satisfies Partial<DrdsTask>

export function drdsTaskRepository(database: DatabaseSync): DrdsTaskRepository {
  const all = database.prepare('SELECT id, task FROM drds_tasks ORDER BY id DESC')
  const one = database.prepare('SELECT id, task FROM drds_tasks WHERE id = ?')
  const insert = database.prepare('INSERT INTO drds_tasks (connection_id, task) VALUES (?, ?)')
  const update = database.prepare('UPDATE drds_tasks SET task = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM drds_tasks WHERE id = ?')
  const removeOf = database.prepare('DELETE FROM drds_tasks WHERE connection_id = ?')
  const read = (row: Record<string, unknown>): DrdsTask => ({ ...later, ...(JSON.parse(String(row.task)) as Omit<DrdsTask, 'id'>), id: Number(row.id) })
  return {
    list: () => all.all().map(read),
    get(id) {
      const row = one.get(id)
      return row ? read(row) : null
    },
    insert(task) {
      const { lastInsertRowid } = save(database, () => insert.run(task.connectionId, JSON.stringify(task)))
      return { ...task, id: Number(lastInsertRowid) }
    },
    update: ({ id, ...task }) => void save(database, () => update.run(JSON.stringify(task), id)),
    delete: (id) => void save(database, () => remove.run(id)),
    deleteOf: (connectionId) => void save(database, () => removeOf.run(connectionId)),
  }
}
