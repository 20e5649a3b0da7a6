/** Closes what an earlier Tessera, cut off by a crash, left open on servers: its own sessions, and no others. */
import { FailureError } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { closeOrphan } from '../clients/maxscale/orphan.ts'
import type { DefectLog } from '../log/log.ts'
import type { OpenSession } from '../storage/open-session-repository.ts'
import { clientAccess } from './client-access.ts'
import type { EventHub } from './event-hub.ts'
import type { RestOf } from './maxscale-rests.ts'
import type { ResolveConnection } from './resolved-connection.ts'
import type { SessionJournal } from './session-journal.ts'
import type { SessionOpener } from './session-opener.ts'

const PATIENCE_MS = 1_500

interface OrphanParts {
  journal: SessionJournal
  resolveConnection: ResolveConnection
  restOf: RestOf
  opener: Pick<SessionOpener, 'open' | 'close'>
}

export interface OrphanKeeper {
  /** Looks now, and again when secrets may have come: the vault was opened, or a connection was entered anew. */
  start(): void
  /** Waits a moment for what is under way; what is not done then is for the next start. */
  close(): Promise<void>
}

export function createOrphanKeeper(parts: OrphanParts & { events: EventHub; log: DefectLog }): OrphanKeeper {
  const { events, log } = parts
  let working = Promise.resolve()
  let ended = false
  let stop = (): void => undefined

  async function look(): Promise<void> {
    const count = await closeOrphans(parts, () => ended)
    if (count > 0) events.emit('sessions.orphansClosed', { count })
  }
  const next = (): void => {
    working = working.then(look).catch((error: unknown) => {
      if (!ended) log.error('orphaned sessions', error)
    })
  }

  return {
    start() {
      stop = events.subscribe((event, payload) => {
        const mayHaveSecrets = event === 'connections.changed' || (event === 'vault.changed' && payload !== null && 'state' in payload && payload.state === 'open')
        if (mayHaveSecrets) next()
      })
      next()
    },
    async close() {
      stop()
      ended = true
      await Promise.race([working, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())])
    },
  }
}

/** Tries each once; those whose server or secrets cannot be had stay noted. Answers how many were closed. */
async function closeOrphans({ journal, resolveConnection, restOf, opener }: OrphanParts, isEnding: () => boolean): Promise<number> {
  let closed = 0
  for (const orphan of journal.orphans()) {
    if (isEnding()) break
    const outcome = await closeOne(orphan)
    if (outcome === 'closed') closed += 1
    if (outcome !== 'kept') await journal.closed(orphan.sessionId)
  }
  return closed

  async function closeOne({ sessionId, connectionId, threadId }: OpenSession): Promise<'closed' | 'gone' | 'kept'> {
    try {
      const access = await accessOf(connectionId)
      if (!access) return 'gone'
      const rest = restOf(access.rest)
      const token = await journal.tokenOf(sessionId, rest)
      const orphan = { id: sessionId, ...(token && { token }), ...(threadId !== null && { threadId }) }
      // Noted as any other: a crash in the midst of it leaves another orphan, and no stray.
      return await closeOrphan(rest, access.session, orphan, { open: () => opener.open(connectionId, access), close: opener.close })
    } catch (error) {
      if (error instanceof FailureError) return error.failure.code === 'connection.unknown' ? 'gone' : 'kept'
      throw error
    }
  }

  async function accessOf(connectionId: ConnectionId) {
    const client = clientAccess(await resolveConnection(connectionId))
    return client.kind === 'maxscale' ? client.access : null
  }
}
