import { ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { opens, type MapNode } from './map-node.ts'
import { wishOf, type TreeWish } from './tree-keys.ts'
import type { MapWords } from './use-map.ts'
import styles from './tree-list.module.css'

export const ROW = 24

interface TreeListProps {
  ref: Ref<HTMLDivElement>
  shown: readonly MapNode[]
  words: MapWords
  selected: string | null
  hits: ReadonlySet<string>
  /** Out of sight, and still what the keyboard and screen readers use. */
  hidden: boolean
  onSelect: (node: MapNode) => void
  onToggle: (node: MapNode) => void
  /** The default action: where Enter leads. */
  onOpen: (node: MapNode) => void
  onZoom: (wish: 'in' | 'out' | 'fit') => void
}

/** The map as a tree: what a keyboard and a screen reader use, its selection that of the picture. Rows out of view are not drawn. */
export function TreeList({ ref, shown, words, selected, hits, hidden, onSelect, onToggle, onOpen, onZoom }: TreeListProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement | null>(null)
  const prefix = useId()
  const [view, setView] = useState({ top: 0, height: 600 })
  const at = shown.findIndex(({ id }) => id === selected)

  useEffect(() => {
    const element = scroller.current!
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const resizes = new ResizeObserver(look)
    resizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      resizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])
  useLayoutEffect(() => {
    const element = scroller.current!
    if (at < 0) return
    if (at * ROW < element.scrollTop) element.scrollTop = at * ROW
    else if ((at + 1) * ROW > element.scrollTop + element.clientHeight) element.scrollTop = (at + 1) * ROW - element.clientHeight
  }, [at])

  const follow = (wish: TreeWish) => {
    if (wish.kind === 'zoom') onZoom(wish.to)
    else if (wish.kind === 'select') onSelect(wish.node)
    else if (wish.kind === 'toggle') onToggle(wish.node)
    else onOpen(wish.node)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const wish = wishOf(event.key, shown, at, (node) => words.of(node).title)
    if (!wish) return
    event.preventDefault()
    follow(wish)
  }

  const from = Math.max(0, Math.floor(view.top / ROW) - 4)
  const to = Math.min(shown.length, Math.ceil((view.top + view.height) / ROW) + 4)
  const drawn = shown.slice(from, to).map((node, index) => ({ node, row: from + index }))
  // What aria-activedescendant names has to be there wherever the list was scrolled to.
  const active = shown[at]
  if (active && (at < from || at >= to)) drawn.push({ node: active, row: at })
  return (
    <div
      ref={(element) => {
        scroller.current = element
        if (typeof ref === 'function') ref(element)
        else if (ref) ref.current = element
      }}
      role="tree"
      tabIndex={0}
      aria-label={t('drds.map.tree')}
      aria-activedescendant={active ? prefix + active.id : undefined}
      className={styles.tree}
      data-hidden={hidden || undefined}
      onKeyDown={onKeyDown}
      onFocus={() => selected === null && shown[0] && onSelect(shown[0])}
    >
      <div role="presentation" className={styles.sizer} style={{ height: shown.length * ROW }}>
        {drawn.map(({ node, row }) => (
          <Row key={node.id} id={prefix + node.id} {...{ node, row, words, onSelect, onToggle }} selected={row === at} hit={hits.has(node.id)} />
        ))}
      </div>
    </div>
  )
}

interface RowProps extends Pick<TreeListProps, 'words' | 'onSelect' | 'onToggle'> {
  id: string
  node: MapNode
  row: number
  selected: boolean
  hit: boolean
}

function Row({ id, node, row, words, selected, hit, onSelect, onToggle }: RowProps) {
  const written = words.of(node)
  const { parent } = node
  const expandable = opens(node)
  return (
    // The tree has the focus and the keys; a row only takes the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="treeitem"
      aria-level={node.level}
      aria-expanded={expandable ? node.open : undefined}
      aria-selected={selected}
      aria-posinset={parent ? parent.children.indexOf(node) + 1 : undefined}
      aria-setsize={parent ? parent.children.length : undefined}
      aria-busy={node.below.state === 'loading' || undefined}
      className={styles.row}
      data-hit={hit || undefined}
      style={{ top: row * ROW, paddingLeft: 4 + (node.level - 1) * 14 }}
      onClick={() => onSelect(node)}
      onDoubleClick={() => expandable && onToggle(node)}
    >
      <span
        aria-hidden="true"
        className={styles.twisty}
        onClick={(event) => {
          if (!expandable) return
          event.stopPropagation()
          onToggle(node)
        }}
      >
        {expandable && (node.open ? <ChevronDown size={12} /> : <ChevronRight size={12} />)}
      </span>
      {written.status && <span aria-hidden="true" className={styles.status} data-tone={written.status.tone} />}
      <span className="visually-hidden">{words.spoken(node)}</span>
      <span aria-hidden="true" className={styles.title} data-kind={node.fact.kind}>
        {written.title}
      </span>
      <span aria-hidden="true" className={styles.note} data-tone={written.below?.tone}>
        {written.below?.text ?? (written.weight === null ? written.second : `${written.weight}%`)}
      </span>
    </div>
  )
}
