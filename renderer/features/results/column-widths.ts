import type { ResultSet } from '../../../shared/model/result-set.ts'
import { CellKind } from '../../../shared/model/wire-cell.ts'
import { monoWidth } from './mono-width.ts'

/** Rows that a width is estimated from: the first ones, which are in sight, and as many others from all over the result. */
const FIRST_ROWS = 40
const SPREAD_ROWS = 80
/** Rows that are looked at where somebody asks for a column to fit. */
const FITTED_ROWS = 20_000
const PADDING = 18
const HEADER_PADDING = 34
const LEAST = 56
/** Wider only where it is asked for. */
const MOST = 340
const MOST_FITTED = 1_200
const encoder = new TextEncoder()

/**
 * Widths, in pixels, that fit the labels and a sample of all rows. Estimated from bytes: nothing is decoded, and no
 * value laid out to measure.
 */
export function estimateWidths(result: ResultSet): number[] {
  const { rowCount } = result
  const rows = [...spread(Math.min(FIRST_ROWS, rowCount), FIRST_ROWS), ...spread(rowCount, SPREAD_ROWS)]
  return result.columns.map((_, column) => widthOf(result, column, rows, MOST))
}

/** The width, in pixels, that fits a column: all of its rows, or 20,000 from all over them. */
export const fitWidth = (result: ResultSet, column: number): number =>
  widthOf(result, column, spread(result.rowCount, FITTED_ROWS), MOST_FITTED)

/** At most `most` rows at even distances, the last among them. */
function spread(rowCount: number, most: number): number[] {
  const count = Math.min(rowCount, most)
  return Array.from({ length: count }, (_, at) => Math.floor(((at + 1) * rowCount) / count) - 1)
}

function widthOf(result: ResultSet, at: number, rows: readonly number[], most: number): number {
  const column = result.columns[at]!
  const character = monoWidth()
  // A character has three bytes at most for each place that it takes.
  const scanned = Math.ceil(most / character) * 3
  let widest = 0
  for (const row of rows) {
    // Of a FLOAT or DOUBLE fewer digits are shown than the wire has.
    const cells = result.kind(row, at) === CellKind.null ? 4 : column.real ? result.text(row, at).length : placesOf(result.rawHead(row, at, scanned))
    if (cells > widest) widest = cells
  }
  if (column.family === 'binary') widest = Math.max(widest, 30)
  const header = placesOf(encoder.encode(column.label)) * character + HEADER_PADDING
  return Math.ceil(Math.min(most, Math.max(LEAST, header, widest * character + PADDING)))
}

const BACKSLASH = 0x5c
const LOWER_U = 0x75

/** Columns of monospace that a text takes, from its UTF-8: East Asian characters have three bytes or more and take two. */
function placesOf(bytes: Uint8Array): number {
  let places = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === BACKSLASH) {
      // An escape stands for one character.
      const isCode = bytes[at + 1] === LOWER_U
      places += isCode ? 2 : 1
      at += isCode ? 5 : 1
    } else places += byte < 0x80 || (byte >= 0xc0 && byte < 0xe0) ? 1 : byte >= 0xe0 ? 2 : 0
  }
  return places
}
