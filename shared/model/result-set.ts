/**
 * A result is the server's bytes plus an index.
 *
 * The index holds CELL_WORDS words a cell, row after row: the byte where the cell's value starts, and its
 * length and kind packed in one word. A cell is decoded when somebody looks at it, never before.
 */

/** What stands in a cell, as the wire wrote it. */
export const CellKind = {
  null: 0,
  string: 1, // no escapes: the bytes between the quotes are the text
  escapedString: 2, // holds \escapes: decoded through JSON.parse
  number: 3, // the literal, never turned into a JavaScript number
  true: 4,
  false: 5,
  json: 6, // an object or array, as its JSON text
  missing: 7, // this row of maps has no such key
} as const
export type CellKind = (typeof CellKind)[keyof typeof CellKind]

/** Uint32 words a cell in an index. */
export const CELL_WORDS = 2
/** The low bits of a cell's second word hold its kind, the rest its length in bytes. */
export const KIND_BITS = 3

/** How far a column's values can be trusted. */
export type Fidelity =
  | { kind: 'exact' }
  | {
      kind: 'lossy'
      reason: 'clampedUnsigned' | 'cutAtNul' | 'bitAsText' | 'masked' | 'duplicateLabel' | 'charset'
      /** The statement's rewrite that shows the value whole, where one is known. */
      exactSql?: string
    }

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
  fidelity: Fidelity
}

/** One response's rows. */
export interface ResultSegment {
  bytes: Uint8Array
  /** CELL_WORDS words a cell, rowCount × columns cells. */
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
