import { Database, Gauge, LayoutGrid, PlugZap, Settings } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { connectionsOf } from '../features/connections/connections-store.ts'
import { activeTab } from '../features/query/tabs-store.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { keysOf } from './commands.ts'
import { useDependencies } from './dependencies.ts'
import { openDialog, openInstances, openMaxScale } from './shell-actions.ts'
import { toggleSide, useSideOpen } from './side-state.ts'
import styles from './rail.module.css'

/** The activities that there are; the pressed ones are in sight. */
export function Rail({ welcome }: { welcome: boolean }) {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const { query, connections, shell } = dependencies
  const sideOpen = useSideOpen()
  const tab = useStore(query.store, activeTab)
  const list = connectionsOf(useStore(connections))
  const showsInstances = !welcome && list.find(({ id }) => id === tab?.connectionId)?.settings.kind === 'drds'
  const showsOverview = !welcome && tab?.view === 'overview'
  return (
    <nav className={styles.rail} data-region="rail" aria-label={t('shell.rail')}>
      <IconButton side="right" label={t('shell.connections')} keys={keysOf('shell.toggleSide')} aria-pressed={sideOpen} onClick={() => toggleSide(dependencies)}>
        <PlugZap size={19} />
      </IconButton>
      <IconButton side="right" label={t('shell.instances')} keys={keysOf('drds.instances')} aria-pressed={showsInstances} onClick={() => openInstances(dependencies)}>
        <Database size={19} />
      </IconButton>
      <IconButton side="right" label={t('shell.maxscale')} keys={keysOf('maxscale.overview')} aria-pressed={showsOverview} onClick={() => openMaxScale(dependencies)}>
        <Gauge size={19} />
      </IconButton>
      <span className={styles.space} />
      <IconButton side="right" label={t('command.welcome')} aria-pressed={welcome} onClick={() => shell.setState({ welcome: 'shown' })}>
        <LayoutGrid size={18} />
      </IconButton>
      <IconButton side="right" label={t('shell.settings')} keys={keysOf('settings.show')} onClick={() => openDialog(dependencies, { kind: 'settings' })}>
        <Settings size={19} />
      </IconButton>
    </nav>
  )
}
