/** One SQL session of MaxScale: one database connection, one statement at a time. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'
import { tokenize } from '../../../shared/sql/tokens.ts'
import { usedDatabase } from '../../../shared/sql/used-database.ts'
import { indexMaxScaleBody, type MaxScaleIndexedBody } from '../../http/index-json.ts'
import { send, type HttpAnswer } from '../../http/send.ts'
import { Secret } from '../../vault/secret.ts'
import { lostConnection, refusal } from './errors.ts'
import { basicOf, requestFor, type MaxScaleCredentials, type OperationName, type SessionKey } from './operations.ts'
import { statementResults } from './results.ts'
import { detailOf, openedOf, resultsOf } from './wire.ts'

export interface MaxScaleAccess extends MaxScaleCredentials {
  /** A server, service or listener of MaxScale. */
  target: string
  databaseUser: string
  databasePassword: Secret
  /** Empty for none. */
  database: string
  /** For a statement; the server ends it with error 1969. */
  timeoutSeconds: number
}

export interface SessionRun {
  sql: string
  rowLimit: number
  signal?: AbortSignal
}

/**
 * The open `timeout` is also the read timeout of every query, and ends the connection (facts, "must do" 2): the
 * statement's own timeout has to come first, ours last.
 */
const READ_MARGIN_SECONDS = 15
const ANSWER_MARGIN_SECONDS = 30
/** The longest that MaxScale gives (q16). A token that ended cannot even close its session (facts 3). */
const TOKEN_SECONDS = 24 * 3_600
/** For calls that ask little: cancel and close. */
const SHORT_MS = 10_000
/** How often, and how far apart, a session is closed whose statement was just stopped. */
const CLOSE_ATTEMPTS = 10
const CLOSE_PAUSE_MS = 100

export class MaxScaleSession {
  readonly #access: MaxScaleAccess
  readonly #key: SessionKey
  /** When the token ends, epoch milliseconds. */
  readonly #endsAt = Date.now() + TOKEN_SECONDS * 1_000
  /** Changing max_rows sets sql_select_limit anew, and ROW_COUNT() and warnings are lost (facts 4): it only grows. */
  #maxRows = 0
  #database: string
  #utf8 = true
  #ownLimit = false
  #lost = false
  /** A statement is under way, or was when we stopped waiting for it. */
  #mayBeBusy = false

  constructor(access: MaxScaleAccess, key: SessionKey) {
    this.#access = access
    this.#key = key
    this.#database = access.database
  }

  /** The database that statements run in, as far as USE told; empty for none. */
  get database(): string {
    return this.#database
  }

  /** True once the session cannot run anything any more: it is gone, or what it is doing is not known. */
  get lost(): boolean {
    return this.#lost
  }

  /**
   * Runs one statement; several results only for a procedure. Throws a FailureError when the call did not happen. A
   * lost database connection is the server's word about the statement: an error result with a notice.
   */
  async run(run: SessionRun): Promise<StatementResult[]> {
    this.#maxRows = Math.max(this.#maxRows, run.rowLimit + 1)
    this.#mayBeBusy = true
    const { timeoutSeconds } = this.#access
    // sql_select_limit would cut what INTO OUTFILE writes, in silence: rows that go elsewhere have no limit.
    const isElsewhere = limitStatement(run.sql, run.rowLimit).reason === 'elsewhere'
    const body = { sql: run.sql, max_rows: isElsewhere ? 0 : this.#maxRows, timeout: timeoutSeconds }
    const http = await this.#exchange('query', { body, timeoutMs: (timeoutSeconds + ANSWER_MARGIN_SECONDS) * 1_000, ...(run.signal && { signal: run.signal }) })
    // 503 is another statement's answer: that one is still under way (facts 1).
    this.#mayBeBusy = http.status === 503
    const read = http.status === 201 ? indexMaxScaleBody(http.bytes) : undefined
    const results = read && resultsOf(read)
    if (!results) throw this.#refused('query', http, read)
    this.#follow(run.sql)
    if (!results.some((result) => result.kind === 'error')) this.#database = usedDatabase(run.sql) ?? this.#database
    if (results.some((result) => result.kind === 'error' && lostConnection.has(result.errno))) this.#lost = true
    const { bytes, elapsedMs } = http
    return statementResults(results, { sql: run.sql, elapsedMs, bytes, rowLimit: run.rowLimit, utf8: this.#utf8, ownLimit: this.#ownLimit })
  }

  /** Tells the server to stop the running statement; true when it said yes. The statement then answers error 1317. */
  async cancel(): Promise<boolean> {
    const http = await this.#exchange('cancel', { timeoutMs: SHORT_MS })
    return http.status === 200
  }

  /**
   * Closes the session on the server, stopping its statement first: a busy one answers 404 like one that is gone
   * (facts 4). Throws a FailureError when that cannot be asked.
   */
  async close(): Promise<void> {
    this.#lost = true
    const attempts = this.#mayBeBusy ? CLOSE_ATTEMPTS : 1
    if (this.#mayBeBusy) await this.cancel()
    for (let attempt = 1; ; attempt += 1) {
      const http = await this.#exchange('close', { timeoutMs: SHORT_MS })
      if (http.status === 204 || (http.status === 404 && attempt >= attempts)) return
      if (http.status !== 404) throw this.#refused('close', http)
      await new Promise((resolve) => setTimeout(resolve, CLOSE_PAUSE_MS))
    }
  }

  async #exchange(operation: OperationName, options: { body?: unknown; timeoutMs: number; signal?: AbortSignal }): Promise<HttpAnswer> {
    const { body, ...rest } = options
    try {
      return await send({ ...requestFor(operation, this.#access, { key: this.#key, ...(body !== undefined && { body }) }), ...rest })
    } catch (error) {
      // A client that hangs up does not stop the query (h13): the session stays busy for as long as it takes.
      if (operation === 'query') this.#lost = true
      throw error
    }
  }

  #refused(operation: OperationName, http: HttpAnswer, read?: MaxScaleIndexedBody): FailureError {
    if (operation === 'query' && http.status !== 503) this.#lost = true
    // A token that ended is answered like garbage (facts 3): only the clock tells them apart.
    if (http.status === 400 && Date.now() >= this.#endsAt) return new FailureError(failureOf('server', 'maxscale.sessionExpired', { retrySafe: true }))
    return refused(operation, this.#access, http, read, [this.#key.token.reveal()])
  }

  /** What the statement changed for the reading of later results. */
  #follow(sql: string): void {
    if (tokenize(sql, { most: 1 }).tokens[0]?.upper !== 'SET') return
    if (/sql_select_limit/i.test(sql)) this.#ownLimit = true
    const charset = /\bset\s+(?:names|character\s+set|charset)\s+['"]?(\w+)|\bcharacter_set_results\s*=\s*['"]?(\w+)/i.exec(sql)
    const name = charset?.[1] ?? charset?.[2]
    if (name !== undefined) this.#utf8 = /^(?:utf8(?:mb[34])?|default)$/i.test(name)
  }
}

/** Opens a session; throws a FailureError. */
export async function openSession(access: MaxScaleAccess, signal?: AbortSignal): Promise<MaxScaleSession> {
  const { target, databaseUser: user, databasePassword, database, timeoutSeconds } = access
  const body = {
    target,
    user,
    password: databasePassword.reveal(),
    ...(database && { db: database }),
    timeout: timeoutSeconds + READ_MARGIN_SECONDS,
  }
  const request = requestFor('open', access, { query: { 'max-age': String(TOKEN_SECONDS) }, body })
  const http = await send({ ...request, timeoutMs: timeoutSeconds * 1_000, ...(signal && { signal }) })
  const read = http.status === 201 ? indexMaxScaleBody(http.bytes) : undefined
  const opened = read && openedOf(read.envelope)
  if (!opened) throw refused('open', access, http, read)
  return new MaxScaleSession(access, { id: opened.id, token: new Secret(opened.token) })
}

function refused(operation: OperationName, access: MaxScaleAccess, http: HttpAnswer, read?: MaxScaleIndexedBody, more: readonly string[] = []): FailureError {
  const secrets = [access.restPassword.reveal(), access.databasePassword.reveal(), basicOf(access), ...more]
  const asked = { operation, host: new URL(access.baseUrl).hostname, target: access.target, secrets }
  return refusal(http, detailOf((read ?? envelopeOf(http))?.envelope), asked)
}

/** The body of a refusal, where it is JSON: 404 of an unknown path is empty, 401 has no Content-Type (facts 12). */
function envelopeOf(http: HttpAnswer): MaxScaleIndexedBody | undefined {
  try {
    return indexMaxScaleBody(http.bytes)
  } catch (error) {
    if (error instanceof FailureError) return undefined
    throw error
  }
}
