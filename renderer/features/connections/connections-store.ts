import { createStore } from 'zustand/vanilla'
import type { Connection } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'

/** Stored connections as main lists them. While a newer list is on its way, the last one stays. */
export type ConnectionsState =
  | { state: 'loading' }
  | { state: 'ready'; connections: Connection[] }
  | { state: 'failed'; failure: Failure }

export const createConnectionsStore = () => createStore<ConnectionsState>(() => ({ state: 'loading' }))
export type ConnectionsStore = ReturnType<typeof createConnectionsStore>

const none: Connection[] = []
export const connectionsOf = (state: ConnectionsState): Connection[] =>
  state.state === 'ready' ? state.connections : none
