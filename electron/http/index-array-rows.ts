import { CELL_WORDS } from '../../shared/model/result-set.ts'
import { wrongShape } from './body-failures.ts'
import { estimateWords, grow, trim } from './cell-words.ts'
import { Byte } from './json-bytes.ts'
import type { JsonScanner } from './json-scanner.ts'

// The hot loop's constants, as this module's own: V8 folds these into the code, but not what is imported.
const COMMA = Byte.comma
const CLOSE_ARRAY = Byte.closeArray

/** The cells of an array of arrays. */
export interface IndexedRows {
  /** CELL_WORDS words a cell, rowCount × columnCount cells. */
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
  let index: Uint32Array = new Uint32Array(1_024)
  let used = 0
  let rowCount = 0
  let rowWords = 0
  at = scanner.skipSpace(at + 1)
  if (bytes[at] === Byte.closeArray) return { rows: { index: new Uint32Array(0), rowCount, columnCount: 0 }, end: at + 1 }
  for (;;) {
    if (bytes[at] !== Byte.openArray) throw notAnArray(scanner, at, rowCount)
    const rowStart = used
    at = scanner.skipSpace(at + 1)
    if (bytes[at] === Byte.closeArray) at++
    else {
      for (;;) {
        if (used === index.length) {
          index = grow(index, used + CELL_WORDS, estimateWords(used, at - first, scanner.end - first))
        }
        at = scanner.cell(at, index, used)
        used += CELL_WORDS
        const byte = bytes[at++]
        if (byte === COMMA) continue
        if (byte === CLOSE_ARRAY) break
        at = scanner.skipSpace(at - 1)
        if (bytes[at] === CLOSE_ARRAY) {
          at++
          break
        }
        if (bytes[at] !== COMMA) throw scanner.unexpected(at)
        at++
      }
    }
    if (rowCount === 0) rowWords = used
    else if (used - rowStart !== rowWords) throw wrongShape(`row ${rowCount + 1} has ${(used - rowStart) / CELL_WORDS} cells, row 1 has ${rowWords / CELL_WORDS}`)
    rowCount++
    at = scanner.skipSpace(at)
    const byte = bytes[at]
    if (byte === Byte.comma) at = scanner.skipSpace(at + 1)
    else if (byte === Byte.closeArray) {
      return { rows: { index: trim(index, used), rowCount, columnCount: rowWords / CELL_WORDS }, end: at + 1 }
    } else throw scanner.unexpected(at)
  }
}

function notAnArray(scanner: JsonScanner, at: number, row: number): Error {
  scanner.skipValue(at)
  return wrongShape(`row ${row + 1} is not an array`)
}
