import { MISSING } from '../../shared/model/wire-cell.ts'
import { wrongShape } from './body-failures.ts'
import { checkRows, estimateWords, grow, trim } from './cell-words.ts'
import { Byte } from './json-bytes.ts'
import type { JsonScanner } from './json-scanner.ts'
import { isSame, KeyTable } from './key-table.ts'
import { KeyTally, type KeyAnomalies } from './key-tally.ts'
import { RowScan, type Separators } from './row-scan/row-scan.ts'

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
 * row and compared; equal bytes are the same tokens. Runs of such rows with ordinary values are RowScan's; a row that
 * differs is read here, key by key, and picks the prediction up again behind a key that it knows.
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

  private readonly ordinary: RowScan
  /** The predicted row, and the one being read, to become the next prediction. */
  private separators = noSeparators()
  private next = noSeparators()
  /** Column → its entry in the prediction, or -1. */
  private entryOf: number[] = []
  /** Columns that the predicted row lacks. */
  private readonly absent: number[] = []
  private oddRowsInARow = 0

  private readonly tally = new KeyTally()

  constructor(scanner: JsonScanner) {
    this.scanner = scanner
    this.table = new KeyTable(scanner)
    this.ordinary = new RowScan(scanner.bytes, scanner.end)
  }

  readRows(at: number): number {
    const scanner = this.scanner
    const { bytes } = scanner
    const first = at
    at = scanner.skipSpace(at + 1)
    if (bytes[at] === Byte.closeArray) return at + 1
    for (;;) {
      for (let rows; (rows = this.ordinary.mapRows(at, this.separators.count, this.width)) > 0; at = this.ordinary.end) {
        this.reserve(this.rowCount + rows, this.rowCount + rows, (this.ordinary.end - first) / (scanner.end - first))
        this.takeOrdinary(rows)
      }
      checkRows(this.rowCount)
      if (bytes[at] !== Byte.openObject) throw this.notAnObject(at)
      this.reserve(this.rowCount + 1, this.rowCount, (at - first) / (scanner.end - first))
      at = scanner.skipSpace(this.readRow(at))
      this.rowCount++
      if (bytes[at] === Byte.closeArray) return at + 1
      if (bytes[at] !== Byte.comma) throw scanner.unexpected(at)
      at = scanner.skipSpace(at + 1)
    }
  }

  /** Makes room for `needed` rows, when `known` of them are that part of the body. */
  private reserve(needed: number, known: number, part: number): void {
    const { width } = this
    if (needed * width <= this.index.length) return
    this.index = grow(this.index, needed * width, known < 32 ? 32 * width : estimateWords(known * width, part))
  }

  private takeOrdinary(rows: number): void {
    const from = this.rowCount * this.width
    this.index.set(this.ordinary.cells(rows * this.width), from)
    for (const column of this.absent) for (let row = 0; row < rows; row++) this.setMissing(from + row * this.width, column)
    this.rowCount += rows
    this.oddRowsInARow = 0
  }

  /** Reads a row key by key, the predicted keys by their bytes. */
  private readRow(at: number): number {
    const scanner = this.scanner
    const { bytes } = scanner
    const { count, start, length, column: columns } = this.separators
    const row = this.rowCount + 1
    let doubled = false
    let entry = 0
    let read = 0
    for (;;) {
      let column: number
      const separator = at
      if (entry < count && isSame(bytes, start[entry]!, at, length[entry]!)) {
        column = columns[entry]!
        at += length[entry]!
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
        if (!doubled) remember(this.next, read, separator, at - separator, column)
        read++
      }
      at = scanner.cell(at, this.index, (row - 1) * this.width + column)
    }
    this.endRow(row, read, doubled)
    return at + 1
  }

  private endRow(row: number, read: number, doubled: boolean): void {
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
    if (doubled || read < this.separators.count || (read === this.separators.count && this.oddRowsInARow < 8)) return
    // This row becomes the prediction: it has more keys than the last one, or the order has changed for good.
    ;[this.separators, this.next] = [this.next, this.separators]
    this.separators.count = read
    this.ordinary.predict(this.separators)
    this.entryOf.fill(-1)
    for (let i = 0; i < read; i++) this.entryOf[this.separators.column[i]!] = i
    this.absent.length = 0
    for (let column = 0; column < columns; column++) if (this.entryOf[column]! < 0) this.absent.push(column)
    this.oddRowsInARow = 0
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

const noSeparators = (): Separators => ({ count: 0, start: new Int32Array(64), length: new Int32Array(64), column: new Int32Array(64) })

function remember(row: Separators, entry: number, start: number, length: number, column: number): void {
  if (entry === row.start.length) {
    row.start = doubledSize(row.start)
    row.length = doubledSize(row.length)
    row.column = doubledSize(row.column)
  }
  row.start[entry] = start
  row.length[entry] = length
  row.column[entry] = column
}

function doubledSize(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
