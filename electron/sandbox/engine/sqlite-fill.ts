/** Fills the embedded engine's file: with the demo shop, or with what a seed file says. */
import { DatabaseSync } from 'node:sqlite'
import { demoStatements } from '../demo-data.ts'
import { sqliteDialect } from '../demo-dialect.ts'
import { SqlError } from './mysql-errors.ts'
import { createCatalog, physicalName } from './sqlite-catalog.ts'
import { createSlots, type PackedResult } from './sqlite-protocol.ts'
import { SqliteSession } from './sqlite-session.ts'
import { keepValues } from './sqlite-table.ts'

/**
 * Makes the database file. `seed` are the statements of a seed file; null means the demo data.
 * Throws SqlError with the statement that failed.
 */
export function fillDatabase(file: string, seed: string[] | null): void {
  const db = new DatabaseSync(file)
  // Nobody reads the file before it is complete, and nobody needs it after a crash.
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -64000; BEGIN')
  createCatalog(db)
  db.exec('COMMIT; PRAGMA locking_mode = NORMAL')
  db.close()
  const filler = new SqliteSession({ file, threadId: 1, user: 'root', database: '', version: '', slots: createSlots() })
  filler.db.exec('PRAGMA journal_mode = OFF; PRAGMA cache_size = -64000')
  if (seed) runSeed(filler, seed)
  else runDemo(filler)
  filler.db.exec(countRows(filler))
  filler.db.exec('PRAGMA journal_mode = WAL')
  filler.close()
}

function runSeed(filler: SqliteSession, seed: string[]): void {
  for (const sql of seed) must(filler.execute(sql, {}), sql)
}

function runDemo(filler: SqliteSession): void {
  filler.db.exec('BEGIN')
  filler.filling = true
  for (const { kind, sql } of demoStatements(sqliteDialect))
    if (kind === 'native') filler.db.exec(sql)
    else must(filler.execute(sql, {}), sql)
  for (const { database, name, kind, model } of filler.catalog.databases().flatMap((database) => filler.catalog.tables(database)))
    if (kind === 'BASE TABLE') keepValues(filler.db, physicalName(database, name), model)
  filler.db.exec('COMMIT')
}

function must(results: PackedResult[], sql: string): void {
  for (const result of results)
    if (result.kind === 'error') throw new SqlError(result.errno, result.sqlState, `${result.message}, in the seed's statement: ${sql.slice(0, 200)}`)
}

/** TABLE_ROWS of information_schema, as they are once filled; later changes do not move them, as in InnoDB's estimates. */
function countRows(filler: SqliteSession): string {
  return filler.catalog
    .databases()
    .flatMap((database) => filler.catalog.tables(database))
    .filter((table) => table.kind === 'BASE TABLE')
    .map(({ database, name }) => `UPDATE \`information_schema.tables\` SET TABLE_ROWS = (SELECT COUNT(*) FROM \`${database}.${name}\`) WHERE TABLE_SCHEMA = '${database}' AND TABLE_NAME = '${name}'`)
    .join(';')
}
