import { createStore } from 'zustand/vanilla'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'

export type Answer<T> =
  | { state: 'loading' }
  /** `refreshing`: a newer answer is on its way; `stale`: why there is no newer one. This one stays in sight. */
  | { state: 'ready'; value: T; refreshing: boolean; stale: Failure | null }
  | { state: 'failed'; failure: Failure }

interface AnswerState<T> {
  answer: Answer<T>
  /** Counts questions; an answer to an older one is dropped. */
  latest: number
}

export const createAnswerStore = <T>() => createStore<AnswerState<T>>(() => ({ answer: { state: 'loading' }, latest: 0 }))
export type AnswerStore<T> = ReturnType<typeof createAnswerStore<T>>

/** Asks for what is shown. `keep` leaves the last answer in sight until the new one is here, and where none comes. */
export async function loadAnswer<T>(store: AnswerStore<T>, ask: () => Promise<Result<T>>, keep: boolean): Promise<void> {
  const before = store.getState()
  const request = before.latest + 1
  const kept = keep && before.answer.state === 'ready' ? before.answer : null
  store.setState({ latest: request, answer: kept ? { ...kept, refreshing: true } : { state: 'loading' } })
  const result = await ask()
  if (store.getState().latest !== request) return
  store.setState({ answer: result.ok ? { state: 'ready', value: result.value, refreshing: false, stale: null } : unanswered(kept, result.failure) })
}

const unanswered = <T>(kept: Extract<Answer<T>, { state: 'ready' }> | null, failure: Failure): Answer<T> =>
  kept ? { ...kept, refreshing: false, stale: failure } : { state: 'failed', failure }
