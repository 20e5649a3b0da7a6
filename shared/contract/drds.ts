import { z } from 'zod'
import type { DrdsInstance, DrdsInstanceList, DrdsRegion } from '../model/drds.ts'
import type { DrdsCall, DrdsCallDetail } from '../model/drds-call.ts'
import { DrdsChange, type AuditEntry, type ChangeOutcome, type ChangePlan } from '../model/drds-change.ts'
import { DrdsDatabaseRef, DrdsInstanceRef, type DrdsDatabase, type DrdsShard, type RdsPrimary } from '../model/drds-database.ts'
import { DrdsLinkTarget, type DrdsLink, type DrdsTable } from '../model/drds-link.ts'
import type { DrdsTask, ScanReminder } from '../model/drds-task.ts'
import { Id, type ConnectionId } from '../model/ids.ts'
import { call } from './call.ts'

const ofConnection = z.strictObject({ connectionId: Id<ConnectionId>() })

export const drds = {
  /** DescribeRegions: the regions that the account sees, with their zones. */
  regions: call(ofConnection).returns<DrdsRegion[]>(),
  /** DescribeDrdsInstances in the connection's region, or in another. */
  listInstances: call(
    z.strictObject({
      connectionId: Id<ConnectionId>(),
      regionId: z.string().regex(/^[a-z0-9-]{2,64}$/).optional(),
      type: z.enum(['shared', 'dedicated']).optional(),
    }),
  ).returns<DrdsInstanceList>(),
  /** DescribeDrdsInstance. */
  instance: call(DrdsInstanceRef).returns<DrdsInstance>(),
  /** DescribeDrdsDBs. */
  databases: call(DrdsInstanceRef).returns<DrdsDatabase[]>(),
  /** DescribeDrdsDB. */
  database: call(DrdsDatabaseRef).returns<DrdsDatabase>(),
  /** DescribeDrdsDBIpWhiteList. */
  whitelist: call(DrdsDatabaseRef).returns<string[]>(),
  /** DescribeRdsList: primaries with their read-only children. */
  rdsList: call(DrdsDatabaseRef).returns<RdsPrimary[]>(),
  /** DescribeShardDBs. */
  shards: call(DrdsDatabaseRef).returns<DrdsShard[]>(),
  /** DescribeReadOnlyAccount: the account's name, null where there is none. */
  readOnlyAccount: call(DrdsDatabaseRef).returns<string | null>(),

  /** Reads what a change would touch. Changes nothing; passwords in it are not looked at. */
  plan: call(DrdsChange).returns<ChangePlan>(),
  /** Carries a change out and reads back. `confirmed` and `basis` must be the plan's `confirm` and `basis`, made anew. */
  apply: call(z.strictObject({ change: DrdsChange, confirmed: z.string().max(200), basis: z.string().max(100) })).returns<ChangeOutcome>(),
  /** The local audit log, the newest first; `before` an entry's id for the page behind it. */
  audit: call(z.strictObject({ connectionId: Id<ConnectionId>().nullable(), before: z.number().int().nullable() })).returns<AuditEntry[]>(),

  /** What DRDS is doing, of every connection, the newest first. */
  tasks: call(z.strictObject({})).returns<DrdsTask[]>(),
  /** Takes a task that has ended off the list, or one that is not to be followed any more. */
  dismissTask: call(z.strictObject({ id: z.number().int() })).returns<null>(),
  /** Full-table scans that are to be switched off again. */
  reminders: call(z.strictObject({})).returns<ScanReminder[]>(),
  dismissReminder: call(z.strictObject({ id: z.number().int() })).returns<null>(),

  /** The latest requests to the DRDS OpenAPI, the newest first. */
  calls: call(ofConnection).returns<DrdsCall[]>(),
  /** What one was made of; null where it is kept no more. */
  callDetail: call(z.strictObject({ id: z.number().int() })).returns<DrdsCallDetail | null>(),

  /** How the databases of an account are queried. */
  links: call(ofConnection).returns<DrdsLink[]>(),
  /** Null unlinks. */
  setLink: call(z.strictObject({ at: DrdsDatabaseRef, target: DrdsLinkTarget.nullable() })).returns<null>(),
  /** Tables with their rules, asked through the linked connection. */
  tables: call(DrdsDatabaseRef).returns<DrdsTable[]>(),
}
