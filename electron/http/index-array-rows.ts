import { CELL_WORDS, CellKind, KIND_BITS } from '../../shared/model/result-set.ts'
import { wrongShape } from './body-failures.ts'
import { estimateWords, grow, trim } from './cell-words.ts'
import { Byte } from './json-bytes.ts'
import { NULL_WORD, type JsonScanner } from './json-scanner.ts'

// The hot loop's constants, as this module's own: V8 folds these into the code, but not what is imported.
const COMMA = Byte.comma
const CLOSE_ARRAY = Byte.closeArray
const QUOTE = Byte.quote
const BACKSLASH = Byte.backslash
const DOT = Byte.dot
const MINUS = Byte.minus
const LOWER_N = Byte.n
const ZERO = Byte.zero
const NINE = ZERO + 9
const WORDS = CELL_WORDS
const SHIFT = KIND_BITS
const STRING = CellKind.string
const NUMBER = CellKind.number
const NULL = CellKind.null

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
  at = scanner.skipSpace(at + 1)
  if (bytes[at] === CLOSE_ARRAY) return { rows: { index: new Uint32Array(0), rowCount: 0, columnCount: 0 }, end: at + 1 }
  const columnCount = bytes[at] === Byte.openArray ? countElements(scanner, at) : 0
  const rowWords = columnCount * WORDS
  let index: Uint32Array = new Uint32Array(rowWords * 32)
  let used = 0
  let rowCount = 0
  for (;;) {
    if (bytes[at] !== Byte.openArray) {
      scanner.skipValue(at)
      throw wrongShape(`row ${rowCount + 1} is not an array`)
    }
    if (used + rowWords > index.length) index = grow(index, used + rowWords, estimateWords(used, at - first, scanner.end - first))
    at = scanner.skipSpace(at + 1)
    if (bytes[at] === CLOSE_ARRAY) {
      if (columnCount > 0) throw unequalRows()
      at++
    } else at = readRow(scanner, at, index, used, used + rowWords)
    used += rowWords
    rowCount++
    at = scanner.skipSpace(at)
    if (bytes[at] === CLOSE_ARRAY) return { rows: { index: trim(index, used), rowCount, columnCount }, end: at + 1 }
    if (bytes[at] !== COMMA) throw scanner.unexpected(at)
    at = scanner.skipSpace(at + 1)
  }
}

/**
 * Reads a row's cells, from the first one on, into the words from `slot` to `end`, which they must fill.
 *
 * What most cells hold is read here and not in `scanner.cell`, which V8 does not inline with all that it calls; it
 * costs a third of the time. Escapes, exponents, nested values and whatever is malformed go there, read anew.
 */
function readRow(scanner: JsonScanner, at: number, index: Uint32Array, slot: number, end: number): number {
  const { bytes, view } = scanner
  const lastWord = scanner.end - 4
  for (;;) {
    const first = bytes[at]!
    let next = at
    if (first === QUOTE) {
      let hits = 0
      for (next++; next <= lastWord; next += 4) {
        // As in JsonScanner.plainEnd: a quote, a backslash or a control character.
        const word = view.getInt32(next, true)
        hits = ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
        if (hits !== 0) break
      }
      next += (31 - Math.clz32(hits & -hits)) >> 3
      if (hits !== 0 && bytes[next] === QUOTE) {
        index[slot] = at + 1
        index[slot + 1] = ((next - at - 1) << SHIFT) | STRING
        at = next + 1
      } else if (hits !== 0 && bytes[next] === BACKSLASH) at = scanner.escapedCell(at + 1, next, index, slot)
      else at = scanner.cell(at, index, slot)
    } else if ((first >= ZERO && first <= NINE) || first === MINUS) {
      if (first === MINUS) next++
      const lead = bytes[next]!
      const integer = next
      let byte = lead
      while (byte >= ZERO && byte <= NINE) byte = bytes[++next]!
      // No digit, or more behind a leading zero.
      let plain = next > integer && (lead !== ZERO || next === integer + 1)
      if (byte === DOT) {
        const dot = next
        do byte = bytes[++next]!
        while (byte >= ZERO && byte <= NINE)
        plain &&= next > dot + 1
      }
      if (plain && (byte === COMMA || byte === CLOSE_ARRAY)) {
        index[slot] = at
        index[slot + 1] = ((next - at) << SHIFT) | NUMBER
        at = next
      } else at = scanner.cell(at, index, slot)
    } else if (first === LOWER_N && at <= lastWord && view.getInt32(at, true) === NULL_WORD) {
      index[slot] = at
      index[slot + 1] = (4 << SHIFT) | NULL
      at += 4
    } else at = scanner.cell(at, index, slot)
    slot += WORDS
    let byte = bytes[at]
    if (byte !== COMMA && byte !== CLOSE_ARRAY) {
      at = scanner.skipSpace(at)
      byte = bytes[at]
    }
    at++
    if (byte === COMMA && slot < end) continue
    if (byte === CLOSE_ARRAY && slot === end) return at
    throw byte === COMMA || byte === CLOSE_ARRAY ? unequalRows() : scanner.unexpected(at - 1)
  }
}

/** How many elements the array at `at` has. */
function countElements(scanner: JsonScanner, at: number): number {
  const { bytes } = scanner
  at = scanner.skipSpace(at + 1)
  if (bytes[at] === CLOSE_ARRAY) return 0
  for (let count = 1; ; count++) {
    at = scanner.skipSpace(scanner.skipValue(at))
    if (bytes[at] === CLOSE_ARRAY) return count
    if (bytes[at] !== COMMA) throw scanner.unexpected(at)
    at = scanner.skipSpace(at + 1)
  }
}

const unequalRows = (): Error => wrongShape('a row is longer or shorter than the first')
