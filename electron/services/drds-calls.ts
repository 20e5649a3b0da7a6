/** The latest requests to the DRDS OpenAPI, kept in memory for the request inspector. */
import type { Handlers } from '../../shared/contract/contract.ts'
import type { DrdsCall, DrdsCallDetail } from '../../shared/model/drds-call.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { ObservedCall } from '../clients/drds/client.ts'
import type { EventHub } from './event-hub.ts'

const KEPT = 300
/** A page that loads makes dozens of requests: windows are told a few times a second at most. */
const TELL_EVERY_MS = 300

export interface DrdsCalls {
  handlers: Pick<Handlers['drds'], 'calls' | 'callDetail'>
  observe(call: ObservedCall): void
  forget(connectionId: ConnectionId): void
  close(): void
}

export function createDrdsCalls({ events }: { events: EventHub }): DrdsCalls {
  let kept: DrdsCallDetail[] = []
  let lastId = 0
  const untold = new Map<ConnectionId, NodeJS.Timeout>()

  function tell(connectionId: ConnectionId): void {
    if (untold.has(connectionId)) return
    const timer = setTimeout(() => {
      untold.delete(connectionId)
      events.emit('drds.called', { connectionId })
    }, TELL_EVERY_MS)
    untold.set(connectionId, timer.unref())
  }

  return {
    handlers: {
      calls: ({ connectionId }) => kept.filter((call) => call.connectionId === connectionId).map(shortOf).toReversed(),
      callDetail: ({ id }) => kept.find((call) => call.id === id) ?? null,
    },
    observe({ connectionId, ...call }) {
      // A connection that is only being tried has no page to show it on.
      if (connectionId === undefined) return
      lastId += 1
      kept = [...kept.slice(1 - KEPT), { ...call, id: lastId, connectionId: connectionId as ConnectionId }]
      tell(connectionId as ConnectionId)
    },
    forget(connectionId) {
      kept = kept.filter((call) => call.connectionId !== connectionId)
    },
    close() {
      for (const timer of untold.values()) clearTimeout(timer)
      untold.clear()
    },
  }
}

function shortOf({ id, connectionId, at, action, attempt, method, host, regionId, status, code, requestId, hostId, elapsedMs, skewMs }: DrdsCallDetail): DrdsCall {
  return { id, connectionId, at, action, attempt, method, host, regionId, status, code, requestId, hostId, elapsedMs, skewMs }
}
