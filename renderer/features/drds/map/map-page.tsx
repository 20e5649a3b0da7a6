import { Network } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { download } from '../../../ui/page-files.ts'
import { fileName, pngOf } from './export-map.ts'
import { MapDetails, placeOf } from './map-details.tsx'
import type { MapNode } from './map-node.ts'
import { MapPicture, type PictureHandle } from './map-picture.tsx'
import { partsOf } from './map-search.ts'
import { svgOf } from './map-svg.ts'
import { MapToolbar } from './map-toolbar.tsx'
import type { Emphasis } from './scene.ts'
import { TreeList } from './tree-list.tsx'
import { useMap } from './use-map.ts'
import { useSearch } from './use-search.ts'
import styles from './map-page.module.css'

/** A narrower window begins with the picture alone; the keys and screen readers have the tree all the same. */
const ROOM_FOR_LIST = 1_400

/** An account's DRDS as a picture: regions, instances, databases, shards, and the RDS instances that hold them. */
export function MapPage() {
  const { connection } = useDrdsPage()
  return <MapOfConnection key={connection.id} />
}

function MapOfConnection() {
  const { t } = useTranslation()
  const { rpc, connection, settings, go, renderFailure } = useDrdsPage()
  const map = useMap(rpc, connection.id, settings.regionId)
  const { actions, tree, all, shown, words, selectedNode, state } = map
  const [listShown, setListShown] = useState(() => window.innerWidth >= ROOM_FOR_LIST)
  const picture = useRef<PictureHandle>(null)
  const list = useRef<HTMLDivElement>(null)

  const select = (node: MapNode) => {
    actions.select(node.id)
    picture.current?.reveal(node.id)
  }
  const toggle = (node: MapNode) => {
    picture.current?.opening(node.id)
    actions.toggle(node)
  }
  const search = useSearch(map, select)
  const open = (node: MapNode) => {
    const place = placeOf(node)
    if (node.below.state === 'failed') actions.retry(node)
    else if (place) go(place)
    else toggle(node)
  }
  const { hits: found, current } = search
  const hits = useMemo(() => new Set(found.map(({ id }) => id)), [found])
  const emphasis = useMemo((): Emphasis => {
    const parts = selectedNode ? [...partsOf(selectedNode).keys()].map(({ id }) => id) : []
    return { selected: selectedNode?.id ?? null, hits, current, parts: new Set(parts) }
  }, [selectedNode, hits, current])

  const exportAs = async (as: 'svg' | 'png') => {
    const whole = picture.current?.whole()
    if (!whole) return
    const caption = { title: settings.name, environment: t(`environment.${settings.environment}`) }
    const name = fileName(settings.name, as, new Date())
    if (as === 'svg') return download(name, new Blob([svgOf(whole.scene, whole.palette, caption, words.spoken)], { type: 'image/svg+xml' }))
    const image = await pngOf(whole.scene, whole.palette, caption)
    if (image) download(name, image)
    else toast.note(t('drds.map.exportFailed'))
  }

  const [first] = tree
  const only = tree.length === 1 ? first : undefined
  const isEmpty = tree.every(({ below, children }) => below.state === 'ready' && children.length === 0)
  return (
    <div className={styles.page} data-environment={settings.environment}>
      <MapToolbar map={map} search={search} ownRegion={settings.regionId} listShown={listShown} onListShown={setListShown} onExport={(as) => void exportAs(as)} />
      <div className={styles.body}>
        <TreeList
          ref={list}
          {...{ shown, words, hits }}
          selected={state.selected}
          hidden={!listShown}
          onSelect={select}
          onToggle={toggle}
          onOpen={open}
          onZoom={(wish) => picture.current?.zoom(wish)}
        />
        <div className={styles.middle}>
          <MapPicture
            ref={picture}
            {...{ tree, words, emphasis }}
            remembered={state.selected}
            onSelect={(id) => {
              actions.select(id)
              // The keys go on where the mouse was.
              list.current?.focus({ preventScroll: true })
            }}
            onToggle={(id) => {
              const node = all.find((one) => one.id === id)
              if (node) toggle(node)
            }}
          />
          {only?.below.state === 'loading' && (
            <div className={styles.cover}>
              <Skeleton rows={10} />
            </div>
          )}
          {only?.below.state === 'failed' && <div className={styles.cover}>{renderFailure(only.below.failure, () => actions.retry(only))}</div>}
          {isEmpty && (
            <div className={styles.cover}>
              <EmptyState icon={<Network size={24} />} title={t('drds.map.empty.title')} text={t('drds.map.empty.text', { regions: state.regions.join(', ') })} />
            </div>
          )}
        </div>
        {selectedNode && <MapDetails key={selectedNode.id} map={map} node={selectedNode} onSelect={select} onClose={() => actions.select(null)} />}
      </div>
      <p className={styles.hint}>{t('drds.map.hint')}</p>
    </div>
  )
}
