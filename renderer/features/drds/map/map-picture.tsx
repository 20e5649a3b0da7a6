import { Maximize, Minus, Plus, RotateCcw } from 'lucide-react'
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/icon-button.tsx'
import { layoutOf } from './map-layout.ts'
import type { MapNode } from './map-node.ts'
import { MapSurface } from './map-surface.ts'
import { measureWith, type Palette } from './palette.ts'
import { sceneOf, type Emphasis, type Scene } from './scene.ts'
import type { MapWords } from './use-map.ts'
import styles from './map-picture.module.css'

/** What the rest of the page asks of the picture. */
export interface PictureHandle {
  /** Brings a node into view, once it is drawn. */
  reveal(id: string): void
  zoom(wish: 'in' | 'out' | 'fit'): void
  /** A node is being opened: it stays where it is seen, and what lies below it comes into view with it. */
  opening(id: string): void
  /** Everything that was loaded, as a file shows it. */
  whole(): { scene: Scene; palette: Palette } | null
}

interface MapPictureProps {
  ref: Ref<PictureHandle>
  tree: readonly MapNode[]
  words: MapWords
  emphasis: Emphasis
  /** What was selected when the map was left; it may not be loaded yet. */
  remembered: string | null
  onSelect: (id: string | null) => void
  onToggle: (id: string) => void
}

const ZOOM_STEP = 1.25

/** The canvas with its buttons. The tree beside it says the same to a screen reader. */
export function MapPicture({ ref, tree, words, emphasis, remembered, onSelect, onToggle }: MapPictureProps) {
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const surface = useRef<MapSurface>(null)
  const opening = useRef<string | null>(null)
  /** To be brought into view once it is drawn: at first what was selected when the map was left. */
  const wanted = useRef(remembered)
  const [scale, setScale] = useState(1)
  const [palette, setPalette] = useState<Palette | null>(null)
  const handlers = useRef({ onSelect, onToggle })
  useEffect(() => {
    handlers.current = { onSelect, onToggle }
  })

  useEffect(() => {
    const made = new MapSurface(host.current!, {
      onSelect: (id) => handlers.current.onSelect(id),
      onToggle: (id) => handlers.current.onToggle(id),
      onScale: setScale,
      onPalette: setPalette,
    })
    surface.current = made
    setPalette(made.palette)
    return () => {
      made.destroy()
      surface.current = null
    }
  }, [])

  const layout = useMemo(() => layoutOf(tree), [tree])
  const measure = useMemo(() => palette && measureWith(palette), [palette])
  useEffect(() => {
    if (!measure) return
    surface.current?.show(sceneOf(layout, words.of, measure), opening.current)
    const opened = opening.current === null ? undefined : layout.byId.get(opening.current)?.node
    if (opened?.open && opened.children.length > 0) surface.current?.revealBelow(opened.id)
    // What is still being loaded comes into view when it is here.
    if (!opened?.open || opened.below.state !== 'loading') opening.current = null
    if (wanted.current === null || !layout.byId.has(wanted.current)) return
    surface.current?.reveal(wanted.current)
    wanted.current = null
  }, [layout, words, measure])
  useEffect(() => surface.current?.emphasize(emphasis), [emphasis])

  const zoom = (wish: 'in' | 'out' | 'fit') => {
    if (wish === 'fit') surface.current?.fit()
    else surface.current?.zoomBy(wish === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP)
  }
  useImperativeHandle(ref, () => ({
    reveal(id) {
      wanted.current = layout.byId.has(id) ? null : id
      surface.current?.reveal(id)
    },
    zoom,
    opening: (id) => (opening.current = id),
    whole: () => palette && measure && { palette, scene: sceneOf(layoutOf(tree, true), words.of, measure, false) },
  }))

  return (
    <div className={styles.picture}>
      <div ref={host} className={styles.host} data-map-picture />
      <div className={styles.zoom} role="group" aria-label={t('drds.map.picture')}>
        <IconButton label={t('drds.map.action.zoomOut')} keys="-" side="top" onClick={() => zoom('out')}>
          <Minus size={14} />
        </IconButton>
        <output className={styles.scale}>{Math.round(scale * 100)}%</output>
        <IconButton label={t('drds.map.action.zoomIn')} keys="+" side="top" onClick={() => zoom('in')}>
          <Plus size={14} />
        </IconButton>
        <IconButton label={t('drds.map.action.fit')} keys="0" side="top" onClick={() => zoom('fit')}>
          <Maximize size={13} />
        </IconButton>
        <IconButton label={t('drds.map.action.reset')} side="top" onClick={() => surface.current?.reset()}>
          <RotateCcw size={13} />
        </IconButton>
      </div>
    </div>
  )
}
