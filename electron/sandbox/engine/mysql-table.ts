/** What a MySQL table is made of, as `CREATE TABLE` says; parsed here, printed by mysql-table-print.ts. */

export interface ColumnModel {
  name: string
  /** The whole type, lower case, such as `bigint(20) unsigned` or `enum('a','b')`. */
  type: string
  nullable: boolean
  /** The literal's text or an expression such as `current_timestamp()`; null for no default. */
  defaultValue: { text: string; quoted: boolean } | null
  autoIncrement: boolean
  onUpdateNow: boolean
  comment: string
  collation: string
}

export interface KeyModel {
  /** `PRIMARY` for the primary key. */
  name: string
  unique: boolean
  columns: string[]
}

export interface ForeignKeyModel {
  name: string
  columns: string[]
  database: string
  table: string
  referenced: string[]
}

export interface TableModel {
  columns: ColumnModel[]
  keys: KeyModel[]
  foreignKeys: ForeignKeyModel[]
  comment: string
}

/** `bigint(20) unsigned` → `bigint`. */
export const baseType = (type: string): string => /^[a-z0-9_]+/.exec(type)?.[0] ?? type

/** The numbers between a type's parentheses. */
export const typeArguments = (type: string): number[] =>
  /^\w+\(([\d, ]+)\)/.exec(type)?.[1]?.split(',').map(Number) ?? []

/** The words between the parentheses of an enum or set. */
export const typeWords = (type: string): string[] =>
  [...type.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? '').replaceAll("''", "'"))

const textTypes = /^(char|varchar|tinytext|text|mediumtext|longtext|enum|set|json|uuid|inet6|inet4)$/
export const isText = (type: string): boolean => textTypes.test(baseType(type))
export const isInteger = (type: string): boolean => /^(tinyint|smallint|mediumint|int|bigint|year)$/.test(baseType(type))
export const isBinary = (type: string): boolean =>
  /^(binary|varbinary|tinyblob|blob|mediumblob|longblob|bit|point|geometry|polygon|linestring)$/.test(baseType(type))
/** False for a word that names no type. */
export const isType = (type: string): boolean => isText(type) || isInteger(type) || isBinary(type) || /^(decimal|float|double|date|time|datetime|timestamp|(multi)?point|multi(linestring|polygon)|geometrycollection)$/.test(baseType(type))
export const isDecimal = (type: string): boolean => baseType(type) === 'decimal'

/** MySQL's integer display widths, which its catalogue prints. */
const widths: Record<string, [signed: number, unsigned: number]> = {
  tinyint: [4, 3],
  smallint: [6, 5],
  mediumint: [9, 8],
  int: [11, 10],
  bigint: [20, 20],
}

const synonyms = new Map(Object.entries({
  integer: 'int',
  bool: 'tinyint(1)',
  boolean: 'tinyint(1)',
  numeric: 'decimal',
  dec: 'decimal',
  fixed: 'decimal',
  real: 'double',
  serial: 'bigint unsigned',
}))

/** Completes a type as MariaDB's catalogue prints it: `INT` → `int(11)`, `DECIMAL` → `decimal(10,0)`. */
export function fullType(name: string, inParentheses: string, attributes: string): string {
  const known = synonyms.get(name.toLowerCase()) ?? name.toLowerCase()
  const [base = known, defaultArguments] = known.split(/[( )]/)
  const given = inParentheses || (known.includes('(') ? `(${defaultArguments})` : '')
  const unsigned = /unsigned|zerofill/i.test(attributes) || known.endsWith('unsigned')
  const width = widths[base]
  const shape =
    given ||
    (width ? `(${unsigned ? width[1] : width[0]})` : '') ||
    { decimal: '(10,0)', year: '(4)', char: '(1)', binary: '(1)', bit: '(1)' }[base] ||
    ''
  const full = base === 'decimal' && /^\(\d+\)$/.test(shape) ? `(${shape.slice(1, -1)},0)` : shape
  return `${base}${full}${unsigned ? ' unsigned' : ''}${/zerofill/i.test(attributes) ? ' zerofill' : ''}`
}

/**
 * The type that SQLite stores a column under. Its affinity decides what happens to values: decimals, dates and
 * unsigned bigints must not become floating point, so they are declared without numeric affinity.
 */
export function storageType(type: string): string {
  const base = baseType(type)
  if (base === 'bigint' && type.includes('unsigned')) return 'BLOB'
  if (isInteger(type)) return 'INTEGER'
  if (base === 'float' || base === 'double') return 'REAL'
  if (isBinary(type)) return 'BLOB'
  if (isText(type) && base !== 'json') return 'TEXT COLLATE NOCASE'
  return 'TEXT'
}
