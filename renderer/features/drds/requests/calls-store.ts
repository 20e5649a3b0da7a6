import { createContext, useContext } from 'react'
import { createStore } from 'zustand/vanilla'
import type { DrdsCall } from '../../../../shared/model/drds-call.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'

export type CallsAnswer =
  | { state: 'loading' }
  /** The newest first. */
  | { state: 'ready'; calls: readonly DrdsCall[] }
  | { state: 'failed'; failure: Failure }

interface OfAccount {
  answer: CallsAnswer
  /** Main is asked once at a time; what is told meanwhile asks once more. */
  asking: 'no' | 'once' | 'again'
}

interface CallsState {
  accounts: Partial<Record<ConnectionId, OfAccount>>
  /** Counts what main told of an account, so that who shows its requests asks anew. */
  told: Partial<Record<ConnectionId, number>>
}

/** The latest requests to the DRDS OpenAPI, account by account, as far as somebody looks at them. */
export const createCallsStore = () => createStore<CallsState>(() => ({ accounts: {}, told: {} }))
export type CallsStore = ReturnType<typeof createCallsStore>

/** `drds.called`: requests were made. A sweep over 200 instances tells this hundreds of times, so nothing is asked here. */
export const noteCalled = (calls: CallsStore, connectionId: ConnectionId): void =>
  calls.setState(({ told }) => ({ told: { ...told, [connectionId]: (told[connectionId] ?? 0) + 1 } }))

const CallsContext = createContext(createCallsStore())
/** Without it a store of its own stands in, which nobody tells anything: pages work and only are not live. */
export const CallsProvider = CallsContext.Provider
export const useCallsStore = (): CallsStore => useContext(CallsContext)
