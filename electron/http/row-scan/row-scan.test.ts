import { describe, expect, test } from 'vitest'
import { bytesOf } from '../fixtures/read-cells.ts'
import { RowScan } from './row-scan.ts'

const WINDOW = 256 * 1024
/** Every kind of scalar, escape and white space that an ordinary row may have. */
const VALUES = ['"\\u00e9\\n\\\\ é"', '-120.5e+3', 'null', 'true', 'false', '0', '""', '"sixteen bytes and then some"']
const SPACES = ['', ' ', '\n', '\r\n\t', '', '  ', '', '']
const KEYS = VALUES.map((_, column) => `column_${column}`)

/** A row, and where in it the values begin. */
interface Row {
  text: string
  starts: number[]
}

function row([open, close]: string, separators: string[], values: string[]): Row {
  let text = open!
  const starts = values.map((value, column) => {
    text += (column > 0 ? ',' : '') + separators[column]! + SPACES[column]!
    const start = bytesOf(text).length
    text += value + SPACES[column]!
    return start
  })
  return { text: text + close! + SPACES[3]!, starts }
}

const arrayRow = (values: string[]): Row => row('[]', VALUES.map(() => ''), values)
const mapRow = (values: string[]): Row => row('{}', KEYS.map((key) => `"${key}":`), values)

/** The rows with commas and white space between them, and where in the whole each value begins. */
function joined(rows: Row[]): { bytes: Uint8Array; starts: number[] } {
  let at = 0
  const starts = rows.flatMap((row) => {
    const first = at
    at += bytesOf(row.text).length + 2
    return row.starts.map((start) => first + start)
  })
  return { bytes: bytesOf(`${rows.map(({ text }) => text).join(', ')}]}`), starts }
}

/** The cells that are read of rows, as often as some are, and how many rows they are. */
function readAll(scan: RowScan, width: number, next: (at: number) => number): { cells: number[]; rows: number } {
  const cells: number[] = []
  let rows = 0
  for (let more, at = 0; (more = next(at)) > 0; at = scan.end) {
    cells.push(...scan.cells(more * width))
    rows += more
  }
  return { cells, rows }
}

const readArrays = (bytes: Uint8Array): { cells: number[]; rows: number } => {
  const scan = new RowScan(bytes, bytes.length)
  return readAll(scan, VALUES.length, (at) => scan.arrayRows(at, VALUES.length))
}

/** The separators are those of the first row of `bytes`, `starts` its values. */
function readMaps(bytes: Uint8Array, starts: number[], values: string[]): { cells: number[]; rows: number } {
  const separators = { count: values.length, start: new Int32Array(8), length: new Int32Array(8), column: new Int32Array(8) }
  let from = 0
  values.forEach((value, column) => {
    separators.start[column] = from
    separators.length[column] = starts[column]! - from
    separators.column[column] = column
    from = starts[column]! + bytesOf(value).length
  })
  const scan = new RowScan(bytes, bytes.length)
  scan.predict(separators)
  return readAll(scan, VALUES.length, (at) => scan.mapRows(at, values.length, VALUES.length))
}

/** A first row that leaves `left` bytes of the window to the rows behind it; it ends where the next begins. */
function longRow(of: (values: string[]) => Row, left: number): { row: Row; values: string[] } {
  const valuesOf = (size: number): string[] => VALUES.with(0, `"${'x'.repeat(size)}"`)
  const overhead = bytesOf(of(valuesOf(0)).text).length + 2
  const values = valuesOf(WINDOW - overhead - left)
  return { row: of(values), values }
}

describe('ordinary rows', () => {
  const size = bytesOf(mapRow(VALUES).text).length + 2

  test('are read whole wherever the end of the window cuts an array', () => {
    for (let left = 1; left <= size; left++) {
      const { bytes, starts } = joined([longRow(arrayRow, left).row, ...Array<Row>(4).fill(arrayRow(VALUES))])
      const { cells, rows } = readArrays(bytes)
      expect({ left, rows }).toEqual({ left, rows: 4 })
      expect(cells).toEqual(starts.slice(0, 4 * VALUES.length))
    }
  })

  test('are read whole wherever the end of the window cuts an object', () => {
    for (let left = 1; left <= size; left++) {
      const { row: first, values } = longRow(mapRow, left)
      const { bytes, starts } = joined([first, ...Array<Row>(4).fill(mapRow(VALUES))])
      const { cells, rows } = readMaps(bytes, starts, values)
      expect({ left, rows }).toEqual({ left, rows: 4 })
      expect(cells).toEqual(starts.slice(0, 4 * VALUES.length))
    }
  })

  test('end where a row is longer than the window', () => {
    const { bytes, starts } = joined([arrayRow(VALUES), longRow(arrayRow, 0).row, arrayRow(VALUES), arrayRow(VALUES)])
    expect(readArrays(bytes)).toEqual({ cells: starts.slice(0, VALUES.length), rows: 1 })
  })

  test.each(['[]', '{}', '01', '1.', '1e', '-', '+1', 'nul', 'trux', 'falsy', '"\\x"', '"\\u12g4"', '"\n"', "'a'", ''])('end before a row with %s for a value', (value) => {
    for (let column = 0; column < VALUES.length; column++) {
      const { bytes } = joined([arrayRow(VALUES), arrayRow(VALUES.with(column, value)), arrayRow(VALUES), arrayRow(VALUES)])
      expect(readArrays(bytes).rows).toBe(1)
    }
  })

  test('end before a row with a value too many or too few', () => {
    for (const values of [VALUES.slice(1), [...VALUES, '1']]) {
      const other = { text: `[${values.join(',')}]`, starts: [] }
      expect(readArrays(joined([arrayRow(VALUES), other, arrayRow(VALUES), arrayRow(VALUES)]).bytes).rows).toBe(1)
    }
  })
})
