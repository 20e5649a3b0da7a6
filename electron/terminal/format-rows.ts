import type { ResultSet } from '../../shared/model/result-set.ts'
import { displayWidth, harmless } from './display-width.ts'

export const outputFormats = ['table', 'json', 'csv'] as const
export type OutputFormat = (typeof outputFormats)[number]

/** Lines of output, ends of line included; every value is the server's own text, never a JavaScript number. */
export const formatRows: Record<OutputFormat, (rows: ResultSet) => Generator<string>> = {
  table: tableOf,
  json: jsonOf,
  csv: csvOf,
}

/** A plain table of texts, numbers to the right; the first row is the head. */
export function* alignedTable(head: readonly string[], rows: Iterable<readonly string[]>, rightAligned: readonly boolean[]): Generator<string> {
  const body = [...rows]
  const widths = head.map((label, column) =>
    body.reduce((widest, row) => Math.max(widest, displayWidth(row[column] ?? '')), displayWidth(label)),
  )
  const line = (row: readonly string[], right: readonly boolean[]) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0, right[column] ?? false)).join(' │ ').trimEnd() + '\n'
  yield line(head, [])
  yield widths.map((width) => '─'.repeat(width)).join('─┼─') + '\n'
  for (const row of body) yield line(row, rightAligned)
}

function* tableOf(rows: ResultSet): Generator<string> {
  const numeric = rows.columns.map(({ family }) => family === 'integer' || family === 'decimal' || family === 'float')
  yield* alignedTable(rows.columns.map(({ label }) => harmless(label)), tableRows(rows), numeric)
}

function* tableRows(rows: ResultSet): Generator<string[]> {
  for (let row = 0; row < rows.rowCount; row++) {
    yield rows.columns.map((_, column) => {
      const cell = rows.cell(row, column)
      return cell.kind === 'null' ? 'NULL' : cell.kind === 'missing' ? '—' : harmless(rows.text(row, column))
    })
  }
}

/** An array of objects, one row a line. Number literals stand bare, as the server wrote them; a missing key is left out. */
function* jsonOf(rows: ResultSet): Generator<string> {
  const keys = distinctLabels(rows).map((label) => JSON.stringify(label))
  yield '['
  for (let row = 0; row < rows.rowCount; row++) {
    const fields: string[] = []
    for (let column = 0; column < keys.length; column++) {
      const cell = rows.cell(row, column)
      if (cell.kind !== 'missing') fields.push(`${keys[column]}:${jsonCell(rows, row, column)}`)
    }
    yield `${row === 0 ? '\n' : ',\n'}{${fields.join(',')}}`
  }
  yield rows.rowCount === 0 ? ']\n' : '\n]\n'
}

function jsonCell(rows: ResultSet, row: number, column: number): string {
  const cell = rows.cell(row, column)
  switch (cell.kind) {
    case 'null':
    case 'missing':
      return 'null'
    case 'string':
      return JSON.stringify(cell.text)
    case 'number':
      return cell.literal
    case 'boolean':
      return String(cell.value)
    case 'json':
      return cell.text
  }
}

/** Labels as keys of an object: one that repeats is numbered, so that no value is lost. */
export function distinctLabels(rows: Pick<ResultSet, 'columns'>): string[] {
  const labels = rows.columns.map(({ label }) => label)
  const used = new Set<string>()
  return labels.map((label) => {
    let key = label
    for (let number = 2; used.has(key) || (key !== label && labels.includes(key)); number++) key = `${label} (${number})`
    used.add(key)
    return key
  })
}

/** RFC 4180, UTF-8: NULL and missing are nothing at all, the empty string is "". */
function* csvOf(rows: ResultSet): Generator<string> {
  yield rows.columns.map(({ label }) => csvField(label)).join(',') + '\r\n'
  for (let row = 0; row < rows.rowCount; row++) {
    const fields = rows.columns.map((_, column) => {
      const { kind } = rows.cell(row, column)
      return kind === 'null' || kind === 'missing' ? '' : csvField(rows.text(row, column))
    })
    yield fields.join(',') + '\r\n'
  }
}

const csvField = (text: string) => (text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return right ? space + text : text + space
}
