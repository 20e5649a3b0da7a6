import { CELL_FONT, columnsIn, edgesOf, HEADER, ROW, type Contestant, type Picture } from './picture.ts'

/** A floor: the same cells painted on one canvas that stays in view; nothing else. */
export function bareCanvas(container: HTMLElement, picture: Picture): Contestant {
  const edges = edgesOf(picture.widths)
  const scroller = document.createElement('div')
  scroller.className = 'bare__scroller'
  const sizer = document.createElement('div')
  sizer.style.width = `${edges.at(-1)! + picture.gutter}px`
  sizer.style.height = `${picture.rowCount * ROW + HEADER}px`
  const canvas = document.createElement('canvas')
  canvas.className = 'bare__canvas'
  sizer.append(canvas)
  scroller.append(sizer)
  container.append(scroller)
  const width = (canvas.width = scroller.clientWidth)
  const height = (canvas.height = scroller.clientHeight)
  const pen = canvas.getContext('2d', { alpha: false })!

  const draw = () => {
    const left = scroller.scrollLeft
    const top = scroller.scrollTop
    const { from, to } = columnsIn(edges, left, width - picture.gutter)
    const first = Math.floor(top / ROW)
    const last = Math.min(picture.rowCount, first + Math.ceil((height - HEADER) / ROW) + 1)
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, width, height)
    pen.textBaseline = 'middle'
    pen.font = CELL_FONT
    const yOf = (row: number) => HEADER + row * ROW - top + ROW / 2
    for (let column = from; column < to; column++) {
      const x = picture.gutter + edges[column]! - left
      const room = picture.widths[column]!
      const right = picture.right[column]!
      pen.save()
      pen.beginPath()
      pen.rect(Math.max(x, picture.gutter), HEADER, room - 8, height)
      pen.clip()
      pen.textAlign = right ? 'right' : 'left'
      for (let row = first; row < last; row++) {
        const text = picture.text(row, column)
        pen.fillStyle = text === null ? '#646c7a' : '#1b1f26'
        pen.fillText(text ?? 'NULL', right ? x + room - 8 : x + 8, yOf(row))
      }
      pen.restore()
      pen.fillStyle = '#e1e4e9'
      pen.fillRect(x + room - 1, 0, 1, height)
      pen.fillStyle = '#1b1f26'
      pen.textAlign = 'left'
      pen.fillText(picture.labels[column]!, x + 8, 13, room - 16)
      pen.fillStyle = '#646c7a'
      pen.fillText(picture.types[column]!, x + 8, 29, room - 16)
    }
    pen.textAlign = 'right'
    for (let row = first; row < last; row++) {
      pen.fillStyle = '#646c7a'
      pen.fillText(String(row + 1), picture.gutter - 8, yOf(row))
      pen.fillStyle = '#e1e4e9'
      pen.fillRect(0, yOf(row) + ROW / 2 - 1, width, 1)
    }
  }
  draw()
  scroller.addEventListener('scroll', draw, { passive: true })
  return { scroller, destroy: () => scroller.remove() }
}
