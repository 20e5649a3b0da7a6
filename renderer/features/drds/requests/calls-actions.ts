import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'
import type { CallsStore } from './calls-store.ts'

interface CallsDependencies {
  rpc: Rpc
  calls: CallsStore
}

/** Between two questions while requests keep coming: fast enough to watch, slow enough to read. */
export const REST_MS = 150

/** Asks for the latest requests of an account; asked again meanwhile, it asks once more after a rest. */
export async function loadCalls({ rpc, calls }: CallsDependencies, connectionId: ConnectionId): Promise<void> {
  const before = calls.getState().accounts[connectionId]
  if (before && before.asking !== 'no') return set({ ...before, asking: 'again' })
  set({ answer: before?.answer.state === 'ready' ? before.answer : { state: 'loading' }, asking: 'once' })
  const result = await rpc.drds.calls({ connectionId })
  const again = calls.getState().accounts[connectionId]?.asking === 'again'
  set({ answer: result.ok ? { state: 'ready', calls: result.value } : { state: 'failed', failure: result.failure }, asking: again ? 'once' : 'no' })
  if (!again) return
  await new Promise((resolve) => setTimeout(resolve, REST_MS))
  const rested = calls.getState().accounts[connectionId]
  if (rested) set({ ...rested, asking: 'no' })
  await loadCalls({ rpc, calls }, connectionId)

  function set(account: NonNullable<typeof before>) {
    calls.setState(({ accounts }) => ({ accounts: { ...accounts, [connectionId]: account } }))
  }
}
