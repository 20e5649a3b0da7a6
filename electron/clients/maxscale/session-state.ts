/** Asking a session for what its statements do not tell. */
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import type { ToldState } from './session-memory.ts'

const always = 'SELECT CONNECTION_ID(), DATABASE(), @@autocommit, @@sql_mode'

/** `run` runs one statement of ours. Null where the server refused the question. Throws what `run` throws. */
export async function askState(run: (sql: string) => Promise<StatementResult[]>): Promise<(ToldState & { threadId: number }) | null> {
  // MySQL has no @@in_transaction.
  const row = rowOf(await run(`${always}, @@in_transaction`)) ?? rowOf(await run(always))
  if (!row) return null
  const [thread, database, autocommit, sqlMode, inTransaction] = row
  const told = { threadId: Number(thread), database: database ?? '', autocommit: autocommit === '1', sqlMode: sqlMode ?? undefined }
  return { ...told, ...(inTransaction !== undefined && { inTransaction: inTransaction === '1' }) }
}

/** The cells of the first row as text, null for NULL. */
function rowOf([result]: StatementResult[]): (string | null)[] | null {
  if (result?.kind !== 'resultset') return null
  const set = new ResultSet(result.data)
  return set.columns.map((_, column) => (set.cell(0, column).kind === 'null' ? null : set.text(0, column)))
}
