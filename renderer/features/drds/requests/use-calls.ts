import { useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'
import { loadCalls } from './calls-actions.ts'
import { useCallsStore, type CallsAnswer } from './calls-store.ts'

const loading: CallsAnswer = { state: 'loading' }

/** The latest requests of an account, live while somebody can see the window. */
export function useCalls(rpc: Rpc, connectionId: ConnectionId): { answer: CallsAnswer; ask: () => void } {
  const calls = useCallsStore()
  const answer = useStore(calls, (state) => state.accounts[connectionId]?.answer ?? loading)
  const ask = useCallback(() => void loadCalls({ rpc, calls }, connectionId), [rpc, calls, connectionId])
  useEffect(() => {
    const askIfSeen = () => {
      if (!document.hidden) ask()
    }
    askIfSeen()
    const unsubscribe = calls.subscribe((now, before) => now.told[connectionId] !== before.told[connectionId] && askIfSeen())
    document.addEventListener('visibilitychange', askIfSeen)
    return () => {
      unsubscribe()
      document.removeEventListener('visibilitychange', askIfSeen)
    }
  }, [ask, calls, connectionId])
  return { answer, ask }
}
