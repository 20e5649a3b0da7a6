import { useCallback, useId, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { ResultSet } from '../../../shared/model/result-set.ts'
import { ContextMenu } from '../../ui/menu.tsx'
import { isMac, keyOf, matchesKeys } from '../../ui/shortcut.ts'
import { CellViewer } from './cell-viewer.tsx'
import { ColumnTip, tipIdOf } from './column-tip.tsx'
import { GridHeader, type HeaderActions } from './grid-header.tsx'
import { gridMenu } from './grid-menu.ts'
import { rowAt, type GridModel, type ShownColumn } from './grid-model.ts'
import { GridStatus } from './grid-status.tsx'
import { GridSurface } from './grid-surface.ts'
import { HEADER_ROW, moveSelection, selectCell, type GridPoint, type Selection } from './selection.ts'
import { useGridColumns } from './use-grid-columns.ts'
import { useGridCopy } from './use-grid-copy.ts'
import { useGridPointer } from './use-grid-pointer.ts'
import { useRowOrder } from './use-row-order.ts'
import './result-grid.css'

interface ResultGridProps {
  result: ResultSet
  /** Names the grid for screen readers. */
  label: string
  /** Not all rows there are, are held: a sort says that it orders only these. */
  partial: boolean
}

const firstCell = ({ rowCount }: ResultSet): Selection => selectCell({ row: rowCount === 0 ? HEADER_ROW : 0, column: 0 })
const nowhere = { from: 0, to: 0 }

/**
 * A result as a grid. React makes the frame, the labels and the menus; the cells are drawn by GridSurface into nodes
 * that are used again, so that scrolling never waits for a render. Give it a `key` for each result.
 */
export function ResultGrid({ result, label, partial }: ResultGridProps) {
  const { t } = useTranslation()
  const columns = useGridColumns(result)
  const { order, sorting } = useRowOrder(result, columns.sort)
  const [selection, setSelection] = useState(() => firstCell(result))
  const [columnsInView, setColumnsInView] = useState(nowhere)
  const [viewing, setViewing] = useState(false)
  const [menuTarget, setMenuTarget] = useState<GridPoint | null>(null)
  const [told, setTold] = useState<{ shown: ShownColumn; anchor: DOMRect } | null>(null)
  const activeId = `${useId()}active`

  const { shown, pinned, pinnedWidth, mainWidth } = columns
  const gutter = 22 + String(result.rowCount).length * 8
  const model = useMemo<GridModel>(
    () => ({
      result,
      order,
      columns: shown,
      pinned,
      gutter,
      pinnedWidth,
      mainWidth,
      words: { missing: t('results.missing'), bytes: (length) => t('results.bytes', { count: length }) },
    }),
    [result, order, shown, pinned, gutter, pinnedWidth, mainWidth, t],
  )

  const scroller = useRef<HTMLDivElement>(null)
  const sizer = useRef<HTMLDivElement>(null)
  const view = useRef<HTMLDivElement>(null)
  const pinnedBody = useRef<HTMLDivElement>(null)
  const mainBody = useRef<HTMLDivElement>(null)
  const strip = useRef<HTMLDivElement>(null)
  const surface = useRef<GridSurface | null>(null)
  const rendering = useRef(false)

  useLayoutEffect(() => {
    const parts = {
      scroller: scroller.current!,
      sizer: sizer.current!,
      view: view.current!,
      pinnedBody: pinnedBody.current!,
      mainBody: mainBody.current!,
      header: strip.current!,
    }
    const made = new GridSurface(parts, activeId, {
      // The labels follow in the frame that scrolls; inside of an effect React already renders before it paints.
      onColumns: (window) => (rendering.current ? setColumnsInView(window) : flushSync(() => setColumnsInView(window))),
      onActiveDrawn: (drawn) =>
        drawn ? parts.scroller.setAttribute('aria-activedescendant', activeId) : parts.scroller.removeAttribute('aria-activedescendant'),
    })
    surface.current = made
    return () => made.destroy()
  }, [activeId])

  useLayoutEffect(() => {
    rendering.current = true
    surface.current?.show(model)
    rendering.current = false
  }, [model])

  useLayoutEffect(() => surface.current?.select(selection), [selection])

  // Last, when everything is in the page: laid out now, the rows are ready while the next frame is still waited for.
  useLayoutEffect(() => void scroller.current?.getBoundingClientRect(), [])

  const { state: copyState, copy } = useGridCopy(model, selection)
  const goTo = useCallback((next: Selection) => {
    setSelection(next)
    surface.current?.reveal(next.active)
  }, [])
  const { pressedCell, ...pointer } = useGridPointer(surface, selection, shown.length - 1, goTo)

  const { cycleSort, setWidth, fit } = columns
  const latest = useRef({ setWidth, fit })
  useLayoutEffect(() => {
    latest.current = { setWidth, fit }
  })
  const headerActions = useMemo<HeaderActions>(
    () => ({
      setWidth: (id, width) => latest.current.setWidth(id, width),
      fit: (id) => latest.current.fit(id),
      tell: (column, anchor) => setTold(column && anchor ? { shown: column, anchor } : null),
    }),
    [],
  )

  const untell = useCallback(() => setTold(null), [])

  const { active } = selection
  const activeColumn = shown[active.column]
  const canView = active.row !== HEADER_ROW && activeColumn !== undefined

  /** Does what a key asks for; false when the key is not the grid's. */
  const obey = (event: KeyboardEvent<HTMLDivElement>): boolean => {
    const command = isMac ? event.metaKey : event.ctrlKey
    const { key, shiftKey } = event
    if (matchesKeys(event.nativeEvent, 'Mod+Shift+C')) copy(true)
    else if (key === 'ContextMenu' || (shiftKey && key === 'F10')) openMenu()
    else if (key === 'Escape' && viewing) setViewing(false)
    else if (!command && (key === 'Enter' || key === 'F4' || key === ' ')) {
      if (canView) setViewing(true)
      else if (activeColumn) cycleSort(activeColumn.id)
    } else if (event.altKey && activeColumn && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      setWidth(activeColumn.id, activeColumn.width + (key === 'ArrowLeft' ? -16 : 16))
    } else {
      const bounds = { rows: result.rowCount, columns: shown.length, page: surface.current?.page ?? 1 }
      const next = moveSelection(selection, { key: command ? keyOf(event.nativeEvent) : key, command, shift: shiftKey }, bounds)
      if (next) goTo(next)
      if (next?.active.row === HEADER_ROW) tellByKey(next.active)
      return next !== null
    }
    return true
  }

  /** A label that the keys reach tells what a pointer over it would; in the next frame, behind the scrolling that it takes. */
  const tellByKey = (point: GridPoint) =>
    requestAnimationFrame(() => {
      const place = surface.current?.placeOf(point)
      const column = shown[point.column]
      if (place && column) setTold({ shown: column, anchor: new DOMRect(place.x - 8, place.y, 0, 0) })
    })

  /** The menu key has no place of its own: the menu opens at the active cell. */
  const openMenu = () => {
    const place = surface.current?.placeOf(active)
    if (!place) return
    scroller.current?.dispatchEvent(
      new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: place.x, clientY: place.y }),
    )
  }

  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const point = surface.current?.pointAt(event.clientX, event.clientY - 1) ?? active
    const target = { row: point.row, column: Math.max(0, point.column) }
    setMenuTarget(target)
    if (!isSelected(selection, target)) setSelection(selectCell(target))
  }

  const copyText = (text: string) => void navigator.clipboard.writeText(text)
  const entries = menuTarget
    ? gridMenu(t, menuTarget, columns, result.columns, { copy, copyText, view: () => setViewing(true) })
    : []

  return (
    <div className="result-grid">
      <div className="result-grid__frame">
        <ContextMenu entries={entries}>
          <div
            ref={scroller}
            className="result-grid__scroller"
            role="grid"
            tabIndex={0}
            aria-label={label}
            aria-rowcount={result.rowCount + 1}
            aria-colcount={shown.length + 1}
            aria-multiselectable="true"
            aria-readonly="true"
            aria-busy={sorting}
            onKeyDown={(event) => obey(event) && event.preventDefault()}
            onCopy={(event) => {
              event.preventDefault()
              copy(false, event.clipboardData)
            }}
            onClick={(event) => {
              const id = labelOf(event)
              if (id !== undefined) cycleSort(id)
            }}
            onContextMenu={onContextMenu}
            onDoubleClick={(event) => (isCell(event) || pressedCell()) && canView && setViewing(true)}
            {...pointer}
          >
            <div ref={sizer} className="result-grid__sizer" role="presentation">
              <div ref={view} className="result-grid__view" role="presentation">
                <div className="result-grid__main" role="presentation" style={{ left: gutter + pinnedWidth }}>
                  <div ref={mainBody} className="result-grid__body" role="rowgroup" />
                </div>
                <div className="result-grid__pinned" role="presentation" style={pinnedStyle(gutter, pinnedWidth)}>
                  <div ref={pinnedBody} className="result-grid__body" role="presentation" />
                </div>
                <GridHeader
                  columns={result.columns}
                  shown={shown}
                  pinned={pinned}
                  gutter={gutter}
                  pinnedWidth={pinnedWidth}
                  window={columnsInView}
                  sort={columns.sort}
                  partial={partial}
                  active={active.row === HEADER_ROW ? active.column : -1}
                  activeId={activeId}
                  stripRef={strip}
                  actions={headerActions}
                />
              </div>
            </div>
          </div>
        </ContextMenu>
        {result.rowCount === 0 && <p className="result-grid__empty">{t('results.noRows')}</p>}
        <GridStatus selection={selection} copy={copyState} sorting={sorting} />
      </div>
      {viewing && canView && (
        <CellViewer
          result={result}
          row={rowAt(model, active.row)}
          column={activeColumn.index}
          displayedRow={active.row + 1}
          onClose={() => {
            setViewing(false)
            scroller.current?.focus()
          }}
        />
      )}
      {told && <ColumnTip id={tipIdOf(activeId)} column={result.columns[told.shown.index]!} anchor={told.anchor} partial={partial} onLeave={untell} />}
    </div>
  )
}

function isSelected({ active, anchor }: Selection, { row, column }: GridPoint): boolean {
  const between = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b)
  return between(row, active.row, anchor.row) && between(column, active.column, anchor.column)
}

/** The column whose label was clicked. */
const labelOf = ({ target }: MouseEvent): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-column]')?.dataset.column : undefined

const isCell = ({ target }: MouseEvent) => target instanceof Element && target.closest('[role=gridcell]') !== null

const pinnedStyle = (gutter: number, pinnedWidth: number): CSSProperties & Record<'--gutter', string> => ({
  width: gutter + pinnedWidth,
  '--gutter': `${gutter}px`,
})
