/** What is known of a session from the statements that were run in it. */
import { holdingsOf, type SessionHolding, type SessionTrace } from '../../../shared/model/session.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { followStatement, freshTrace } from '../../../shared/sql/session-trace.ts'
import { sqlModeAfter } from '../../../shared/sql/sql-mode-after.ts'
import { databaseAfter } from '../../../shared/sql/used-database.ts'
import { RowLimits } from './row-limits.ts'
import { SessionCharset } from './session-charset.ts'

/** What the server said of itself. */
export interface ToldState {
  database: string
  autocommit: boolean
  /** Its @@sql_mode. */
  sqlMode: string | undefined
  /** Absent where the server cannot tell. */
  inTransaction?: boolean
}

export class SessionMemory {
  readonly limits: RowLimits
  /** Null where a statement may have changed it unseen. */
  #database: string | null
  #trace: SessionTrace = freshTrace
  #charset = new SessionCharset()
  #sqlMode: string | undefined
  /** Before the last statement. */
  #hadLocks = false

  constructor(database: string, timeoutSeconds: number) {
    this.#database = database
    this.limits = new RowLimits(timeoutSeconds)
  }

  get database(): string | null {
    return this.#database
  }

  get trace(): SessionTrace {
    return this.#trace
  }

  /** Its @@sql_mode; undefined where that is not known. */
  get sqlMode(): string | undefined {
    return this.#sqlMode
  }

  /** In what texts arrive. */
  get charset(): SessionCharset {
    return this.#charset
  }

  /** A statement that was answered, before `see`: with an error number of the server, or null where it succeeded. */
  follow(sql: string, errno: number | null): void {
    if (errno === null) {
      this.#charset.follow(sql)
      this.limits.follow(sql)
    }
    this.#hadLocks = this.#trace.holds.includes('locks')
    this.#database = databaseAfter(this.#database, sql, errno !== null)
    this.#sqlMode = sqlModeAfter(this.#sqlMode, sql, errno !== null)
    this.#trace = followStatement(this.#trace, sql, errno)
  }

  /** A statement that ended, and nobody knows how. */
  doubt(sql: string): void {
    const [database, sqlMode, { transaction, autocommit }] = [this.#database, this.#sqlMode, this.#trace]
    this.follow(sql, null)
    if (this.#database !== database) this.#database = null
    if (this.#sqlMode !== sqlMode) this.#sqlMode = undefined
    this.#trace = {
      ...this.#trace,
      ...(this.#trace.transaction !== transaction && { transaction: 'maybe' }),
      ...(this.#trace.autocommit !== autocommit && { autocommit: null }),
    }
  }

  /**
   * What the followed statement answered: GET_LOCK says 1 where it has the lock, 0 where it waited in vain, and NULL
   * where it was cancelled (facts 22); DO says nothing of it.
   */
  see(results: readonly StatementResult[], wasStopped: boolean): void {
    const deny = (result: StatementResult) => deniesLock(result) || (wasStopped && result.kind === 'ok' && classifyStatement(result.sql).verb === 'DO')
    if (this.#hadLocks || !this.#trace.holds.includes('locks') || !results.every(deny)) return
    this.#trace = { ...this.#trace, holds: this.#trace.holds.filter((one) => one !== 'locks') }
  }

  learn({ database, autocommit, sqlMode, inTransaction }: ToldState): void {
    this.#database = database
    this.#sqlMode = sqlMode
    const transaction = inTransaction === undefined ? this.#trace.transaction : inTransaction ? 'open' : 'none'
    this.#trace = { ...this.#trace, autocommit, transaction }
  }

  /** A new database connection in the place of the old one: all is new but the database (i02, i03). */
  begin(): void {
    this.#trace = freshTrace
    this.#charset = new SessionCharset()
    this.#sqlMode = undefined
    this.limits.begin()
  }

  /** What goes with the session. */
  forget(): SessionHolding[] {
    const lost = holdingsOf(this.#trace)
    this.#trace = freshTrace
    return lost
  }
}

/** A few rows, none of which has a 1. Other results say nothing of locks. */
function deniesLock(result: StatementResult): boolean {
  if (result.kind !== 'resultset') return false
  const rows = new ResultSet(result.data)
  const cells = rows.rowCount * rows.columns.length
  return cells <= MOST_CELLS && Array.from({ length: cells }, (_, at) => [Math.floor(at / rows.columns.length), at % rows.columns.length] as const).every(([row, column]) => rows.text(row, column) !== '1')
}
const MOST_CELLS = 1_000
