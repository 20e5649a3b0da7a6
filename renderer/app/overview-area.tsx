import { Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Connection } from '../../shared/model/connection.ts'
import { OverviewView } from '../features/maxscale/overview-view.tsx'
import type { TabHead } from '../features/query/tabs-store.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ConnectionFailure } from './connection-failure.tsx'
import { useDependencies } from './dependencies.ts'
import { layoutNames } from './shell-store.ts'

interface OverviewAreaProps {
  tab: TabHead
  connection: Connection | null
  inFront: boolean
}

/** The overview of a tab's MaxScale. Whether it refreshes by itself is kept with the layout, for all of them. */
export function OverviewArea({ tab, connection, inFront }: OverviewAreaProps) {
  const { t } = useTranslation()
  const { rpc, query, connections } = useDependencies()
  const autoRefresh = useStore(query.store, (state) => state.layout[layoutNames.overviewRefresh] !== false)
  const known = useStore(connections, ({ state }) => state === 'ready')
  if (connection?.settings.kind === 'maxscale')
    return (
      <OverviewView
        rpc={rpc}
        connection={connection}
        inFront={inFront}
        autoRefresh={autoRefresh}
        onAutoRefresh={(on) => query.setLayout(layoutNames.overviewRefresh, on)}
        onNewQuery={() => {
          query.newTab({ connectionId: connection.id })
          query.focusEditor()
        }}
        renderFailure={(failure, onRetry) => <ConnectionFailure {...{ failure, connection, onRetry }} />}
      />
    )
  if (!known) return <Skeleton rows={10} />
  return (
    <EmptyState
      icon={<Unplug size={24} />}
      title={t('overview.gone.title')}
      text={t('overview.gone.text')}
      actions={<Button onClick={() => query.closeTab(tab.id)}>{t('overview.gone.close')}</Button>}
    />
  )
}
