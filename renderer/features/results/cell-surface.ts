import type { CellKind } from '../../../shared/model/wire-cell.ts'
import type { CellSize, CellView } from './cell-rows.ts'
import type { CellAnswer, CellRequest } from './cell-rows.worker.ts'
import { monoWidth } from './mono-width.ts'
import { rowScroll } from './row-scroll.ts'

/** The elements that a large cell is drawn in; large-cell.tsx makes them. */
export interface CellParts {
  scroller: HTMLElement
  /** As tall as all rows together (see row-scroll.ts). */
  sizer: HTMLElement
  /** As tall as the view, in which it stays while the scroller scrolls. */
  frame: HTMLElement
  /** Holds the rows that are drawn. */
  body: HTMLElement
}

export interface CellEvents {
  onLaidOut(about: { size: CellSize; isJson: boolean }): void
  /** The worker is gone: out of memory, most likely. */
  onFailed(): void
}

/** As cell-viewer.css draws a row. */
const ROW = 20
const SIDES = 30
/** Rows held above and below those in sight, so that a turn of the wheel shows them at once. */
const BEYOND = 60
/** How long a width that changes has to stand still until rows are cut to it. */
const SETTLED_AFTER = 120
const FEWEST_PLACES = 20

/** Draws a cell of megabytes: the rows that are in view, asked of the worker that laid them out. */
export class CellSurface {
  readonly #parts: CellParts
  readonly #worker = new Worker(new URL('./cell-rows.worker.ts', import.meta.url), { type: 'module' })
  readonly #observer = new ResizeObserver(() => this.#resized())
  readonly #abort = new AbortController()
  readonly #scroll = rowScroll(0, 0)
  #view: CellView = 'text'
  #places = 0
  #round = 0
  #count = 0
  #drawn = { from: 0, to: 0 }
  #timer: ReturnType<typeof setTimeout> | undefined
  #isWhole = false

  constructor(parts: CellParts, raw: Uint8Array, cell: CellKind, events: CellEvents) {
    this.#parts = parts
    const { signal } = this.#abort
    this.#worker.addEventListener('message', ({ data }: MessageEvent<CellAnswer>) => this.#hear(data, events))
    this.#worker.addEventListener('error', () => events.onFailed())
    parts.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal })
    parts.scroller.addEventListener('scrollend', () => this.#rested(), { passive: true, signal })
    parts.scroller.addEventListener('pointerdown', () => this.#mark(false), { signal })
    this.#observer.observe(parts.scroller)
    const copy = raw.slice()
    this.#send({ kind: 'open', raw: copy, cell }, [copy.buffer])
  }

  show(view: CellView): void {
    this.#view = view
    this.#places = this.#fitting()
    this.#layOut()
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#abort.abort()
    this.#observer.disconnect()
    this.#worker.terminate()
  }

  /** Moves as a key of a text says, at once: over a million rows a browser's own gliding gets stuck. False for others. */
  move(key: string): boolean {
    const { top } = this.#scroll
    const page = this.#parts.scroller.clientHeight - ROW
    const places: Record<string, number> = { Home: 0, End: Infinity, PageUp: top - page, PageDown: top + page }
    const place = places[key]
    if (place === undefined) return false
    this.#parts.scroller.scrollTop = this.#scroll.moveTo(place)
    this.#place()
    this.#fetch()
    return true
  }

  /** Selects the whole text, of which only some rows are in the page. */
  selectAll(): void {
    getSelection()?.selectAllChildren(this.#parts.body)
    this.#mark(true)
  }

  /** What is selected, without the line breaks that only the drawing makes; null for all of it. */
  selected(): string | null {
    const selection = getSelection()
    if (this.#isWhole || !selection || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const rows = [...this.#parts.body.children].filter((row) => range.intersectsNode(row))
    const texts = rows.map((row, at) => {
      const part = document.createRange()
      part.selectNodeContents(row)
      if (row.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset)
      if (row.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset)
      return (at > 0 && !row.hasAttribute('data-continued') ? '\n' : '') + part.toString()
    })
    return texts.join('')
  }

  #send(request: CellRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer)
  }

  #layOut(): void {
    clearTimeout(this.#timer)
    this.#send({ kind: 'layOut', round: (this.#round += 1), view: this.#view, places: this.#places })
  }

  #hear(answer: CellAnswer, events: CellEvents): void {
    if (answer.round !== this.#round) return
    const { body, scroller } = this.#parts
    if (answer.kind === 'laidOut') {
      this.#count = answer.count
      this.#drawn = { from: 0, to: 0 }
      this.#measure()
      scroller.scrollTop = this.#scroll.moveTo(0)
      events.onLaidOut(answer)
      return this.#fetch()
    }
    this.#drawn = { from: answer.from, to: answer.from + answer.rows.length }
    body.replaceChildren(
      ...answer.rows.map(({ text, isContinued }) => {
        const row = document.createElement('div')
        row.className = 'cell-rows__row'
        row.textContent = text
        if (isContinued) row.dataset.continued = ''
        return row
      }),
    )
    this.#place()
    if (this.#isWhole) this.selectAll()
  }

  /** Asks for the rows in view, where they are not drawn yet. */
  #fetch(): void {
    const first = Math.floor(this.#scroll.top / ROW)
    const last = Math.min(this.#count, first + Math.ceil(this.#parts.scroller.clientHeight / ROW) + 1)
    if (this.#drawn.from <= first && last <= this.#drawn.to) return
    this.#send({ kind: 'rows', round: this.#round, from: Math.max(0, first - BEYOND), to: last + BEYOND })
  }

  #place(): void {
    this.#parts.body.style.transform = `translateY(${this.#drawn.from * ROW - this.#scroll.top}px)`
  }

  #scrolled(): void {
    this.#scroll.follow(this.#parts.scroller.scrollTop)
    this.#place()
    this.#fetch()
  }

  #rested(): void {
    const { scroller } = this.#parts
    const place = this.#scroll.rest()
    if (Math.abs(scroller.scrollTop - place) >= 1) scroller.scrollTop = place
  }

  #resized(): void {
    this.#measure()
    this.#fetch()
    const places = this.#fitting()
    if (places === this.#places) return
    this.#places = places
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#layOut(), SETTLED_AFTER)
  }

  #measure(): void {
    const { scroller, sizer, frame } = this.#parts
    this.#scroll.resize(this.#count * ROW, scroller.clientHeight)
    sizer.style.height = `${this.#scroll.height}px`
    frame.style.height = `${Math.min(scroller.clientHeight, this.#scroll.height)}px`
  }

  #fitting(): number {
    return Math.max(FEWEST_PLACES, Math.floor((this.#parts.scroller.clientWidth - SIDES) / monoWidth()))
  }

  #mark(isWhole: boolean): void {
    this.#isWhole = isWhole
    this.#parts.body.classList.toggle('cell-rows__body--whole', isWhole)
  }
}
