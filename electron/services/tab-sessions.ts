/** The MaxScale sessions that tabs hold open: one a tab, opened when first needed, cloned where its connection has one. */
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import type { ConnectionId, TabId } from '../../shared/model/ids.ts'
import { holdingsOf, type TabSession } from '../../shared/model/session.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { openSession, type MaxScaleSession } from '../clients/maxscale/session.ts'
import { sameAccess, type MaxScaleAccess, type RestOf } from './maxscale-rests.ts'

/** Keeps what is needed to close sessions that a crash leaves open on servers. */
export interface SessionJournal {
  opened(connectionId: ConnectionId, session: MaxScaleSession): Promise<void>
  closed(sessionId: string): Promise<void>
}

interface Held {
  tabId: TabId
  connectionId: ConnectionId
  access: MaxScaleAccess
  opening: Promise<MaxScaleSession>
  /** Absent while it opens. */
  session?: MaxScaleSession
  renewal?: NodeJS.Timeout
}

export interface TabRun {
  tabId: TabId
  connectionId: ConnectionId
  access: MaxScaleAccess
  /** Empty for the connection's default. */
  database: string
  rowLimit: number
  signal: AbortSignal
}

export interface TabSessionsParts {
  restOf: RestOf
  journal: SessionJournal
  /** Called with each change; null when the tab holds no session any more. */
  announce: (tabId: TabId, session: TabSession | null) => void
}

/** A session is renewed when a twentieth of its token's life is left, ten minutes at most. */
const RENEW_SHARE = 0.05
const RENEW_MOST_MS = 10 * 60_000
/** Timers take no more; a longer life is looked at again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export type TabSessions = ReturnType<typeof createTabSessions>

export function createTabSessions({ restOf, journal, announce }: TabSessionsParts) {
  const held = new Map<TabId, Held>()

  const shown = ({ tabId, connectionId }: Held, session: MaxScaleSession): TabSession => {
    const { access, threadId, database, openedAt, endsAt, trace, condition } = session
    return { tabId, connectionId, target: access.target, ...(threadId !== undefined && { threadId }), database, openedAt, endsAt, trace, condition }
  }

  /** Tells what the tab's session is now. */
  function tell(own: Held): void {
    if (own.session && held.get(own.tabId) === own) announce(own.tabId, shown(own, own.session))
  }

  /** Never fails: a session that cannot be reached ends by itself, on the server. */
  async function closeOnServer(session: MaxScaleSession): Promise<void> {
    try {
      await session.close()
      await journal.closed(session.id)
    } catch (error) {
      // It stays in the journal: the next start closes it.
      if (!(error instanceof FailureError)) throw error
    }
  }

  async function drop(own: Held): Promise<void> {
    clearTimeout(own.renewal)
    if (held.get(own.tabId) === own) held.delete(own.tabId)
    try {
      await closeOnServer(await own.opening)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
    }
    if (!held.has(own.tabId)) announce(own.tabId, null)
  }

  /** Any session of the same access serves as the one to clone: only its configuration is copied (facts 5). */
  const sibling = (access: MaxScaleAccess): MaxScaleSession | undefined =>
    [...held.values()].find((one) => one.session?.condition.kind === 'open' && sameAccess(one.access, access))?.session

  async function openOrClone(access: MaxScaleAccess, from = sibling(access)): Promise<MaxScaleSession> {
    if (from) {
      try {
        return await from.clone()
      } catch (error) {
        // One that MaxScale forgot cannot be cloned; opening anew says what is really wrong.
        if (!(error instanceof FailureError)) throw error
      }
    }
    return openSession(restOf(access.rest), access.session)
  }

  function hold(run: Pick<TabRun, 'tabId' | 'connectionId' | 'access'>, opening: Promise<MaxScaleSession>): Held {
    const { tabId, connectionId, access } = run
    const own: Held = { tabId, connectionId, access, opening }
    held.set(tabId, own)
    own.opening = opening.then(
      async (session) => {
        own.session = session
        await journal.opened(connectionId, session)
        renewInTime(own, session)
        tell(own)
        return session
      },
      (error: unknown) => {
        if (held.get(tabId) === own) held.delete(tabId)
        throw error
      },
    )
    own.opening.catch(() => undefined)
    return own
  }

  function renewInTime(own: Held, session: MaxScaleSession): void {
    const life = session.endsAt - Date.now()
    const wait = life - Math.min(life * RENEW_SHARE, RENEW_MOST_MS)
    own.renewal = setTimeout(() => void renew(own, session), Math.min(wait, LONGEST_TIMER_MS))
    own.renewal.unref()
  }

  /**
   * Before its token ends, a session that holds nothing is replaced by a clone of itself; afterwards it could not even be
   * closed (facts 3). One that holds something is left until the last moment, and then closed and said to be lost.
   */
  async function renew(own: Held, session: MaxScaleSession): Promise<void> {
    if (held.get(own.tabId) !== own || own.session !== session || session.condition.kind === 'lost') return
    const left = session.endsAt - Date.now()
    if (session.busy || holdingsOf(session.trace).length > 0) {
      if (left > LAST_MOMENT_MS) own.renewal = setTimeout(() => void renew(own, session), left - LAST_MOMENT_MS).unref()
      else if (!session.busy) await expire(own, session)
      else own.renewal = setTimeout(() => void renew(own, session), Math.max(left, 0) + 1_000).unref()
      return
    }
    try {
      const fresh = await session.clone()
      if (held.get(own.tabId) !== own || session.busy || holdingsOf(session.trace).length > 0) return void (await closeOnServer(fresh))
      hold(own, Promise.resolve(fresh))
      await closeOnServer(session)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      await expire(own, session)
    }
  }

  async function expire(own: Held, session: MaxScaleSession): Promise<void> {
    await session.expire()
    await journal.closed(session.id)
    tell(own)
  }

  /** The tab's session; opened anew where there is none, it is of another connection, or it was lost with nothing in it. */
  async function heldFor(run: TabRun): Promise<Held> {
    const own = held.get(run.tabId)
    if (!own) return hold(run, openOrClone(run.access))
    const { session } = own
    if (own.connectionId === run.connectionId) {
      if (!session) return own
      const { condition, trace } = session
      if (condition.kind === 'lost' && condition.lost.length > 0) throw new FailureError(failureOf('server', 'maxscale.reconnectFirst', { retrySafe: true }))
      // Of a connection that was edited meanwhile, until what it holds is done with.
      const isWanted = sameAccess(own.access, run.access) || holdingsOf(trace).length > 0
      if (condition.kind === 'open' && isWanted) return own
    }
    const dropped = drop(own)
    const next = hold(run, openOrClone(run.access))
    void dropped
    return next
  }

  /** Throws where the tab has none. */
  async function existing(tabId: TabId): Promise<{ own: Held; session: MaxScaleSession }> {
    const own = held.get(tabId)
    if (!own) throw new FailureError(failureOf('input', 'maxscale.noSession'))
    return { own, session: await own.opening }
  }

  /** The same session with a new database connection; another session where MaxScale does not know the old one any more. */
  async function reconnected({ own, session }: { own: Held; session: MaxScaleSession }): Promise<MaxScaleSession> {
    const isKnown = session.condition.kind === 'open' || session.condition.reason === 'connection'
    if (isKnown) {
      try {
        if (session.trace.transaction !== 'none') await session.run({ sql: 'ROLLBACK', rowLimit: 1 })
        await session.reconnect()
        return session
      } catch (error) {
        if (!(error instanceof FailureError)) throw error
      }
    }
    const next = await openOrClone(own.access)
    clearTimeout(own.renewal)
    void closeOnServer(session)
    await hold(own, Promise.resolve(next)).opening
    await useDatabase(next, session.database)
    return next
  }

  async function useDatabase(session: MaxScaleSession, database: string): Promise<StatementResult[] | undefined> {
    if (database === '' || database === session.database) return undefined
    const results = await session.run({ sql: `USE \`${database.replaceAll('`', '``')}\``, rowLimit: 1 })
    return results.some((result) => result.kind === 'error') ? results : undefined
  }

  return {
    /**
     * The session with the wanted database chosen; `refused` holds the results where that failed. Throws a
     * FailureError, or the signal's reason when it aborts first.
     */
    async take(run: TabRun): Promise<{ session: MaxScaleSession; refused?: StatementResult[] }> {
      run.signal.throwIfAborted()
      const own = await heldFor(run)
      // Not aborted with the run: a session that opens unobserved would stay open on the server.
      const session = await unlessAborted(own.opening, run.signal)
      const refused = await useDatabase(session, run.database || run.access.session.database)
      return refused ? { session, refused } : { session }
    },

    /** Tells what a statement has made of the tab's session. */
    tell(tabId: TabId): void {
      const own = held.get(tabId)
      if (own) tell(own)
    },
    has: (tabId: TabId): boolean => held.has(tabId),
    list: (): TabSession[] => [...held.values()].flatMap((own) => (own.session ? [shown(own, own.session)] : [])),
    ids: (connectionId: ConnectionId): ReadonlySet<string> =>
      new Set([...held.values()].flatMap((own) => (own.connectionId === connectionId && own.session ? [own.session.id] : []))),

    /** Works on the tab's session and tells what came of it. Throws a FailureError. */
    async with<T>(tabId: TabId, work: (session: MaxScaleSession) => Promise<T>): Promise<TabSession> {
      const { own, session } = await existing(tabId)
      try {
        await work(session)
      } finally {
        tell(own)
      }
      return shown(own, session)
    },
    async reconnect(tabId: TabId): Promise<TabSession> {
      const { own, session } = await existing(tabId)
      const next = await reconnected({ own, session })
      const now = held.get(tabId) ?? own
      tell(now)
      return shown(now, next)
    },

    /** A further session of the tab's connection, of which nobody else knows; the caller closes it. */
    second: (session: MaxScaleSession): Promise<MaxScaleSession> => session.clone(),

    /** Closes a tab's session on its server. */
    async closeTab(tabId: TabId): Promise<void> {
      const own = held.get(tabId)
      if (own) await drop(own)
    },
    async closeAll(): Promise<void> {
      await Promise.all([...held.values()].map(drop))
    },
  }
}

/** Nothing is left open beyond its token: so long before the end a session is closed, whatever it holds. */
const LAST_MOMENT_MS = 30_000

/** The promise's value, or the signal's reason as soon as it aborts; the promise goes on. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}
