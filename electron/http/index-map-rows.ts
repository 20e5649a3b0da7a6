import { MISSING } from '../../shared/model/wire-cell.ts'
import { wrongShape } from './body-failures.ts'
import { estimateWords, grow, trim } from './cell-words.ts'
import { Byte } from './json-bytes.ts'
import type { JsonScanner } from './json-scanner.ts'
import { KeyTable } from './key-table.ts'
import { KeyTally, type KeyAnomalies } from './key-tally.ts'
import { plainNumberEnd, plainStringEnd, repeats } from './word-scan.ts'

// The hot loop's constants, as this module's own (word-scan.ts says why).
const COMMA = Byte.comma
const CLOSE_OBJECT = Byte.closeObject
const QUOTE = Byte.quote
const MINUS = Byte.minus
const ZERO = Byte.zero
const NINE = ZERO + 9
const LOWER_N = Byte.n
const LOWER_U = Byte.u
const LOWER_L = Byte.l

/** The cells of an array of objects. */
export interface IndexedMaps {
  /** In the order of first sight; the columns of the index. */
  keys: string[]
  /** Where each cell's value starts, rowCount × keys.length cells. */
  index: Uint32Array
  rowCount: number
  keyAnomalies: KeyAnomalies
}

/**
 * Indexes an array of objects from its `[`; answers the cells and the position behind its `]`. Throws a
 * FailureError, response.wrongShape among others when an element is no object.
 *
 * Rows repeat their keys byte for byte, so the bytes between two values (`,"key":`) are predicted from an earlier
 * row and compared; equal bytes are the same tokens. A row that differs is read key by key and picks the
 * prediction up again behind the key that it knows.
 */
export function indexMapRows(scanner: JsonScanner, at: number): { rows: IndexedMaps; end: number } {
  const indexer = new MapRowIndexer(scanner)
  const end = indexer.readRows(at)
  return { rows: indexer.finish(), end }
}

class MapRowIndexer {
  private readonly scanner: JsonScanner
  private readonly table: KeyTable
  private index: Uint32Array = new Uint32Array(1_024)
  private rowCount = 0
  /** Cells a row has room for; keys found later take the spare ones. */
  private width = 0

  /** The predicted row: for each of its entries the bytes before the value, and the column. */
  private sepStart: Int32Array = new Int32Array(64)
  private sepLength: Int32Array = new Int32Array(64)
  private sepColumn: Int32Array = new Int32Array(64)
  private sepCount = 0
  /** The row being read, in the same shape, to become the next prediction. */
  private nextStart: Int32Array = new Int32Array(64)
  private nextLength: Int32Array = new Int32Array(64)
  private nextColumn: Int32Array = new Int32Array(64)
  /** Column → its entry in the prediction, or -1. */
  private entryOf: number[] = []
  /** Columns that the predicted row lacks. */
  private readonly absent: number[] = []
  private oddRowsInARow = 0

  private readonly tally = new KeyTally()

  constructor(scanner: JsonScanner) {
    this.scanner = scanner
    this.table = new KeyTable(scanner)
  }

  readRows(at: number): number {
    const scanner = this.scanner
    const { bytes } = scanner
    const first = at
    at = scanner.skipSpace(at + 1)
    if (bytes[at] === Byte.closeArray) return at + 1
    for (;;) {
      if (bytes[at] !== Byte.openObject) throw this.notAnObject(at)
      const needed = (this.rowCount + 1) * this.width
      if (needed > this.index.length) {
        const held = this.rowCount * this.width
        this.index = grow(this.index, needed, this.rowCount < 32 ? 32 * this.width : estimateWords(held, at - first, scanner.end - first))
      }
      at = this.readRow(at)
      this.rowCount++
      let byte = bytes[at]
      if (byte !== Byte.comma) {
        at = scanner.skipSpace(at)
        byte = bytes[at]
      }
      if (byte === Byte.closeArray) return at + 1
      if (byte !== Byte.comma) throw scanner.unexpected(at)
      at++
      if (bytes[at] !== Byte.openObject) at = scanner.skipSpace(at)
    }
  }

  private readRow(at: number): number {
    const scanner = this.scanner
    const { bytes, words, view, end } = scanner
    const index = this.index
    const base = (this.rowCount * this.width) | 0
    const starts = this.sepStart
    const lengths = this.sepLength
    const columns = this.sepColumn
    const count = this.sepCount
    at |= 0
    let entry = 0
    while (entry < count) {
      const length = lengths[entry]!
      if (!repeats(view, end, starts[entry]!, at, length)) break
      at = (at + length) | 0
      const slot = (base + columns[entry]!) | 0
      index[slot] = at
      // As in index-array-rows.ts, written out: behind one more call V8 inlines no longer, and that is a seventh of the time.
      const first = bytes[at]!
      let next = -1
      if (first === QUOTE) next = plainStringEnd(bytes, words, (at + 1) | 0)
      else if (first === MINUS || (first >= ZERO && first <= NINE)) next = plainNumberEnd(bytes, words, at)
      else if (first === LOWER_N && bytes[at + 1] === LOWER_U && bytes[at + 2] === LOWER_L && bytes[at + 3] === LOWER_L) next = (at + 4) | 0
      const byte = next < 0 ? 0 : bytes[next]!
      at = (byte === COMMA || byte === CLOSE_OBJECT ? next : scanner.cell(at, index, slot)) | 0
      entry = (entry + 1) | 0
    }
    if (entry === count && count > 0) {
      const close = bytes[at] === Byte.closeObject ? at : scanner.skipSpace(at)
      if (bytes[close] === Byte.closeObject) {
        if (this.absent.length > 0) for (const column of this.absent) this.setMissing(base, column)
        this.oddRowsInARow = 0
        return close + 1
      }
    }
    return this.readOddRow(at, entry)
  }

  /** Goes on behind `entry` predicted entries, key by key. */
  private readOddRow(at: number, entry: number): number {
    const scanner = this.scanner
    const { bytes, view, end } = scanner
    const row = this.rowCount + 1
    let doubled = false
    for (let i = 0; i < entry; i++) {
      const column = this.sepColumn[i]!
      this.tally.see(column, row)
      this.remember(i, this.sepStart[i]!, this.sepLength[i]!, column)
    }
    let read = entry
    for (;;) {
      let column: number
      const separator = at
      if (entry < this.sepCount && repeats(view, end, this.sepStart[entry]!, at, this.sepLength[entry]!)) {
        column = this.sepColumn[entry]!
        at += this.sepLength[entry]!
        entry++
      } else {
        at = scanner.skipSpace(at)
        if (read === 0) {
          at = scanner.skipSpace(at + 1)
          if (bytes[at] === Byte.closeObject) break
        } else {
          if (bytes[at] === Byte.closeObject) break
          if (bytes[at] !== Byte.comma) throw scanner.unexpected(at)
          at = scanner.skipSpace(at + 1)
        }
        if (bytes[at] !== Byte.quote) throw scanner.unexpected(at)
        const keyEnd = scanner.stringEnd(at + 1)
        column = this.columnOf(at + 1, keyEnd)
        at = scanner.behindColon(keyEnd + 1)
        entry = this.entryOf[column]! < 0 ? entry : this.entryOf[column]! + 1
      }
      if (!this.tally.see(column, row)) doubled = true
      else {
        if (!doubled) this.remember(read, separator, at - separator, column)
        read++
      }
      at = scanner.cell(at, this.index, ((row - 1) * this.width + column))
    }
    this.endOddRow(row, read, doubled)
    return at + 1
  }

  private endOddRow(row: number, read: number, doubled: boolean): void {
    const columns = this.table.keys.length
    const base = (row - 1) * this.width
    if (row === 1) {
      this.tally.firstRowKeys = columns
      this.width = columns
    }
    if (read < columns) {
      for (let column = 0; column < columns; column++) if (!this.tally.saw(column, row)) this.setMissing(base, column)
    }
    this.oddRowsInARow++
    if (doubled || read < this.sepCount || (read === this.sepCount && this.oddRowsInARow < 8)) return
    // This row becomes the prediction: it has more keys than the last one, or the order has changed for good.
    ;[this.sepStart, this.nextStart] = [this.nextStart, this.sepStart]
    ;[this.sepLength, this.nextLength] = [this.nextLength, this.sepLength]
    ;[this.sepColumn, this.nextColumn] = [this.nextColumn, this.sepColumn]
    this.sepCount = read
    this.entryOf.fill(-1)
    for (let i = 0; i < read; i++) this.entryOf[this.sepColumn[i]!] = i
    this.absent.length = 0
    for (let column = 0; column < columns; column++) if (this.entryOf[column]! < 0) this.absent.push(column)
    this.oddRowsInARow = 0
  }

  private remember(entry: number, start: number, length: number, column: number): void {
    if (entry === this.nextStart.length) {
      this.nextStart = doubledSize(this.nextStart)
      this.nextLength = doubledSize(this.nextLength)
      this.nextColumn = doubledSize(this.nextColumn)
    }
    this.nextStart[entry] = start
    this.nextLength[entry] = length
    this.nextColumn[entry] = column
  }

  private columnOf(keyStart: number, keyEnd: number): number {
    const column = this.table.numberOf(keyStart, keyEnd)
    if (column === this.entryOf.length) this.addColumn(column)
    return column
  }

  private addColumn(column: number): void {
    if (column === this.width) this.widen()
    this.tally.addKey()
    this.entryOf.push(-1)
    for (let row = 0; row < this.rowCount; row++) this.setMissing(row * this.width, column)
    if (this.rowCount > 0) this.absent.push(column)
  }

  /** Makes room for more columns in every row, by half as many again, so that it happens seldom. */
  private widen(): void {
    const width = this.width + Math.max(8, this.width >> 1)
    const needed = (this.rowCount + 1) * width
    const wider = grow(new Uint32Array(0), needed, this.width === 0 ? 0 : Math.ceil(this.index.length / this.width) * width)
    for (let row = 0; row <= this.rowCount; row++) {
      const from = row * this.width
      wider.set(this.index.subarray(from, from + this.width), row * width)
    }
    this.index = wider
    this.width = width
  }

  private setMissing(base: number, column: number): void {
    this.index[base + column] = MISSING
    this.tally.miss(column)
  }

  private notAnObject(at: number): Error {
    this.scanner.skipValue(at)
    return wrongShape(`rows[${this.rowCount}] is not an object`)
  }

  finish(): IndexedMaps {
    const { keys } = this.table
    const rowCount = this.rowCount
    return {
      keys,
      index: trim(narrowed(this.index, rowCount, this.width, keys.length), rowCount * keys.length),
      rowCount,
      keyAnomalies: this.tally.anomalies(keys, rowCount),
    }
  }
}

/** Closes the gaps of spare columns, in place. */
function narrowed(index: Uint32Array, rowCount: number, width: number, columns: number): Uint32Array {
  if (width === columns) return index
  for (let row = 1; row < rowCount; row++) {
    const from = row * width
    index.copyWithin(row * columns, from, from + columns)
  }
  return index
}

function doubledSize(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
