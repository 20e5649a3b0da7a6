/** What would end the sessions of tabs, and the question that is asked first where a transaction or a statement would end with them. */
import type { Failure } from '../../../shared/model/failure.ts'
import type { ConnectionId, TabId } from '../../../shared/model/ids.ts'
import { holdingsOf, type SessionHolding, type TabSession, type TransactionState } from '../../../shared/model/session.ts'
import type { RunState } from './run-state.ts'
import { runOf, type QueryState } from './tabs-store.ts'

export type Leaving =
  | { kind: 'closeTabs'; tabIds: readonly TabId[] }
  | { kind: 'changeConnection'; tabId: TabId; connectionId: ConnectionId | null }
  | { kind: 'reconnect'; tabId: TabId }
  | { kind: 'closeSession'; tabId: TabId }

export interface LeaveQuestion {
  leaving: Leaving
  /** The tabs with something to lose; the others go along. */
  tabIds: readonly TabId[]
  progress: { kind: 'asking' } | { kind: 'committing' } | { kind: 'failed'; tabId: TabId; failure: Failure }
}

/** What a person decides about the transactions: committed first, or lost with their sessions. */
export type LeaveChoice = 'commit' | 'discard'

/** What a tab would lose, now. */
export interface AtStake {
  transaction: TransactionState
  holdings: readonly SessionHolding[]
  /** The statement that runs in the tab. */
  running: string | null
}

export function stakeOf(session: TabSession | null | undefined, run: RunState | null): AtStake {
  const running = run?.kind === 'running' ? run.current.text : null
  // What a lost session held is lost already.
  if (session?.condition.kind !== 'open') return { transaction: 'none', holdings: [], running }
  return { transaction: session.trace.transaction, holdings: holdingsOf(session.trace), running }
}

export const atStake = (state: QueryState, tabId: TabId): AtStake => stakeOf(state.sessions[tabId], runOf(state, tabId))

export const tabsLeft = (leaving: Leaving): readonly TabId[] => (leaving.kind === 'closeTabs' ? leaving.tabIds : [leaving.tabId])

/**
 * Whether to ask before leaving: for a transaction, and for a statement that runs, whose result would be lost. Of a
 * session that is given up under a tab that stays, all that is in it counts; a tab that is closed is wanted no more.
 */
export function isWorthAsking(leaving: Leaving, stake: AtStake): boolean {
  const staysOpen = leaving.kind === 'reconnect' || leaving.kind === 'closeSession'
  return isUnderWay(stake) || (staysOpen && stake.holdings.length > 0)
}

const isUnderWay = ({ transaction, running }: AtStake): boolean => transaction !== 'none' || running !== null

/** Tabs whose transaction is open or may be, or whose statement runs: what closing the window would end. */
export const tabsUnderWay = (state: QueryState): TabId[] => state.tabs.map(({ id }) => id).filter((id) => isUnderWay(atStake(state, id)))
