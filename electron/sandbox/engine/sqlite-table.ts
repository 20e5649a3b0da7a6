/** SQLite's tables, indexes and triggers behind MySQL's tables. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { EngineColumn } from './engine.ts'
import { noDatabase, noTable, SqlError, unknownDatabase } from './mysql-errors.ts'
import { sqliteString } from './mysql-literals.ts'
import { baseType, isDecimal, storageType, typeArguments, type ColumnModel, type KeyModel, type TableModel } from './mysql-table.ts'
import type { TokenReader } from './mysql-table-parse.ts'
import { quoteName, type Catalog } from './sqlite-catalog.ts'

export interface DdlSession {
  readonly db: DatabaseSync
  readonly catalog: Catalog
  database: string
  /** True while the file is filled: values come as they are to be stored. */
  readonly filling: boolean
  /** A SELECT in SQLite's words. */
  translate(sql: string): string
  /** All that a SELECT finds. */
  query(sql: string): { columns: EngineColumn[]; rows: SQLOutputValue[][] }
}

export interface Target {
  database: string
  name: string
}

export function target(session: DdlSession, reader: TokenReader): Target {
  const { database = session.database, name } = reader.qualified()
  if (!database) throw noDatabase()
  if (database.toLowerCase() === 'information_schema')
    throw new SqlError(1044, '42000', `Access denied for user to database 'information_schema'`)
  if (!session.catalog.hasDatabase(database)) throw unknownDatabase(database)
  return { database, name }
}

export function needTable(session: DdlSession, database: string, name: string) {
  const table = session.catalog.table(database, name)
  if (!table) throw noTable(database, name)
  return table
}

/** How a value is brought to what its column holds: decimals to their scale, as text, and dates to their spelling. */
function keptSql({ name, type }: ColumnModel, row: string): string | null {
  const [first = 0, second = 0] = typeArguments(type)
  if (isDecimal(type)) return `decimal_scale(${row}${quoteName(name)}, ${second})`
  const base = baseType(type)
  return /^(date|datetime|timestamp)$/.test(base) ? `stored_temporal(${row}${quoteName(name)}, '${base}', ${first})` : null
}

/** Triggers that bring what is written to DECIMAL and date columns to what these hold. */
export function keepValues(db: DatabaseSync, physical: string, model: TableModel): void {
  const columns = model.columns.filter((column) => keptSql(column, '') !== null)
  if (columns.length === 0) return
  const differs = columns.map((column) => `NEW.${quoteName(column.name)} IS NOT ${keptSql(column, 'NEW.')}`).join(' OR ')
  const set = columns.map((column) => `${quoteName(column.name)} = ${keptSql(column, '')}`).join(', ')
  for (const event of ['INSERT', 'UPDATE']) {
    const name = quoteName(`${physical}.${event}`)
    db.exec(`DROP TRIGGER IF EXISTS ${name}`)
    db.exec(`CREATE TRIGGER ${name} AFTER ${event} ON ${quoteName(physical)} WHEN ${differs} BEGIN UPDATE ${quoteName(physical)} SET ${set} WHERE rowid = NEW.rowid; END`)
  }
}

export function columnSql(column: ColumnModel, isRowId: boolean): string {
  if (isRowId) return `${quoteName(column.name)} INTEGER PRIMARY KEY`
  return `${quoteName(column.name)} ${storageType(column.type)}${column.nullable ? '' : ' NOT NULL'}${defaultSql(column)}`
}

export function defaultSql({ defaultValue, type }: ColumnModel): string {
  if (defaultValue === null) return ''
  if (defaultValue.quoted) return ` DEFAULT ${sqliteString(defaultValue.text)}`
  if (defaultValue.text.startsWith('current_timestamp')) return ' DEFAULT CURRENT_TIMESTAMP'
  if (/^-?[\d.]+$/.test(defaultValue.text)) return ` DEFAULT ${baseType(type) === 'decimal' ? `'${defaultValue.text}'` : defaultValue.text}`
  return /^(true|false)$/i.test(defaultValue.text) ? ` DEFAULT ${defaultValue.text}` : ''
}

export function indexSql(db: DatabaseSync, physical: string, key: KeyModel): void {
  const name = quoteName(`${physical}.${key.name}`)
  db.exec(`CREATE ${key.unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${quoteName(physical)} (${key.columns.map(quoteName).join(', ')})`)
}
