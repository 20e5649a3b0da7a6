/** Opening and closing sessions on a MaxScale, each noted in the journal for as long as it is open. */
import { FailureError } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { cloneSession, openSession } from '../clients/maxscale/open-session.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import type { MaxScaleAccess, RestOf } from './maxscale-rests.ts'
import type { SessionJournal } from './session-journal.ts'

export interface SessionOpener {
  /** A clone of `from` where it can be cloned, else a session opened anew. Throws a FailureError. */
  open(connectionId: ConnectionId, access: MaxScaleAccess, from?: MaxScaleSession): Promise<MaxScaleSession>
  /** Another session like this one. Throws a FailureError. */
  clone(connectionId: ConnectionId, session: MaxScaleSession): Promise<MaxScaleSession>
  /** Never fails: what cannot be closed now stays in the journal, and the next start closes it. */
  close(session: MaxScaleSession): Promise<void>
}

export function createSessionOpener({ restOf, journal }: { restOf: RestOf; journal: SessionJournal }): SessionOpener {
  async function noted(connectionId: ConnectionId, opening: Promise<MaxScaleSession>): Promise<MaxScaleSession> {
    const session = await opening
    await journal.opened(connectionId, session)
    return session
  }

  return {
    async open(connectionId, access, from) {
      if (from) {
        try {
          return await noted(connectionId, cloneSession(from))
        } catch (error) {
          // One that MaxScale forgot cannot be cloned; opening anew says what is really wrong.
          if (!(error instanceof FailureError)) throw error
        }
      }
      return noted(connectionId, openSession(restOf(access.rest), access.session))
    },
    clone: (connectionId, session) => noted(connectionId, cloneSession(session)),
    async close(session) {
      try {
        await session.close()
        await journal.closed(session.id)
      } catch (error) {
        if (!(error instanceof FailureError)) throw error
      }
    },
  }
}
