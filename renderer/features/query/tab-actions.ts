import type { Rpc } from '../../../shared/contract/contract.ts'
import type { WorkspaceTab } from '../../../shared/contract/workspace.ts'
import { tabId, type ConnectionId, type TabId } from '../../../shared/model/ids.ts'
import type { Autosave } from './autosave.ts'
import type { Drafts } from './drafts.ts'
import { isHostLost } from './host-lost.ts'
import { tabTitle } from './tab-title.ts'
import { activeTab, type QueryState, type QueryStore } from './tabs-store.ts'

/** As many as the contract takes. */
const CLOSED_KEPT = 50
/** Closed tabs travel with every save: together they hold at most so many characters, the latest one however many. */
const CLOSED_TEXT_KEPT = 4_000_000

/** What a new tab starts with; the rest follows the tab that is open. */
export interface NewTab {
  title?: string
  text?: string
  connectionId?: ConnectionId | null
  database?: string
  view?: WorkspaceTab['view']
}

export interface TabActions {
  /** Reads the stored workspace; the first start gets one empty tab. */
  load(): Promise<void>
  /** Opens a tab behind the active one, on its connection and database or those of another that runs SQL, and shows it. */
  newTab(start?: NewTab): TabId
  /** Asks nothing: a closed tab can be reopened with its text. Its session ends. */
  closeTab(id: TabId): void
  /** Tells main of the tabs that were closed while it could not be reached; their sessions would stay open. */
  endClosed(): void
  reopenTab(): void
  activate(id: TabId): void
  /** 1 for the next tab of the strip, -1 for the one before; the ends join. */
  step(by: 1 | -1): void
  rename(id: TabId, title: string): void
  /** Puts the tab at a place of the strip, from 0. */
  move(id: TabId, to: number): void
  /** Ends the session on the connection before. */
  setConnection(id: TabId, connectionId: ConnectionId | null): void
  setDatabase(id: TabId, database: string): void
  setLayout(name: string, value: number | boolean | string): void
}

export interface TabDependencies {
  rpc: Rpc
  store: QueryStore
  drafts: Drafts
  autosave: Autosave
  /** The title of an unnamed tab in the person's language, such as "Query 3". */
  untitled: (number: number) => string
  newId: () => string
  /** False for connections that run no SQL, such as a DRDS account: a new query never starts on one. */
  runsSql: (connectionId: ConnectionId) => boolean
}

export function createTabActions(dependencies: TabDependencies): TabActions {
  const { rpc, store, drafts, autosave, untitled, newId, runsSql } = dependencies

  const change = (update: (state: QueryState) => Partial<QueryState>) => {
    store.setState(update)
    autosave.schedule()
  }
  const changeTab = (id: TabId, patch: Partial<WorkspaceTab>) =>
    change((state) => ({ tabs: state.tabs.map((tab) => (tab.id === id ? { ...tab, ...patch } : tab)) }))

  function freeTitle(): string {
    const taken = new Set(store.getState().tabs.map((tab) => tab.title))
    let number = 1
    while (taken.has(untitled(number))) number++
    return untitled(number)
  }

  const ofSql = (tab: WorkspaceTab | null) => tab !== null && (tab.connectionId === null || runsSql(tab.connectionId))

  function newTab(start: NewTab = {}): TabId {
    const state = store.getState()
    const beside = [activeTab(state), ...state.tabs.toReversed()].find(ofSql)
    const tab: WorkspaceTab = {
      id: tabId(newId()),
      title: start.title ?? freeTitle(),
      text: start.text ?? '',
      connectionId: start.connectionId === undefined ? (beside?.connectionId ?? null) : start.connectionId,
      database: start.database ?? (start.connectionId === undefined ? (beside?.database ?? '') : ''),
      caret: 0,
      view: start.view ?? 'query',
    }
    const at = state.tabs.findIndex((other) => other.id === state.activeTabId) + 1 || state.tabs.length
    change(() => ({ tabs: state.tabs.toSpliced(at, 0, tab), activeTabId: tab.id }))
    // Main keeps what is typed of tabs that it knows.
    void autosave.flush()
    return tab.id
  }

  function closeTab(id: TabId) {
    drafts.collect()
    const { tabs, activeTabId, closed, runs, shown, sessions, sessionWork } = store.getState()
    const at = tabs.findIndex((tab) => tab.id === id)
    const tab = tabs[at]
    if (!tab) return
    const left = tabs.toSpliced(at, 1)
    const { [id]: run, ...otherRuns } = runs
    const { [id]: _shown, ...otherShown } = shown
    const { [id]: _session, ...otherSessions } = sessions
    const { [id]: _work, ...otherWork } = sessionWork
    change(() => ({
      tabs: left,
      activeTabId: activeTabId === id ? ((left[at] ?? left.at(-1))?.id ?? null) : activeTabId,
      closed: isBlank(tab) ? closed : latestClosed([...closed, { tab, at }]),
      runs: otherRuns,
      shown: otherShown,
      sessions: otherSessions,
      sessionWork: otherWork,
    }))
    if (run?.kind === 'running') void rpc.query.cancel({ runId: run.runId })
    void endTab(id)
    if (left.length === 0) newTab(ofSql(tab) ? { connectionId: tab.connectionId, database: tab.database } : {})
  }

  /** Closed, and main does not know. */
  const unheard = new Set<TabId>()

  async function endTab(tabId: TabId): Promise<void> {
    const ended = await rpc.query.closeTab({ tabId })
    if (!ended.ok && isHostLost(ended.failure)) unheard.add(tabId)
  }

  return {
    async load() {
      store.setState({ loading: { kind: 'loading' } })
      const loaded = await rpc.workspace.load({})
      if (!loaded.ok) {
        store.setState({ loading: { kind: 'failed', failure: loaded.failure } })
        return
      }
      const { tabs = [], activeTabId = null, layout = {}, closed = [] } = loaded.value ?? {}
      const active = tabs.find((tab) => tab.id === activeTabId) ?? tabs[0]
      // Tabs that were opened, and layout that was set, before the answer came stay.
      store.setState((state) => ({
        loading: { kind: 'ready' },
        tabs: [...tabs, ...state.tabs],
        activeTabId: state.activeTabId ?? active?.id ?? null,
        layout: { ...layout, ...state.layout },
        closed: latestClosed([...closed, ...state.closed]),
      }))
      if (store.getState().tabs.length === 0) newTab()
    },
    newTab,
    closeTab,
    endClosed() {
      const { tabs } = store.getState()
      const gone = [...unheard].filter((id) => !tabs.some((tab) => tab.id === id))
      unheard.clear()
      for (const id of gone) void endTab(id)
    },
    reopenTab() {
      const { closed, tabs } = store.getState()
      const last = closed.at(-1)
      if (!last) return
      change(() => ({
        closed: closed.slice(0, -1),
        tabs: tabs.toSpliced(Math.min(last.at, tabs.length), 0, last.tab),
        activeTabId: last.tab.id,
      }))
      void autosave.flush()
    },
    activate(id) {
      if (store.getState().activeTabId !== id) change(() => ({ activeTabId: id }))
    },
    step(by) {
      const { tabs, activeTabId } = store.getState()
      const at = tabs.findIndex((tab) => tab.id === activeTabId)
      const next = tabs[(at + by + tabs.length) % tabs.length]
      if (next) change(() => ({ activeTabId: next.id }))
    },
    rename(id, title) {
      const shown = tabTitle(title)
      if (shown !== '') changeTab(id, { title: shown })
    },
    move(id, to) {
      change(({ tabs }) => {
        const tab = tabs.find((candidate) => candidate.id === id)
        if (!tab) return {}
        const others = tabs.filter((candidate) => candidate.id !== id)
        return { tabs: others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, tab) }
      })
    },
    setConnection(id, connectionId) {
      // A database belongs to its connection: the new one starts with its own default.
      changeTab(id, { connectionId, database: '' })
      store.setState(({ sessions: { [id]: _session, ...sessions }, sessionWork: { [id]: _work, ...sessionWork } }) => ({ sessions, sessionWork }))
      void rpc.query.closeTab({ tabId: id })
    },
    setDatabase: (id, database) => changeTab(id, { database: database.trim().slice(0, 128) }),
    setLayout(name, value) {
      if (store.getState().layout[name] !== value) change(({ layout }) => ({ layout: { ...layout, [name]: value } }))
    },
  }
}

/** A query without text: nothing is lost with it. */
const isBlank = ({ view, text }: WorkspaceTab) => view === 'query' && text.trim() === ''

function latestClosed(closed: QueryState['closed']): QueryState['closed'] {
  let from = closed.length
  let length = 0
  while (from > 0 && closed.length - from < CLOSED_KEPT) {
    length += closed[from - 1]?.tab.text.length ?? 0
    if (length > CLOSED_TEXT_KEPT && from < closed.length) break
    from--
  }
  return closed.slice(from)
}
