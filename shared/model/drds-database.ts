/** A database of DRDS and what lies below it, with wire spellings settled. */
import { z } from 'zod'
import { Id, type ConnectionId } from './ids.ts'

/** Where a DRDS instance is found: the account that is asked, and the region that it is asked in. */
export const DrdsInstanceRef = z.strictObject({
  connectionId: Id<ConnectionId>(),
  regionId: z.string().regex(/^[a-z0-9-]{2,64}$/),
  instanceId: z.string().min(1).max(64),
})
export type DrdsInstanceRef = z.output<typeof DrdsInstanceRef>

export const DrdsDatabaseRef = DrdsInstanceRef.extend({ database: z.string().min(1).max(64) })
export type DrdsDatabaseRef = z.output<typeof DrdsDatabaseRef>

/** `enums.dbStatus` of the document: 0…6, plus what we could not read. */
export type DrdsDatabaseStatus =
  | 'creating' | 'normal' | 'createFailed' | 'deleting' | 'deleteFailed' | 'migrating' | 'migrateFailed' | 'unknown'

/** DescribeDrdsDB, and one item of DescribeDrdsDBs. */
export interface DrdsDatabase {
  name: string
  status: DrdsDatabaseStatus
  /** The server's own spelling of the status, kept for what we do not know. */
  rawStatus: string
  /** The status told in words (Msg); why it failed, where it did. */
  message: string
  /** HORIZONTAL or VERTICAL, as the server writes it. */
  mode: string
  /** Epoch milliseconds, where the server sent one. */
  createdAt?: number
}

/** An RDS instance below a database, or one of its read-only children (DescribeRdsList). */
export interface RdsNode {
  id: string
  /** What DRDS's own actions name it by. */
  name: string
  connectUrl: string
  port: string
  /** The server's digits: 1 is in use, 5 restarting, and so on; a name where it sends one. */
  rawStatus: string
  dbType: string
  /** 0 to 100; null where the server sent none. */
  readWeight: number | null
}

export interface RdsPrimary extends RdsNode {
  children: RdsNode[]
}

/** DescribeShardDBs: a physical database and the RDS instance that holds it. */
export interface DrdsShard {
  name: string
  rdsName: string
}
