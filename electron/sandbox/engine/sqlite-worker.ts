/** A worker thread of the embedded engine: fills the file once, and runs its sessions' statements. */
import { DatabaseSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import { demoStatements } from '../demo-data.ts'
import { sqliteDialect } from '../demo-dialect.ts'
import { SqlError } from './mysql-errors.ts'
import { createCatalog, physicalName } from './sqlite-catalog.ts'
import { keepValues } from './sqlite-table.ts'
import { createSlots, type PackedResult, type WorkerAnswer, type WorkerRequest } from './sqlite-protocol.ts'
import { SqliteSession } from './sqlite-session.ts'

const port = parentPort
const sessions = new Map<number, SqliteSession>()

port?.on('message', (request: WorkerRequest) => {
  const answer = handle(request)
  const transfer = answer.ok ? answer.results.flatMap((result) => (result.kind === 'rows' ? [result.kinds.buffer as ArrayBuffer] : [])) : []
  port.postMessage(answer, transfer)
})

function handle(request: WorkerRequest): WorkerAnswer {
  try {
    const results = run(request)
    const session = request.do === 'execute' ? sessions.get(request.threadId) : undefined
    return { id: request.id, ok: true, results, ...(session && { state: { database: session.database, inTransaction: session.db.isTransaction } }) }
  } catch (error) {
    if (error instanceof SqlError) return { id: request.id, ok: false, errno: error.errno, sqlState: error.sqlState, message: error.message }
    return { id: request.id, ok: false, errno: 1105, sqlState: 'HY000', message: error instanceof Error ? error.message : String(error) }
  }
}

function run(request: WorkerRequest): PackedResult[] {
  switch (request.do) {
    case 'seed':
      fill(request.file, request.seed)
      return []
    case 'open':
      sessions.set(request.threadId, new SqliteSession(request))
      return []
    case 'execute': {
      const session = sessions.get(request.threadId)
      if (!session) throw new SqlError(2006, 'HY000', 'Server has gone away')
      return session.execute(request.sql, request.options, request.processes)
    }
    case 'close':
      sessions.get(request.threadId)?.close()
      sessions.delete(request.threadId)
      return []
  }
}

/** Makes the database file. `seed` are the statements of a seed file; null means the demo data. */
function fill(file: string, seed: string[] | null): void {
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
