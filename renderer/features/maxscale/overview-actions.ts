import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { OverviewState, OverviewStore } from './overview-store.ts'

export interface OverviewDependencies {
  rpc: Rpc
  overview: OverviewStore
}

/** Asks, unless a question is on its way. An answer to what is not wanted any more is dropped and asked anew. */
export async function refreshOverview({ rpc, overview }: OverviewDependencies, connectionId: ConnectionId): Promise<void> {
  if (overview.getState().asking) return
  overview.setState({ asking: true })
  let sessions: OverviewState['sessions']
  let result: Result<MaxScaleOverview>
  do {
    sessions = overview.getState().sessions
    result = await rpc.maxscale.overview({ connectionId, sessions })
  } while (sessions !== overview.getState().sessions && !overview.getState().left)
  overview.setState((state) => ({ asking: false, ...(!state.left && landed(state, result)) }))
}

/** The same where a failure stands in place of an answer and a person wants to see that something happens. */
export function retryOverview(dependencies: OverviewDependencies, connectionId: ConnectionId): void {
  dependencies.overview.setState({ answer: { state: 'loading' } })
  void refreshOverview(dependencies, connectionId)
}

function landed(state: OverviewState, result: Result<MaxScaleOverview>): Partial<OverviewState> {
  if (result.ok) return { answer: { state: 'ready', overview: result.value, stale: null } }
  const { failure } = result
  if (state.answer.state !== 'ready') return { answer: { state: 'failed', failure } }
  const stale = { answer: { ...state.answer, stale: failure } }
  // An administrator no more: what others run goes out of sight with the right to see it.
  return failure.code === 'maxscale.notAdministrator' ? oursOnly({ ...state, ...stale }) : stale
}

/** Shows everybody's sessions, or ours again. What others run leaves at once, not with the next answer. */
export function chooseSessions(dependencies: OverviewDependencies, connectionId: ConnectionId, sessions: OverviewState['sessions']): void {
  dependencies.overview.setState((state) => (sessions === 'ours' ? oursOnly(state) : { sessions }))
  void refreshOverview(dependencies, connectionId)
}

function oursOnly({ answer }: OverviewState): Partial<OverviewState> {
  if (answer.state !== 'ready' || !answer.overview.sessions.ok) return { sessions: 'ours' }
  const value = answer.overview.sessions.value.filter(({ ours }) => ours)
  return { sessions: 'ours', answer: { ...answer, overview: { ...answer.overview, sessions: { ok: true, value } } } }
}

/** The view is in front, or gone. */
export const lookAt = ({ overview }: Pick<OverviewDependencies, 'overview'>, looks: boolean): void => overview.setState({ left: !looks })

/**
 * Whether asking again by itself is of no use: wrong credentials every five seconds are an attack in the server's log,
 * and a locked vault waits for its passphrase.
 */
export const waitsForPerson = ({ answer }: OverviewState): boolean => {
  const failure = failureIn(answer)
  return failure !== null && (failure.kind === 'signIn' || failure.kind === 'vault' || failure.kind === 'permission' || failure.kind === 'input')
}

const failureIn = (answer: OverviewState['answer']): Failure | null =>
  answer.state === 'failed' ? answer.failure : answer.state === 'ready' ? answer.stale : null
