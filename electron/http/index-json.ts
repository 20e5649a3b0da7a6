/**
 * Response bodies with result sets → an envelope and an index of cells, in one pass over the bytes
 * (shared/model/result-set.ts says what an index is).
 *
 * The grammar is JSON.parse's: what it rejects is a FailureError of kind `server`, what it accepts is accepted, but
 * for what answer-bounds.ts counts, nesting beyond MAX_DEPTH and bodies beyond MAX_BODY_BYTES. A member given twice counts with its last value.
 */
import { MISSING } from '../../shared/model/wire-cell.ts'
import { most } from './answer-bounds.ts'
import { bodyFailure, wrongShape } from './body-failures.ts'
import { checkColumns, checkSize } from './cell-words.ts'
import { parseEnvelope, walkObject, type Hole } from './envelope.ts'
import { indexArrayRows, type IndexedRows } from './index-array-rows.ts'
import { indexMapRows, type IndexedMaps } from './index-map-rows.ts'
import { Byte } from './json-bytes.ts'
import { openBody } from './open-body.ts'

/** A DMS secure access proxy body ("Response format"). */
export interface DmsIndexedBody extends IndexedMaps {
  /** The top-level object without `rows`; integers beyond 2^53 are bigint. */
  envelope: Record<string, unknown>
  /** False when the body has no `rows`, or null for them: not a result set. */
  hasRows: boolean
}

const noRows: IndexedMaps = {
  keys: [],
  index: new Uint32Array(0),
  rowCount: 0,
  keyAnomalies: { missing: [], extra: [], duplicated: [] },
}

/**
 * Indexes a DMS body. The index's columns are `keys`, in the order of first sight; `arrangeColumns` puts them into
 * the order of columnMetas. Throws a FailureError of kind `server` (response.*).
 */
export function indexDmsBody(bytes: Uint8Array): DmsIndexedBody {
  const { scanner, start } = openBody(bytes)
  const holes: Hole[] = []
  let rows: IndexedMaps | null = null
  const end = walkObject(scanner, start, (key, at) => {
    if (key !== 'rows') return scanner.skipValue(at)
    rows = null
    if (scanner.bytes[at] !== Byte.openArray) {
      const valueEnd = scanner.skipValue(at)
      if (scanner.bytes[at] !== Byte.n) throw wrongShape('rows is not an array')
      return valueEnd
    }
    const indexed = indexMapRows(scanner, at)
    rows = indexed.rows
    holes.push({ start: at, end: indexed.end })
    return indexed.end
  })
  if (end !== scanner.end) throw scanner.unexpected(scanner.skipSpace(end))
  const { rows: _, ...envelope } = parseEnvelope(scanner, start, holes, most.dmsEnvelopeBytes) as Record<string, unknown>
  return { envelope, hasRows: rows !== null, ...(rows ?? noRows) }
}

/** One element of a MaxScale body's data.attributes.results. */
export interface MaxScaleIndexedResult {
  /** Its members (fields, metadata, complete | errno, message, sqlstate | affected_rows, …) without `data`. */
  members: Record<string, unknown>
  /** Its rows; null when it is no result set. */
  rows: IndexedRows | null
}

/** A MaxScale body of the SQL resource ("Get a query result"). */
export interface MaxScaleIndexedBody {
  /** The whole document, with null for every result's `data`; integers beyond 2^53 are bigint. */
  envelope: Record<string, unknown>
  /** data.attributes.results; null when that is no array (a pending query answers an object). */
  results: MaxScaleIndexedResult[] | null
}

/** Indexes a MaxScale body, whatever it is of. Throws a FailureError of kind `server` (response.*). */
export function indexMaxScaleBody(bytes: Uint8Array): MaxScaleIndexedBody {
  const { scanner, start } = openBody(bytes)
  const holes: Hole[] = []
  let results: (IndexedRows | null)[] | null = null

  const result = (at: number): number => {
    if (scanner.bytes[at] !== Byte.openObject) {
      scanner.skipValue(at)
      throw wrongShape(`results[${results!.length}] is not an object`)
    }
    let rows: IndexedRows | null = null
    const end = walkObject(scanner, at, (key, valueAt) => {
      if (key !== 'data') return scanner.skipValue(valueAt)
      rows = null
      if (scanner.bytes[valueAt] !== Byte.openArray) return scanner.skipValue(valueAt)
      const indexed = indexArrayRows(scanner, valueAt)
      rows = indexed.rows
      holes.push({ start: valueAt, end: indexed.end })
      return indexed.end
    })
    if (results!.push(rows) > most.results) throw bodyFailure('response.tooManyResults', { limit: most.results })
    return end
  }

  const resultArray = (at: number): number => {
    results = []
    at = scanner.skipSpace(at + 1)
    if (scanner.bytes[at] === Byte.closeArray) return at + 1
    for (;;) {
      at = scanner.skipSpace(result(at))
      if (scanner.bytes[at] === Byte.closeArray) return at + 1
      if (scanner.bytes[at] !== Byte.comma) throw scanner.unexpected(at)
      at = scanner.skipSpace(at + 1)
    }
  }

  /** Descends into the object under `path[0]`, and so on, to the results. */
  const descend = (at: number, [name, ...rest]: readonly string[]): number =>
    walkObject(scanner, at, (key, valueAt) => {
      if (key !== name) return scanner.skipValue(valueAt)
      results = null
      const opener = scanner.bytes[valueAt]
      if (rest.length > 0 && opener === Byte.openObject) return descend(valueAt, rest)
      return rest.length === 0 && opener === Byte.openArray ? resultArray(valueAt) : scanner.skipValue(valueAt)
    })

  const end = descend(start, ['data', 'attributes', 'results'])
  if (end !== scanner.end) throw scanner.unexpected(scanner.skipSpace(end))
  const envelope = parseEnvelope(scanner, start, holes, most.maxscaleEnvelopeBytes) as Record<string, unknown>
  return { envelope, results: results && resultsOf(envelope, results) }
}

function resultsOf(envelope: Record<string, unknown>, rows: (IndexedRows | null)[]): MaxScaleIndexedResult[] {
  const { data } = envelope as { data: { attributes: { results: Record<string, unknown>[] } } }
  return data.attributes.results.map((parsed, i) => {
    const { data: _, ...members } = parsed
    return { members, rows: withFields(rows[i] ?? null, members.fields, i) }
  })
}

/** Rows must be as wide as their fields; an empty result takes its width from them. */
function withFields(rows: IndexedRows | null, fields: unknown, i: number): IndexedRows | null {
  if (rows === null || !Array.isArray(fields)) return rows
  checkColumns(fields.length)
  if (rows.rowCount === 0) return { ...rows, columnCount: fields.length }
  if (rows.columnCount !== fields.length) {
    throw wrongShape(`results[${i}] has ${fields.length} fields and rows of ${rows.columnCount} cells`)
  }
  return rows
}

/**
 * The index with its columns in another order: `order[i]` is the column of `index` that column i shows, or -1 for a
 * column that no row has. Answers `index` itself when nothing changes.
 */
export function arrangeColumns(index: Uint32Array, rowCount: number, columnCount: number, order: readonly number[]): Uint32Array {
  if (order.length === columnCount && order.every((column, i) => column === i)) return index
  const words = rowCount * order.length
  checkSize(words)
  const arranged = new Uint32Array(words)
  let at = 0
  for (let row = 0; row < rowCount; row++) {
    const base = row * columnCount
    for (const column of order) arranged[at++] = column < 0 ? MISSING : index[base + column]!
  }
  return arranged
}
