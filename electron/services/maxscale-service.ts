import type { Handlers } from '../../shared/contract/contract.ts'
import { signsInToProxy, type SecretName } from '../../shared/model/connection.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { FailureError, failureOf, rethrowRetrySafe } from '../../shared/model/failure.ts'
import { createRest } from '../clients/maxscale/rest.ts'
import { readOverview } from '../clients/maxscale/overview.ts'
import { readTargets } from '../clients/maxscale/targets.ts'
import { clientAccess, restAccess } from './client-access.ts'
import type { ConnectionService } from './connection-service.ts'
import type { RestOf } from './maxscale-rests.ts'

/** What the contract says about a MaxScale itself; sessions are session-service.ts's. */
export function createMaxScaleService(parts: {
  connections: Pick<ConnectionService, 'resolve' | 'entered'>
  restOf: RestOf
  /** Ids of the sessions that tabs hold on a connection. */
  ownSessions: (connectionId: ConnectionId) => ReadonlySet<string>
}): { handlers: Handlers['maxscale'] } {
  const { connections, restOf, ownSessions } = parts
  return {
    handlers: {
      async targets({ connectionId, settings, secrets }) {
        // What is being typed is tried once: its sign-in is nobody else's.
        const names: SecretName[] = ['restPassword', ...(signsInToProxy(settings) ? (['proxyPassword'] as const) : [])]
        return readTargets(createRest(restAccess(settings, await connections.entered(connectionId, settings, names, secrets)))).catch(rethrowRetrySafe)
      },
      async overview({ connectionId, sessions }) {
        const resolved = await connections.resolve(connectionId)
        const client = clientAccess(resolved)
        if (client.kind !== 'maxscale') throw new FailureError(failureOf('input', 'maxscale.otherKind', { params: { name: resolved.settings.name } }))
        const { rest } = client.access
        return readOverview(restOf(rest), { restUser: rest.restUser, own: ownSessions(connectionId), sessions }).catch(rethrowRetrySafe)
      },
    },
  }
}
