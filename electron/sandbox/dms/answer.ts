/** Response bodies of the page's "Response format", written as text so that no number passes through a double. */
import { randomInt } from 'node:crypto'
import type { EngineColumn, EngineValue } from '../engine/engine.ts'
import { oddPairs, type Oddity } from './odd-rows.ts'

const idLetters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** As in the page's examples: 30 lower-case letters and digits. */
export const newRequestId = () => Array.from({ length: 30 }, () => idLetters[randomInt(idLetters.length)]).join('')

/** "Successful query". Fields in the example's order. */
export function rowsBody(requestId: string, columns: EngineColumn[], rows: EngineValue[][], odd: Oddity | null = null): string {
  const all = columns.map((column, index) => ({ label: JSON.stringify(column.name), index, bit: isBit(column) }))
  // Rows are maps: of columns with one label the last one's value is kept, where the first one stood.
  const map = [...new Map(all.map((cell) => [cell.label, cell])).values()]
  const row = (values: EngineValue[], at: number) => {
    const pairs = (odd === 'keys-doubled' ? [...all, ...all.slice(0, 1)] : map).map(
      ({ label, index, bit }): [string, string] => [label, valueText(values[index] ?? null, bit)],
    )
    const members = oddPairs(pairs, odd, at).map(([key, value]) => `${key}:${value}`)
    return `{${members.join(',')}}`
  }
  const fields = [
    `"columnMetas":${JSON.stringify(columns.map(columnMeta))}`,
    '"updateCount":0',
    `"requestId":"${requestId}"`,
    `"rowCount":${odd === 'count-wrong' ? rows.length + 1 : rows.length}`,
    `"rows":[${rows.map(row).join(',')}]`,
    '"success":true',
  ]
  return `{${(odd === 'rows-first' ? fields.reverse() : fields).join(',')}}`
}

/** "Successful data update". */
export const updateBody = (requestId: string, updateCount: bigint) =>
  `{"updateCount":${updateCount},"requestId":"${requestId}","success":true}`

/** "Failed request", as in the page's example: the proxy speaks, in `message`. */
export const refusalBody = (requestId: string, message: string) => JSON.stringify({ message, requestId, success: false })

/** The database speaks, in `msg`, as in the page's table of fields. */
export const errorBody = (requestId: string, msg: string) => JSON.stringify({ msg, requestId, success: false })

const columnMeta = (column: EngineColumn) => ({
  columnName: column.originalName || column.name,
  columnLabel: column.name,
  columnTypeName: column.unsigned ? `${column.type} UNSIGNED` : column.type,
  precision: precision(column),
  scale: /^(DECIMAL|NUMERIC)$/.test(column.type) ? column.decimals : 0,
  nullable: column.nullable,
  autoIncrement: column.autoIncrement,
  tableName: column.table,
})

/** "For VARCHAR(32), the precision is 32"; of a DECIMAL's length the sign and the point do not count. */
function precision(column: EngineColumn): number {
  if (!/^(DECIMAL|NUMERIC)$/.test(column.type)) return column.length
  return column.length - (column.unsigned ? 0 : 1) - (column.decimals > 0 ? 1 : 0)
}

const isBit = (column?: EngineColumn) => column?.type === 'BIT' && column.length === 1

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/**
 * The page does not say how values are spelt. Settled here: numbers are bare literals with all their digits, where
 * JSON can spell them (a ZEROFILL 007 cannot: it goes as text); dates, times and JSON are strings; bytes are
 * base64, and BIT(1) is a boolean, as a Java service with MySQL's driver would have them.
 */
function valueText(value: EngineValue, bit: boolean): string {
  if (value === null) return 'null'
  if (bit) return String(truth(value))
  switch (value.kind) {
    case 'number':
      return jsonNumber.test(value.literal) ? value.literal : JSON.stringify(value.literal)
    case 'text':
      return JSON.stringify(value.text)
    case 'bytes':
      return `"${Buffer.from(value.bytes).toString('base64')}"`
  }
}

const truth = (value: Exclude<EngineValue, null>) =>
  value.kind === 'bytes' ? value.bytes.some((byte) => byte !== 0) : (value.kind === 'number' ? value.literal : value.text) !== '0'
