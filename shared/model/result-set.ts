/**
 * A result is the server's bytes plus an index.
 *
 * The index holds one word a cell, row after row: the byte at which the cell's value starts, MISSING where the row has
 * none. What it is and where it ends is read from the bytes (wire-cell.ts) when somebody looks at it, never before.
 */
import { realText } from './real-text.ts'
import { CellKind, headAt, kindAt, rawAt, rawHeadAt, textAt } from './wire-cell.ts'

/** How far a column's values can be trusted. */
export type Fidelity =
  | { kind: 'exact' }
  | {
      kind: 'lossy'
      reason: 'clampedUnsigned' | 'cutAtNul' | 'textCutAtNul' | 'notUtf8' | 'bitAsText' | 'zerofill' | 'floatDigits' | 'duplicateLabel' | 'charset'
      /** The statement's rewrite that shows the value whole, where one is known. */
      exactSql?: string
      /** Nothing tells that a value was lost, and few ever are: said where somebody asks, and no warning. */
      rare?: true
    }
  /** The server sent no types: what its protocol may have done to a value cannot be told. */
  | { kind: 'unknown' }

/** True where a person is to be warned: values were lost, or may well have been. */
export const isWarned = ({ fidelity }: { fidelity: Fidelity }): boolean => fidelity.kind === 'lossy' && fidelity.rare !== true

/** How a column is drawn and sorted; from the server's type name. */
export type ColumnFamily = 'integer' | 'decimal' | 'float' | 'text' | 'binary' | 'bit' | 'date' | 'json' | 'other'

export interface ResultColumn {
  /** The label, as the server gave it; labels may repeat. */
  label: string
  /** The name of the table's column, where it differs from the label. */
  name?: string
  table?: string
  schema?: string
  /** The server's own type name, such as VARCHAR or LONGLONG; empty when it sent none. */
  type: string
  family: ColumnFamily
  precision?: number
  scale?: number
  nullable?: boolean
  autoIncrement?: boolean
  /** The wire writes its FLOAT or DOUBLE with 17 digits, and they are shown as real-text.ts says. */
  real?: { decimals?: number }
  fidelity: Fidelity
}

/** One response's rows. */
export interface ResultSegment {
  bytes: Uint8Array
  /** One word a cell, rowCount × columns cells. */
  index: Uint32Array
  rowCount: number
}

/** A result as it crosses the door: plain data and typed arrays. */
export interface ResultData {
  columns: ResultColumn[]
  segments: ResultSegment[]
}

/** A decoded cell. `literal` is the number's own spelling; `json` the value's JSON text. */
export type Cell =
  | { kind: 'null' }
  | { kind: 'missing' }
  | { kind: 'string'; text: string }
  | { kind: 'number'; literal: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'json'; text: string }

/** A result as one table of cells, whatever number of segments it came in. Reads, never copies or changes. */
export class ResultSet {
  readonly columns: readonly ResultColumn[]
  readonly rowCount: number
  readonly #segments: readonly ResultSegment[]
  /** The row that each segment starts with. */
  readonly #starts: readonly number[]

  constructor(data: ResultData) {
    this.columns = data.columns
    this.#segments = data.segments
    const starts: number[] = []
    let rowCount = 0
    for (const segment of data.segments) {
      starts.push(rowCount)
      rowCount += segment.rowCount
    }
    this.#starts = starts
    this.rowCount = rowCount
  }

  kind(row: number, column: number): CellKind {
    const segment = this.#segmentOf(row, column)
    return kindAt(this.#segments[segment]!.bytes, this.#startOf(segment, row, column))
  }

  /** The cell, decoded. Throws a RangeError outside of the result. */
  cell(row: number, column: number): Cell {
    switch (this.kind(row, column)) {
      case CellKind.null:
        return { kind: 'null' }
      case CellKind.missing:
        return { kind: 'missing' }
      case CellKind.true:
        return { kind: 'boolean', value: true }
      case CellKind.false:
        return { kind: 'boolean', value: false }
      case CellKind.number:
        return { kind: 'number', literal: this.text(row, column) }
      case CellKind.json:
        return { kind: 'json', text: this.text(row, column) }
      default:
        return { kind: 'string', text: this.text(row, column) }
    }
  }

  /**
   * The exact text for display, sorting, copy and export: a number's own spelling, a FLOAT's or DOUBLE's shortest where
   * the wire wrote more; JSON as written; '' for NULL and missing.
   */
  text(row: number, column: number): string {
    const written = this.written(row, column)
    const { real } = this.columns[column]!
    return real && this.kind(row, column) === CellKind.number ? realText(written, real.decimals) : written
  }

  /** As `text`, with the digits that the wire wrote. */
  written(row: number, column: number): string {
    const segment = this.#segmentOf(row, column)
    return textAt(this.#segments[segment]!.bytes, this.#startOf(segment, row, column))
  }

  /** The bytes as the wire wrote them, a view: a string's between its quotes, escapes included; none for missing. */
  rawBytes(row: number, column: number): Uint8Array {
    const segment = this.#segmentOf(row, column)
    return rawAt(this.#segments[segment]!.bytes, this.#startOf(segment, row, column))
  }

  /** As `text`, but of a longer value only what about `most` of its bytes say: for what shows one line of it. */
  head(row: number, column: number, most: number): string {
    if (this.columns[column]?.real) return this.text(row, column)
    const segment = this.#segmentOf(row, column)
    return headAt(this.#segments[segment]!.bytes, this.#startOf(segment, row, column), most)
  }

  /** As `rawBytes`, but of a longer value about `most` bytes. */
  rawHead(row: number, column: number, most: number): Uint8Array {
    const segment = this.#segmentOf(row, column)
    return rawHeadAt(this.#segments[segment]!.bytes, this.#startOf(segment, row, column), most)
  }

  /** The number of the segment that holds the cell. */
  #segmentOf(row: number, column: number): number {
    if (row < 0 || row >= this.rowCount || column < 0 || column >= this.columns.length) {
      throw new RangeError(`no cell at row ${row}, column ${column}`)
    }
    const starts = this.#starts
    if (starts.length === 1) return 0
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= row) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Where the cell's value starts in its segment's bytes. */
  #startOf(segment: number, row: number, column: number): number {
    return this.#segments[segment]!.index[(row - this.#starts[segment]!) * this.columns.length + column]!
  }
}
