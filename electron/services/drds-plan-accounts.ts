/** Plans for the read-only account (只读账户) of a database, which has one or none. */
import type { DrdsChangeOf } from '../../shared/model/drds-change.ts'
import type { DrdsDatabaseRef } from '../../shared/model/drds-database.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { foreseen, frozenFailure } from './drds-foreseen.ts'
import { hidden } from './drds-plan-databases.ts'
import type { PlanAsk, PlanDraft } from './drds-plan.ts'

interface Account {
  instanceName: string
  /** Null where there is none, or it is not to be told in the state that the database is in. */
  name: string | null
  /** What all changes of an account ask for. */
  refused: Failure | undefined
}

async function accountOf({ client, access }: PlanAsk, at: DrdsDatabaseRef): Promise<Account> {
  const [instance, database] = await Promise.all([client.instance(access, at.instanceId), client.database(access, at)])
  const refused =
    frozenFailure(instance) ??
    (instance.status === 'running' || instance.status === 'unknown' ? undefined : foreseen('drds.instanceNotRunning')) ??
    (database.status === 'normal' || database.status === 'unknown' ? undefined : foreseen('drds.databaseNotRunning'))
  // DescribeReadOnlyAccount itself is refused in these states.
  const name = refused ? null : await client.readOnlyAccount(access, at)
  return { instanceName: instance.description, name, refused }
}

/** The service names the account; its answer says how. */
export async function createAccountPlan(ask: PlanAsk, { at }: DrdsChangeOf<'createReadOnlyAccount'>): Promise<PlanDraft> {
  const { instanceName, name, refused } = await accountOf(ask, at)
  return {
    instanceName,
    lines: [
      { label: 'database', before: at.database, after: at.database },
      ...(name === null ? [] : [{ label: 'account' as const, before: name, after: name }]),
      { label: 'password', before: null, after: hidden },
    ],
    warnings: [],
    refused: refused ?? (name === null ? undefined : foreseen('drds.accountNotCreated')),
  }
}

export async function changeAccountPlan(ask: PlanAsk, { at }: DrdsChangeOf<'changeReadOnlyPassword'>): Promise<PlanDraft> {
  const { instanceName, name, refused } = await accountOf(ask, at)
  return {
    instanceName,
    lines: [
      { label: 'account', before: name, after: name },
      { label: 'password', of: at.accountName, before: hidden, after: hidden },
    ],
    warnings: ['oldPasswordStops', 'cannotUndo'],
    refused: refused ?? missing(at.accountName, name),
  }
}

export async function removeAccountPlan(ask: PlanAsk, { at }: DrdsChangeOf<'removeReadOnlyAccount'>): Promise<PlanDraft> {
  const { instanceName, name, refused } = await accountOf(ask, at)
  return {
    instanceName,
    lines: [{ label: 'account', before: name, after: null }],
    warnings: ['accountStops', 'cannotUndo'],
    refused: refused ?? missing(at.accountName, name),
  }
}

const missing = (wanted: string, shown: string | null): Failure | undefined =>
  wanted === shown ? undefined : foreseen('drds.unknownAccount')
