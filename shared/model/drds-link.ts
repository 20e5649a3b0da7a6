import { z } from 'zod'
import { Id, type ConnectionId } from './ids.ts'

/** How a DRDS database is queried: a DMS or MaxScale connection, and the database's name there. */
export const DrdsLinkTarget = z.strictObject({
  connectionId: Id<ConnectionId>(),
  /** '' for the connection's own default. */
  schema: z.string().max(128),
})
export type DrdsLinkTarget = z.output<typeof DrdsLinkTarget>

export interface DrdsLink {
  regionId: string
  instanceId: string
  database: string
  target: DrdsLinkTarget
}

/** A logical table with its rule (SHOW RULE) and where its parts are (SHOW TOPOLOGY); drds-sql names the columns. */
export interface DrdsTable {
  name: string
  kind: 'single' | 'broadcast' | 'sharded'
  /** '' where it is not split that way. */
  dbPartitionKey: string
  dbPartitionPolicy: string
  dbPartitionCount: string
  tbPartitionKey: string
  tbPartitionPolicy: string
  tbPartitionCount: string
  /** Group (a shard) → physical tables in it; null where that was not read: refused, or more tables than are asked about. */
  topology: { group: string; tables: string[] }[] | null
}
