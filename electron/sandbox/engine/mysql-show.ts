/** SHOW, DESCRIBE and EXPLAIN on the embedded engine. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { drdsShow, firstShard, logicalDatabase, readDrdsShow } from './drds-show.ts'
import { noDatabase, noTable, unknownDatabase, unsupported } from './mysql-errors.ts'
import type { FunctionSession } from './mysql-functions.ts'
import { columnKey, defaultText, extraOf } from './mysql-information-schema.ts'
import { printTable } from './mysql-table-print.ts'
import { TokenReader } from './mysql-table-parse.ts'
import { significant, tokenize } from './mysql-tokens.ts'
import type { SessionVariables } from './mysql-variables.ts'
import type { Catalog, CatalogTable } from './sqlite-catalog.ts'
import { processListLabels, processListRows, type Process } from './sqlite-processes.ts'

export interface LabelledRows {
  labels: string[]
  rows: SQLOutputValue[][]
}

export interface ShowSession extends FunctionSession {
  readonly db: DatabaseSync
  readonly catalog: Catalog
  readonly variables: SessionVariables
  readonly processes: readonly Process[]
  prepare(sql: string): StatementSync
}

export function runShow(session: ShowSession, sql: string): LabelledRows {
  const ofDrds = readDrdsShow(sql)
  if (ofDrds && session.database === logicalDatabase && session.catalog.hasDatabase(firstShard)) {
    const tables = session.catalog.tables(logicalDatabase).map(({ name }) => name)
    if (ofDrds.table !== '' && !tables.includes(ofDrds.table)) throw noTable(logicalDatabase, ofDrds.table)
    return drdsShow(ofDrds, tables)
  }
  const reader = new TokenReader(significant(tokenize(sql)), sql)
  const word = reader.next().value
  if (word === 'SHOW') return show(session, reader)
  if (/^(SELECT|WITH|INSERT|UPDATE|DELETE|REPLACE|\()$/.test(reader.peek()?.value ?? '')) return explain(session, sql.slice(reader.peek()?.start))
  const table = tableAt(session, reader)
  const column = reader.done ? undefined : reader.next()
  return columnsOf(table, false, (name) => !column || name.toLowerCase() === (column.kind === 'string' ? column.value : column.text).toLowerCase())
}

function show(session: ShowSession, reader: TokenReader): LabelledRows {
  const full = reader.take('FULL')
  if (!reader.take('GLOBAL')) reader.take('SESSION')
  if (reader.take('DATABASES') || reader.take('SCHEMAS')) {
    const matches = filter(reader)
    return { labels: ['Database'], rows: session.catalog.databases().filter(matches).map((name) => [name]) }
  }
  if (reader.take('TABLES')) return tables(session, reader, full)
  if (reader.take('TABLE', 'STATUS')) return tableStatus(session, reader)
  if (reader.take('CREATE', 'TABLE') || reader.take('CREATE', 'VIEW')) {
    const table = tableAt(session, reader)
    const labels = table.kind === 'VIEW' ? ['View', 'Create View', 'character_set_client', 'collation_connection'] : ['Table', 'Create Table']
    const tail = table.kind === 'VIEW' ? ['utf8mb4', 'utf8mb4_general_ci'] : []
    return { labels, rows: [[table.name, printTable(table), ...tail]] }
  }
  if (reader.take('CREATE', 'DATABASE') || reader.take('CREATE', 'SCHEMA')) {
    const name = reader.name()
    if (!session.catalog.hasDatabase(name)) throw unknownDatabase(name)
    return { labels: ['Database', 'Create Database'], rows: [[name, `CREATE DATABASE \`${name}\` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci */`]] }
  }
  if (reader.take('COLUMNS') || reader.take('FIELDS')) {
    if (!reader.take('FROM')) reader.expect('IN')
    const table = tableAt(session, reader)
    return columnsOf(table, full, filter(reader))
  }
  if (reader.take('INDEX') || reader.take('INDEXES') || reader.take('KEYS')) {
    if (!reader.take('FROM')) reader.expect('IN')
    return indexes(tableAt(session, reader))
  }
  if (reader.take('VARIABLES')) {
    const matches = filter(reader)
    return { labels: ['Variable_name', 'Value'], rows: session.variables.list(session).filter(([name]) => matches(name)) }
  }
  if (reader.take('STATUS')) return { labels: ['Variable_name', 'Value'], rows: [] }
  if (reader.take('WARNINGS') || reader.take('ERRORS')) return { labels: ['Level', 'Code', 'Message'], rows: [] }
  if (reader.take('ENGINES')) return { labels: ['Engine', 'Support', 'Comment'], rows: [['SQLite', 'DEFAULT', 'The sandbox’s embedded engine']] }
  if (reader.take('PROCESSLIST')) return { labels: processListLabels, rows: processListRows(session.processes, session.threadId, full) }
  if (/^(PROCEDURE|FUNCTION|TRIGGERS|EVENTS|GRANTS|STORAGE|MASTER|SLAVE|REPLICA|BINARY|ENGINE|COLLATION|CHARACTER|CHARSET|PLUGINS|PRIVILEGES|OPEN)$/.test(reader.peek()?.value ?? ''))
    throw unsupported(`SHOW ${reader.peek()?.value ?? ''}`)
  throw reader.wrong()
}

/** LIKE 'pattern' after SHOW; WHERE is beyond the subset. */
function filter(reader: TokenReader): (name: string) => boolean {
  if (reader.take('WHERE')) throw unsupported('SHOW … WHERE')
  if (!reader.take('LIKE')) {
    if (!reader.done) throw reader.wrong()
    return () => true
  }
  const pattern = reader.next().value.replace(/\\([\s\S])|[\s\S]/g, (match, escaped: string | undefined) =>
    match === '%' ? '[\\s\\S]*' : match === '_' ? '[\\s\\S]' : (escaped ?? match).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
  )
  const expression = new RegExp(`^${pattern}$`, 'i')
  return (name) => expression.test(name)
}

/** FROM or IN a database; the session's own without. */
function databaseAt(session: ShowSession, reader: TokenReader): string {
  const name = reader.take('FROM') || reader.take('IN') ? reader.name() : session.database
  if (!name) throw noDatabase()
  const found = session.catalog.databases().find((one) => one === name || one === name.toLowerCase())
  if (found === undefined) throw unknownDatabase(name)
  return found
}

function tableAt(session: ShowSession, reader: TokenReader): CatalogTable {
  const { database, name } = reader.qualified()
  const owner = database ?? (/^(FROM|IN)$/.test(reader.peek()?.value ?? '') ? databaseAt(session, reader) : session.database)
  if (!owner) throw noDatabase()
  const lower = owner.toLowerCase() === 'information_schema'
  const table = session.catalog.table(lower ? 'information_schema' : owner, lower ? name.toLowerCase() : name)
  if (!table) throw noTable(owner, name)
  return table
}

function tables(session: ShowSession, reader: TokenReader, full: boolean): LabelledRows {
  const database = databaseAt(session, reader)
  const matches = filter(reader)
  const rows = session.catalog.tables(database).filter((table) => matches(table.name))
  const label = `Tables_in_${database}`
  return full
    ? { labels: [label, 'Table_type'], rows: rows.map((table) => [table.name, table.kind]) }
    : { labels: [label], rows: rows.map((table) => [table.name]) }
}

function tableStatus(session: ShowSession, reader: TokenReader): LabelledRows {
  const database = databaseAt(session, reader)
  const matches = filter(reader)
  const labels = ['Name', 'Engine', 'Version', 'Row_format', 'Rows', 'Auto_increment', 'Collation', 'Comment']
  const statement = session.db.prepare(
    'SELECT TABLE_NAME, ENGINE, VERSION, ROW_FORMAT, TABLE_ROWS, AUTO_INCREMENT, TABLE_COLLATION, TABLE_COMMENT FROM `information_schema.tables` WHERE TABLE_SCHEMA = ? ORDER BY 1',
  )
  const rows = statement.all(database).map((row) => Object.values(row))
  return { labels, rows: rows.filter((row) => matches(String(row[0]))) }
}

function columnsOf(table: CatalogTable, full: boolean, matches: (name: string) => boolean): LabelledRows {
  const rows = table.model.columns.filter((column) => matches(column.name)).map((column): SQLOutputValue[] => {
    const text = defaultText(column)
    const value = column.defaultValue?.quoted ? column.defaultValue.text : text === 'NULL' ? null : text
    const [nullable, key, extra] = [column.nullable ? 'YES' : 'NO', columnKey(table.model, column.name), extraOf(column)]
    return full
      ? [column.name, column.type, column.collation || null, nullable, key, value, extra, 'select,insert,update,references', column.comment]
      : [column.name, column.type, nullable, key, value, extra]
  })
  const labels = full
    ? ['Field', 'Type', 'Collation', 'Null', 'Key', 'Default', 'Extra', 'Privileges', 'Comment']
    : ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra']
  return { labels, rows }
}

function indexes({ name, model }: CatalogTable): LabelledRows {
  const labels = ['Table', 'Non_unique', 'Key_name', 'Seq_in_index', 'Column_name', 'Collation', 'Cardinality', 'Sub_part', 'Packed', 'Null', 'Index_type', 'Comment', 'Index_comment', 'Ignored']
  const rows = model.keys.flatMap((key) =>
    key.columns.map((column, index): SQLOutputValue[] => [
      name, key.unique ? 0n : 1n, key.name, BigInt(index + 1), column, 'A', null, null, null,
      model.columns.find((one) => one.name === column)?.nullable ? 'YES' : '', 'BTREE', '', '', 'NO',
    ]),
  )
  return { labels, rows }
}

/** What SQLite plans, in the columns that MySQL's EXPLAIN has. */
function explain(session: ShowSession, sql: string): LabelledRows {
  const statement = session.db.prepare(`EXPLAIN QUERY PLAN ${session.prepare(sql).sourceSQL}`)
  const rows = statement.all().map((row, index): SQLOutputValue[] => {
    const detail = String(row['detail'] ?? '')
    const table = /^(?:SCAN|SEARCH) (\S+)/.exec(detail)?.[1] ?? null
    const key = /USING (?:COVERING )?INDEX (\S+)/.exec(detail)?.[1]?.split('.').at(-1) ?? (detail.includes('PRIMARY KEY') ? 'PRIMARY' : null)
    const type = detail.startsWith('SEARCH') ? 'ref' : table ? (key ? 'index' : 'ALL') : null
    return [BigInt(index + 1), 'SIMPLE', table, type, key, key, null, null, null, detail]
  })
  return { labels: ['id', 'select_type', 'table', 'type', 'possible_keys', 'key', 'key_len', 'ref', 'rows', 'Extra'], rows }
}
