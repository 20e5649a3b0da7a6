import type { DatabaseSync } from 'node:sqlite'
import type { DrdsDatabaseRef } from '../../shared/model/drds-database.ts'
import type { DrdsLink, DrdsLinkTarget } from '../../shared/model/drds-link.ts'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import { save } from './transaction.ts'

/** How databases of DRDS are queried: one connection a database at most. */
export interface DrdsLinkRepository {
  list(connectionId: ConnectionId): DrdsLink[]
  get(at: DrdsDatabaseRef): DrdsLinkTarget | null
  set(at: DrdsDatabaseRef, target: DrdsLinkTarget): void
  delete(at: DrdsDatabaseRef): void
  /** Those of a DRDS connection, and those that lead to a connection. */
  deleteOf(connectionId: ConnectionId): void
}

export function drdsLinkRepository(database: DatabaseSync): DrdsLinkRepository {
  const where = 'connection_id = ? AND region_id = ? AND instance_id = ? AND database = ?'
  const all = database.prepare('SELECT * FROM drds_links WHERE connection_id = ? ORDER BY region_id, instance_id, database')
  const one = database.prepare(`SELECT * FROM drds_links WHERE ${where}`)
  const put = database.prepare(
    'INSERT OR REPLACE INTO drds_links (connection_id, region_id, instance_id, database, target_connection_id, target_schema) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = database.prepare(`DELETE FROM drds_links WHERE ${where}`)
  const removeOf = database.prepare('DELETE FROM drds_links WHERE connection_id = ?1 OR target_connection_id = ?1')
  const key = ({ connectionId: id, regionId, instanceId, database: name }: DrdsDatabaseRef) => [id, regionId, instanceId, name] as const
  const targetOf = (row: Record<string, unknown>): DrdsLinkTarget => ({
    connectionId: connectionId(String(row.target_connection_id)),
    schema: String(row.target_schema),
  })
  return {
    list: (id) =>
      all.all(id).map((row) => ({
        regionId: String(row.region_id),
        instanceId: String(row.instance_id),
        database: String(row.database),
        target: targetOf(row),
      })),
    get(at) {
      const row = one.get(...key(at))
      return row ? targetOf(row) : null
    },
    set: (at, { connectionId: id, schema }) => void save(database, () => put.run(...key(at), id, schema)),
    delete: (at) => void save(database, () => remove.run(...key(at))),
    deleteOf: (id) => void save(database, () => removeOf.run(id)),
  }
}
