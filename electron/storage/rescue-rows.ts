import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { transaction } from './transaction.ts'

/** Below every rowid. */
const SMALLEST = -(2n ** 63n)

type Row = Record<string, SQLOutputValue>

/**
 * Copies what can be read, table by table and row by row, into an empty database of the same tables. Answers how many
 * rows there are now of what a person saved.
 */
export function copyRows(from: DatabaseSync, to: DatabaseSync): number {
  const own = to.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all()
  const tables = own.map(({ name }) => String(name))
  return transaction(to, () => {
    const copied = tables.map((table) => ({ table, rows: copyTable(from, to, table) }))
    return copied.filter(({ table }) => table !== 'saves').reduce((sum, { rows }) => sum + rows, 0)
  })
}

function copyTable(from: DatabaseSync, to: DatabaseSync, table: string): number {
  const columns = columnsOf(to, table).filter((column) => columnsOf(from, table).includes(column))
  if (columns.length === 0) return 0
  const list = columns.map((column) => `"${column}"`).join(', ')
  const put = to.prepare(`INSERT OR REPLACE INTO "${table}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`)
  let copied = 0
  for (const row of rowsOf(from, table, list)) {
    try {
      put.run(...columns.map((column) => row[column] ?? null))
      copied += 1
    } catch {
      // A row whose bytes are no longer what the table holds.
    }
  }
  return copied
}

/** From its beginning as far as it can be read, and from its end as far back. */
function* rowsOf(from: DatabaseSync, table: string, list: string): Generator<Row> {
  let last = SMALLEST
  for (const order of ['ASC', 'DESC']) {
    try {
      const read = from.prepare(`SELECT rowid AS "its rowid", ${list} FROM "${table}" WHERE rowid > ? ORDER BY rowid ${order}`)
      read.setReadBigInts(true)
      for (const { 'its rowid': rowid, ...row } of read.iterate(last)) {
        if (order === 'ASC') last = typeof rowid === 'bigint' ? rowid : SMALLEST
        yield row
      }
      return
    } catch {
      // Damage: on from the other end.
    }
  }
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  try {
    return database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all().map(({ name }) => String(name))
  } catch {
    return []
  }
}
