import type { ResultSet } from '../../../shared/model/result-set.ts'
import { CellKind } from '../../../shared/model/wire-cell.ts'
import type { CellRange } from './selection.ts'

/** What a copy covers: a rectangle of the grid, over the columns and rows in the order in which they are shown. */
export interface CopyRequest {
  result: ResultSet
  range: CellRange
  /** The result's column behind a displayed one. */
  columnAt: (displayed: number) => number
  /** The result's row behind a displayed one. */
  rowAt: (displayed: number) => number
  headers: boolean
}

/** Rows handled between two breaths. */
const SLICE = 2_048

/**
 * The text of a copy, as tab-separated values.
 * - Every value is the server's own spelling: nothing is rounded, padded or localised.
 * - One cell alone is copied bare. In a rectangle, a value that holds a tab, a line break or a leading quote is
 *   quoted the way spreadsheets read it.
 * - NULL is written NULL, as the mysql client does in batch mode; a missing cell is empty.
 */
export function* copySteps(request: CopyRequest): Generator<void, string, void> {
  const { fromRow, toRow, fromColumn, toColumn } = request.range
  const columns: number[] = []
  for (let column = fromColumn; column <= toColumn; column++) columns.push(request.columnAt(column))
  if (!request.headers && fromRow === toRow && columns.length === 1) return bare(request, request.rowAt(fromRow), columns[0]!)
  const lines: string[] = []
  if (request.headers) lines.push(columns.map((column) => quoted(request.result.columns[column]!.label)).join('\t'))
  const cells: string[] = []
  for (let row = fromRow; row <= toRow; row++) {
    const held = request.rowAt(row)
    columns.forEach((column, at) => (cells[at] = quoted(bare(request, held, column))))
    lines.push(cells.join('\t'))
    if (lines.length % SLICE === 0) yield
  }
  return lines.join('\n')
}

function bare({ result }: CopyRequest, row: number, column: number): string {
  const kind = result.kind(row, column)
  return kind === CellKind.null ? 'NULL' : kind === CellKind.missing ? '' : result.text(row, column)
}

const quoted = (text: string) => (/[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
