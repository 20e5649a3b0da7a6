import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { isFrozen } from '../arrange-instances.ts'

/** Why an instance cannot be released ("释放drds实例": RemoveDrdsDBFirst, and the states that forbid it); null where it can. */
export function releaseObstacle({ status }: Pick<DrdsInstance, 'status'>, databases: readonly DrdsDatabase[] | null): 'state' | 'unread' | 'databases' | null {
  if (isFrozen(status)) return 'state'
  if (databases === null) return 'unread'
  return databases.length > 0 ? 'databases' : null
}
