import type { DrdsChangeOf } from '../../shared/model/drds-change.ts'
import type { DrdsDatabase } from '../../shared/model/drds-database.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { foreseen, frozenFailure } from './drds-foreseen.ts'
import type { PlanAsk, PlanDraft } from './drds-plan.ts'

/** Stands for a password on either side of a line: that it is another one is all that is said. */
export const hidden = '***'

export async function createDatabasePlan({ client, access }: PlanAsk, { at, encode, rdsInstances }: DrdsChangeOf<'createDatabase'>): Promise<PlanDraft> {
  const [instance, databases] = await Promise.all([client.instance(access, at.instanceId), client.databases(access, at.instanceId)])
  const isThere = databases.some(({ name }) => name === at.database)
  return {
    instanceName: instance.description,
    lines: [
      { label: 'database', before: null, after: at.database },
      { label: 'encode', before: null, after: encode },
      { label: 'rds', before: null, after: rdsInstances.join('\n') },
      { label: 'password', before: null, after: hidden },
    ],
    warnings: [],
    refused: frozenFailure(instance) ?? (isThere ? foreseen('drds.databaseExists') : undefined),
  }
}

export async function deleteDatabasePlan(ask: PlanAsk, { at }: DrdsChangeOf<'deleteDatabase'>): Promise<PlanDraft> {
  const [draft, database] = await deletion(ask, at)
  return { ...draft, refused: draft.refused ?? undeletable(database) }
}

function undeletable({ status }: DrdsDatabase): Failure | undefined {
  if (status === 'creating') return foreseen('drds.databaseCreating')
  return status === 'deleting' || status === 'createFailed' || status === 'deleteFailed' ? foreseen('drds.databaseDeleting') : undefined
}

/** 删除创建失败的库: takes only what failed. */
export async function deleteFailedPlan(ask: PlanAsk, { at }: DrdsChangeOf<'deleteFailedDatabase'>): Promise<PlanDraft> {
  const [draft, database] = await deletion(ask, at)
  return { ...draft, refused: draft.refused ?? notFailed(database) }
}

function notFailed({ status }: DrdsDatabase): Failure | undefined {
  if (status === 'createFailed' || status === 'deleteFailed' || status === 'unknown') return undefined
  return status === 'deleting' ? foreseen('drds.databaseDeleting') : foreseen('drds.mismatch', { action: 'DeleteFailedDrdsDB' })
}

async function deletion({ client, access }: PlanAsk, at: DrdsChangeOf<'deleteDatabase'>['at']): Promise<[PlanDraft, DrdsDatabase]> {
  const [instance, database] = await Promise.all([client.instance(access, at.instanceId), client.database(access, at)])
  const draft: PlanDraft = {
    instanceName: instance.description,
    lines: [
      { label: 'database', before: database.name, after: null },
      { label: 'status', before: database.message || database.status, after: null },
    ],
    warnings: ['cannotUndo', 'dataLost'],
    refused: frozenFailure(instance),
  }
  return [draft, database]
}

export async function resetPasswordPlan({ client, access }: PlanAsk, { at }: DrdsChangeOf<'resetPassword'>): Promise<PlanDraft> {
  const [instance, database] = await Promise.all([client.instance(access, at.instanceId), client.database(access, at)])
  // Its account is made by the task that makes the database.
  const hasAccount = database.status !== 'creating' && database.status !== 'createFailed'
  return {
    instanceName: instance.description,
    lines: [{ label: 'password', of: at.database, before: hidden, after: hidden }],
    warnings: ['oldPasswordStops', 'cannotUndo'],
    refused: frozenFailure(instance) ?? (hasAccount ? undefined : foreseen('drds.databaseUserMissing')),
  }
}
