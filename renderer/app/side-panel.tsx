import { useStore } from 'zustand'
import { ConnectionList } from '../features/connections/connection-list.tsx'
import { loadConnections } from '../features/connections/connections-actions.ts'
import { activeTab } from '../features/query/tabs-store.ts'
import { useDependencies } from './dependencies.ts'
import { startSandbox } from './sandbox-notices.ts'
import { useSandbox } from './sandbox-state.ts'
import { chooseKind, copyConnection, editConnection, openConnection, openDialog, openOverview, replaceSecret } from './shell-actions.ts'
import { layoutNames } from './shell-store.ts'

export function SidePanel() {
  const dependencies = useDependencies()
  const { connections, query } = dependencies
  const sandbox = useSandbox()
  const tab = useStore(query.store, activeTab)
  const groupBy = useStore(query.store, (state) => state.layout[layoutNames.groupBy])
  return (
    <ConnectionList
      store={connections}
      sandbox={sandbox}
      activeId={tab?.connectionId ?? null}
      groupBy={groupBy === 'environment' ? 'environment' : 'kind'}
      onGroupBy={(by) => query.setLayout(layoutNames.groupBy, by)}
      actions={{
        open: (connection) => openConnection(dependencies, connection),
        showOverview: (connection) => openOverview(dependencies, connection),
        create: () => chooseKind(dependencies),
        edit: (connection) => editConnection(dependencies, connection),
        duplicate: (connection) => void copyConnection(dependencies, connection),
        replaceSecret: (connection) => void replaceSecret(dependencies, connection),
        remove: (connection) => openDialog(dependencies, { kind: 'deleteConnection', connection }),
        reload: () => void loadConnections(dependencies),
        startSandbox: () => startSandbox(dependencies),
      }}
    />
  )
}
