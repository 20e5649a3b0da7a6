import { wrongShape } from './body-failures.ts'
import { checkColumns, checkRows, estimateWords, grow, trim } from './cell-words.ts'
import { Byte } from './json-bytes.ts'
import type { JsonScanner } from './json-scanner.ts'
import { RowScan } from './row-scan/row-scan.ts'

/** The cells of an array of arrays. */
export interface IndexedRows {
  /** Where each cell's value starts, rowCount × columnCount cells. */
  index: Uint32Array
  rowCount: number
  /** Cells in each row; 0 when there are no rows. */
  columnCount: number
}

/**
 * Indexes an array of equally long arrays from its `[`; answers the cells and the position behind its `]`.
 * Throws a FailureError, response.wrongShape among others when a row is no array or longer or shorter than the first.
 */
export function indexArrayRows(scanner: JsonScanner, at: number): { rows: IndexedRows; end: number } {
  const { bytes } = scanner
  const first = at
  at = scanner.skipSpace(at + 1)
  if (bytes[at] === Byte.closeArray) return { rows: { index: new Uint32Array(0), rowCount: 0, columnCount: 0 }, end: at + 1 }
  const columnCount = bytes[at] === Byte.openArray ? countElements(scanner, at) : 0
  const ordinary = new RowScan(bytes, scanner.end)
  let index: Uint32Array = new Uint32Array(columnCount * 32)
  let used = 0
  let rowCount = 0
  /** Makes room for `needed` cells, when `known` of them have been read up to `end`. */
  const reserve = (needed: number, known: number, end: number): void => {
    if (needed > index.length) index = grow(index, needed, estimateWords(known, (end - first) / (scanner.end - first)))
  }
  for (;;) {
    for (let rows; (rows = ordinary.arrayRows(at, columnCount)) > 0; at = ordinary.end) {
      const cells = ordinary.cells(rows * columnCount)
      reserve(used + cells.length, used + cells.length, ordinary.end)
      index.set(cells, used)
      used += cells.length
      rowCount += rows
    }
    checkRows(rowCount)
    if (bytes[at] !== Byte.openArray) {
      scanner.skipValue(at)
      throw wrongShape(`row ${rowCount + 1} is not an array`)
    }
    const rowStart = at
    at = scanner.skipSpace(at + 1)
    if (bytes[at] === Byte.closeArray) {
      if (columnCount > 0) throw unequalRows()
      at++
    } else {
      reserve(used + columnCount, used, rowStart)
      at = readRow(scanner, at, index, used, used + columnCount)
    }
    used += columnCount
    rowCount++
    at = scanner.skipSpace(at)
    if (bytes[at] === Byte.closeArray) return { rows: { index: trim(index, used), rowCount, columnCount }, end: at + 1 }
    if (bytes[at] !== Byte.comma) throw scanner.unexpected(at)
    at = scanner.skipSpace(at + 1)
  }
}

/** Reads a row's cells, from the first one on, into the slots from `slot` to `end`, which they must fill. */
function readRow(scanner: JsonScanner, at: number, index: Uint32Array, slot: number, end: number): number {
  for (;;) {
    at = scanner.skipSpace(scanner.cell(at, index, slot++))
    const byte = scanner.bytes[at++]
    if (byte === Byte.comma && slot < end) continue
    if (byte === Byte.closeArray && slot === end) return at
    throw byte === Byte.comma || byte === Byte.closeArray ? unequalRows() : scanner.unexpected(at - 1)
  }
}

/** How many elements the array at `at` has. */
function countElements(scanner: JsonScanner, at: number): number {
  const { bytes } = scanner
  at = scanner.skipSpace(at + 1)
  if (bytes[at] === Byte.closeArray) return 0
  for (let count = 1; ; count++) {
    checkColumns(count)
    at = scanner.skipSpace(scanner.skipValue(at))
    if (bytes[at] === Byte.closeArray) return count
    if (bytes[at] !== Byte.comma) throw scanner.unexpected(at)
    at = scanner.skipSpace(at + 1)
  }
}

const unequalRows = (): Error => wrongShape('a row is longer or shorter than the first')
