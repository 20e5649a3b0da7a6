import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Events } from '../../../shared/contract/events.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import type { TabSession } from '../../../shared/model/session.ts'
import { isAtWork, type QueryStore, type SessionWork } from './tabs-store.ts'

/** The sessions that tabs hold. Main tells of every change; what a call answers is never written over that. */
export interface SessionActions {
  /** Reads what main holds, such as after the window was loaded anew; until main can be heard it is tried again. */
  loadSessions(): Promise<void>
  sessionChanged(change: Events['session.changed']): void
  /** Asks the server where the statements do not tell; null where there is no session or the server could not be asked. */
  checkSession(tabId: TabId): Promise<TabSession | null>
  /** Puts away what the last of these did not achieve. */
  dismissSessionFailure(tabId: TabId): void
}

/** What ends a session, unasked: leave-actions.ts asks first. */
export interface SessionEnds {
  /** The new session; null where that did not succeed, which the tab then says. */
  reconnectNow(tabId: TabId): Promise<TabSession | null>
  closeNow(tabId: TabId): Promise<void>
}

export function createSessionActions({ rpc, store }: { rpc: Rpc; store: QueryStore }): SessionActions & SessionEnds {
  /** Tabs of which main told while the list was under way: that is newer. */
  let told: Set<TabId> | null = null

  const setWork = (tabId: TabId, work: SessionWork | null) =>
    store.setState(({ sessionWork: { [tabId]: _work, ...others } }) => ({ sessionWork: work ? { ...others, [tabId]: work } : others }))

  /** One thing at a time; what a tab says of it is dropped where the tab was closed meanwhile. */
  async function work<T>(tabId: TabId, kind: 'checking' | 'reconnecting' | 'closing', call: () => Promise<Result<T>>): Promise<T | null> {
    if (isAtWork(store.getState().sessionWork[tabId] ?? null)) return null
    const own: SessionWork = { kind }
    setWork(tabId, own)
    const result = await call()
    if (store.getState().sessionWork[tabId] === own) setWork(tabId, result.ok ? null : { kind: 'failed', failure: result.failure })
    return result.ok ? result.value : null
  }

  async function loadSessions(): Promise<void> {
    const since = (told = new Set<TabId>())
    const listed = await rpc.sessions.list({})
    if (told !== since) return
    told = null
    if (!listed.ok) return
    store.setState(({ sessions }) => {
      const older = listed.value.filter(({ tabId }) => !since.has(tabId)).map((session) => [session.tabId, session] as const)
      const newer = Object.entries(sessions).filter(([tabId]) => since.has(tabId as TabId))
      return { sessions: Object.fromEntries([...older, ...newer]) }
    })
  }

  return {
    loadSessions,
    sessionChanged({ tabId, session }) {
      told?.add(tabId)
      store.setState(({ sessions: { [tabId]: _session, ...others }, loading, tabs }) => {
        const isClosed = loading.kind === 'ready' && !tabs.some((tab) => tab.id === tabId)
        return { sessions: session && !isClosed ? { ...others, [tabId]: session } : others }
      })
    },
    checkSession: (tabId) => work(tabId, 'checking', () => rpc.sessions.check({ tabId })),
    dismissSessionFailure(tabId) {
      if (store.getState().sessionWork[tabId]?.kind === 'failed') setWork(tabId, null)
    },
    reconnectNow: (tabId) => work(tabId, 'reconnecting', () => rpc.sessions.reconnect({ tabId })),
    closeNow: async (tabId) => void (await work(tabId, 'closing', () => rpc.sessions.close({ tabId }))),
  }
}
