/** What a person may change through the DRDS OpenAPI, and what is said before and after it. */
import { z } from 'zod'
import type { Environment } from './connection.ts'
import { DrdsDatabaseRef, DrdsInstanceRef } from './drds-database.ts'
import type { Failure } from './failure.ts'

const accountRef = DrdsDatabaseRef.extend({ accountName: z.string().min(1).max(128) })
const password = z.string().max(200)

/**
 * One changing action. Constraints of the document are checked by shared/drds/constraints.ts, in forms and before
 * sending; the limits here only keep nonsense out.
 */
export const DrdsChange = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('createInstance'),
    at: DrdsInstanceRef.omit({ instanceId: true }),
    zoneId: z.string().max(64),
    type: z.enum(['shared', 'dedicated']),
    specification: z.string().max(64),
    description: z.string().max(1_000),
    quantity: z.number(),
    /** Both or neither. */
    vpcId: z.string().max(100),
    vswitchId: z.string().max(100),
  }),
  z.strictObject({ kind: z.literal('renameInstance'), at: DrdsInstanceRef, description: z.string().max(1_000) }),
  z.strictObject({ kind: z.literal('releaseInstance'), at: DrdsInstanceRef }),
  z.strictObject({
    kind: z.literal('createDatabase'),
    at: DrdsDatabaseRef,
    encode: z.string().max(20),
    /** Names of RDS instances (the RDS console's DBInstanceId). */
    rdsInstances: z.array(z.string().max(100)).max(200),
    password,
  }),
  z.strictObject({ kind: z.literal('deleteDatabase'), at: DrdsDatabaseRef }),
  z.strictObject({ kind: z.literal('deleteFailedDatabase'), at: DrdsDatabaseRef }),
  z.strictObject({ kind: z.literal('resetPassword'), at: DrdsDatabaseRef, password }),
  z.strictObject({
    kind: z.literal('setWhitelist'),
    at: DrdsDatabaseRef,
    /** Addresses and networks: what is appended, or all that the list shall hold. */
    entries: z.array(z.string().max(100)).max(5_000),
    mode: z.enum(['append', 'replace']),
  }),
  z.strictObject({
    kind: z.literal('setReadWeights'),
    at: DrdsDatabaseRef,
    /** The RDS instance whose reads are divided. */
    primary: z.string().max(100),
    /** Of the primary and of its read-only children, whole per cent that sum to 100; who is not named reads nothing. */
    weights: z.array(z.strictObject({ name: z.string().max(100), weight: z.number() })).max(100),
  }),
  z.strictObject({
    kind: z.literal('setFullTableScan'),
    at: DrdsDatabaseRef,
    tables: z.array(z.string().max(128)).max(500),
    enabled: z.boolean(),
    /** Minutes from now; only for switching on. */
    remindAfterMinutes: z.number().int().min(1).max(100_000).nullable(),
  }),
  z.strictObject({ kind: z.literal('createReadOnlyAccount'), at: DrdsDatabaseRef, password }),
  z.strictObject({ kind: z.literal('changeReadOnlyPassword'), at: accountRef, oldPassword: password, password }),
  z.strictObject({ kind: z.literal('removeReadOnlyAccount'), at: accountRef }),
])
export type DrdsChange = z.output<typeof DrdsChange>
export type DrdsChangeKind = DrdsChange['kind']
export type DrdsChangeOf<Kind extends DrdsChangeKind> = Extract<DrdsChange, { kind: Kind }>

/** A fact that a change touches. Texts are values as the server writes them; null is "not there" or "not known". */
export interface PlanLine {
  /** `drds.plan.line.<label>` in the renderer's texts. */
  label:
    | 'instance' | 'description' | 'status' | 'databases' | 'region' | 'zone' | 'type' | 'specification' | 'quantity' | 'network'
    | 'billing' | 'database' | 'encode' | 'rds' | 'password' | 'whitelist' | 'readWeight' | 'fullTableScan' | 'account'
  /** What the line is about where a label stands several times: an RDS instance, a table. */
  of?: string
  before: string | null
  after: string | null
}

/** `drds.plan.warning.<code>`: what a person must know before it runs. */
export type PlanWarning =
  | 'cannotUndo' | 'dataLost' | 'addressesLost' | 'billed' | 'sentOnce' | 'oldPasswordStops' | 'clientsLoseAccess'
  | 'openToAll' | 'fullScanLoad' | 'fullScanRefused' | 'primaryWithoutReads' | 'loadMoves' | 'accountStops'

/** What will happen, made from what the service shows now; nothing was changed by making it. */
export interface ChangePlan {
  /** The action on the wire, such as ModifyRdsReadWeight. */
  action: string
  connectionName: string
  environment: Environment
  regionId: string
  instanceId: string
  /** The instance's description; '' for one that is to be created. */
  instanceName: string
  database: string
  lines: PlanLine[]
  warnings: PlanWarning[]
  /** Why it would be refused, known before it is sent (databases stand in the way of a release). */
  refused: Failure | null
  /** The change that takes it back, where one exists and needs nothing that we do not know. */
  inverse: DrdsChange | null
  /** What must be typed before it runs: an id or a name; '' for nothing. */
  confirm: string
  /** Stands for what the service showed; it is refused where that is something else by the time it would be sent. */
  basis: string
}

/** Whether the service shows afterwards what was asked. */
export type Verification =
  | { kind: 'shown' } // it does
  | { kind: 'underWay' } // a task was begun; drds-task.ts follows it
  | { kind: 'differs'; lines: PlanLine[] } // `before` is what was asked, `after` what is shown
  | { kind: 'notReadable' } // no action of the document shows it (passwords, full-table scans)
  | { kind: 'failed'; failure: Failure } // the reading failed; the change itself was accepted

/** A change that the service accepted. */
export interface ChangeOutcome {
  requestId: string
  elapsedMs: number
  verification: Verification
  /** Ids of instances that were created, and their order. */
  instanceIds: string[]
  orderId: string
  /** The read-only account that was created; '' otherwise. */
  accountName: string
}

/** Entries of a page of the audit log; a shorter page is the last. */
export const AUDIT_PAGE = 100

/** One line of the local audit log, of a change or of the end of what DRDS did by itself after one; no secret is in it. */
export interface AuditEntry {
  id: number
  /** Epoch milliseconds. */
  at: number
  connectionName: string
  environment: Environment
  action: string
  regionId: string
  instanceId: string
  database: string
  lines: PlanLine[]
  /** What the plan said with them. */
  warnings: PlanWarning[]
  inverse: DrdsChange | null
  /**
   * `done`: accepted. `unknown`: sent, and no answer came; it may have happened. `completed` and `failed`: what DRDS did
   * by itself after it was accepted came to this end; the request is the one that began it.
   */
  outcome: 'done' | 'refused' | 'unknown' | 'completed' | 'failed'
  verification: Verification['kind'] | null
  /** Where the service showed something else: `before` is what was asked, `after` what was shown. */
  differences: PlanLine[]
  requestId: string
  /** Why it was refused or failed, or, of a change that is done, why it could not be read back. */
  failure: Failure | null
}
