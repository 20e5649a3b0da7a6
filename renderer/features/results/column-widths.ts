import type { ResultSet } from '../../../shared/model/result-set.ts'
import { CellKind } from '../../../shared/model/wire-cell.ts'

const SAMPLE_ROWS = 40
/** Advance of one character of the grid's monospace at 12.5 px; East Asian characters take two. */
const CHARACTER = 7.5
const PADDING = 18
const HEADER_PADDING = 34
const LEAST = 56
const MOST = 340
/** More than the widest column shows. */
const SCANNED_BYTES = 120
const encoder = new TextEncoder()

/**
 * Widths, in pixels, that fit the labels and the first rows. Estimated from bytes: nothing is
 * decoded, nothing laid out to measure.
 */
export function estimateWidths(result: ResultSet): number[] {
  const rows = Math.min(SAMPLE_ROWS, result.rowCount)
  return result.columns.map((column, at) => {
    let widest = 0
    for (let row = 0; row < rows; row++) {
      const kind = result.kind(row, at)
      const cells = kind === CellKind.null ? 4 : cellsOf(result.rawBytes(row, at))
      if (cells > widest) widest = cells
    }
    if (column.family === 'binary') widest = Math.max(widest, 30)
    const header = cellsOf(encoder.encode(column.label)) * CHARACTER + HEADER_PADDING
    return Math.round(Math.min(MOST, Math.max(LEAST, header, widest * CHARACTER + PADDING)))
  })
}

/** Columns of monospace that a text takes, from its UTF-8: East Asian characters have three bytes or more and take two. */
function cellsOf(bytes: Uint8Array): number {
  const length = Math.min(bytes.length, SCANNED_BYTES)
  let cells = 0
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!
    cells += byte < 0x80 || (byte >= 0xc0 && byte < 0xe0) ? 1 : byte >= 0xe0 ? 2 : 0
  }
  return cells
}
