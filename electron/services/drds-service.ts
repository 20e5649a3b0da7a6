import type { Handlers } from '../../shared/contract/contract.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { describeDrdsInstances } from '../clients/drds/client.ts'
import { clientAccess } from './client-access.ts'
import type { ResolveConnection } from './resolved-connection.ts'

/** What the contract says about DRDS, with the connection's own credentials. */
export function createDrdsService(parts: { resolveConnection: ResolveConnection }): { handlers: Handlers['drds'] } {
  return {
    handlers: {
      async listInstances({ connectionId, regionId, type }) {
        const resolved = await parts.resolveConnection(connectionId)
        const client = clientAccess(resolved)
        if (client.kind !== 'drds') throw new FailureError(failureOf('input', 'drds.otherKind', { params: { name: resolved.settings.name } }))
        return describeDrdsInstances({ ...client.access, ...(regionId && { regionId }) }, type ? { type } : {})
      },
    },
  }
}
