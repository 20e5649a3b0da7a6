import i18next from 'i18next'
import { createContext, useContext } from 'react'
import type { Rpc } from '../../shared/contract/contract.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import type { UpdateState } from '../../shared/contract/updates.ts'
import { loadConnections } from '../features/connections/connections-actions.ts'
import { connectionsOf, createConnectionsStore, type ConnectionsStore } from '../features/connections/connections-store.ts'
import { createDrdsTabs, type DrdsTabs } from '../features/drds/drds-tabs.ts'
import { noteCalled, createCallsStore, type CallsStore } from '../features/drds/requests/calls-store.ts'
import { loadTasks, takeTasks } from '../features/drds/tasks/tasks-actions.ts'
import { createTasksStore, type TasksStore } from '../features/drds/tasks/tasks-store.ts'
import { createQueryModel, type QueryModel } from '../features/query/query-model.ts'
import { loadSettings } from '../features/settings/settings-actions.ts'
import { createSettingsStore, type SettingsStore } from '../features/settings/settings-store.ts'
import { createUpdatesStore, type UpdatesStore } from '../features/settings/updates-store.ts'
import { loadVault, tellActivity } from '../features/vault/vault-actions.ts'
import { createVaultStore, type VaultStore } from '../features/vault/vault-store.ts'
import { createRpc } from '../rpc/client.ts'
import { createAppInfoStore, type AppInfoStore } from './app-info-store.ts'
import { openHandedFiles } from './handed-files.ts'
import { remindOfScan, remindOfScansDue, sayTaskEnded } from './drds-notices.ts'
import { watchExpiries } from './expiry-notices.ts'
import { watchSandbox } from './sandbox-notices.ts'
import { sayOrphansClosed, sayReconnected } from './session-notices.ts'
import { createShellStore, type ShellStore } from './shell-store.ts'
import { sayOffered } from './update-notices.ts'
import { warnWhenLeaving } from './warn-when-leaving.ts'

/** Everything that actions and components are given; made once. */
export interface Dependencies {
  rpc: Rpc
  appInfo: AppInfoStore
  connections: ConnectionsStore
  drdsTabs: DrdsTabs
  drdsCalls: CallsStore
  drdsTasks: TasksStore
  query: QueryModel
  settings: SettingsStore
  shell: ShellStore
  updates: UpdatesStore
  vault: VaultStore
}

export function createDependencies(transport: Transport): Dependencies {
  const rpc = createRpc(transport)
  const settings = createSettingsStore()
  const connections = createConnectionsStore()
  const query = createQueryModel({
    rpc,
    newId: () => crypto.randomUUID(),
    runsSql: (id) => connectionsOf(connections.getState()).find((connection) => connection.id === id)?.settings.kind !== 'drds',
    now: () => Date.now(),
    rowLimit: () => settings.getState().rowLimit,
    isHidden: () => document.hidden,
    onReconnected: sayReconnected,
    untitled: (number) => i18next.t('shell.untitled', { number }),
    announcement: (tab, script, ok) => ({
      title: i18next.t(ok ? 'shell.announce.done' : 'shell.announce.failed', { tab }).slice(0, 200).toWellFormed(),
      body: i18next.t('shell.announce.body', { done: script.entries.length, total: script.total }),
    }),
  })
  return {
    rpc,
    appInfo: createAppInfoStore(),
    connections,
    drdsTabs: createDrdsTabs(),
    drdsCalls: createCallsStore(),
    drdsTasks: createTasksStore(),
    query,
    settings,
    shell: createShellStore(),
    updates: createUpdatesStore(),
    vault: createVaultStore(),
  }
}

/** Reads everything that the first screen needs, side by side, and follows what main tells unasked. */
export function startApp(dependencies: Dependencies, transport: Transport): void {
  const { rpc, appInfo, drdsCalls, drdsTasks, query, vault } = dependencies
  transport.subscribe('app.changed', (info) => appInfo.setState({ info }))
  transport.subscribe('settings.changed', (settings) => dependencies.settings.setState(settings))
  const takeUpdate = (update: UpdateState) => {
    const { update: before } = dependencies.updates.getState()
    dependencies.updates.setState({ update })
    sayOffered(dependencies, before, update)
  }
  transport.subscribe('updates.changed', takeUpdate)
  transport.subscribe('vault.changed', (status) => vault.setState({ status }))
  transport.subscribe('window.takenOver', () => dependencies.shell.setState({ takenOver: true }))
  transport.subscribe('connections.changed', () => void loadConnections(dependencies))
  transport.subscribe('session.changed', query.sessionChanged)
  transport.subscribe('query.progress', query.runProgressed)
  transport.subscribe('sessions.orphansClosed', sayOrphansClosed)
  transport.subscribe('drds.called', ({ connectionId }) => noteCalled(drdsCalls, connectionId))
  transport.subscribe('drds.tasksChanged', (tasks) => takeTasks({ tasks: drdsTasks, onEnded: (task) => sayTaskEnded(dependencies, task) }, tasks))
  transport.subscribe('drds.reminderDue', (reminder) => remindOfScan(dependencies, reminder))
  transport.subscribe('host.reconnected', () => {
    query.endClosed()
    void query.loadSessions()
    void query.findRuns()
  })
  warnWhenLeaving(dependencies)
  watchExpiries(dependencies)
  watchSandbox(dependencies)
  tellActivity(dependencies)
  void rpc.app.info({}).then((result) => result.ok && appInfo.setState({ info: result.value }))
  void loadSettings(dependencies)
  void loadConnections(dependencies)
  void loadVault(dependencies)
  void loadTasks({ rpc, tasks: drdsTasks })
  void remindOfScansDue(dependencies)
  void rpc.updates.state({}).then((result) => result.ok && takeUpdate(result.value))
  void query.load().then(() => {
    transport.subscribe('files.handed', () => void openHandedFiles(dependencies))
    void openHandedFiles(dependencies)
    return query.findRuns()
  })
  void query.loadSessions()
}

const DependenciesContext = createContext<Dependencies | null>(null)
export const DependenciesProvider = DependenciesContext.Provider

export function useDependencies(): Dependencies {
  const dependencies = useContext(DependenciesContext)
  if (!dependencies) throw new Error('useDependencies outside of DependenciesProvider')
  return dependencies
}
