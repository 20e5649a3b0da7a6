import { columnsIn, edgesOf, HEADER, ROW, type Contestant, type Picture } from './picture.ts'

interface Cell {
  element: HTMLElement
  text: Text
  row: number
  column: number
  className: string
}

/**
 * A floor: absolutely positioned nodes in a natively scrolled sizer, used again as rows and columns leave; no
 * framework, no ARIA, no selection. It draws what the grid draws: row numbers, labels, types, cells.
 */
export function bareRecycler(container: HTMLElement, picture: Picture): Contestant {
  const edges = edgesOf(picture.widths)
  const scroller = add(container, 'bare__scroller')
  const sizer = add(scroller, 'bare__sizer')
  sizer.style.width = `${edges.at(-1)! + picture.gutter}px`
  sizer.style.height = `${picture.rowCount * ROW + HEADER}px`
  const header = add(sizer, 'bare__header')
  const gutter = add(sizer, 'bare__gutter')
  gutter.style.width = `${picture.gutter}px`

  const rows: { element: HTMLElement; row: number; cells: Cell[]; number: Text; numberElement: HTMLElement }[] = []
  const labels: { element: HTMLElement; name: Text; type: Text; column: number }[] = []
  const view = { width: scroller.clientWidth, height: scroller.clientHeight }
  const fit = Math.min(picture.rowCount, Math.ceil((view.height - HEADER) / ROW) + 1)
  let perRow = 0

  const grow = (columns: number) => {
    perRow = columns
    while (labels.length < columns) {
      const element = add(header, 'bare__label')
      const name = add(element, 'bare__name').appendChild(document.createTextNode(''))
      const type = add(element, 'bare__type').appendChild(document.createTextNode(''))
      labels.push({ element, name, type, column: -1 })
    }
    for (const label of labels) label.column = -1
    for (const row of rows) {
      row.row = -1
      while (row.cells.length < columns) {
        const element = add(row.element, '')
        row.cells.push({ element, text: element.appendChild(document.createTextNode('')), row: -1, column: -1, className: '' })
      }
      for (const cell of row.cells) cell.column = -1
    }
  }

  const draw = () => {
    const left = scroller.scrollLeft
    const top = scroller.scrollTop
    const { from, to } = columnsIn(edges, left, view.width - picture.gutter)
    if (to - from > perRow) grow(to - from)
    const first = Math.max(0, Math.min(Math.floor(top / ROW), picture.rowCount - fit))
    for (let column = from; column < to; column++) {
      const label = labels[column % perRow]!
      if (label.column === column) continue
      label.column = column
      label.element.style.left = `${edges[column]! + picture.gutter}px`
      label.element.style.width = `${picture.widths[column]!}px`
      label.name.data = picture.labels[column]!
      label.type.data = picture.types[column]!
    }
    for (let row = first; row < first + fit; row++) {
      const slot = rows[row % fit]!
      if (slot.row !== row) {
        slot.row = row
        slot.element.style.transform = `translateY(${row * ROW + HEADER}px)`
        slot.numberElement.style.transform = `translateY(${row * ROW}px)`
        slot.number.data = String(row + 1)
      }
      for (let column = from; column < to; column++) {
        const cell = slot.cells[column % perRow]!
        if (cell.column === column && cell.row === row) continue
        if (cell.column !== column) {
          cell.column = column
          cell.element.style.left = `${edges[column]! + picture.gutter}px`
          cell.element.style.width = `${picture.widths[column]!}px`
        }
        cell.row = row
        const text = picture.text(row, column)
        cell.text.data = text ?? 'NULL'
        const className = classOf(text, picture.right[column]!)
        if (className !== cell.className) cell.element.className = cell.className = className
      }
    }
  }

  for (let at = 0; at < fit; at++) {
    const numberElement = add(gutter, 'bare__number')
    const number = numberElement.appendChild(document.createTextNode(''))
    rows.push({ element: add(sizer, 'bare__row'), row: -1, cells: [], number, numberElement })
  }
  draw()
  scroller.addEventListener('scroll', draw, { passive: true })
  return { scroller, destroy: () => scroller.remove() }
}

const classOf = (text: string | null, right: boolean) =>
  text === null ? 'bare__cell bare__cell--null' : right ? 'bare__cell bare__cell--right' : 'bare__cell'

function add(parent: HTMLElement, className: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  return parent.appendChild(element)
}
