/** The local audit log: what was asked, what came of it, and how what DRDS did by itself afterwards ended. */
import type { AuditEntry, ChangePlan, DrdsChange, PlanLine } from '../../shared/model/drds-change.ts'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import { actionOf } from '../clients/drds/client.ts'
import type { DefectLog } from '../log/log.ts'
import type { DrdsAuditRepository } from '../storage/drds-audit-repository.ts'
import type { DrdsAccount } from './drds-access.ts'

/** What became of a change. */
export type ChangeNote = Pick<AuditEntry, 'outcome' | 'verification' | 'differences' | 'requestId' | 'failure'>

export interface DrdsAudit {
  /** `plan` is null where none could be made. */
  changed(change: DrdsChange, account: DrdsAccount, plan: ChangePlan | null, note: ChangeNote): void
  /** The task came to its end, done or failed. */
  ended(task: DrdsTask): void
}

/** An entry that cannot be kept, since the disk is full, is said in the log and hides nothing of what it is about. */
export function createDrdsAudit({ repository, log }: { repository: DrdsAuditRepository; log: DefectLog }): DrdsAudit {
  function add(connectionId: DrdsTask['connectionId'], entry: Omit<AuditEntry, 'id' | 'at'>): void {
    try {
      repository.add(connectionId, { ...entry, at: Date.now() })
    } catch (error) {
      log.error('audit log of DRDS', error)
    }
  }

  return {
    changed(change, { settings }, plan, note) {
      const { name: connectionName, environment } = settings
      const { regionId, connectionId } = change.at
      const instanceId = 'instanceId' in change.at ? change.at.instanceId : ''
      const database = 'database' in change.at ? change.at.database : ''
      const { lines = [], warnings = [], inverse = null } = plan ?? {}
      add(connectionId, { connectionName, environment, action: actionOf(change), regionId, instanceId, database, lines, warnings, inverse, ...note })
    },
    ended(task) {
      const { connectionId, connectionName, environment, action, regionId, instanceId, database, requestId, failure } = task
      const of = { connectionName, environment, action, regionId, instanceId, database, requestId, failure }
      const outcome = task.state === 'done' ? 'completed' : 'failed'
      add(connectionId, { ...of, outcome, lines: task.state === 'done' ? [endOf(task)] : [], warnings: [], inverse: null, verification: null, differences: [] })
    },
  }
}

/** What is there now, or is not; why a task failed stands in its failure, with the service's words. */
function endOf({ kind, database, instanceId }: DrdsTask): PlanLine {
  const isDatabase = kind === 'createDatabase' || kind === 'deleteDatabase'
  const line = { label: isDatabase ? 'database' : 'instance' } as const
  const name = isDatabase ? database : instanceId
  return kind === 'createDatabase' || kind === 'createInstance' ? { ...line, before: null, after: name } : { ...line, before: name, after: null }
}
