/** The MaxScale sessions that tabs hold open: one a tab, opened when first needed, cloned where its connection has one. */
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import type { ConnectionId, TabId } from '../../shared/model/ids.ts'
import { holdingsOf, type TabSession } from '../../shared/model/session.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { sameAccess, type MaxScaleAccess } from './maxscale-rests.ts'
import type { SessionOpener } from './session-opener.ts'
import { watchToken } from './session-renewal.ts'
import { unlessAborted } from './unless-aborted.ts'

interface Held {
  tabId: TabId
  connectionId: ConnectionId
  access: MaxScaleAccess
  opening: Promise<MaxScaleSession>
  /** Absent while it opens. */
  session?: MaxScaleSession
  stopWatching?: () => void
  /** A reconnect under way; whoever else asks for one gets the same. */
  reconnecting?: Promise<MaxScaleSession> | undefined
}

/** A session that nobody else works with until it is released. */
export interface TakenSession {
  session: MaxScaleSession
  release: () => void
  /** What the server said where the wanted database could not be chosen. */
  refused?: StatementResult[]
}

export interface TabRun {
  tabId: TabId
  connectionId: ConnectionId
  access: MaxScaleAccess
  /** Empty for the connection's default. */
  database: string
  signal: AbortSignal
}

export interface TabSessionsParts {
  opener: SessionOpener
  /** Called with each change; null when the tab holds no session any more. */
  announce: (tabId: TabId, session: TabSession | null) => void
}

export type TabSessions = ReturnType<typeof createTabSessions>

export function createTabSessions({ opener, announce }: TabSessionsParts) {
  const held = new Map<TabId, Held>()
  const isCurrent = (own: Held) => held.get(own.tabId) === own

  function tell(own: Held | undefined): void {
    if (own?.session && isCurrent(own)) announce(own.tabId, shown(own, own.session))
  }

  /** Gives the tab a session in place of the one before, which its caller closes. */
  function hold({ tabId, connectionId, access }: Pick<Held, 'tabId' | 'connectionId' | 'access'>, opening: Promise<MaxScaleSession>): Held {
    held.get(tabId)?.stopWatching?.()
    const own: Held = { tabId, connectionId, access, opening }
    held.set(tabId, own)
    own.opening = opening.then(
      (session) => {
        own.session = session
        own.stopWatching = watchToken(session, { renew: () => renew(own, session), expire: () => expire(own, session) })
        tell(own)
        return session
      },
      (error: unknown) => {
        if (isCurrent(own)) held.delete(tabId)
        throw error
      },
    )
    // Whoever waits is told; where nobody does (the run was cancelled) it is no defect.
    own.opening.catch(() => undefined)
    return own
  }

  /** Never fails. */
  async function drop(own: Held): Promise<void> {
    own.stopWatching?.()
    if (isCurrent(own)) held.delete(own.tabId)
    const session = await own.opening.catch(() => null)
    if (session) await opener.close(session)
    if (!held.has(own.tabId)) announce(own.tabId, null)
  }

  async function renew(own: Held, session: MaxScaleSession): Promise<boolean> {
    const clone = await opener.clone(own.connectionId, session).catch(() => null)
    if (!clone) return false
    const isReady = await ready(clone).then(() => clone.use(session.database)).then((refused) => refused === undefined, () => false)
    // Meanwhile a statement may have begun or run, or the tab may be gone. From here on nothing is waited for.
    if (!isReady || !isCurrent(own) || session.busy || holdingsOf(session.trace).length > 0) {
      await opener.close(clone)
      return false
    }
    hold(own, Promise.resolve(clone))
    await opener.close(session)
    return true
  }

  async function expire(own: Held, session: MaxScaleSession): Promise<void> {
    session.expire()
    await opener.close(session)
    tell(own)
  }

  /** Any open session of the same access serves as the one to clone: only its configuration is copied (facts 5). */
  const sibling = (access: MaxScaleAccess): MaxScaleSession | undefined =>
    [...held.values()].find((one) => one.session?.condition.kind === 'open' && sameAccess(one.access, access))?.session

  /** A session that was asked what it is: whose thread it has, and whether autocommit is on. */
  async function opened({ connectionId, access }: Pick<TabRun, 'connectionId' | 'access'>): Promise<MaxScaleSession> {
    const session = await opener.open(connectionId, access, sibling(access))
    try {
      await ready(session)
      return session
    } catch (error) {
      void opener.close(session)
      throw error
    }
  }

  /** The tab's session; opened where there is none, it is of another connection, or it was lost with nothing in it. */
  async function heldFor(run: TabRun): Promise<Held> {
    await held.get(run.tabId)?.reconnecting?.catch(() => undefined)
    const own = held.get(run.tabId)
    if (own && own.connectionId === run.connectionId) {
      if (!own.session) return own
      if (mustReconnect(own.session)) throw reconnectFirst()
      // Of a connection that was edited meanwhile, until what it holds is done with.
      const isWanted = sameAccess(own.access, run.access) || holdingsOf(own.session.trace).length > 0 || own.session.busy
      if (own.session.condition.kind === 'open' && isWanted) return own
    }
    const next = hold(run, opened(run))
    if (own) void drop(own)
    return next
  }

  /** Throws a FailureError, also where somebody is at the session, or the signal's reason when it aborts first. */
  async function reserved(run: TabRun): Promise<{ session: MaxScaleSession; release: () => void }> {
    for (;;) {
      const own = await heldFor(run)
      // Not aborted with the run: a session that opens unobserved would stay open on the server.
      const session = await unlessAborted(own.opening, run.signal)
      const release = session.reserve()
      if (isCurrent(own)) return { session, release }
      // It was renewed in between.
      release()
    }
  }

  async function existing(tabId: TabId): Promise<{ own: Held; session: MaxScaleSession }> {
    const own = held.get(tabId)
    if (!own) throw noSession()
    return { own, session: await own.opening }
  }

  /** The same session with a new database connection; another one where MaxScale does not know the old one any more. */
  async function reconnected(own: Held, session: MaxScaleSession): Promise<MaxScaleSession> {
    const release = session.reserve()
    try {
      if (await reconnectedInPlace(session)) return session
    } finally {
      release()
    }
    const next = await opened(own)
    await next.use(session.database).catch(() => undefined)
    if (!isCurrent(own)) {
      await opener.close(next)
      throw noSession()
    }
    hold(own, Promise.resolve(next))
    void opener.close(session)
    return next
  }

  async function reconnectedInPlace(session: MaxScaleSession): Promise<boolean> {
    const { condition } = session
    if (condition.kind === 'lost' && condition.reason !== 'connection') return false
    try {
      // MaxScale refuses to reconnect in a transaction (i09).
      if (session.trace.transaction !== 'none') await session.run({ sql: 'ROLLBACK', rowLimit: 1 })
      await session.reconnect()
      await ready(session)
      return true
    } catch (error) {
      // Opening anew says what is really wrong, or works.
      if (error instanceof FailureError) return false
      throw error
    }
  }

  return {
    /**
     * The tab's session with the wanted database chosen, for one statement; release it afterwards. Throws a FailureError,
     * `maxscale.busy` where a statement is under way, or the signal's reason when it aborts first.
     */
    async take(run: TabRun): Promise<TakenSession> {
      run.signal.throwIfAborted()
      const { session, release } = await reserved(run)
      try {
        const refused = await session.use(run.database || run.access.session.database, run.signal)
        return { session, release, ...(refused && { refused }) }
      } catch (error) {
        release()
        tell(held.get(run.tabId))
        throw error
      }
    },
    /** Tells what a statement has made of the tab's session. */
    tell(tabId: TabId): void {
      tell(held.get(tabId))
    },
    list: (): TabSession[] => [...held.values()].flatMap((own) => (own.session ? [shown(own, own.session)] : [])),
    /** Ids of the sessions that tabs hold on a connection. */
    ids: (connectionId: ConnectionId): ReadonlySet<string> =>
      new Set([...held.values()].flatMap((own) => (own.connectionId === connectionId && own.session ? [own.session.id] : []))),

    /** Works on the tab's session and tells what came of it. Throws a FailureError. */
    async with(tabId: TabId, work: (session: MaxScaleSession) => Promise<void>): Promise<TabSession> {
      const { own, session } = await existing(tabId)
      if (session.condition.kind === 'lost') throw reconnectFirst()
      const release = session.reserve()
      try {
        await work(session)
      } finally {
        release()
        tell(own)
      }
      return shown(own, session)
    },
    async reconnect(tabId: TabId): Promise<TabSession> {
      const { own, session } = await existing(tabId)
      own.reconnecting ??= reconnected(own, session).finally(() => (own.reconnecting = undefined))
      const next = await own.reconnecting
      tell(held.get(tabId))
      return shown(own, next)
    },
    has: (tabId: TabId): boolean => held.has(tabId),

    /** Closes a tab's session on its server. */
    async closeTab(tabId: TabId): Promise<void> {
      const own = held.get(tabId)
      if (own) await drop(own)
    },
    async closeConnection(connectionId: ConnectionId): Promise<void> {
      await Promise.all([...held.values()].filter((own) => own.connectionId === connectionId).map(drop))
    },
    async closeAll(): Promise<void> {
      await Promise.all([...held.values()].map(drop))
    },
  }
}

/** What each new database connection begins with; a read-only one that the server does not keep is kept by the guard alone. */
async function ready(session: MaxScaleSession): Promise<void> {
  await session.keepReadOnly()
  await session.check()
}

function shown({ tabId, connectionId }: Held, session: MaxScaleSession): TabSession {
  const { access, threadId, serverThread, database, sqlMode, openedAt, endsAt, trace, condition } = session
  const threadOf = threadId === serverThread ? 'server' : 'maxscale'
  return { tabId, connectionId, target: access.target, ...(threadId !== undefined && { threadId }), threadOf, database, ...(sqlMode !== undefined && { sqlMode }), openedAt, endsAt, trace, condition }
}

/** What would run on another session as if nothing were lost, such as the rest of a transaction, must not run. */
const mustReconnect = ({ condition }: MaxScaleSession): boolean => condition.kind === 'lost' && condition.lost.length > 0

const noSession = (): FailureError => new FailureError(failureOf('input', 'maxscale.noSession'))

const reconnectFirst = (): FailureError => new FailureError(failureOf('server', 'maxscale.reconnectFirst', { retrySafe: true }))
