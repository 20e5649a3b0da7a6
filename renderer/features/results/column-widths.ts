import { CellKind, type ResultSet } from '../../../shared/model/result-set.ts'

const SAMPLE_ROWS = 40
/** Advance of one character of the grid's monospace at 12.5 px; East Asian characters take two. */
const CHARACTER = 7.5
const PADDING = 18
const HEADER_PADDING = 34
const LEAST = 56
const MOST = 340

/** Widths, in pixels, that fit the labels and the first rows. Estimated from characters: nothing is laid out to measure. */
export function estimateWidths(result: ResultSet): number[] {
  const rows = Math.min(SAMPLE_ROWS, result.rowCount)
  return result.columns.map((column, at) => {
    let widest = 0
    for (let row = 0; row < rows; row++) {
      const kind = result.kind(row, at)
      const characters = kind === CellKind.null ? 4 : kind === CellKind.missing ? 1 : charactersOf(result.text(row, at))
      if (characters > widest) widest = characters
    }
    if (column.family === 'binary') widest = Math.max(widest, 24)
    const header = charactersOf(column.label) * CHARACTER + HEADER_PADDING
    return Math.round(Math.min(MOST, Math.max(LEAST, header, widest * CHARACTER + PADDING)))
  })
}

function charactersOf(text: string): number {
  const length = Math.min(text.length, 60)
  let wide = 0
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) >= 0x2e80) wide++
  return length + wide
}
