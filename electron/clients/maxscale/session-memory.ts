/** What is known of a session from the statements that were run in it. */
import { holdingsOf, type SessionHolding, type SessionTrace } from '../../../shared/model/session.ts'
import { followStatement, freshTrace } from '../../../shared/sql/session-trace.ts'
import { databaseAfter } from '../../../shared/sql/used-database.ts'
import { RowLimits } from './row-limits.ts'
import { SessionCharset } from './session-charset.ts'

/** What the server said of itself. */
export interface ToldState {
  database: string
  autocommit: boolean
  /** Absent where the server cannot tell. */
  inTransaction?: boolean
}

export class SessionMemory {
  readonly limits: RowLimits
  /** Null where a statement may have changed it unseen. */
  #database: string | null
  #trace: SessionTrace = freshTrace
  #charset = new SessionCharset()

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

  /** Whether texts arrive in UTF-8. */
  get utf8(): boolean {
    return this.#charset.utf8
  }

  /** A statement that was answered: with an error number of the server, or null where it succeeded. */
  follow(sql: string, errno: number | null): void {
    if (errno === null) {
      this.#charset.follow(sql)
      this.limits.follow(sql)
    }
    this.#database = databaseAfter(this.#database, sql, errno !== null)
    this.#trace = followStatement(this.#trace, sql, errno)
  }

  learn({ database, autocommit, inTransaction }: ToldState): void {
    this.#database = database
    const transaction = inTransaction === undefined ? this.#trace.transaction : inTransaction ? 'open' : 'none'
    this.#trace = { ...this.#trace, autocommit, transaction }
  }

  /** A new database connection in the place of the old one: all is new but the database (i02, i03). */
  begin(): void {
    this.#trace = freshTrace
    this.#charset = new SessionCharset()
    this.limits.begin()
  }

  /** What goes with the session. */
  forget(): SessionHolding[] {
    const lost = holdingsOf(this.#trace)
    this.#trace = freshTrace
    return lost
  }
}
