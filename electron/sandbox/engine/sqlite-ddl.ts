/** CREATE, ALTER, DROP and their like on the embedded engine: SQLite's tables and the catalogue change together. */
import type { DatabaseSync } from 'node:sqlite'
import { noDatabase, noTable, SqlError, unknownDatabase, unsupported } from './mysql-errors.ts'
import { baseType, isDecimal, isInteger, storageType, typeArguments, type ColumnModel, type KeyModel, type TableModel } from './mysql-table.ts'
import { readColumn, readTable, TokenReader } from './mysql-table-parse.ts'
import { sqliteString } from './mysql-literals.ts'
import { significant, tokenize } from './mysql-tokens.ts'
import { physicalName, quoteName, type Catalog } from './sqlite-catalog.ts'

export interface DdlSession {
  readonly db: DatabaseSync
  readonly catalog: Catalog
  database: string
  /** True while the file is filled: values come as they are to be stored. */
  readonly filling: boolean
  /** A SELECT in SQLite's words. */
  translate(sql: string): string
}

/** Runs a CREATE, ALTER, DROP, TRUNCATE or RENAME statement; answers the number of affected rows. */
export function runDdl(session: DdlSession, sql: string): bigint {
  const reader = new TokenReader(significant(tokenize(sql)), sql)
  if (reader.take('CREATE')) return create(session, reader, sql)
  if (reader.take('DROP')) return drop(session, reader)
  if (reader.take('ALTER', 'TABLE')) return alter(session, reader)
  if (reader.take('TRUNCATE')) {
    reader.take('TABLE')
    const { database, name } = target(session, reader)
    needTable(session, database, name)
    session.db.exec(`DELETE FROM ${quoteName(physicalName(database, name))}`)
    return 0n
  }
  if (reader.take('RENAME', 'TABLE')) {
    const from = target(session, reader)
    reader.expect('TO')
    rename(session, from, target(session, reader))
    return 0n
  }
  throw unsupported(sql.trim().split(/\s+/).slice(0, 2).join(' ').toUpperCase())
}

interface Target {
  database: string
  name: string
}

function target(session: DdlSession, reader: TokenReader): Target {
  const { database = session.database, name } = reader.qualified()
  if (!database) throw noDatabase()
  if (database.toLowerCase() === 'information_schema')
    throw new SqlError(1044, '42000', `Access denied for user to database 'information_schema'`)
  if (!session.catalog.hasDatabase(database)) throw unknownDatabase(database)
  return { database, name }
}

function needTable(session: DdlSession, database: string, name: string) {
  const table = session.catalog.table(database, name)
  if (!table) throw noTable(database, name)
  return table
}

function create(session: DdlSession, reader: TokenReader, sql: string): bigint {
  const replace = reader.take('OR', 'REPLACE')
  if (reader.take('DATABASE') || reader.take('SCHEMA')) {
    const quiet = reader.take('IF', 'NOT', 'EXISTS')
    const name = reader.name()
    if (session.catalog.hasDatabase(name)) {
      if (quiet) return 0n
      throw new SqlError(1007, 'HY000', `Can't create database '${name}'; database exists`)
    }
    session.catalog.addDatabase(name)
    return 1n
  }
  while (/^(ALGORITHM|DEFINER|SQL|=|UNDEFINED|MERGE|TEMPTABLE|CURRENT_USER|SECURITY|INVOKER)$/.test(reader.peek()?.value ?? '')) reader.next()
  if (reader.take('VIEW')) return createView(session, reader, sql, replace)
  if (reader.take('USER')) return 0n
  const unique = reader.take('UNIQUE')
  if (reader.take('INDEX')) return createIndex(session, reader, unique)
  const temporary = reader.take('TEMPORARY')
  if (!reader.take('TABLE')) throw unsupported(`CREATE ${reader.peek()?.value ?? ''}`)
  const quiet = reader.take('IF', 'NOT', 'EXISTS')
  const { database, name } = target(session, reader)
  if (session.catalog.table(database, name)) {
    if (quiet) return 0n
    if (!replace) throw new SqlError(1050, '42S01', `Table '${name}' already exists`)
    dropTable(session, { database, name })
  }
  if (temporary) throw unsupported('temporary tables')
  const model = reader.take('LIKE') ? copyOf(session, target(session, reader)) : readTable(reader, database)
  createTable(session, { database, name }, model)
  return 0n
}

const copyOf = (session: DdlSession, from: Target): TableModel => needTable(session, from.database, from.name).model

function createTable({ db, catalog, filling }: DdlSession, { database, name }: Target, model: TableModel): void {
  const primary = model.keys.find((key) => key.name === 'PRIMARY')
  const rowId = primary?.columns.length === 1 ? model.columns.find((column) => column.name === primary.columns[0]) : undefined
  const isRowId = (column: ColumnModel) => column === rowId && isInteger(column.type) && (column.autoIncrement || !/^bigint.*unsigned/.test(column.type))
  const columns = model.columns.map((column) => columnSql(column, isRowId(column)))
  if (primary && !(rowId && isRowId(rowId))) columns.push(`PRIMARY KEY (${primary.columns.map(quoteName).join(', ')})`)
  const physical = physicalName(database, name)
  db.exec(`CREATE TABLE ${quoteName(physical)} (${columns.join(', ')})`)
  for (const key of model.keys) if (key.name !== 'PRIMARY') indexSql(db, physical, key)
  if (!filling) keepDecimals(db, physical, model)
  catalog.put({ database, name, kind: 'BASE TABLE', model, definition: '' })
}

/** Triggers that bring what is written to a DECIMAL column to the column's scale, as text. */
export function keepDecimals(db: DatabaseSync, physical: string, model: TableModel): void {
  const decimals = model.columns.filter((column) => isDecimal(column.type))
  if (decimals.length === 0) return
  const kept = (column: ColumnModel, row: string) => `decimal_scale(${row}${quoteName(column.name)}, ${typeArguments(column.type)[1] ?? 0})`
  const differs = decimals.map((column) => `NEW.${quoteName(column.name)} IS NOT ${kept(column, 'NEW.')}`).join(' OR ')
  const set = decimals.map((column) => `${quoteName(column.name)} = ${kept(column, '')}`).join(', ')
  for (const event of ['INSERT', 'UPDATE']) {
    const name = quoteName(`${physical}.${event}`)
    db.exec(`DROP TRIGGER IF EXISTS ${name}`)
    db.exec(`CREATE TRIGGER ${name} AFTER ${event} ON ${quoteName(physical)} WHEN ${differs} BEGIN UPDATE ${quoteName(physical)} SET ${set} WHERE rowid = NEW.rowid; END`)
  }
}

function columnSql(column: ColumnModel, isRowId: boolean): string {
  if (isRowId) return `${quoteName(column.name)} INTEGER PRIMARY KEY`
  return `${quoteName(column.name)} ${storageType(column.type)}${column.nullable ? '' : ' NOT NULL'}${defaultSql(column)}`
}

function defaultSql({ defaultValue, type }: ColumnModel): string {
  if (defaultValue === null) return ''
  if (defaultValue.quoted) return ` DEFAULT ${sqliteString(defaultValue.text)}`
  if (defaultValue.text.startsWith('current_timestamp')) return ' DEFAULT CURRENT_TIMESTAMP'
  if (/^-?[\d.]+$/.test(defaultValue.text)) return ` DEFAULT ${baseType(type) === 'decimal' ? `'${defaultValue.text}'` : defaultValue.text}`
  return /^(true|false)$/i.test(defaultValue.text) ? ` DEFAULT ${defaultValue.text}` : ''
}

function indexSql(db: DatabaseSync, physical: string, key: KeyModel): void {
  const name = quoteName(`${physical}.${key.name}`)
  db.exec(`CREATE ${key.unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${quoteName(physical)} (${key.columns.map(quoteName).join(', ')})`)
}

function createView(session: DdlSession, reader: TokenReader, sql: string, replace: boolean): bigint {
  const { database, name } = target(session, reader)
  reader.expect('AS')
  const definition = sql.slice(reader.peek()?.start)
  if (session.catalog.table(database, name)) {
    if (!replace) throw new SqlError(1050, '42S01', `Table '${name}' already exists`)
    dropTable(session, { database, name })
  }
  const view = quoteName(physicalName(database, name))
  session.db.exec(`CREATE VIEW ${view} AS ${session.translate(definition)}`)
  const columns = session.db.prepare(`SELECT * FROM ${view}`).columns().map((column): ColumnModel => {
    const [owner = '', ...rest] = (column.table ?? '').split('.')
    const origin = session.catalog.table(owner, rest.join('.'))?.model.columns.find((one) => one.name === column.column)
    return { ...(origin ?? { type: 'longtext', nullable: true, onUpdateNow: false, comment: '', collation: '' }), name: column.name, autoIncrement: false, defaultValue: null }
  })
  session.catalog.put({ database, name, kind: 'VIEW', model: { columns, keys: [], foreignKeys: [], comment: '' }, definition })
  return 0n
}

function createIndex(session: DdlSession, reader: TokenReader, unique: boolean): bigint {
  const name = reader.name()
  reader.expect('ON')
  const { database, name: table } = target(session, reader)
  addIndex(session, { database, name: table }, { name, unique, columns: reader.names() })
  return 0n
}

function addIndex(session: DdlSession, { database, name }: Target, key: KeyModel): void {
  const table = needTable(session, database, name)
  if (key.name === 'PRIMARY') throw unsupported('ALTER TABLE … ADD PRIMARY KEY')
  if (table.model.keys.some((one) => one.name === key.name)) throw new SqlError(1061, '42000', `Duplicate key name '${key.name}'`)
  indexSql(session.db, physicalName(database, name), key)
  table.model.keys.push(key)
  session.catalog.put(table)
}

function drop(session: DdlSession, reader: TokenReader): bigint {
  if (reader.take('DATABASE') || reader.take('SCHEMA')) return dropDatabase(session, reader)
  if (reader.take('INDEX')) {
    const key = reader.name()
    reader.expect('ON')
    dropIndex(session, target(session, reader), key)
    return 0n
  }
  reader.take('TEMPORARY')
  if (!reader.take('TABLE') && !reader.take('VIEW')) throw unsupported(`DROP ${reader.peek()?.value ?? ''}`)
  const quiet = reader.take('IF', 'EXISTS')
  do {
    const one = target(session, reader)
    if (session.catalog.table(one.database, one.name)) dropTable(session, one)
    else if (!quiet) throw new SqlError(1051, '42S02', `Unknown table '${one.database}.${one.name}'`)
  } while (reader.take(','))
  return 0n
}

function dropDatabase(session: DdlSession, reader: TokenReader): bigint {
  const quiet = reader.take('IF', 'EXISTS')
  const name = reader.name()
  if (!session.catalog.hasDatabase(name)) {
    if (quiet) return 0n
    throw new SqlError(1008, 'HY000', `Can't drop database '${name}'; database doesn't exist`)
  }
  const tables = session.catalog.tables(name)
  for (const table of tables) dropTable(session, { database: name, name: table.name })
  session.catalog.removeDatabase(name)
  if (session.database === name) session.database = ''
  return BigInt(tables.length)
}

function dropTable(session: DdlSession, { database, name }: Target): void {
  const kind = session.catalog.table(database, name)?.kind === 'VIEW' ? 'VIEW' : 'TABLE'
  session.db.exec(`DROP ${kind} ${quoteName(physicalName(database, name))}`)
  session.catalog.remove(database, name)
}

function dropIndex(session: DdlSession, { database, name }: Target, key: string): void {
  const table = needTable(session, database, name)
  if (!table.model.keys.some((one) => one.name === key))
    throw new SqlError(1091, '42000', `Can't DROP INDEX \`${key}\`; check that it exists`)
  session.db.exec(`DROP INDEX ${quoteName(`${physicalName(database, name)}.${key}`)}`)
  session.catalog.put({ ...table, model: { ...table.model, keys: table.model.keys.filter((one) => one.name !== key) } })
}

function rename(session: DdlSession, from: Target, to: Target): void {
  const table = needTable(session, from.database, from.name)
  for (const key of table.model.keys) if (key.name !== 'PRIMARY') session.db.exec(`DROP INDEX ${quoteName(`${physicalName(from.database, from.name)}.${key.name}`)}`)
  const physical = physicalName(to.database, to.name)
  session.db.exec(`ALTER TABLE ${quoteName(physicalName(from.database, from.name))} RENAME TO ${quoteName(physical)}`)
  for (const key of table.model.keys) if (key.name !== 'PRIMARY') indexSql(session.db, physical, key)
  session.catalog.remove(from.database, from.name)
  session.catalog.put({ ...table, ...to })
}

function alter(session: DdlSession, reader: TokenReader): bigint {
  const at = target(session, reader)
  const physical = quoteName(physicalName(at.database, at.name))
  do {
    const table = needTable(session, at.database, at.name)
    const { model } = table
    if (reader.take('RENAME', 'COLUMN')) {
      const from = reader.name()
      reader.expect('TO')
      const to = reader.name()
      session.db.exec(`ALTER TABLE ${physical} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`)
      for (const column of model.columns) if (column.name === from) column.name = to
      for (const key of model.keys) key.columns = key.columns.map((column) => (column === from ? to : column))
      session.catalog.put(table)
    } else if (reader.take('RENAME')) {
      if (!reader.take('TO')) reader.take('AS')
      rename(session, at, target(session, reader))
      return 0n
    } else if (reader.take('DROP', 'INDEX') || reader.take('DROP', 'KEY')) dropIndex(session, at, reader.name())
    else if (reader.take('DROP')) {
      reader.take('COLUMN')
      const name = reader.name()
      session.db.exec(`ALTER TABLE ${physical} DROP COLUMN ${quoteName(name)}`)
      session.catalog.put({ ...table, model: { ...model, columns: model.columns.filter((column) => column.name !== name) } })
    } else if (reader.take('ADD')) add(session, reader, at, model)
    else throw unsupported(`ALTER TABLE … ${reader.peek()?.value ?? ''}`)
  } while (reader.take(','))
  return 0n
}

function add(session: DdlSession, reader: TokenReader, at: Target, model: TableModel): void {
  const unique = reader.take('UNIQUE')
  if (reader.take('INDEX') || reader.take('KEY') || unique) {
    if (!reader.take('INDEX')) reader.take('KEY')
    const name = reader.peek()?.text === '(' ? '' : reader.name()
    const columns = reader.names()
    return addIndex(session, at, { name: name || (columns[0] ?? ''), unique, columns })
  }
  reader.take('COLUMN')
  const column = readColumn(reader, model)
  session.db.exec(`ALTER TABLE ${quoteName(physicalName(at.database, at.name))} ADD COLUMN ${columnSql(column, false)}`)
  model.columns.push(column)
  keepDecimals(session.db, physicalName(at.database, at.name), model)
  session.catalog.put({ ...at, kind: 'BASE TABLE', model, definition: '' })
}
