/** What the embedded engine says about a result's columns and values, in MySQL's terms. */
import type { SQLOutputValue } from 'node:sqlite'
import type { EngineColumn } from './engine.ts'
import { doubleLiteral, withScale } from './mysql-decimal.ts'
import { characterLength, columnKey } from './mysql-information-schema.ts'
import { baseType, isBinary, isDecimal, isInteger, typeArguments, type ColumnModel, type TableModel } from './mysql-table.ts'
import type { CatalogTable } from './sqlite-catalog.ts'

/** A cell on its way from the worker: its kind, and the literal, text or bytes. */
export const PackedKind = { null: 0, number: 1, text: 2, bytes: 3 } as const
export type PackedCell = string | Uint8Array | null

/** The flags of MySQL's protocol. */
const flag = { notNull: 1, primary: 2, unique: 4, multiple: 8, blob: 16, unsigned: 32, zerofill: 64, binary: 128, enum: 256, autoIncrement: 512, timestamp: 1024, set: 2048, number: 32768 } as const

/** A column that stands in a table. */
export function tableColumn(label: string, table: CatalogTable, column: ColumnModel): EngineColumn {
  const [precision, scale] = typeArguments(column.type)
  const characters = characterLength(column.type)
  return {
    name: label,
    originalName: column.name,
    table: table.name,
    schema: table.database,
    type: baseType(column.type).toUpperCase(),
    unsigned: column.type.includes('unsigned'),
    length: characters ?? widthOf(column.type, precision),
    decimals: isDecimal(column.type) ? (scale ?? 0) : /^(float|double)$/.test(baseType(column.type)) ? (scale ?? notFixed) : /^(datetime|timestamp|time)$/.test(baseType(column.type)) ? (precision ?? 0) : 0,
    nullable: column.nullable,
    autoIncrement: column.autoIncrement,
    flags: flagsOf(table.model, column),
  }
}

/** Digits with sign and point, as the protocol says them. */
function widthOf(type: string, precision = 0): number {
  const base = baseType(type)
  if (base === 'decimal') return precision + (type.includes('unsigned') ? 0 : 1) + ((typeArguments(type)[1] ?? 0) > 0 ? 1 : 0)
  const fraction = precision > 0 ? precision + 1 : 0
  return { float: 12, double: 22, date: 10, time: 10 + fraction, datetime: 19 + fraction, timestamp: 19 + fraction }[base] ?? precision
}

function flagsOf(model: TableModel, column: ColumnModel): number {
  const base = baseType(column.type)
  const key = columnKey(model, column.name)
  const isNumber = isInteger(column.type) || isDecimal(column.type) || base === 'float' || base === 'double'
  return [
    !column.nullable && flag.notNull,
    key === 'PRI' && flag.primary,
    key === 'UNI' && flag.unique,
    key === 'MUL' && flag.multiple,
    (/blob|text/.test(base) || base === 'json') && flag.blob,
    column.type.includes('unsigned') && flag.unsigned,
    column.type.includes('zerofill') && flag.zerofill,
    (isBinary(column.type) || /^(date|datetime|timestamp|time)$/.test(base)) && flag.binary,
    base === 'enum' && flag.enum,
    column.autoIncrement && flag.autoIncrement,
    base === 'timestamp' && flag.timestamp,
    base === 'set' && flag.set,
    isNumber && flag.number,
  ].reduce((sum: number, value) => sum + (value || 0), 0)
}

/** Decimals of a FLOAT or DOUBLE that has as many as it takes. */
const notFixed = 31

/** True for an integer beyond 63 bits, which travels as text. */
const isUnsigned = (text: string): boolean => /^\d{19,20}$/.test(text) && BigInt(text) > 2n ** 63n - 1n && BigInt(text) < 2n ** 64n

/** A column that was computed: its type is that of its values, since SQLite knows no other. */
export function computedColumn(label: string, values: Iterable<SQLOutputValue>): EngineColumn {
  const kinds = new Set<string>()
  let scale = 0
  let unsigned = false
  let length = 0
  for (const value of values) {
    if (value === null) continue
    const point = typeof value === 'string' && /^-?\d+\.(\d+)$/.exec(value)
    scale = Math.max(scale, point ? (point[1]?.length ?? 0) : 0)
    unsigned ||= typeof value === 'string' && isUnsigned(value)
    kinds.add(value instanceof Uint8Array ? 'BLOB' : typeof value === 'bigint' || (typeof value === 'string' && isUnsigned(value)) ? 'BIGINT' : typeof value === 'number' ? 'DOUBLE' : point ? 'DECIMAL' : 'VARCHAR')
    length = Math.max(length, typeof value === 'string' || value instanceof Uint8Array ? value.length : String(value).length)
  }
  const type = ['VARCHAR', 'BLOB', 'DOUBLE', 'DECIMAL', 'BIGINT'].find((kind) => kinds.has(kind)) ?? 'VARCHAR'
  return {
    name: label, originalName: '', table: '', schema: '', type, unsigned: unsigned && type === 'BIGINT', length,
    decimals: type === 'DECIMAL' ? scale : type === 'DOUBLE' ? notFixed : type === 'VARCHAR' ? 39 : 0,
    nullable: true, autoIncrement: false, flags: type === 'BIGINT' || type === 'DECIMAL' || type === 'DOUBLE' ? flag.binary : 0,
  }
}

/** The value as MySQL would print it for a column of this type. */
export function packValue(value: SQLOutputValue, column: EngineColumn): { kind: number; cell: PackedCell } {
  if (value === null) return { kind: PackedKind.null, cell: null }
  const isNumber = /^(TINYINT|SMALLINT|MEDIUMINT|INT|BIGINT|DECIMAL|FLOAT|DOUBLE)$/.test(column.type)
  if (value instanceof Uint8Array) {
    if (column.table && /CHAR|TEXT|ENUM|SET|JSON|UUID|INET/.test(column.type)) return { kind: PackedKind.text, cell: Buffer.from(value).toString('utf8') }
    return { kind: PackedKind.bytes, cell: value }
  }
  const literal = typeof value === 'number' ? doubleLiteral(value) : String(value)
  if (!isNumber) {
    if (/BLOB|BINARY|BIT/.test(column.type)) return { kind: PackedKind.bytes, cell: Buffer.from(literal) }
    return { kind: PackedKind.text, cell: literal }
  }
  return { kind: PackedKind.number, cell: column.type === 'DECIMAL' || (/^(FLOAT|DOUBLE)$/.test(column.type) && column.decimals < notFixed) ? withScale(literal, column.decimals) : literal }
}
