/** From MySQL's statement to a prepared SQLite one, with errors at their place. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { compareAsMysql } from './mysql-compare.ts'
import { fromSqlite, noTable, syntaxError } from './mysql-errors.ts'
import { Kinds } from './mysql-kinds.ts'
import { normalise } from './mysql-normalise.ts'
import { bindAsMysql } from './mysql-precedence.ts'
import { Rewriter } from './mysql-rewrite.ts'
import type { Piece, RewriteContext, Rewritten } from './mysql-rewrite-frame.ts'
import { refuseOwnOfSqlite, refuseRowNumbers } from './mysql-refusals.ts'
import { isDecimal } from './mysql-table.ts'
import type { Token } from './mysql-tokens.ts'
import type { Catalog } from './sqlite-catalog.ts'

export type PrepareContext = Omit<RewriteContext, 'decimals' | 'firstColumn'>

/** Rewrites twice: the tables that the first pass finds say of what types the columns are. */
export function rewrite(catalog: Catalog, sql: string, written: readonly Token[], context: PrepareContext): Rewritten {
  const tokens = bindAsMysql(sql, normalise(written))
  refuseOwnOfSqlite(sql, tokens)
  const firstColumn = (database: string, name: string) => catalog.table(database, name)?.model.columns[0]?.name ?? null
  const { tables } = new Rewriter(sql, tokens, { ...context, firstColumn: () => null, decimals: new Set() }).run()
  const decimals = new Set<string>()
  for (const { database, name } of tables) if (!catalog.table(database, name)) throw noTable(database, name)
  refuseRowNumbers(tokens, tables.flatMap(({ database, name }) => catalog.table(database, name)?.model.columns ?? []))
  const known = tables.map(({ database, name, alias }) => ({ alias, columns: catalog.table(database, name)?.model.columns ?? [] }))
  for (const { columns } of known) for (const column of columns) if (isDecimal(column.type)) decimals.add(column.name.toLowerCase())
  compareAsMysql(tokens, new Kinds(tokens, known))
  return new Rewriter(sql, tokens, { ...context, firstColumn, decimals }).run()
}

export const textOfPieces = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.text).join('')

/** Prepares what was rewritten; throws a SqlError in MySQL's terms. */
export function prepare(db: DatabaseSync, sql: string, { pieces, clauses }: Rewritten): StatementSync {
  try {
    const statement = db.prepare(textOfPieces(pieces))
    statement.setReadBigInts(true)
    statement.setReturnArrays(true)
    return statement
  } catch (error) {
    if (isSyntax(error)) throw syntaxError(sql, placeOf(db, sql, pieces))
    throw fromSqlite(error, (column) => clauses.get((column.split('.').at(-1) ?? column).toLowerCase()) ?? 'field list')
  }
}

const isSyntax = (error: unknown): boolean =>
  error instanceof Error && /syntax error|unrecognized token|incomplete input|clause should come (before|after)/.test(error.message)

/**
 * SQLite names the offending token but not its place. A parser refuses at the first token that cannot follow, so the
 * shortest beginning of the statement that is refused, rather than found incomplete, ends with that token.
 */
function placeOf(db: DatabaseSync, sql: string, pieces: readonly Piece[]): number {
  const refused = (count: number): boolean => {
    try {
      db.prepare(textOfPieces(pieces.slice(0, count)))
      return false
    } catch (error) {
      return error instanceof Error && /syntax error|unrecognized token|clause should come/.test(error.message)
    }
  }
  if (!refused(pieces.length)) return sql.length
  let [low, high] = [0, pieces.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (refused(middle)) high = middle
    else low = middle
  }
  return pieces[high - 1]?.origin ?? sql.length
}
