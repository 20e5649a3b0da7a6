/** How many rows a session asks for, and for how long: numbers that MaxScale sets on the server when they change. */
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'

/** "No limit" as a number: 0 would be set anew each time, and reset ROW_COUNT() with it (f15c). */
const NO_LIMIT = Number.MAX_SAFE_INTEGER
/** What reads what the statement before left behind, which SET sql_select_limit would take away (facts, "must do" 4). */
const readsTheLast: ReadonlySet<string> = new Set(['ROW_COUNT()', 'FOUND_ROWS()', 'SHOW WARNINGS', 'SHOW ERRORS'])
/** Over at once, whatever the database does: not worth a second question. SET with a subquery may take as long as that. */
const momentary: ReadonlySet<string> = new Set(['USE', 'SET', 'BEGIN', 'START', 'SAVEPOINT', 'RELEASE', 'PREPARE', 'DEALLOCATE'])

export interface StatementLimits {
  max_rows: number
  /** Seconds; 0 for none. */
  timeout: number
}

export class RowLimits {
  readonly #timeoutSeconds: number
  /** What was sent last, and with it is in force on the server. */
  #sent = 0
  #maxRows = 0
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
   * What one statement is sent with. The limit is constant but for growing, is one row more than is shown, and does not
   * hold for rows that go elsewhere: sql_select_limit would cut what INTO OUTFILE writes, in silence.
   */
  for(sql: string, rowLimit: number): { limits: StatementLimits; isMomentary: boolean } {
    const { kind, verb, reliesOnSession } = classifyStatement(sql)
    const isElsewhere = limitStatement(sql, rowLimit).reason === 'elsewhere'
    const keeps = this.#sent > 0 && reliesOnSession !== undefined && readsTheLast.has(reliesOnSession)
    if (!isElsewhere && !keeps) this.#maxRows = Math.max(this.#maxRows, rowLimit + 1)
    const maxRows = keeps ? this.#sent : isElsewhere ? NO_LIMIT : this.#maxRows
    if (maxRows !== this.#sent) this.#own = false
    this.#sent = maxRows
    // Another number than before makes MaxScale set it again on a new database connection (i03).
    const timeout = this.#timeoutSeconds === 0 ? 0 : this.#timeoutSeconds + (this.#connections % 2)
    return { limits: { max_rows: maxRows, timeout }, isMomentary: kind === 'session' && momentary.has(verb) && !(verb === 'SET' && sql.includes('(')) }
  }

  /** What a statement that succeeded changed. */
  follow(sql: string): void {
    if (/sql_select_limit/i.test(sql) && classifyStatement(sql).verb === 'SET') this.#own = true
  }

  /** A new database connection has no limits, though MaxScale believes that it has: they are changed, and so set (i03b). */
  begin(): void {
    this.#connections += 1
    if (this.#maxRows > 0) this.#maxRows += 1
    this.#own = false
  }
}
