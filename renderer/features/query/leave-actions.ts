import type { Rpc } from '../../../shared/contract/contract.ts'
import type { ConnectionId, TabId } from '../../../shared/model/ids.ts'
import { holdingsOf, type SessionHolding, type TabSession } from '../../../shared/model/session.ts'
import { atStake, isWorthAsking, stakeOf, tabsLeft, type AtStake, type LeaveChoice, type LeaveQuestion, type Leaving } from './leaving.ts'
import type { RunActions } from './run-actions.ts'
import type { RunEntry, Script } from './run-state.ts'
import type { SessionActions, SessionEnds } from './session-actions.ts'
import type { TabActions } from './tab-actions.ts'
import { runOf, type QueryStore } from './tabs-store.ts'

/** What ends sessions, asking first where that would end a transaction or a running statement. The names are those of the tabs' own actions. */
export interface LeaveActions {
  closeTab(id: TabId): Promise<void>
  closeOthers(id: TabId): Promise<void>
  setConnection(id: TabId, connectionId: ConnectionId | null): Promise<void>
  /** Gives the tab's session a new database connection. */
  reconnect(id: TabId): Promise<void>
  /** For a session that is lost: reconnects, and then runs what did not run. */
  reconnectAndRun(id: TabId, script: Script, entry: RunEntry): Promise<void>
  closeSession(id: TabId): Promise<void>
  /** Does what the question was about; a COMMIT that fails leaves all as it is and says why. */
  answerQuestion(choice: LeaveChoice): Promise<void>
  /** Leaves all as it is. */
  keepOpen(): void
}

export interface LeaveDependencies {
  rpc: Rpc
  store: QueryStore
  tabs: Pick<TabActions, 'closeTab' | 'setConnection'>
  runs: Pick<RunActions, 'cancel' | 'runAgain'>
  sessions: SessionEnds & Pick<SessionActions, 'checkSession'>
  /** Told of each reconnect, with what the session held before. */
  onReconnected: (session: TabSession, gone: readonly SessionHolding[]) => void
}

export function createLeaveActions({ rpc, store, tabs, runs, sessions, onReconnected }: LeaveDependencies): LeaveActions {
  const setProgress = (leaving: Leaving, progress: LeaveQuestion['progress']) =>
    store.setState(({ question }) => (question?.leaving === leaving ? { question: { ...question, progress } } : {}))

  /** Asked for and under way: pressed again it is the same wish. */
  const reconnecting = new Map<TabId, Promise<void>>()

  /** What the tab would lose, by the server's word where the statements do not tell and none is running. */
  async function askedStake(tabId: TabId): Promise<AtStake> {
    const known = atStake(store.getState(), tabId)
    const session = known.running === null ? await sessions.checkSession(tabId) : null
    // Where the server could not be asked it stays uncertain.
    return session ? stakeOf(session, runOf(store.getState(), tabId)) : atStake(store.getState(), tabId)
  }

  async function leave(leaving: Leaving): Promise<void> {
    const tabIds: TabId[] = []
    for (const id of tabsLeft(leaving)) {
      const known = atStake(store.getState(), id)
      // Waited for only then: most tabs close at once.
      if (isWorthAsking(leaving, known.transaction === 'maybe' ? await askedStake(id) : known)) tabIds.push(id)
    }
    if (tabIds.length === 0) return act(leaving)
    store.setState({ question: { leaving, tabIds, progress: { kind: 'asking' } } })
  }

  async function act(leaving: Leaving): Promise<void> {
    switch (leaving.kind) {
      case 'closeTabs':
        for (const id of leaving.tabIds) tabs.closeTab(id)
        return
      case 'changeConnection':
        if (atStake(store.getState(), leaving.tabId).running !== null) await runs.cancel(leaving.tabId)
        return tabs.setConnection(leaving.tabId, leaving.connectionId)
      case 'reconnect':
        await runs.cancel(leaving.tabId)
        await reconnectNow(leaving.tabId)
        return
      case 'closeSession':
        await runs.cancel(leaving.tabId)
        return sessions.closeNow(leaving.tabId)
    }
  }

  async function reconnectNow(tabId: TabId): Promise<boolean> {
    const before = store.getState().sessions[tabId]
    const gone = before?.condition.kind === 'lost' ? before.condition.lost : before ? holdingsOf(before.trace) : []
    const session = await sessions.reconnectNow(tabId)
    if (!session || !store.getState().tabs.some(({ id }) => id === tabId)) return false
    onReconnected(session, gone)
    return true
  }

  return {
    closeTab: (id) => leave({ kind: 'closeTabs', tabIds: [id] }),
    closeOthers: (kept) => leave({ kind: 'closeTabs', tabIds: store.getState().tabs.map(({ id }) => id).filter((id) => id !== kept) }),
    async setConnection(id, connectionId) {
      const tab = store.getState().tabs.find((candidate) => candidate.id === id)
      // The same again would end the session for nothing.
      if (tab && tab.connectionId !== connectionId) await leave({ kind: 'changeConnection', tabId: id, connectionId })
    },
    reconnect(tabId) {
      const underWay = reconnecting.get(tabId) ?? leave({ kind: 'reconnect', tabId }).finally(() => reconnecting.delete(tabId))
      reconnecting.set(tabId, underWay)
      return underWay
    },
    async reconnectAndRun(tabId, script, entry) {
      if (await reconnectNow(tabId)) await runs.runAgain(tabId, script, entry)
    },
    closeSession: (tabId) => leave({ kind: 'closeSession', tabId }),
    async answerQuestion(choice) {
      const { question } = store.getState()
      if (!question || question.progress.kind === 'committing') return
      const { leaving, tabIds } = question
      if (choice === 'commit') {
        setProgress(leaving, { kind: 'committing' })
        for (const tabId of tabIds) {
          if (atStake(store.getState(), tabId).transaction === 'none') continue
          const ended = await rpc.sessions.endTransaction({ tabId, how: 'commit' })
          if (!ended.ok) return setProgress(leaving, { kind: 'failed', tabId, failure: ended.failure })
        }
      }
      store.setState({ question: null })
      await act(leaving)
    },
    keepOpen() {
      if (store.getState().question?.progress.kind !== 'committing') store.setState({ question: null })
    },
  }
}
