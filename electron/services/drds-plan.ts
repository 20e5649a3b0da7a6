/** What a change would do, from what the service shows now. Nothing is changed by making it. */
import { createHash } from 'node:crypto'
import type { DrdsSettings } from '../../shared/model/connection.ts'
import type { ChangePlan, DrdsChange, PlanLine, PlanWarning } from '../../shared/model/drds-change.ts'
import { failureOf, type Failure } from '../../shared/model/failure.ts'
import { changeProblem } from '../../shared/drds/constraints.ts'
import { actionOf, type DrdsAccess, type DrdsClient } from '../clients/drds/client.ts'
import { createDatabasePlan, deleteDatabasePlan, deleteFailedPlan, resetPasswordPlan } from './drds-plan-databases.ts'
import { createInstancePlan, releasePlan, renamePlan } from './drds-plan-instances.ts'
import { changeAccountPlan, createAccountPlan, removeAccountPlan } from './drds-plan-accounts.ts'
import { fullScanPlan, weightsPlan, whitelistPlan } from './drds-plan-settings.ts'

/** Where a plan reads. */
export interface PlanAsk {
  client: DrdsClient
  access: DrdsAccess
}

/** What differs from change to change. */
export interface PlanDraft {
  lines: PlanLine[]
  warnings: PlanWarning[]
  /** The instance's description; '' for one that is to be created. */
  instanceName: string
  refused?: Failure | undefined
  inverse?: DrdsChange | undefined
}

/** Throws a FailureError where what it needs cannot be read. */
export async function makePlan(ask: PlanAsk & { settings: DrdsSettings }, change: DrdsChange): Promise<ChangePlan> {
  const draft = await draftOf(ask, change)
  return {
    action: actionOf(change),
    connectionName: ask.settings.name,
    environment: ask.settings.environment,
    regionId: change.at.regionId,
    instanceId: 'instanceId' in change.at ? change.at.instanceId : '',
    instanceName: draft.instanceName,
    database: 'database' in change.at ? change.at.database : '',
    lines: draft.lines,
    warnings: draft.warnings,
    refused: readOnlyRefusal(ask.settings) ?? draft.refused ?? changeProblem(withoutPasswords(change)) ?? null,
    inverse: draft.inverse ?? null,
    confirm: confirmationOf(change, ask.settings),
    basis: basisOf(draft),
  }
}

/** Said with the plan, so that nobody types a name for nothing; and again before anything is sent. */
export const readOnlyRefusal = ({ readOnly, name }: DrdsSettings): Failure | undefined =>
  readOnly ? failureOf('guarded', 'drds.readOnly', { params: { connection: name }, retrySafe: true }) : undefined

function draftOf(ask: PlanAsk, change: DrdsChange): Promise<PlanDraft> {
  switch (change.kind) {
    case 'createInstance':
      return Promise.resolve(createInstancePlan(change))
    case 'renameInstance':
      return renamePlan(ask, change)
    case 'releaseInstance':
      return releasePlan(ask, change)
    case 'createDatabase':
      return createDatabasePlan(ask, change)
    case 'deleteDatabase':
      return deleteDatabasePlan(ask, change)
    case 'deleteFailedDatabase':
      return deleteFailedPlan(ask, change)
    case 'resetPassword':
      return resetPasswordPlan(ask, change)
    case 'setWhitelist':
      return whitelistPlan(ask, change)
    case 'setReadWeights':
      return weightsPlan(ask, change)
    case 'setFullTableScan':
      return fullScanPlan(ask, change)
    case 'createReadOnlyAccount':
      return createAccountPlan(ask, change)
    case 'changeReadOnlyPassword':
      return changeAccountPlan(ask, change)
    case 'removeReadOnlyAccount':
      return removeAccountPlan(ask, change)
  }
}

/**
 * Of what the service showed, in whatever order. How far a task has come is no part of it: that would be another at
 * every look.
 */
function basisOf({ lines }: PlanDraft): string {
  const shown = lines.filter(({ label }) => label !== 'status').map(({ label, of, before }) => JSON.stringify([label, of, before?.split('\n').toSorted()]))
  return createHash('sha256').update(shown.toSorted().join('\n')).digest('hex')
}

/** A plan says nothing about passwords, which may not be typed yet: any that is valid stands for them. */
function withoutPasswords(change: DrdsChange): DrdsChange {
  const valid = 'x'.repeat(8)
  switch (change.kind) {
    case 'createDatabase':
    case 'resetPassword':
    case 'createReadOnlyAccount':
      return { ...change, password: valid }
    case 'changeReadOnlyPassword':
      return { ...change, password: valid, oldPassword: valid }
    default:
      return change
  }
}

/** What is lost for good asks for its name always; in production, everything does. */
function confirmationOf(change: DrdsChange, { environment }: DrdsSettings): string {
  switch (change.kind) {
    case 'releaseInstance':
      return change.at.instanceId
    case 'deleteDatabase':
    case 'deleteFailedDatabase':
      return change.at.database
  }
  if (environment !== 'production') return ''
  if (change.kind === 'createInstance') return change.description
  return change.kind === 'renameInstance' ? change.at.instanceId : change.at.database
}
