import { drawnText } from './cell-look.ts'
import { ROW_HEIGHT, rowAt, type GridModel } from './grid-model.ts'
import type { CellRange, GridPoint } from './selection.ts'

interface CellSlot {
  element: HTMLElement
  text: Text
  row: number
  column: number
  className: string
  selected: boolean
  active: boolean
  shown: boolean
}

interface RowSlot {
  element: HTMLElement
  row: number
  /** The row's number: drawn beside the pinned columns, said with the others. */
  number: Text
  cells: CellSlot[]
}

/** Rows and columns to show, half open. */
export interface PaneWindow {
  fromRow: number
  toRow: number
  fromColumn: number
  toColumn: number
}

export interface PaneMarks {
  range: CellRange
  active: GridPoint
  activeId: string
}

/** How far rows may be from the pane's origin before it is moved: far below where pixels lose precision. */
const REACH_ROWS = 20_000

/** Tells grids of one page apart. */
let grids = 0

/** What the rows of both parts of a grid's body are called, by the number of the node. */
export function rowIds(): (slot: number) => string {
  grids += 1
  const grid = grids
  return (slot) => `grid-${grid}-row-${slot}`
}

/**
 * Part of the grid's body: the pinned columns with the row numbers, or the others. To a screen reader the others' rows
 * are the rows: each begins with its number, and owns the pinned cells that are drawn elsewhere. A row or column that leaves gives its
 * nodes to the one that enters: the node for row r is r modulo the number of rows held, so one that stays in view is
 * never touched.
 */
export class GridPane {
  readonly #body: HTMLElement
  readonly #hasGutter: boolean
  readonly #rowId: (slot: number) => string
  readonly #rangeMark: HTMLElement
  readonly #activeMark: HTMLElement
  #rows: RowSlot[] = []
  #cellsPerRow = 0
  #origin = 0
  #model: GridModel | null = null
  #columnsDrawn = ''

  constructor(body: HTMLElement, hasGutter: boolean, rowId: (slot: number) => string) {
    this.#body = body
    this.#hasGutter = hasGutter
    this.#rowId = rowId
    this.#rangeMark = mark('result-grid__range')
    this.#activeMark = mark('result-grid__active')
    body.append(this.#rangeMark, this.#activeMark)
  }

  /** Takes everything that was drawn away. */
  clear(): void {
    this.#body.replaceChildren()
  }

  /** Shows a window of the model; `x` and `y` are the pixels scrolled past. */
  draw(model: GridModel, window: PaneWindow, x: number, y: number, marks: PaneMarks): void {
    const fresh = this.#prepare(model, window)
    const columns = `${window.fromColumn}:${window.toColumn}`
    const columnsMoved = fresh || columns !== this.#columnsDrawn
    this.#columnsDrawn = columns
    for (let row = window.fromRow; row < window.toRow; row++) this.#drawRow(model, row, window, columnsMoved, marks)
    this.#body.style.transform = `translate(${-x}px, ${this.#origin * ROW_HEIGHT - y}px)`
    this.#drawMarks(model, window, marks)
  }

  /** Writes the selection into the cells that are shown. */
  mark(model: GridModel, window: PaneWindow, marks: PaneMarks): void {
    for (const slot of this.#rows) {
      for (const cell of slot.cells) if (cell.shown && cell.row === slot.row) select(cell, marks)
    }
    this.#drawMarks(model, window, marks)
  }

  /** Makes room for the window; true when everything is to be drawn anew. */
  #prepare(model: GridModel, window: PaneWindow): boolean {
    const rows = window.toRow - window.fromRow
    const columns = window.toColumn - window.fromColumn
    let fresh = this.#model !== model
    this.#model = model
    if (rows > this.#rows.length) {
      while (this.#rows.length < rows) this.#rows.push(this.#newRow())
      fresh = true
    }
    if (columns > this.#cellsPerRow) {
      this.#cellsPerRow = columns
      fresh = true
    }
    if (Math.abs(window.fromRow - this.#origin) > REACH_ROWS || fresh) {
      this.#origin = Math.max(0, window.fromRow - (window.fromRow % REACH_ROWS))
      fresh = true
    }
    if (fresh) this.#forget(rows)
    return fresh
  }

  /** Makes every node stale, and drops those that a smaller view does not need. */
  #forget(rows: number): void {
    for (const slot of this.#rows.splice(rows)) slot.element.remove()
    for (const slot of this.#rows) {
      slot.row = -1
      while (slot.cells.length < this.#cellsPerRow) slot.cells.push(newCell(slot.element))
      for (const cell of slot.cells) cell.column = -1
    }
  }

  #newRow(): RowSlot {
    const element = document.createElement('div')
    element.className = 'result-grid__row'
    const number = element.appendChild(document.createElement('div'))
    if (this.#hasGutter) {
      element.id = this.#rowId(this.#rows.length)
      element.setAttribute('role', 'presentation')
      number.className = 'result-grid__number'
      number.setAttribute('aria-hidden', 'true')
    } else {
      element.setAttribute('role', 'row')
      element.setAttribute('aria-owns', this.#rowId(this.#rows.length))
      number.className = 'visually-hidden'
      number.setAttribute('role', 'rowheader')
      number.setAttribute('aria-colindex', '1')
    }
    this.#body.append(element)
    return { element, row: -1, number: number.appendChild(document.createTextNode('')), cells: [] }
  }

  #drawRow(model: GridModel, row: number, window: PaneWindow, columnsMoved: boolean, marks: PaneMarks): void {
    const slot = this.#rows[row % this.#rows.length]!
    const moved = slot.row !== row
    if (moved) {
      slot.row = row
      slot.element.style.transform = `translateY(${(row - this.#origin) * ROW_HEIGHT}px)`
      if (!this.#hasGutter) slot.element.setAttribute('aria-rowindex', String(row + 2))
      slot.number.data = String(row + 1)
    }
    if (!moved && !columnsMoved) return
    const { fromColumn, toColumn } = window
    for (let column = fromColumn; column < toColumn; column++) {
      const cell = slot.cells[column % this.#cellsPerRow]!
      if (cell.column !== column) place(cell, model, column)
      else if (cell.row === row) continue
      fill(cell, model, row)
      select(cell, marks)
    }
    if (columnsMoved) for (const cell of slot.cells) show(cell, cell.column >= fromColumn && cell.column < toColumn)
  }

  #drawMarks(model: GridModel, window: PaneWindow, { range, active }: PaneMarks): void {
    const many = range.fromRow !== range.toRow || range.fromColumn !== range.toColumn
    this.#drawMark(this.#rangeMark, model, window, many && active.row >= 0 ? range : null)
    const cell = { fromRow: active.row, toRow: active.row, fromColumn: active.column, toColumn: active.column }
    this.#drawMark(this.#activeMark, model, window, active.row >= 0 ? cell : null)
  }

  #drawMark(element: HTMLElement, model: GridModel, window: PaneWindow, range: CellRange | null): void {
    const first = this.#hasGutter ? 0 : model.pinned
    const last = (this.#hasGutter ? model.pinned : model.columns.length) - 1
    const left = model.columns[Math.max(range?.fromColumn ?? 0, first)]
    const right = model.columns[Math.min(range?.toColumn ?? -1, last)]
    // Clipped to just outside the view, so that a mark over a million rows stays a small box.
    const top = Math.max(range?.fromRow ?? 0, window.fromRow - 1)
    const bottom = Math.min(range?.toRow ?? -1, window.toRow)
    const visible = left && right && left.left <= right.left && top <= bottom
    element.style.display = visible ? 'block' : 'none'
    if (!visible) return
    element.style.transform = `translate(${left.left + this.#inset(model)}px, ${(top - this.#origin) * ROW_HEIGHT}px)`
    element.style.width = `${right.left + right.width - left.left}px`
    element.style.height = `${(bottom - top + 1) * ROW_HEIGHT}px`
  }

  #inset(model: GridModel): number {
    return this.#hasGutter ? model.gutter : 0
  }
}

function mark(className: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.setAttribute('role', 'presentation')
  element.style.display = 'none'
  return element
}

function newCell(row: HTMLElement): CellSlot {
  const element = document.createElement('div')
  element.setAttribute('role', 'gridcell')
  const text = element.appendChild(document.createTextNode(''))
  row.append(element)
  return { element, text, row: -1, column: -1, className: '', selected: false, active: false, shown: true }
}

function place(cell: CellSlot, model: GridModel, column: number): void {
  const shown = model.columns[column]!
  const inset = column < model.pinned ? model.gutter : 0
  cell.column = column
  cell.element.style.left = `${shown.left + inset}px`
  cell.element.style.width = `${shown.width}px`
  cell.element.setAttribute('aria-colindex', String(column + 2))
}

function fill(cell: CellSlot, model: GridModel, row: number): void {
  const { index, classes } = model.columns[cell.column]!
  const drawn = drawnText(model.result, rowAt(model, row), index, model.words)
  const className = classes[drawn.look]!
  cell.row = row
  cell.text.data = drawn.text
  if (className !== cell.className) cell.element.className = cell.className = className
}

function select(cell: CellSlot, { range, active, activeId }: PaneMarks): void {
  const inside =
    cell.row >= range.fromRow &&
    cell.row <= range.toRow &&
    cell.column >= range.fromColumn &&
    cell.column <= range.toColumn
  if (inside !== cell.selected) {
    cell.selected = inside
    if (inside) cell.element.setAttribute('aria-selected', 'true')
    else cell.element.removeAttribute('aria-selected')
  }
  const isActive = inside && cell.row === active.row && cell.column === active.column
  if (isActive === cell.active) return
  cell.active = isActive
  if (isActive) cell.element.id = activeId
  else cell.element.removeAttribute('id')
}

function show(cell: CellSlot, shown: boolean): void {
  if (cell.shown === shown) return
  cell.shown = shown
  cell.element.style.display = shown ? '' : 'none'
}
