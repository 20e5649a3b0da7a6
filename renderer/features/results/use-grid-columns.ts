import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { isWarned, type ResultColumn, type ResultSet } from '../../../shared/model/result-set.ts'
import { CellLook, isRightAligned } from './cell-look.ts'
import { estimateWidths, fitWidth } from './column-widths.ts'
import type { ShownColumn } from './grid-model.ts'
import type { SortBy } from './sort-rows.ts'

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
})

/** TanStack Table keeps columns only: rows stay bytes, so it is given none and sorts nothing itself. */
const noRows: never[] = []
export const LEAST_WIDTH = 36
const MOST_WIDTH = 2_000

export interface GridColumns {
  shown: readonly ShownColumn[]
  pinned: number
  pinnedWidth: number
  mainWidth: number
  hidden: number
  sort: SortBy | null
  /** Ascending, descending, then the server's order again. */
  cycleSort(id: string): void
  setSort(id: string, direction: SortBy['direction'] | null): void
  setWidth(id: string, width: number): void
  /** As wide as its widest value. */
  fit(id: string): void
  hide(id: string): void
  showAll(): void
  isPinned(id: string): boolean
  pin(id: string, pinned: boolean): void
  /** Moves a column by places among those shown. */
  move(id: string, by: -1 | 1): void
}

/** The columns of a result as a person has arranged them: order, widths, hidden, pinned and sorted by. */
export function useGridColumns(result: ResultSet): GridColumns {
  const widths = useMemo(() => estimateWidths(result), [result])
  const columns = useMemo(() => columnDefs(widths), [widths])
  const classes = useMemo(() => result.columns.map(classesOf), [result])
  const table = useTable({ features, columns, data: noRows, manualSorting: true, sortDescFirst: false, enableMultiSort: false })
  const { columnSizing, sorting } = table.state
  // Both keep their identity for as long as order, pinning and visibility stay.
  const start = table.getStartVisibleLeafColumns()
  const center = table.getCenterVisibleLeafColumns()

  const arranged = useMemo(() => {
    const place = (part: readonly { id: string }[]): { columns: ShownColumn[]; width: number } => {
      let left = 0
      const placed = part.map((column) => {
        const index = Number(column.id)
        const width = columnSizing[column.id] ?? widths[index]!
        left += width
        return { id: column.id, index, left: left - width, width, classes: classes[index]! }
      })
      return { columns: placed, width: left }
    }
    const pinned = place(start)
    const others = place(center)
    return {
      shown: [...pinned.columns, ...others.columns],
      pinned: start.length,
      pinnedWidth: pinned.width,
      mainWidth: others.width,
    }
  }, [start, center, widths, classes, columnSizing])

  const sorted = sorting[0]
  const sort = useMemo<SortBy | null>(
    () => (sorted ? { column: Number(sorted.id), direction: sorted.desc ? 'descending' : 'ascending' } : null),
    [sorted],
  )

  const setWidth = (id: string, width: number) =>
    table.setColumnSizing((sizes) => ({ ...sizes, [id]: Math.round(Math.max(LEAST_WIDTH, Math.min(width, MOST_WIDTH))) }))

  return {
    ...arranged,
    hidden: result.columns.length - arranged.shown.length,
    sort,
    cycleSort: (id) => table.getColumn(id)?.toggleSorting(),
    setSort: (id, direction) => table.setSorting(direction ? [{ id, desc: direction === 'descending' }] : []),
    setWidth,
    fit: (id) => setWidth(id, fitWidth(result, Number(id))),
    hide: (id) => table.getColumn(id)?.toggleVisibility(false),
    showAll: () => table.resetColumnVisibility(true),
    isPinned: (id) => table.getColumn(id)?.getIsPinned() === 'start',
    pin: (id, pinned) => table.getColumn(id)?.pin(pinned ? 'start' : false),
    move: (id, by) => {
      const ids = arranged.shown.map((column) => column.id)
      const from = ids.indexOf(id)
      const other = ids[from + by]
      if (other === undefined || from + by < 0) return
      ids[from + by] = id
      ids[from] = other
      const hiddenIds = columns.map((column) => column.id ?? '').filter((known) => !ids.includes(known))
      table.setColumnOrder([...ids, ...hiddenIds])
      if (from < arranged.pinned) table.setColumnPinning({ start: ids.slice(0, arranged.pinned), end: [] })
    },
  }
}

function columnDefs(widths: readonly number[]): ColumnDef<typeof features, never>[] {
  return widths.map((size, index) => ({
    id: String(index),
    accessorFn: () => null,
    size,
    minSize: LEAST_WIDTH,
    maxSize: MOST_WIDTH,
  }))
}

/** The class of a cell for each CellLook; one string each, so that drawing compares and never joins. */
function classesOf(column: ResultColumn): string[] {
  const base = `result-grid__cell${isRightAligned(column) ? ' result-grid__cell--right' : ''}${
    isWarned(column) ? ' result-grid__cell--lossy' : ''
  }`
  const classes: string[] = []
  for (const [name, look] of Object.entries(CellLook)) {
    classes[look] = name === 'text' || name === 'number' ? base : `${base} result-grid__cell--${name}`
  }
  return classes
}
