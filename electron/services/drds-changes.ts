/** Planning changes and carrying them out: guarded, sent once, read back, and written to the audit log. */
import type { Handlers } from '../../shared/contract/contract.ts'
import { mayHaveHappened, withFound } from '../../shared/drds/may-have-happened.ts'
import type { ChangeOutcome, ChangePlan, DrdsChange, Verification } from '../../shared/model/drds-change.ts'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import { actionOf, type Applied, type DrdsClient } from '../clients/drds/client.ts'
import type { DefectLog } from '../log/log.ts'
import type { DrdsAccount, ResolveDrds } from './drds-access.ts'
import type { DrdsAudit } from './drds-audit.ts'
import { lookFor, type Found } from './drds-look-for.ts'
import { makePlan, readOnlyRefusal } from './drds-plan.ts'
import type { DrdsReminders } from './drds-reminders.ts'
import type { DrdsTasks } from './drds-tasks.ts'
import { verify } from './drds-verify.ts'

/** A change, with what a person typed for its plan and what that plan rested on. */
interface Planned {
  change: DrdsChange
  confirmed: string
  basis: string
}

/** A change that was sent, and no answer of the service's own came. */
interface Unanswered {
  change: DrdsChange
  account: DrdsAccount
  plan: ChangePlan
  /** Epoch milliseconds. */
  sentAt: number
  failure: Failure
}

export function createDrdsChanges(parts: {
  client: DrdsClient
  resolve: ResolveDrds
  audit: Pick<DrdsAudit, 'changed'>
  tasks: Pick<DrdsTasks, 'begin'>
  reminders: Pick<DrdsReminders, 'switched'>
  log: DefectLog
}): { handlers: Pick<Handlers['drds'], 'plan' | 'apply'> } {
  const { client, resolve, audit, tasks, reminders, log } = parts

  /** What cannot be kept, since the disk is full, must not hide what became of the change. */
  function keep(what: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      log.error(`${what} of DRDS`, error)
    }
  }

  async function apply({ change, confirmed, basis }: Planned): Promise<ChangeOutcome> {
    const account = await resolve(change.at.connectionId, change.at.regionId)
    const ask = { client, ...account }
    let plan: ChangePlan | null = null
    let sentAt: number | null = null
    let applied: Applied
    try {
      const forbidden = readOnlyRefusal(account.settings)
      if (forbidden) throw new FailureError(forbidden)
      plan = await makePlan(ask, change)
      assertLetThrough(plan, { confirmed, basis })
      sentAt = Date.now()
      applied = await client.apply(account.access, change)
    } catch (error) {
      const failure = error instanceof FailureError ? error.failure : defect(log.error('change of DRDS', error))
      // What was sent may have happened, unless the service itself says that it did not.
      if (plan === null || sentAt === null || !mayHaveHappened(failure)) {
        audit.changed(change, account, plan, { outcome: 'refused', verification: null, differences: [], requestId: failure.server?.requestId ?? '', failure })
        throw error
      }
      throw new FailureError(await unknownOutcome({ change, account, plan, sentAt, failure }), { cause: error })
    }
    const { requestId, elapsedMs, instanceIds, orderId, accountName } = applied
    keep('tasks', () => beginTasks(change, account, applied))
    if (change.kind === 'setFullTableScan') keep('reminders', () => reminders.switched(change, account.settings.name))
    const verification = await verify(ask, change, plan.lines, applied).catch((error: unknown): Verification => {
      return { kind: 'failed', failure: defect(log.error('reading back of DRDS', error)) }
    })
    audit.changed(change, account, plan, {
      outcome: 'done',
      verification: verification.kind,
      differences: verification.kind === 'differs' ? verification.lines : [],
      requestId,
      failure: verification.kind === 'failed' ? verification.failure : null,
    })
    return { requestId, elapsedMs, verification, instanceIds, orderId, accountName }
  }

  /** Looks for a change that was sent and not answered, and notes both; answers its failure with what was found. */
  async function unknownOutcome({ change, account, plan, sentAt, failure }: Unanswered): Promise<Failure> {
    const { verification, instanceIds } = await lookFor({ client, ...account }, change, plan.lines, sentAt).catch((error: unknown): Found => {
      return { verification: { kind: 'failed', failure: defect(log.error('reading back of DRDS', error)) }, instanceIds: [] }
    })
    const requestId = failure.server?.requestId ?? ''
    if (verification.kind === 'underWay') keep('tasks', () => beginTasks(change, account, { instanceIds, requestId }))
    // Scans that were to be switched off may be on as before: what reminds of them stays.
    if (change.kind === 'setFullTableScan' && change.enabled) keep('reminders', () => reminders.switched(change, account.settings.name))
    const differences = verification.kind === 'differs' ? verification.lines : []
    audit.changed(change, account, plan, { outcome: 'unknown', verification: verification.kind, differences, requestId, failure })
    return withFound(failure, verification.kind)
  }

  /** What DRDS does by itself from here on. */
  function beginTasks(change: DrdsChange, { settings }: DrdsAccount, { instanceIds, requestId }: Pick<Applied, 'instanceIds' | 'requestId'>): void {
    const begin = (kind: DrdsTask['kind'], instanceId: string, database = '') => {
      const { connectionId, regionId } = change.at
      const { name: connectionName, environment } = settings
      tasks.begin({ kind, connectionId, connectionName, environment, regionId, instanceId, database, action: actionOf(change), requestId })
    }
    switch (change.kind) {
      case 'createInstance':
        for (const id of instanceIds) begin('createInstance', id)
        break
      case 'releaseInstance':
        begin('releaseInstance', change.at.instanceId)
        break
      case 'createDatabase':
        begin('createDatabase', change.at.instanceId, change.at.database)
        break
      case 'deleteDatabase':
      case 'deleteFailedDatabase':
        begin('deleteDatabase', change.at.instanceId, change.at.database)
        break
      default:
        break
    }
  }

  return {
    handlers: {
      async plan(change) {
        return makePlan({ client, ...(await resolve(change.at.connectionId, change.at.regionId)) }, change)
      },
      apply,
    },
  }
}

const defect = (reference: string): Failure => failureOf('internal', 'internal.defect', { params: { detail: `log entry ${reference}` } })

/** What is to be sent holds to the plan that a person has seen: whatever changed since is to be seen first. */
function assertLetThrough({ refused, confirm, basis: shown }: ChangePlan, { confirmed, basis }: Omit<Planned, 'change'>): void {
  if (refused) throw new FailureError(refused)
  if (confirmed !== confirm) throw new FailureError(failureOf('guarded', 'drds.notConfirmed', { params: { confirm }, retrySafe: true }))
  if (basis !== shown) throw new FailureError(failureOf('guarded', 'drds.planChanged', { retrySafe: true }))
}
