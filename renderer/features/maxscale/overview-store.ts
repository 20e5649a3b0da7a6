import { createStore } from 'zustand/vanilla'
import type { Failure } from '../../../shared/model/failure.ts'
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'

export type OverviewAnswer =
  | { state: 'loading' }
  /** `stale`: why there is no newer one; the last good answer stays in sight. */
  | { state: 'ready'; overview: MaxScaleOverview; stale: Failure | null }
  | { state: 'failed'; failure: Failure }

export interface OverviewState {
  answer: OverviewAnswer
  /** Whose sessions are wanted. Never kept: each time the tab is opened they are ours. */
  sessions: 'ours' | 'all'
  /** A question is on its way: there are never two. */
  asking: boolean
  /** Nobody looks any more: what still comes is dropped. */
  left: boolean
}

export const createOverviewStore = () =>
  createStore<OverviewState>(() => ({ answer: { state: 'loading' }, sessions: 'ours', asking: false, left: false }))
export type OverviewStore = ReturnType<typeof createOverviewStore>
