/** A cell of the grid as it is shown: rows and columns in display order. Row -1 is the header. */
export interface GridPoint {
  row: number
  column: number
}

/** One rectangle of cells: from where it was begun to the active cell. */
export interface Selection {
  active: GridPoint
  anchor: GridPoint
}

/** The rectangle's edges; `to` is inclusive. */
export interface CellRange {
  fromRow: number
  toRow: number
  fromColumn: number
  toColumn: number
}

export interface GridBounds {
  rows: number
  columns: number
  /** Rows that fit the view: a page. */
  page: number
}

export const HEADER_ROW = -1

export const selectCell = (point: GridPoint): Selection => ({ active: point, anchor: point })
export const extendTo = (selection: Selection, point: GridPoint): Selection => ({ ...selection, active: point })

export function rangeOf({ active, anchor }: Selection): CellRange {
  return {
    fromRow: Math.max(0, Math.min(active.row, anchor.row)),
    toRow: Math.max(active.row, anchor.row),
    fromColumn: Math.min(active.column, anchor.column),
    toColumn: Math.max(active.column, anchor.column),
  }
}

/** How many cells a selection holds; none while the header is active. */
export function cellCount(selection: Selection): number {
  const { fromRow, toRow, fromColumn, toColumn } = rangeOf(selection)
  return selection.active.row === HEADER_ROW ? 0 : (toRow - fromRow + 1) * (toColumn - fromColumn + 1)
}

export interface GridKey {
  key: string
  /** Ctrl, or ⌘ on a Mac. */
  command: boolean
  shift: boolean
}

/**
 * The selection after a key, or null when the key does not move it.
 * Arrows, Home and End, Page Up and Page Down; with Ctrl/⌘ to the edge; with Shift the rectangle grows from its
 * anchor. The header is reached with ↑ from the first row, and is never part of a rectangle.
 */
export function moveSelection(selection: Selection, pressed: GridKey, bounds: GridBounds): Selection | null {
  if (bounds.columns === 0) return null
  if (pressed.command && pressed.key.toLowerCase() === 'a' && !pressed.shift) return selectAll(selection, bounds)
  const target = targetOf(selection.active, pressed, bounds)
  if (!target) return null
  const first = pressed.shift ? Math.min(0, selection.active.row) : HEADER_ROW
  const point = {
    row: clamp(target.row, bounds.rows === 0 ? HEADER_ROW : first, bounds.rows - 1),
    column: clamp(target.column, 0, bounds.columns - 1),
  }
  return pressed.shift && point.row !== HEADER_ROW && selection.anchor.row !== HEADER_ROW
    ? extendTo(selection, point)
    : selectCell(point)
}

function targetOf({ row, column }: GridPoint, { key, command }: GridKey, bounds: GridBounds): GridPoint | null {
  const lastRow = bounds.rows - 1
  const lastColumn = bounds.columns - 1
  switch (key) {
    case 'ArrowUp':
      return { row: command ? Math.min(row, 0) : row - 1, column }
    case 'ArrowDown':
      return { row: command ? lastRow : row + 1, column }
    case 'ArrowLeft':
      return { row, column: command ? 0 : column - 1 }
    case 'ArrowRight':
      return { row, column: command ? lastColumn : column + 1 }
    case 'Home':
      return { row: command ? 0 : row, column: 0 }
    case 'End':
      return { row: command ? lastRow : row, column: lastColumn }
    case 'PageUp':
      return { row: row === HEADER_ROW ? row : Math.max(0, row - bounds.page), column }
    case 'PageDown':
      return { row: Math.min(lastRow, Math.max(0, row) + bounds.page), column }
    default:
      return null
  }
}

/** Every cell, with the active one kept in sight: the anchor goes to the last cell, the active one to the first. */
function selectAll({ active }: Selection, bounds: GridBounds): Selection {
  if (bounds.rows === 0) return selectCell({ row: HEADER_ROW, column: active.column })
  return { anchor: { row: bounds.rows - 1, column: bounds.columns - 1 }, active: { row: 0, column: 0 } }
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most))
