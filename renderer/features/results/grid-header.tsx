import type { TFunction } from 'i18next'
import { memo, useRef, type Key, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { isWarned, type ResultColumn } from '../../../shared/model/result-set.ts'
import { tipIdOf } from './column-tip.tsx'
import type { ShownColumn } from './grid-model.ts'
import type { SortBy } from './sort-rows.ts'

export interface HeaderActions {
  setWidth(id: string, width: number): void
  fit(id: string): void
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
export const GridHeader = memo(function GridHeader(props: GridHeaderProps) {
  const { t } = useTranslation()
  const { columns, shown, pinned, gutter, pinnedWidth, window, sort, partial, active, activeId, stripRef, actions } = props
  const slots = Math.max(1, window.to - window.from)
  const label = (column: ShownColumn, place: number, left: number, key: Key) => (
    <HeaderCell
      key={key}
      t={t}
      about={columns[column.index]!}
      column={column}
      place={place}
      left={left}
      direction={sort?.column === column.index ? sort.direction : null}
      partial={partial}
      activeId={place === active ? activeId : null}
      actions={actions}
    />
  )
  return (
    <div className="result-grid__header" role="row" aria-rowindex={1}>
      <div className="result-grid__corner" style={{ width: gutter }} role="columnheader" aria-colindex={1}>
        <span className="visually-hidden">#</span>
      </div>
      {shown.slice(0, pinned).map((column, place) => label(column, place, gutter + column.left, column.id))}
      <div className="result-grid__header-view" role="presentation" style={{ left: gutter + pinnedWidth }}>
        <div className="result-grid__header-strip" role="presentation" ref={stripRef}>
          {shown.slice(pinned + window.from, pinned + window.to).map((column, at) => {
            const place = pinned + window.from + at
            // Keyed by slot: a label that leaves gives its node to the one that enters.
            return label(column, place, column.left, place % slots)
          })}
        </div>
      </div>
    </div>
  )
})

interface HeaderCellProps {
  t: TFunction
  about: ResultColumn
  column: ShownColumn
  /** Among the columns shown. */
  place: number
  left: number
  direction: SortBy['direction'] | null
  partial: boolean
  /** Where the label is the active one. */
  activeId: string | null
  actions: HeaderActions
}

const HeaderCell = memo(function HeaderCell(props: HeaderCellProps) {
  const { t, about, column, place, left, direction, partial, activeId, actions } = props
  return (
    <div
      className="result-grid__label"
      role="columnheader"
      aria-colindex={place + 2}
      aria-sort={direction ?? 'none'}
      {...(activeId && { id: activeId, 'data-active': true, 'aria-describedby': tipIdOf(activeId) })}
      style={{ left, width: column.width }}
      data-column={column.id}
      onPointerEnter={(event) => actions.tell(column, event.currentTarget.getBoundingClientRect())}
      onPointerLeave={() => actions.tell(null)}
    >
      <span className="result-grid__name">
        <span className="result-grid__name-text">{about.label}</span>
        {about.fidelity.kind === 'lossy' && isWarned(about) && (
          <span className="result-grid__mark" role="img" aria-label={t(`results.lossy.${about.fidelity.reason}`)}>
            ≈
          </span>
        )}
        {direction && (
          <span className="result-grid__sort" aria-hidden="true">
            {direction === 'ascending' ? '▲' : '▼'}
          </span>
        )}
      </span>{' '}
      <span className="result-grid__type">{direction && partial ? t('results.sortedHeld') : about.type.toLowerCase()}</span>
      <ResizeHandle column={column} actions={actions} />
    </div>
  )
})

/** Dragged to resize, double-clicked to fit. Keys do the same from the column's menu. */
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
        actions.fit(column.id)
      }}
    />
  )
}
