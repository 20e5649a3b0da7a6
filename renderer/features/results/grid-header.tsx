import type { TFunction } from 'i18next'
import { memo, useRef, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultColumn } from '../../../shared/model/result-set.ts'
import type { ShownColumn } from './grid-model.ts'
import type { SortBy } from './sort-rows.ts'

export interface HeaderActions {
  sortBy(id: string): void
  setWidth(id: string, width: number): void
  resetWidth(id: string): void
  /** Shows what is known of the column, beside its label; null hides it. */
  tell(shown: ShownColumn | null, anchor?: DOMRect): void
}

interface GridHeaderProps {
  columns: readonly ResultColumn[]
  shown: readonly ShownColumn[]
  pinned: number
  gutter: number
  pinnedWidth: number
  /** The columns in view among those that are not pinned. */
  window: { from: number; to: number }
  sort: SortBy | null
  /** Not all rows are held, so a sort orders only those that are. */
  partial: boolean
  /** The column whose label is active, -1 for none. */
  active: number
  activeId: string
  stripRef: RefObject<HTMLDivElement | null>
  actions: HeaderActions
}

/** The labels of the columns: the pinned ones, and those in view of the others. */
export const GridHeader = memo(function GridHeader(given: GridHeaderProps) {
  const { t } = useTranslation()
  const props = { ...given, t }
  const { shown, pinned, gutter, pinnedWidth, window, stripRef } = props
  const inView = shown.slice(pinned + window.from, pinned + window.to)
  const slots = Math.max(1, inView.length)
  return (
    <div className="result-grid__header" role="row" aria-rowindex={1}>
      <div className="result-grid__corner" style={{ width: gutter }} role="columnheader" aria-colindex={1}>
        <span className="visually-hidden">#</span>
      </div>
      {shown.slice(0, pinned).map((column, at) => (
        <HeaderCell key={column.id} {...props} column={column} place={at} left={gutter + column.left} />
      ))}
      <div className="result-grid__header-view" role="presentation" style={{ left: gutter + pinnedWidth }}>
        <div className="result-grid__header-strip" role="presentation" ref={stripRef}>
          {inView.map((column, at) => {
            const place = pinned + window.from + at
            // Keyed by slot: a label that leaves gives its node to the one that enters.
            return <HeaderCell key={place % slots} {...props} column={column} place={place} left={column.left} />
          })}
        </div>
      </div>
    </div>
  )
})

interface HeaderCellProps extends GridHeaderProps {
  t: TFunction
  column: ShownColumn
  /** Among the columns shown. */
  place: number
  left: number
}

function HeaderCell({ t, columns, column, place, left, sort, partial, active, activeId, actions }: HeaderCellProps) {
  const about = columns[column.index]!
  const direction = sort?.column === column.index ? sort.direction : null
  return (
    <div
      className="result-grid__label"
      role="columnheader"
      aria-colindex={place + 2}
      aria-sort={direction ?? 'none'}
      data-active={place === active || undefined}
      {...(place === active && { id: activeId })}
      style={{ left, width: column.width }}
      data-column={place}
      onClick={() => actions.sortBy(column.id)}
      onPointerEnter={(event) => actions.tell(column, event.currentTarget.getBoundingClientRect())}
      onPointerLeave={() => actions.tell(null)}
    >
      <span className="result-grid__name">
        <span className="result-grid__name-text">{about.label}</span>
        {about.fidelity.kind === 'lossy' && (
          <span className="result-grid__mark" role="img" aria-label={t(`results.lossy.${about.fidelity.reason}`)}>
            ≈
          </span>
        )}
        {direction && (
          <span className="result-grid__sort" aria-hidden="true">
            {direction === 'ascending' ? '▲' : '▼'}
          </span>
        )}
      </span>
      <span className="result-grid__type">{direction && partial ? t('results.sortedHeld') : about.type.toLowerCase()}</span>
      <ResizeHandle column={column} actions={actions} />
    </div>
  )
}

/** Dragged to resize, double-clicked to fit again. Keys do the same from the column's menu. */
function ResizeHandle({ column, actions }: { column: ShownColumn; actions: HeaderActions }) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const begin = (event: ReactPointerEvent<HTMLElement>) => {
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: column.width }
    actions.tell(null)
  }
  const drag = (event: ReactPointerEvent<HTMLElement>) => {
    if (start.current) actions.setWidth(column.id, start.current.width + event.clientX - start.current.x)
  }
  return (
    <span
      className="result-grid__resize"
      aria-hidden="true"
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation()
        actions.resetWidth(column.id)
      }}
    />
  )
}
