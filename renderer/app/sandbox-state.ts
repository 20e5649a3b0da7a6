import { useStore } from 'zustand'
import type { AppInfo, SandboxState } from '../../shared/contract/app.ts'
import type { ConnectionsState } from '../features/connections/connections-store.ts'
import { useDependencies } from './dependencies.ts'

const starting: SandboxState = { state: 'starting' }

/**
 * How the embedded sandbox is for a person: ready once its connections are in the list, too. Main tells the two one
 * after the other, and who clicks between them would open nothing.
 */
export function sandboxState(info: AppInfo | null, connections: ConnectionsState): SandboxState {
  const told = info?.sandbox ?? starting
  if (told.state !== 'ready' || connections.state === 'failed') return told
  return connections.state === 'ready' && connections.connections.some(({ sandbox }) => sandbox) ? told : starting
}

export function useSandbox(): SandboxState {
  const { appInfo, connections } = useDependencies()
  const { info } = useStore(appInfo)
  return sandboxState(info, useStore(connections))
}
