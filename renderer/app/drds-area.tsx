import { lazy, Suspense, useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Connection, DrdsSettings } from '../../shared/model/connection.ts'
import type { DrdsLinkTarget } from '../../shared/model/drds-link.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { connectionsOf } from '../features/connections/connections-store.ts'
import type { TabHead } from '../features/query/tabs-store.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { ConnectionFailure } from './connection-failure.tsx'
import { useDependencies } from './dependencies.ts'
import { drdsTabOf } from './shell-actions.ts'
import { drdsRegionsName, layoutNames } from './shell-store.ts'

/** Loaded with the first DRDS tab: the first screen needs none of it. */
const DrdsView = lazy(async () => ({ default: (await import('../features/drds/drds-view.tsx')).DrdsView }))

interface DrdsAreaProps {
  tab: TabHead
  connection: Connection
  settings: DrdsSettings
  inFront: boolean
}

/** A tab's DRDS account, joined with the connections that query its databases and with what the layout remembers. */
export function DrdsArea({ tab, connection, settings, inFront }: DrdsAreaProps) {
  const { rpc, query, connections, drdsTabs, drdsTasks: tasks } = useDependencies()
  const all = useStore(connections)
  const sqlConnections = useMemo(() => connectionsOf(all).filter(({ settings }) => settings.kind !== 'drds'), [all])
  const regionsName = drdsRegionsName(connection.id)
  const regions = useStore(query.store, ({ layout }) => textOf(layout[regionsName]))
  const hiddenColumns = useStore(query.store, ({ layout }) => textOf(layout[layoutNames.drdsHiddenColumns]))
  const preferences = useMemo(
    () => ({
      regions,
      hiddenColumns,
      remember: (name: 'regions' | 'hiddenColumns', value: string) =>
        query.setLayout(name === 'regions' ? regionsName : layoutNames.drdsHiddenColumns, value),
    }),
    [query, regions, hiddenColumns, regionsName],
  )
  const openQuery = useCallback(
    ({ connectionId, schema }: DrdsLinkTarget) => {
      query.newTab({ connectionId, database: schema })
      query.focusEditor()
    },
    [query],
  )
  const renderFailure = useCallback(
    (failure: Failure, onRetry: () => void) => <ConnectionFailure {...{ failure, connection, onRetry }} />,
    [connection],
  )
  return (
    <Suspense fallback={<Skeleton rows={10} />}>
      <DrdsView {...{ rpc, connection, settings, tasks, preferences, inFront, sqlConnections, openQuery, renderFailure }} tab={drdsTabOf({ drdsTabs }, tab.id, connection.id)} />
    </Suspense>
  )
}

const textOf = (value: number | boolean | string | undefined): string => (typeof value === 'string' ? value : '')
