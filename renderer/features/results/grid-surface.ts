import { columnWindow, type ColumnWindow } from './column-window.ts'
import { HEADER_HEIGHT, ROW_HEIGHT, type GridModel } from './grid-model.ts'
import { GridPane, rowIds, type PaneMarks, type PaneWindow } from './grid-pane.ts'
import { rowScroll, type RowScroll } from './row-scroll.ts'
import { HEADER_ROW, rangeOf, type GridPoint, type Selection } from './selection.ts'

/** The elements that the grid is drawn in; result-grid.tsx makes them. */
export interface SurfaceParts {
  /** Scrolls, and has the grid's focus. */
  scroller: HTMLElement
  /** As large as all cells together (see row-scroll.ts). */
  sizer: HTMLElement
  /** Stays put while the scroller scrolls, so that what was drawn last is seen until the next draw: never a blank. */
  view: HTMLElement
  pinnedBody: HTMLElement
  mainBody: HTMLElement
  /** The labels of the columns that are not pinned. */
  header: HTMLElement
}

export interface SurfaceEvents {
  /** The columns in view changed; the header has to follow in the same frame. */
  onColumns(window: { from: number; to: number }): void
  /** Whether the active cell is drawn, which says what aria-activedescendant may name. */
  onActiveDrawn(drawn: boolean): void
}

/** Draws the part of a result that is in view, in the very frame in which it scrolls. */
export class GridSurface {
  readonly #parts: SurfaceParts
  readonly #events: SurfaceEvents
  readonly #activeId: string
  readonly #pinned: GridPane
  readonly #main: GridPane
  readonly #rows: RowScroll = rowScroll(0, 0)
  readonly #abort = new AbortController()
  readonly #observer: ResizeObserver
  #columns: ColumnWindow = columnWindow([])
  #model: GridModel | null = null
  #selection: Selection = { active: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } }
  #width = 0
  #height = 0
  #left = 0
  #window = { from: 0, to: 0 }
  #activeDrawn = false

  constructor(parts: SurfaceParts, activeId: string, events: SurfaceEvents) {
    this.#parts = parts
    this.#events = events
    this.#activeId = activeId
    const rowId = rowIds()
    this.#pinned = new GridPane(parts.pinnedBody, true, rowId)
    this.#main = new GridPane(parts.mainBody, false, rowId)
    const { signal } = this.#abort
    parts.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal })
    parts.scroller.addEventListener('scrollend', () => this.#rested(), { passive: true, signal })
    this.#observer = new ResizeObserver(() => this.#resized())
    this.#observer.observe(parts.scroller)
  }

  destroy(): void {
    this.#abort.abort()
    this.#observer.disconnect()
    this.#pinned.clear()
    this.#main.clear()
  }

  /** Rows that fit the view. */
  get page(): number {
    return Math.max(1, Math.floor((this.#height - HEADER_HEIGHT) / ROW_HEIGHT) - 1)
  }

  /** Shows another model. The place is kept as far as it exists; a new order of rows is seen from its top. */
  show(model: GridModel): void {
    const before = this.#model
    this.#model = model
    if (!before || before.columns !== model.columns || before.pinned !== model.pinned) {
      this.#columns = columnWindow(model.columns.slice(model.pinned).map((column) => column.width))
    }
    if (before && before.order !== model.order && this.#rows.top > 0) this.#parts.scroller.scrollTop = this.#rows.moveTo(0)
    this.#measure()
  }

  select(selection: Selection): void {
    this.#selection = selection
    const model = this.#model
    if (!model) return
    const marks = this.#marks()
    this.#pinned.mark(model, this.#paneWindow(0, model.pinned), marks)
    this.#main.mark(model, this.#mainWindow(), marks)
    this.#sayActive()
  }

  /** Scrolls as little as shows the cell whole. */
  reveal({ row, column }: GridPoint): void {
    const model = this.#model
    if (!model) return
    const { scroller } = this.#parts
    if (row !== HEADER_ROW) {
      const top = row * ROW_HEIGHT
      const room = this.#height - HEADER_HEIGHT - ROW_HEIGHT
      const place = this.#rows.top > top ? top : Math.max(this.#rows.top, top - room)
      if (place !== this.#rows.top) scroller.scrollTop = this.#rows.moveTo(place)
    }
    const shown = model.columns[column]
    if (shown && column >= model.pinned) {
      const room = this.#width - model.gutter - model.pinnedWidth
      const least = shown.left + shown.width - room
      const left = this.#left > shown.left ? shown.left : Math.max(this.#left, Math.min(least, shown.left))
      if (left !== this.#left) scroller.scrollLeft = left
    }
    this.#left = scroller.scrollLeft
    this.#draw()
  }

  /** The cell under a point of the window; column -1 for the row numbers, row -1 for the header. */
  pointAt(clientX: number, clientY: number): GridPoint | null {
    const model = this.#model
    if (!model) return null
    const box = this.#parts.view.getBoundingClientRect()
    const x = clientX - box.left
    const y = clientY - box.top - HEADER_HEIGHT
    const row = y < 0 ? HEADER_ROW : Math.min(Math.floor((y + this.#rows.top) / ROW_HEIGHT), model.result.rowCount - 1)
    if (x < model.gutter) return { row, column: -1 }
    if (x < model.gutter + model.pinnedWidth) {
      const inPinned = x - model.gutter
      const column = model.columns.slice(0, model.pinned).findLastIndex(({ left }) => left <= inPinned)
      return { row, column }
    }
    const inMain = Math.min(x - model.gutter - model.pinnedWidth + this.#left, model.mainWidth - 1)
    const column = this.#columns.columnAt(Math.max(0, inMain))
    return { row, column: column < 0 ? column : column + model.pinned }
  }

  /** Where a cell is drawn, in the window; for a menu opened by a key. */
  placeOf({ row, column }: GridPoint): { x: number; y: number } {
    const box = this.#parts.view.getBoundingClientRect()
    const model = this.#model
    const shown = model?.columns[column]
    if (!model || !shown) return { x: box.left, y: box.top }
    const x = column < model.pinned ? model.gutter : model.gutter + model.pinnedWidth - this.#left
    const y = row === HEADER_ROW ? HEADER_HEIGHT : HEADER_HEIGHT + (row + 1) * ROW_HEIGHT - this.#rows.top
    return { x: box.left + x + shown.left + 8, y: box.top + y }
  }

  #scrolled(): void {
    const { scroller } = this.#parts
    this.#rows.follow(scroller.scrollTop)
    this.#left = scroller.scrollLeft
    this.#draw()
  }

  #rested(): void {
    const { scroller } = this.#parts
    const place = this.#rows.rest()
    if (Math.abs(scroller.scrollTop - place) >= 1) scroller.scrollTop = place
  }

  #resized(): void {
    const { clientWidth, clientHeight } = this.#parts.scroller
    if (clientWidth !== this.#width || clientHeight !== this.#height) this.#measure()
  }

  #measure(): void {
    const model = this.#model
    if (!model) return
    const { scroller, sizer, view } = this.#parts
    const height = HEADER_HEIGHT + model.result.rowCount * ROW_HEIGHT
    this.#rows.resize(height, scroller.clientHeight)
    sizer.style.height = `${this.#rows.height}px`
    sizer.style.width = `${model.gutter + model.pinnedWidth + model.mainWidth}px`
    // Read again: the scroll bars may have come or gone with the new size.
    this.#width = scroller.clientWidth
    this.#height = scroller.clientHeight
    this.#rows.resize(height, this.#height)
    view.style.width = `${this.#width}px`
    view.style.height = `${this.#height}px`
    this.#left = scroller.scrollLeft
    this.#draw()
  }

  #draw(): void {
    const model = this.#model
    if (!model) return
    const { from, to } = this.#columns.at(this.#left, Math.max(0, this.#width - model.gutter - model.pinnedWidth))
    if (from !== this.#window.from || to !== this.#window.to) {
      this.#window = { from, to }
      this.#events.onColumns(this.#window)
    }
    const marks = this.#marks()
    const { top } = this.#rows
    this.#pinned.draw(model, this.#paneWindow(0, model.pinned), 0, top, marks)
    this.#main.draw(model, this.#mainWindow(), this.#left, top, marks)
    this.#parts.header.style.transform = `translateX(${-this.#left}px)`
    this.#sayActive()
  }

  #marks(): PaneMarks {
    return { range: rangeOf(this.#selection), active: this.#selection.active, activeId: this.#activeId }
  }

  #mainWindow(): PaneWindow {
    const pinned = this.#model?.pinned ?? 0
    return this.#paneWindow(this.#window.from + pinned, this.#window.to + pinned)
  }

  #paneWindow(fromColumn: number, toColumn: number): PaneWindow {
    const count = this.#model?.result.rowCount ?? 0
    const fit = Math.ceil(Math.max(0, this.#height - HEADER_HEIGHT) / ROW_HEIGHT) + 1
    const fromRow = Math.max(0, Math.min(Math.floor(this.#rows.top / ROW_HEIGHT), count - fit))
    return { fromRow, toRow: Math.min(fromRow + fit, count), fromColumn, toColumn }
  }

  #sayActive(): void {
    const { row, column } = this.#selection.active
    const { fromRow, toRow } = this.#paneWindow(0, 0)
    const main = this.#mainWindow()
    const inColumns = column < (this.#model?.pinned ?? 0) || (column >= main.fromColumn && column < main.toColumn)
    const drawn = inColumns && (row === HEADER_ROW || (row >= fromRow && row < toRow))
    if (drawn === this.#activeDrawn) return
    this.#activeDrawn = drawn
    this.#events.onActiveDrawn(drawn)
  }
}
