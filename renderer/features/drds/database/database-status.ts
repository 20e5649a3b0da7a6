import type { DrdsDatabase, DrdsDatabaseStatus } from '../../../../shared/model/drds-database.ts'
import type { Failure } from '../../../../shared/model/failure.ts'

/** Whether DRDS is at work on it by itself. */
export const isUnderWay = (status: DrdsDatabaseStatus): boolean => status === 'creating' || status === 'deleting' || status === 'migrating'

/**
 * Which action deletes it: DeleteFailedDrdsDB takes what failed, DeleteDrdsDB the rest; neither takes what is being
 * created (DbIsCreating) or deleted (InvalidDbname.DeleteStatusOrFailed).
 */
export function deletionOf({ status }: Pick<DrdsDatabase, 'status'>): 'deleteDatabase' | 'deleteFailedDatabase' | null {
  if (status === 'creating' || status === 'deleting') return null
  return status === 'createFailed' || status === 'deleteFailed' ? 'deleteFailedDatabase' : 'deleteDatabase'
}

/** Whether the service says that there is no such database; codes are compared without case (drds-actions, 20). */
export const saysGone = (failure: Failure | null): boolean => failure?.server?.code?.toLowerCase() === 'invaliddbname.notfound'
