/** SHOW CREATE TABLE: the table as MariaDB would print it. */
import { defaultText } from './mysql-information-schema.ts'
import type { ColumnModel, KeyModel } from './mysql-table.ts'
import { quoteName, type CatalogTable } from './sqlite-catalog.ts'

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n')}'`
const names = (columns: readonly string[]): string => columns.map((column) => quoteName(column)).join(',')

export function printTable(table: CatalogTable): string {
  if (table.kind === 'VIEW') return `CREATE VIEW ${quoteName(table.database)}.${quoteName(table.name)} AS ${table.definition}`
  const { columns, keys, foreignKeys, comment } = table.model
  const lines = [
    ...columns.map(printColumn),
    ...keys.map(printKey),
    ...foreignKeys.map((key) => `CONSTRAINT ${quoteName(key.name)} FOREIGN KEY (${names(key.columns)}) REFERENCES ${key.database === table.database ? '' : `${quoteName(key.database)}.`}${quoteName(key.table)} (${names(key.referenced)})`),
  ]
  const options = `ENGINE=SQLite DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci${comment ? ` COMMENT=${quoted(comment)}` : ''}`
  return `CREATE TABLE ${quoteName(table.name)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n) ${options}`
}

function printColumn(column: ColumnModel): string {
  const value = column.autoIncrement ? null : defaultText(column)
  const isBlob = /text|blob|json/.test(column.type) && value === 'NULL'
  return [
    quoteName(column.name),
    column.type === 'json' ? 'longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : column.type,
    column.nullable ? (column.type.startsWith('timestamp') ? 'NULL' : '') : 'NOT NULL',
    value === null ? '' : `DEFAULT ${isBlob ? 'NULL' : value}`,
    column.autoIncrement ? 'AUTO_INCREMENT' : '',
    column.onUpdateNow ? 'ON UPDATE current_timestamp()' : '',
    column.comment ? `COMMENT ${quoted(column.comment)}` : '',
  ].filter(Boolean).join(' ')
}

function printKey(key: KeyModel): string {
  if (key.name === 'PRIMARY') return `PRIMARY KEY (${names(key.columns)})`
  return `${key.unique ? 'UNIQUE ' : ''}KEY ${quoteName(key.name)} (${names(key.columns)})`
}
