/** How a DRDS database is queried: through a DMS or a MaxScale connection. */
import type { Handlers } from '../../shared/contract/contract.ts'
import type { DrdsDatabaseRef } from '../../shared/model/drds-database.ts'
import type { DrdsLinkTarget } from '../../shared/model/drds-link.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { DrdsLinkRepository } from '../storage/drds-link-repository.ts'
import type { ConnectionService } from './connection-service.ts'

export interface DrdsLinks {
  handlers: Pick<Handlers['drds'], 'links' | 'setLink'>
  /** Links a database that is not linked yet. */
  propose(at: DrdsDatabaseRef, target: DrdsLinkTarget): void
}

export function createDrdsLinks(parts: { repository: DrdsLinkRepository; find: ConnectionService['find'] }): DrdsLinks {
  const { repository, find } = parts
  return {
    handlers: {
      links: ({ connectionId }) => repository.list(connectionId),
      setLink({ at, target }) {
        if (target === null) repository.delete(at)
        else {
          const found = find(target.connectionId)
          if (!found) throw new FailureError(failureOf('input', 'connection.unknown'))
          if (found.settings.kind === 'drds') throw new FailureError(failureOf('input', 'query.notQueryable', { params: { name: found.settings.name } }))
          repository.set(at, target)
        }
        return null
      },
    },
    propose(at, target) {
      if (!repository.get(at)) repository.set(at, target)
    },
  }
}
