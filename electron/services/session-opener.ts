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
  /** Waits until nothing is being opened or closed, and closes what nobody closed. */
  end(): Promise<void>
}

export function createSessionOpener({ restOf, journal }: { restOf: RestOf; journal: SessionJournal }): SessionOpener {
  const open = new Set<MaxScaleSession>()
  const underWay = new Set<Promise<unknown>>()

  async function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    try {
      return await work
    } finally {
      underWay.delete(work)
    }
  }

  async function noted(connectionId: ConnectionId, opening: Promise<MaxScaleSession>): Promise<MaxScaleSession> {
    const session = await opening
    open.add(session)
    await journal.opened(connectionId, session)
    return session
  }

  async function openOrClone(connectionId: ConnectionId, access: MaxScaleAccess, from?: MaxScaleSession): Promise<MaxScaleSession> {
    if (from) {
      try {
        return await noted(connectionId, cloneSession(from))
      } catch (error) {
        // One that MaxScale forgot cannot be cloned; opening anew says what is really wrong.
        if (!(error instanceof FailureError)) throw error
      }
    }
    return noted(connectionId, openSession(restOf(access.rest), access.session))
  }

  async function close(session: MaxScaleSession): Promise<void> {
    open.delete(session)
    try {
      await session.close()
      await journal.closed(session.id)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
    }
  }

  return {
    open: (...of) => tracked(openOrClone(...of)),
    clone: (connectionId, session) => tracked(noted(connectionId, cloneSession(session))),
    close: (session) => tracked(close(session)),
    async end() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
      await Promise.all([...open].map(close))
    },
  }
}
