import type { DrdsSettings } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { DrdsAccess } from '../clients/drds/client.ts'
import { clientAccess } from './client-access.ts'
import type { ResolveConnection } from './resolved-connection.ts'

/** A DRDS connection as its client takes it, with what is known of it. */
export interface DrdsAccount {
  settings: DrdsSettings
  access: DrdsAccess
}

/** In the connection's region, or in another. Throws a FailureError: unknown, of another kind, secret not to be had. */
export type ResolveDrds = (connectionId: ConnectionId, regionId?: string) => Promise<DrdsAccount>

export const drdsResolver =
  (resolveConnection: ResolveConnection): ResolveDrds =>
  async (connectionId, regionId) => {
    const resolved = await resolveConnection(connectionId)
    const client = clientAccess(resolved)
    if (client.kind !== 'drds' || resolved.settings.kind !== 'drds') throw new FailureError(failureOf('input', 'drds.otherKind', { params: { name: resolved.settings.name } }))
    return { settings: resolved.settings, access: { ...client.access, connectionId, ...(regionId !== undefined && { regionId }) } }
  }
