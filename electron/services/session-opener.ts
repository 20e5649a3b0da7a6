/** Opening and closing sessions on a MaxScale, each noted in the journal for as long as it is open. */
import { FailureError } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { cloneSession, openSession } from '../clients/maxscale/open-session.ts'
import { closeOrphan } from '../clients/maxscale/orphan.ts'
import type { Second } from '../clients/maxscale/second-session.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { steadyNow } from '../http/steady-clock.ts'
import type { MaxScaleAccess, RestOf } from './maxscale-rests.ts'
import type { SessionJournal } from './session-journal.ts'
import { unlessFailing } from './unless-failing.ts'

export interface SessionOpener {
  /** A clone of `from` where it can be cloned, else a session opened anew. Throws a FailureError. */
  open(connectionId: ConnectionId, access: MaxScaleAccess, from?: MaxScaleSession): Promise<MaxScaleSession>
  /** Another session like this one. Throws a FailureError. */
  clone(connectionId: ConnectionId, session: MaxScaleSession): Promise<MaxScaleSession>
  /** How to have another session beside this one. */
  second(connectionId: ConnectionId, session: MaxScaleSession): Second
  /**
   * Stops what the session runs, and closes it; where its token has ended, ends its database connection. Never fails: what
   * cannot be closed now stays in the journal, and the next start closes it.
   */
  close(session: MaxScaleSession): Promise<void>
  /** Waits until nothing is being opened or closed, and closes what nobody closed. */
  end(): Promise<void>
}

export function createSessionOpener({ restOf, journal }: { restOf: RestOf; journal: SessionJournal }): SessionOpener {
  const open = new Map<MaxScaleSession, ConnectionId>()
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
    open.set(session, connectionId)
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

  /** `alone`: without another session's help, which might need the same in turn. */
  async function close(session: MaxScaleSession, alone = false): Promise<void> {
    const connectionId = open.get(session)
    open.delete(session)
    const help = alone || connectionId === undefined ? undefined : connectionId
    try {
      await session.close(help && secondOf(help, () => cloneSession(session)))
      await journal.closed(session.id)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      if (help && steadyNow() >= session.endsAt) await endThread(help, session)
    }
  }

  /** A session whose token has ended can neither be closed nor cloned, and its statement runs on (facts 3, 23). */
  async function endThread(connectionId: ConnectionId, { rest, access, id, threadId }: MaxScaleSession): Promise<void> {
    const second = secondOf(connectionId, () => openSession(rest, access))
    const ended = await unlessFailing(() => closeOrphan(rest, access, { id, ...(threadId !== undefined && { threadId }) }, second))
    if (ended !== undefined && ended !== 'kept') await journal.closed(id)
  }

  const secondOf = (connectionId: ConnectionId, opened: () => Promise<MaxScaleSession>): Second => ({
    open: () => tracked(noted(connectionId, opened())),
    close: (second) => tracked(close(second, true)),
  })

  return {
    open: (...of) => tracked(openOrClone(...of)),
    clone: (connectionId, session) => tracked(noted(connectionId, cloneSession(session))),
    second: (connectionId, session) => secondOf(connectionId, () => cloneSession(session)),
    close: (session) => tracked(close(session)),
    async end() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
      await Promise.all([...open.keys()].map((session) => close(session)))
    },
  }
}
