import { Download, Globe, PanelLeft, RefreshCw, UnfoldVertical, FoldVertical } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, type MenuEntry } from '../../../ui/menu.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { regionOptions } from '../regions.ts'
import type { MapOfAccount } from './use-map.ts'
import type { MapSearch } from './use-search.ts'
import styles from './map-toolbar.module.css'

interface MapToolbarProps {
  map: MapOfAccount
  search: MapSearch
  ownRegion: string
  listShown: boolean
  onListShown: (shown: boolean) => void
  onExport: (as: 'svg' | 'png') => void
}

/** What is drawn, finding in it, and taking it along. */
export function MapToolbar({ map, search, ownRegion, listShown, onListShown, onExport }: MapToolbarProps) {
  const { t } = useTranslation()
  const { state, actions, failures, all } = map
  // The service's own list once it is here; the documented one until then, and where it may not be asked.
  const ids = [...new Set([...regionOptions(ownRegion).filter((id) => state.known.length === 0 || id === ownRegion), ...state.known.map(({ id }) => id), ...state.regions])]
  const regions: MenuEntry[] = ids.map((id) => {
    const name = state.known.find((one) => one.id === id)?.name
    return { kind: 'item', id, label: id, ...(name && name !== id && { hint: name }), checked: state.regions.includes(id), run: () => actions.toggleRegion(id) }
  })
  const exports: MenuEntry[] = [
    { kind: 'item', id: 'svg', label: t('drds.map.action.exportSvg'), run: () => onExport('svg') },
    { kind: 'item', id: 'png', label: t('drds.map.action.exportPng'), run: () => onExport('png') },
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      search.step(event.shiftKey)
    } else if (event.key === 'Escape' && search.search) {
      event.stopPropagation()
      search.change('')
    }
  }
  const found = search.at > 0 ? t('drds.map.hitOf', { at: search.at, count: search.hits.length }) : t('drds.map.hits', { count: search.hits.length })
  return (
    <div className={styles.toolbar}>
      <IconButton label={listShown ? t('drds.map.action.hideList') : t('drds.map.action.showList')} aria-pressed={listShown} onClick={() => onListShown(!listShown)}>
        <PanelLeft size={14} />
      </IconButton>
      <Menu entries={regions}>
        <Button size="small">
          <Globe size={13} aria-hidden="true" />
          {t('drds.map.action.regions')}
          <span className={styles.chosen}>{state.regions.length === 1 ? state.regions[0] : state.regions.length}</span>
        </Button>
      </Menu>
      <IconButton label={t('drds.map.action.openAll')} onClick={actions.openAll}>
        <UnfoldVertical size={14} />
      </IconButton>
      <IconButton label={t('drds.map.action.closeAll')} onClick={actions.closeAll}>
        <FoldVertical size={14} />
      </IconButton>
      {failures > 0 && (
        <Button size="small" onClick={actions.retryAll}>
          {t('drds.map.action.retryFailed', { count: failures })}
        </Button>
      )}
      <span className={styles.count}>{t('drds.map.nodes', { count: all.length })}</span>
      <SearchField className={styles.search} label={t('drds.map.search')} value={search.search} onChange={search.change} onKeyDown={onKeyDown} />
      <span role="status" className={styles.found}>
        {search.search.trim() && found}
      </span>
      <IconButton label={t('common.refresh')} onClick={actions.refresh}>
        <RefreshCw size={14} />
      </IconButton>
      <Menu entries={exports} align="end">
        <IconButton label={t('drds.map.action.export')} disabled={all.length === 0}>
          <Download size={14} />
        </IconButton>
      </Menu>
    </div>
  )
}
