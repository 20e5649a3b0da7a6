import { createStore } from 'zustand/vanilla'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import type { DrdsInstanceList } from '../../../shared/model/drds.ts'
import type { Failure } from '../../../shared/model/failure.ts'

/** What is asked of the server; searching and sorting happen on the answer. */
export interface InstancesQuery {
  connectionId: ConnectionId
  /** Empty for the connection's own region. */
  regionId: string
  type: 'all' | 'shared' | 'dedicated'
}

export type InstancesAnswer =
  | { state: 'idle' }
  | { state: 'loading' }
  /** `refreshing`: a newer answer is on its way; this one stays in sight. */
  | { state: 'ready'; list: DrdsInstanceList; refreshing: boolean }
  | { state: 'failed'; failure: Failure }

interface InstancesState {
  answer: InstancesAnswer
  /** Counts requests; an answer to an older one is dropped. */
  latest: number
}

export const createInstancesStore = () => createStore<InstancesState>(() => ({ answer: { state: 'idle' }, latest: 0 }))
export type InstancesStore = ReturnType<typeof createInstancesStore>
