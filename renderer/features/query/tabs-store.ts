import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Workspace, WorkspaceTab } from '../../../shared/contract/workspace.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import type { TabSession } from '../../../shared/model/session.ts'
import type { RunDoubt } from '../../../shared/sql/run-plan.ts'
import type { SqlStatement } from '../../../shared/sql/split.ts'
import type { LeaveQuestion } from './leaving.ts'
import type { RunState } from './run-state.ts'

/** Why "run", "commit" or "roll back" did nothing. */
export type Refusal = 'noConnection' | 'nothingToRun' | 'alreadyRunning' | 'noSession' | 'sessionLost'

/** What is being done with a tab's session, or why the last of it did not succeed. */
export type SessionWork = { kind: 'checking' | 'reconnecting' | 'closing' } | { kind: 'failed'; failure: Failure }

export const isAtWork = (work: SessionWork | null): work is Exclude<SessionWork, { kind: 'failed' }> => work !== null && work.kind !== 'failed'

/** Asked before a run where it is not certain what would run. */
export interface RunQuestion {
  tabId: TabId
  /** What would run, in the likeliest reading. */
  statements: SqlStatement[]
  doubt: RunDoubt
}

export interface CaretPosition {
  /** From 1. */
  line: number
  column: number
  /** Characters selected. */
  selected: number
}

/** Everything the query feature knows; written by the actions beside it, read by components. */
export interface QueryState {
  /** Nothing is saved before the stored workspace was read, so that it can never be overwritten by an empty one. */
  loading: { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; failure: Failure }
  /** In the order of the strip. */
  tabs: WorkspaceTab[]
  activeTabId: TabId | null
  /** The latest last; their place in the strip is kept. */
  closed: { tab: WorkspaceTab; at: number }[]
  /** A tab without an entry is idle. */
  runs: Record<TabId, RunState>
  /** The result or `messages` that a tab shows. */
  shown: Record<TabId, string>
  /** The sessions that tabs hold on their servers, as main tells; a tab without an entry has none. */
  sessions: Record<TabId, TabSession>
  sessionWork: Record<TabId, SessionWork>
  /** Asked before a transaction ends with its session. */
  question: LeaveQuestion | null
  doubt: RunQuestion | null
  refusal: { tabId: TabId; reason: Refusal } | null
  /** Sizes and switches of panels, the shell's included; saved with the tabs. */
  layout: Workspace['layout']
  /** Set while the workspace cannot be saved. */
  saveFailure: Failure | null
  caret: CaretPosition
  /** What "run" would run, where nothing is selected. */
  currentStatement: SqlStatement | null
}

export type QueryStore = StoreApi<QueryState>

export const createQueryStore = (): QueryStore =>
  createStore<QueryState>(() => ({
    loading: { kind: 'loading' },
    tabs: [],
    activeTabId: null,
    closed: [],
    runs: {},
    shown: {},
    sessions: {},
    sessionWork: {},
    question: null,
    doubt: null,
    refusal: null,
    layout: {},
    saveFailure: null,
    caret: { line: 1, column: 1, selected: 0 },
    currentStatement: null,
  }))

const idle: RunState = { kind: 'idle' }

export const runOf = (state: QueryState, tabId: TabId): RunState => state.runs[tabId] ?? idle

/** The tab's session on its connection; what it held on another before is not its own any more. */
export const sessionOf = ({ sessions }: QueryState, tab: Pick<WorkspaceTab, 'id' | 'connectionId'>): TabSession | null => {
  const session = sessions[tab.id]
  return session?.connectionId === tab.connectionId ? session : null
}

/** A tab without what typing changes: components that need no text are drawn anew only when the rest changes. */
export type TabHead = Omit<WorkspaceTab, 'text' | 'caret'>

export function activeTabHead(state: QueryState): TabHead | null {
  const tab = activeTab(state)
  if (!tab) return null
  const { text: _text, caret: _caret, ...head } = tab
  return head
}

export const activeTab = (state: QueryState): WorkspaceTab | null =>
  state.tabs.find((tab) => tab.id === state.activeTabId) ?? null
