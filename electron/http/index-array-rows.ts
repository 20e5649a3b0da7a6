import { wrongShape } from './body-failures.ts'
import { estimateWords, grow, trim } from './cell-words.ts'
import { Byte } from './json-bytes.ts'
import type { JsonScanner } from './json-scanner.ts'
import { plainNumberEnd, plainStringEnd } from './word-scan.ts'

const COMMA = Byte.comma
const CLOSE_ARRAY = Byte.closeArray
const QUOTE = Byte.quote
const MINUS = Byte.minus
const ZERO = Byte.zero
const NINE = ZERO + 9
const LOWER_N = Byte.n
const LOWER_U = Byte.u
const LOWER_L = Byte.l

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
  if (bytes[at] === CLOSE_ARRAY) return { rows: { index: new Uint32Array(0), rowCount: 0, columnCount: 0 }, end: at + 1 }
  const columnCount = bytes[at] === Byte.openArray ? countElements(scanner, at) : 0
  let index: Uint32Array = new Uint32Array(columnCount * 32)
  let used = 0
  let rowCount = 0
  for (;;) {
    if (bytes[at] !== Byte.openArray) {
      scanner.skipValue(at)
      throw wrongShape(`row ${rowCount + 1} is not an array`)
    }
    if (used + columnCount > index.length) index = grow(index, used + columnCount, estimateWords(used, at - first, scanner.end - first))
    at = scanner.skipSpace(at + 1)
    if (bytes[at] === CLOSE_ARRAY) {
      if (columnCount > 0) throw unequalRows()
      at++
    } else at = readRow(scanner, at, index, used, used + columnCount)
    used += columnCount
    rowCount++
    at = scanner.skipSpace(at)
    if (bytes[at] === CLOSE_ARRAY) return { rows: { index: trim(index, used), rowCount, columnCount }, end: at + 1 }
    if (bytes[at] !== COMMA) throw scanner.unexpected(at)
    at = scanner.skipSpace(at + 1)
  }
}

/**
 * Reads a row's cells, from the first one on, into the slots from `slot` to `end`, which they must fill.
 * White space, unusual values and whatever is malformed go to JsonScanner, read anew. The constants and `| 0` are there
 * for the reasons that word-scan.ts gives.
 */
function readRow(scanner: JsonScanner, at: number, index: Uint32Array, slot: number, end: number): number {
  const { bytes, words } = scanner
  at |= 0
  slot |= 0
  end |= 0
  for (;;) {
    index[slot] = at
    const first = bytes[at]!
    let next = -1
    if (first === QUOTE) next = plainStringEnd(bytes, words, (at + 1) | 0)
    else if (first === MINUS || (first >= ZERO && first <= NINE)) next = plainNumberEnd(bytes, words, at)
    else if (first === LOWER_N && bytes[at + 1] === LOWER_U && bytes[at + 2] === LOWER_L && bytes[at + 3] === LOWER_L) next = (at + 4) | 0
    let byte = next >= 0 ? bytes[next]! : 0
    if (byte !== COMMA && byte !== CLOSE_ARRAY) {
      next = scanner.skipSpace(scanner.cell(at, index, slot)) | 0
      byte = bytes[next]!
    }
    at = (next + 1) | 0
    slot = (slot + 1) | 0
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
