/** CREATE, ALTER, DROP and their like on the embedded engine: SQLite's tables and the catalogue change together. */
import { SqlError, unsupported } from './mysql-errors.ts'
import type { EngineColumn } from './engine.ts'
import { isInteger, isText, type ColumnModel, type TableModel } from './mysql-table.ts'
import { readTable, TokenReader } from './mysql-table-parse.ts'
import { significant, tokenize } from './mysql-tokens.ts'
import { addIndex, alter, dropIndex, rename } from './sqlite-alter.ts'
import { physicalName, quoteName } from './sqlite-catalog.ts'
import { columnSql, indexSql, keepValues, needTable, target, type DdlSession, type Target } from './sqlite-table.ts'

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
    if (!temporary) dropTable(session, { database, name })
  }
  if (temporary) throw unsupported('temporary tables')
  if (isSelectNext(reader)) return createFromSelect(session, { database, name }, sql, reader)
  const model = reader.take('LIKE') ? copyOf(session, target(session, reader)) : readTable(reader, database)
  createTable(session, { database, name }, model)
  return 0n
}

/** Passes over ENGINE=… and the like, where a query follows them without a list of columns. */
function isSelectNext(reader: TokenReader): boolean {
  let ahead = 0
  for (let token = reader.peek(); token && token.text !== '(' && !/^(AS|SELECT|WITH|LIKE)$/.test(token.value); token = reader.peek(ahead)) ahead += 1
  while (reader.peek(ahead)?.value === 'AS' || reader.peek(ahead)?.text === '(' || /^(IGNORE|REPLACE)$/.test(reader.peek(ahead)?.value ?? '')) ahead += 1
  if (!/^(SELECT|WITH)$/.test(reader.peek(ahead)?.value ?? '')) return false
  while (!/^(AS|SELECT|WITH)$/.test(reader.peek()?.value ?? '') && reader.peek()?.text !== '(') reader.next()
  reader.take('AS')
  return true
}

/** CREATE TABLE … AS SELECT; answers the number of rows. */
function createFromSelect(session: DdlSession, at: Target, sql: string, reader: TokenReader): bigint {
  // Errors name the line of the whole statement.
  const start = reader.peek()?.start ?? sql.length
  const { columns, rows } = session.query(sql.slice(0, start).replace(/[^\n]/g, ' ') + sql.slice(start))
  const names = columns.map(({ name }) => name.toLowerCase())
  const twice = columns.find(({ name }, index) => names.indexOf(name.toLowerCase()) !== index)
  if (twice) throw new SqlError(1060, '42S21', `Duplicate column name '${twice.name}'`)
  createTable(session, at, { columns: columns.map((column) => columnModel(session, column)), keys: [], foreignKeys: [], comment: '' })
  const insert = session.db.prepare(`INSERT INTO ${quoteName(physicalName(at.database, at.name))} VALUES (${columns.map(() => '?').join(', ')})`)
  for (const row of rows) insert.run(...row)
  return BigInt(rows.length)
}

/** A table's own column keeps its type and default; a computed one has the type of its values. */
function columnModel({ catalog }: DdlSession, { name, table, schema, originalName, type, unsigned, length, decimals }: EngineColumn): ColumnModel {
  const origin = catalog.table(schema, table)?.model.columns.find((column) => column.name === originalName)
  if (origin) return { ...origin, name, autoIncrement: false }
  const widths: Record<string, string> = { BIGINT: `bigint(20)${unsigned ? ' unsigned' : ''}`, DECIMAL: `decimal(${Math.min(65, Math.max(length, decimals + 1))},${decimals})`, DOUBLE: 'double', BLOB: 'longblob' }
  const text = widths[type] ?? (length > 16_000 ? 'longtext' : `varchar(${Math.max(length, 1)})`)
  return { name, type: text, nullable: true, defaultValue: null, autoIncrement: false, onUpdateNow: false, comment: '', collation: isText(text) ? 'utf8mb4_general_ci' : '' }
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
  if (!filling) keepValues(db, physical, model)
  catalog.put({ database, name, kind: 'BASE TABLE', model, definition: '' })
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
    const { type = 'longtext', nullable = true, comment = '', collation = '' } = origin ?? {}
    return { name: column.name, type, nullable, defaultValue: null, autoIncrement: false, onUpdateNow: false, comment, collation }
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

