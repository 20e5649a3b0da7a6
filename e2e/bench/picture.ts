/**
 * What every contestant paints: the same widths, rows, fonts and words. The floors get their cells as JavaScript
 * strings, made before the clock starts; the grid decodes them from bytes while it runs.
 */

export interface Picture {
  labels: readonly string[]
  types: readonly string[]
  widths: readonly number[]
  /** True for numbers, which stand at the right. */
  right: readonly boolean[]
  rowCount: number
  /** Null is drawn as an italic NULL. */
  text: (row: number, column: number) => string | null
  gutter: number
}

/** Something that shows a picture inside a container of the page. */
export interface Contestant {
  scroller: HTMLElement
  destroy(): void
}

export const ROW = 24
export const HEADER = 40
export const CELL_FONT = "12.5px 'JetBrains Mono Variable', monospace"

/** Left edges, and the whole width at the end. */
export function edgesOf(widths: readonly number[]): Float64Array {
  const edges = new Float64Array(widths.length + 1)
  widths.forEach((width, at) => (edges[at + 1] = edges[at]! + width))
  return edges
}

/** Columns in view, half open. */
export function columnsIn(edges: Float64Array, left: number, width: number): { from: number; to: number } {
  let from = 0
  while (from < edges.length - 2 && edges[from + 1]! <= left) from++
  let to = from + 1
  while (to < edges.length - 1 && edges[to]! < left + width) to++
  return { from, to }
}
