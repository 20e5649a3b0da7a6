import type { DatabaseSync } from 'node:sqlite'
import { ConnectionSettings } from '../../shared/model/connection.ts'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import type { DefectLog } from '../log/log.ts'
import { save } from './transaction.ts'

export interface StoredConnection {
  id: ConnectionId
  settings: ConnectionSettings
}

/** Connections without their secrets, in the order in which they were made. */
export interface ConnectionRepository {
  list(): StoredConnection[]
  get(id: ConnectionId): StoredConnection | null
  insert(connection: StoredConnection): void
  update(connection: StoredConnection): void
  /** All of them, or none. */
  updateAll(connections: readonly StoredConnection[]): void
  delete(id: ConnectionId): void
}

export function connectionRepository(database: DatabaseSync, log: DefectLog): ConnectionRepository {
  const all = database.prepare('SELECT id, settings FROM connections ORDER BY rowid')
  const one = database.prepare('SELECT id, settings FROM connections WHERE id = ?')
  const insert = database.prepare('INSERT INTO connections (id, settings, created_at, updated_at) VALUES (?, ?, ?, ?)')
  const update = database.prepare('UPDATE connections SET settings = ?, updated_at = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM connections WHERE id = ?')

  /** A row that cannot be read stays where it is, is logged, and is not shown. */
  function read(row: Record<string, unknown>): StoredConnection | null {
    try {
      return { id: connectionId(String(row.id)), settings: ConnectionSettings.parse(JSON.parse(String(row.settings))) }
    } catch (error) {
      log.error(`connection ${String(row.id)} cannot be read`, error)
      return null
    }
  }

  function change({ id, settings }: StoredConnection): void {
    update.run(JSON.stringify(settings), Date.now(), id)
  }

  return {
    list: () => all.all().map(read).filter((connection) => connection !== null),
    get(id) {
      const row = one.get(id)
      return row ? read(row) : null
    },
    insert({ id, settings }) {
      const now = Date.now()
      save(database, () => insert.run(id, JSON.stringify(settings), now, now))
    },
    update: (connection) => save(database, () => change(connection)),
    updateAll(connections) {
      save(database, () => connections.forEach(change))
    },
    delete(id) {
      save(database, () => remove.run(id))
    },
  }
}
