/** How many rows a session asks for, and for how long: numbers that MaxScale sets on the server when they change. */
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { isMeasurement, limitStatement } from '../../../shared/sql/limit.ts'
import { tokenize, type SqlToken } from '../../../shared/sql/tokens.ts'

/**
 * "No limit" as a number: 0 would be set anew each time, and reset ROW_COUNT() with it (f15c); as a session's first it
 * answers no rows at all (facts 21).
 */
const NO_LIMIT = Number.MAX_SAFE_INTEGER
/** Over at once, whatever the database does: not worth a second question. SET with a subquery may take as long as that. */
const momentary: ReadonlySet<string> = new Set(['USE', 'SET', 'BEGIN', 'START', 'SAVEPOINT', 'RELEASE', 'PREPARE', 'DEALLOCATE'])

export interface StatementLimits {
  max_rows: number
  /** Seconds. */
  timeout: number
}

export class RowLimits {
  readonly #timeoutSeconds: number
  /** What was sent last, and with it is in force on the server; 0 for nothing. */
  #sent = 0
  /** What MaxScale still believes to be in force after a reconnect, and would not set. */
  #stale = 0
  #own = false
  #connections = 0

  constructor(timeoutSeconds: number) {
    this.#timeoutSeconds = timeoutSeconds
  }

  /** True after the person's own SET sql_select_limit, until ours is set again: `complete` then says nothing (f35, f36). */
  get own(): boolean {
    return this.#own
  }

  /**
   * What one statement is sent with: one row more than is shown, but for rows that are not shown: sql_select_limit would
   * cut what INTO OUTFILE writes and what ANALYZE measures, in silence. What INSERT, CREATE and stored routines select it leaves alone.
   */
  for(sql: string, rowLimit: number, sqlMode?: string): { limits: StatementLimits; isMomentary: boolean } {
    const { kind, verb } = classifyStatement(sql, sqlMode)
    const isElsewhere = limitStatement(sql, rowLimit, sqlMode).reason === 'elsewhere' || isMeasurement(sql)
    const maxRows = isElsewhere ? NO_LIMIT : this.#kept(sql, rowLimit + 1)
    if (maxRows !== this.#sent) this.#own = false
    this.#sent = maxRows
    // Another number than before makes MaxScale set it again on a new database connection (i03).
    const timeout = this.#timeoutSeconds + (this.#connections % 2)
    return { limits: { max_rows: maxRows, timeout }, isMomentary: kind === 'session' && momentary.has(verb) && !(verb === 'SET' && sql.includes('(')) }
  }

  /**
   * The number in force, or another one. Setting it takes ROW_COUNT() and the warnings of the statement before (facts,
   * "must do" 4), so it never changes for a statement that reads them, and falls only before a query of tables or a call,
   * which takes both away by itself: SELECT 1 and SHOW leave the warnings as they are. Then it does fall: a person who wanted
   * 100,000 rows once does not wait for them ever after.
   */
  #kept(sql: string, wanted: number): number {
    const sent = this.#sent
    if (sent === 0) return wanted === this.#stale ? wanted + 1 : wanted
    if (readsTheLast(sql)) return sent
    // By one it was raised for the sake of a reconnect.
    const mayFall = sent === NO_LIMIT || (sent > wanted + 1 && !this.#own && takesTheLastAway(sql))
    return sent < wanted || mayFall ? wanted : sent
  }

  /** What a statement that succeeded changed. */
  follow(sql: string): void {
    if (/sql_select_limit/i.test(sql) && classifyStatement(sql).verb === 'SET') this.#own = true
  }

  /** A new database connection has no limits, though MaxScale believes that it has: they are changed, and so set (i03b). */
  begin(): void {
    this.#connections += 1
    if (this.#sent > 0) this.#stale = this.#sent
    this.#sent = 0
    this.#own = false
  }
}

/** What is looked at of a statement: a load of rows is not read for its last word. */
const MOST_TOKENS = 2_000

const tokensOf = (sql: string): readonly SqlToken[] => tokenize(sql, undefined, MOST_TOKENS).tokens

/** Whether it asks for what the statement before left behind. */
function readsTheLast(sql: string): boolean {
  if (!/row_count|found_rows|warning|error|diagnostics/i.test(sql)) return false
  const words = tokensOf(sql).map(({ start, end }) => sql.slice(start, end).replaceAll('`', '').toUpperCase())
  if (words[0] === 'SHOW' || words[0] === 'GET') return true
  return words.some((word, at) => /^(?:ROW_COUNT|FOUND_ROWS)$/.test(word) ? words[at + 1] === '(' : /(?:^|[.@])(?:WARNING|ERROR)_COUNT$/.test(word))
}

function takesTheLastAway(sql: string): boolean {
  const { verb } = classifyStatement(sql)
  return verb === 'CALL' || verb === 'TABLE' || ((verb === 'SELECT' || verb === 'WITH') && tokensOf(sql).some(({ upper }) => upper === 'FROM'))
}
