/** Errors as MySQL numbers them, raised inside the SQLite engine and turned into results at its edge. */
import { beyondMemory } from './result-bound.ts'

export class SqlError extends Error {
  readonly errno: number
  readonly sqlState: string

  constructor(errno: number, sqlState: string, message: string) {
    super(message)
    this.name = 'SqlError'
    this.errno = errno
    this.sqlState = sqlState
  }
}

export const syntaxError = (sql: string, offset: number): SqlError => {
  const near = sql.slice(offset, offset + 80)
  const line = sql.slice(0, offset).split('\n').length
  return new SqlError(
    1064,
    '42000',
    `You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '${near}' at line ${line}`,
  )
}

/** What MySQL knows and the embedded engine does not. */
export const unsupported = (what: string): SqlError =>
  new SqlError(1235, '42000', `The sandbox's embedded SQLite engine does not support ${what}; start it on MariaDB for that`)

export const noDatabase = (): SqlError => new SqlError(1046, '3D000', 'No database selected')
export const unknownDatabase = (name: string): SqlError => new SqlError(1049, '42000', `Unknown database '${name}'`)
export const noTable = (database: string, table: string): SqlError =>
  new SqlError(1146, '42S02', `Table '${database}.${table}' doesn't exist`)
export const unknownVariable = (name: string): SqlError => new SqlError(1193, 'HY000', `Unknown system variable '${name}'`)
export const readOnlyTransaction = (): SqlError => new SqlError(1792, '25006', 'Cannot execute statement in a READ ONLY transaction')
export const interrupted = (): SqlError => new SqlError(1317, '70100', 'Query execution was interrupted')
/** The results of a statement are more than the sandbox holds. */
export const memoryUsed = (): SqlError => new SqlError(beyondMemory.errno, beyondMemory.sqlState, beyondMemory.message)
export const timedOut = (): SqlError =>
  new SqlError(1969, '70100', 'Query execution was interrupted (max_statement_time exceeded)')

/** What a failing SQLite call says, in MySQL's terms. `clauseOf` says where a column was written. */
export function fromSqlite(error: unknown, clauseOf: (column: string) => string): SqlError {
  if (error instanceof SqlError) return error
  const message = error instanceof Error ? error.message : String(error)
  const found = (pattern: RegExp) => pattern.exec(message)?.[1]
  const table = found(/^no such table: (.+)/)
  if (table !== undefined) return new SqlError(1146, '42S02', `Table '${table}' doesn't exist`)
  const column = found(/^no such column: (.+)/) ?? found(/has no column named (.+)/)
  if (column !== undefined) return new SqlError(1054, '42S22', `Unknown column '${column}' in '${clauseOf(column)}'`)
  const ambiguous = found(/^ambiguous column name: (.+)/)
  if (ambiguous !== undefined)
    return new SqlError(1052, '23000', `Column '${ambiguous}' in ${clauseOf(ambiguous)} is ambiguous`)
  const missing = found(/^no such function: (.+)/)
  if (missing !== undefined)
    return new SqlError(1305, '42000', `FUNCTION ${missing} does not exist in the sandbox's embedded SQLite engine`)
  const unique = found(/^UNIQUE constraint failed: (.+)/)
  if (unique !== undefined) return new SqlError(1062, '23000', `Duplicate entry for key '${keyOf(unique)}'`)
  const notNull = found(/^NOT NULL constraint failed: (.+)/)
  if (notNull !== undefined) return new SqlError(1048, '23000', `Column '${notNull.split('.').at(-1)}' cannot be null`)
  if (/values for \d+ columns|has \d+ columns but \d+ values/.test(message))
    return new SqlError(1136, '21S01', "Column count doesn't match value count at row 1")
  if (/do not have the same number of result columns/.test(message))
    return new SqlError(1222, '21000', 'The used SELECT statements have a different number of columns')
  if (/database (table )?is locked|SQLITE_BUSY/.test(message))
    return new SqlError(1205, 'HY000', 'Lock wait timeout exceeded; try restarting transaction')
  if (/string or blob too big|Invalid string length/.test(message))
    return new SqlError(1153, '08S01', "Got a packet bigger than 'max_allowed_packet' bytes")
  if (/misuse of aggregate/.test(message)) return new SqlError(1111, 'HY000', 'Invalid use of group function')
  return new SqlError(1105, 'HY000', `${message} (the sandbox's embedded SQLite engine)`)
}

/** `shop.t.a, shop.t.b` → `a, b`. */
const keyOf = (columns: string): string =>
  columns
    .split(', ')
    .map((column) => column.split('.').at(-1) ?? column)
    .join(', ')
