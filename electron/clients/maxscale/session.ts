/** One SQL session of MaxScale: one database connection, one statement at a time. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import type { SessionCondition, SessionHolding, SessionLoss, SessionTrace } from '../../../shared/model/session.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import type { Secret } from '../../vault/secret.ts'
import { isOverBound } from '../../http/answer-bounds.ts'
import type { Mask } from '../../http/masking/mask.ts'
import { indexMaxScaleBody } from '../../http/index-json.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { AnswerClearing } from './answer-clearing.ts'
import { CallGate } from './call-gate.ts'
import { lostConnection } from './errors.ts'
import type { OperationName, SessionKey } from './operations.ts'
import type { Rest, RestCall } from './rest.ts'
import { statementResults } from './results.ts'
import { kill, type Second } from './second-session.ts'
import { isServerTarget } from './server-target.ts'
import { lossBy } from './session-loss.ts'
import { SessionMemory } from './session-memory.ts'
import { askState } from './session-state.ts'
import { isBusy, OWN_STATEMENT_MS, sendStatement, type StatementProgress } from './statement-call.ts'
import { openMs, statementSeconds } from './time-limits.ts'
import { isDone, nextQueryId, openedOf, queryOf, refusesItself, resultsOf } from './wire.ts'

export interface SessionAccess {
  /** A server, service or listener of MaxScale. */
  target: string
  databaseUser: string
  databasePassword: Secret
  /** Empty for none. */
  database: string
  /** For a statement; the server ends it with error 1969. 0 for as long as a session may last. */
  timeoutSeconds: number
  tokenPlace: 'cookie' | 'parameter'
  /** How long the session's token is asked for; MaxScale gives a day at most (q16). */
  tokenSeconds?: number
  /** The server is to refuse writes of the session. */
  readOnly?: boolean
}

export interface SessionRun {
  sql: string
  rowLimit: number
  signal?: AbortSignal
  /** One request, whose answer is waited for so long at most, milliseconds; absent for what suits the statement. */
  synchronousMs?: number
  onProgress?: (progress: StatementProgress) => void
  /** Ours: what it leaves in the session is nothing of the person's. */
  isOurs?: boolean
}

/** Beyond the statement's own limit, before we give a momentary one up. */
const ANSWER_MARGIN_MS = 30_000
/** For calls that ask little. */
const SHORT_MS = 10_000
/** Somebody waits for the statement to end, and there is another way: KILL QUERY on a second session. */
const CANCEL_MS = 3_000
/** For how long, and how far apart, it is tried to close a session whose statement was just stopped. */
const CLOSE_MS = 2_000
const CLOSE_PAUSE_MS = 100
/** For a person's that should be over at once, where the connection has no limit of its own. */
const MOMENT_MOST_MS = 300_000
/** A session that is busy though we run nothing in it: something is just ending there. */
const BUSY_MS = 3_000

export class MaxScaleSession {
  readonly access: SessionAccess
  readonly rest: Rest
  /** Its token is a secret, which only requests and the vault may see. */
  readonly key: SessionKey
  /** When its token ends, epoch milliseconds. */
  readonly endsAt: number
  #openedAt = Date.now()
  #threadId: number | undefined
  /** CONNECTION_ID() when it was last asked for. */
  #serverThread: number | undefined
  #condition: SessionCondition = { kind: 'open' }
  /** The id of its last query. */
  #query: string | undefined
  readonly #gate = new CallGate()
  readonly #memory: SessionMemory
  /** A statement is under way, or was when we stopped waiting for it. */
  #mayBeBusy = false
  #reserved = false
  /** Ends the wait before the next question about the running statement. */
  #wake: () => void = () => undefined
  readonly #clearing = new AnswerClearing()
  #isWaiting = false
  /** The statement that runs, or ran last, was cancelled or killed. */
  #wasStopped = false
  /** The server has agreed to refuse writes, and nothing has run since that may have taken it back. */
  #isKeptReadOnly = false
  #onServer: Promise<boolean> | undefined

  constructor(rest: Rest, access: SessionAccess, opened: { key: SessionKey; threadId?: number; endsAt: number }) {
    this.rest = rest
    this.access = access
    this.key = opened.key
    this.#threadId = opened.threadId
    this.endsAt = opened.endsAt
    this.#memory = new SessionMemory(access.database, statementSeconds(access))
  }

  get id(): string {
    return this.key.id
  }

  get openedAt(): number {
    return this.#openedAt
  }

  /** CONNECTION_ID() of a server; behind a service or listener a number of MaxScale's own (j10). */
  get threadId(): number | undefined {
    return this.#threadId
  }

  /** CONNECTION_ID(), where it was asked for: behind a service of the server that answered then. */
  get serverThread(): number | undefined {
    return this.#serverThread
  }

  /** The database that statements run in, as far as USE told; empty for none, and where it is not known. */
  get database(): string {
    return this.#memory.database ?? ''
  }

  get trace(): SessionTrace {
    return this.#memory.trace
  }

  /** Its @@sql_mode; undefined where that is not known. */
  get sqlMode(): string | undefined {
    return this.#memory.sqlMode
  }

  /** For what its rows tell us, and not the person who asked for them. */
  get mask(): Mask {
    return this.rest.mask(this.key)
  }

  get condition(): SessionCondition {
    return this.#condition
  }

  /** Somebody works with it, or a statement is under way whose answer nobody waits for any more. */
  get busy(): boolean {
    return this.#reserved || this.#mayBeBusy
  }

  /** A statement waits for the session to be free, and was not sent yet. */
  get isWaiting(): boolean {
    return this.#isWaiting
  }

  /** Whether its target is a server itself; false where that cannot be told. Asked where the threads do not tell. */
  async isOnServer(): Promise<boolean> {
    if (this.#serverThread !== undefined && this.#serverThread !== this.#threadId) return false
    return (this.#onServer ??= isServerTarget(this.rest, this.access.target))
  }

  /**
   * Keeps others away until it is released: a statement and the USE before it belong together, and so do a statement and
   * what ends it. Throws a FailureError where somebody else is at it.
   */
  reserve(): () => void {
    if (this.#reserved) throw new FailureError(failureOf('server', 'maxscale.busy', { retrySafe: true }))
    this.#reserved = true
    return () => void (this.#reserved = false)
  }

  /**
   * Runs one statement; several results only for a procedure. Throws a FailureError when the call did not happen. A
   * lost database connection is the server's word about the statement: an error result with a notice.
   */
  async run({ sql, rowLimit, signal, onProgress, synchronousMs, isOurs = false }: SessionRun): Promise<StatementResult[]> {
    const started = performance.now()
    const { sqlMode } = this
    const { limits, isMomentary } = this.#memory.limits.for(sql, rowLimit, sqlMode)
    // A function of others may set what it likes in the session.
    if (classifyStatement(sql, sqlMode).kind === 'unknown') this.#isKeptReadOnly = false
    const busyMs = this.#busyMs()
    this.#mayBeBusy = true
    this.#wasStopped = false
    this.#clearing.leave()
    const answer = await this.#guarded(sql, () =>
      sendStatement({
        call: this.call,
        body: { sql, ...limits },
        queryId: nextQueryId(this.id, this.#query),
        longestMs: statementSeconds(this.access) * 1_000 + ANSWER_MARGIN_MS,
        busyMs,
        ...(synchronousMs !== undefined ? { synchronousMs } : isMomentary && { synchronousMs: this.#momentMs() }),
        ...(signal && { signal }),
        refused: (http, at) => this.#refused(at, http),
        onTaken: (query) => (this.#query = query),
        ...(onProgress && { onProgress }),
        onWaiting: (wake) => (this.#wake = wake),
        onBusy: (isBusy) => (this.#isWaiting = isBusy),
      }),
    )
    const { at, http, read, erase } = answer
    // Another statement is still under way (facts 1).
    this.#mayBeBusy = at === 'query' && isBusy(http)
    const results = read && resultsOf(read)
    if (!results) throw this.#notRun(at, http, sql)
    this.#clearing.end()
    if (erase) this.#clearing.later(erase, http.elapsedMs)
    this.#query = queryOf(read.envelope)?.id ?? (at === 'query' ? nextQueryId(this.id, this.#query) : this.#query)
    const failed = results.find((result) => result.kind === 'error')
    if (!isOurs) this.#memory.follow(sql, failed?.errno ?? null)
    if (failed && lostConnection.has(failed.errno)) this.#lose('connection')
    const elapsedMs = performance.now() - started
    const answered = statementResults(results, { sql, elapsedMs, bytes: http.bytes, mask: http.mask, rowLimit, sqlMode, utf8: this.#memory.charset.utf8, bmpOnly: this.#memory.charset.bmpOnly, ownLimit: this.#memory.limits.own, lost: this.#lostNow() })
    if (!isOurs) this.#memory.see(answered, this.#wasStopped)
    return answered
  }

  /** A call about this session; it waits while a cancel is under way. */
  readonly call = (operation: OperationName, call: Omit<RestCall, 'key'>): Promise<HttpAnswer> => {
    const ask = () => this.rest.call(operation, { ...call, key: this.key })
    // Where MaxScale holds it until the statement has ended, a cancel must pass it.
    return operation === 'query' ? ask() : this.#gate.pass(ask)
  }

  /**
   * Tells the server to stop the running statement, while nobody asks anything else about the session; true when it said
   * yes. The statement then answers error 1317. Only for the session of a server: behind a service or listener MaxScale
   * waits for itself and may freeze, its whole REST API with it (facts 16).
   */
  async cancel(): Promise<boolean> {
    try {
      const http = await this.#gate.alone(() => this.rest.call('cancel', { key: this.key, timeoutMs: CANCEL_MS }), CANCEL_MS)
      return http !== undefined && isDone(http)
    } finally {
      // Also where the answer was lost: the cancel itself may have come through.
      this.wake()
    }
  }

  /** Asks for the running statement's answer now: something has just stopped it. */
  wake(): void {
    this.#wasStopped = true
    this.#wake()
  }

  /**
   * Has the server refuse writes from the next transaction on; true where it does. For sessions of read-only connections:
   * false for others, and where the server does not know how. Throws a FailureError.
   */
  async keepReadOnly(): Promise<boolean> {
    if (!this.access.readOnly || this.#isKeptReadOnly) return this.#isKeptReadOnly
    const [result] = await this.run({ sql: 'SET SESSION TRANSACTION READ ONLY', rowLimit: 1, synchronousMs: OWN_STATEMENT_MS, isOurs: true })
    return (this.#isKeptReadOnly = result?.kind === 'ok')
  }

  /** Asks for what the statements did not tell: transaction, autocommit, database, sql_mode. Throws a FailureError. */
  async check(): Promise<void> {
    const told = await askState((sql) => this.run({ sql, rowLimit: 1, synchronousMs: OWN_STATEMENT_MS }))
    if (!told) return
    this.#serverThread = told.threadId
    this.#memory.learn(this.mask.data(told))
  }

  /**
   * Gives the session a new database connection: thread, variables, temporary tables and transaction are new, the
   * database is the last one used (i02, i03). Throws a FailureError; MaxScale refuses while a transaction is open.
   */
  async reconnect(): Promise<void> {
    const http = await this.#unlessBusy(() => this.#call('reconnect', openMs(this.access)))
    if (!isDone(http)) throw this.#refused('reconnect', http)
    this.#condition = { kind: 'open' }
    this.#memory.begin()
    this.#isKeptReadOnly = false
    this.#mayBeBusy = false
    this.#openedAt = Date.now()
    const shown = await this.#call('get')
    this.#serverThread = undefined
    this.#threadId = shown.status === 200 ? openedOf(indexMaxScaleBody(shown.bytes).envelope)?.threadId : undefined
  }

  /**
   * Closes the session on the server, stopping its statement first; on a service or listener by `second`. A busy one
   * answers 404 like one that is gone (facts 4): which it is, is asked. Throws a FailureError where it stays open or
   * cannot be asked.
   */
  async close(second?: Second): Promise<void> {
    this.#clearing.leave()
    const until = performance.now() + Math.max(CLOSE_MS, this.#clearing.mostMs)
    if (this.#mayBeBusy) await this.#stop(second)
    for (let attempt = 1; ; attempt += 1) {
      const http = await this.#call('close')
      if (isDone(http)) return this.#lose('forgotten')
      if (!isNotFound(http)) throw this.#refused('close', http)
      const shown = await this.#call('get')
      if (isNotFound(shown)) return this.#lose('forgotten')
      if (performance.now() > until) throw new FailureError(failureOf('server', 'maxscale.busy', { retrySafe: true }))
      if (attempt === 1 && !this.#clearing.isUnderWay) await this.#stop(second)
      await pause(CLOSE_PAUSE_MS)
    }
  }

  /** Whether it helped shows when the session is closed. */
  async #stop(second: Second | undefined): Promise<void> {
    try {
      if (await this.isOnServer()) await this.cancel()
      else if (second && this.#threadId !== undefined) await kill(second, 'QUERY', this.#threadId)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
    }
  }

  /** Its token is about to end: nothing more is run, so that it can still be closed (facts 3). */
  expire(): void {
    this.#lose('expired')
  }

  /** Chooses a database, where it is not known to be chosen already; the results where that failed. */
  async use(database: string, signal?: AbortSignal): Promise<StatementResult[] | undefined> {
    if (database === '' || database === this.#memory.database) return undefined
    const sql = `USE \`${database.replaceAll('`', '``')}\``
    const results = await this.run({ sql, rowLimit: 1, synchronousMs: OWN_STATEMENT_MS, ...(signal && { signal }) })
    return results.some((result) => result.kind === 'error') ? results : undefined
  }

  /** What the session held goes with it; a session is lost once. */
  #lose(reason: SessionLoss): void {
    if (this.#condition.kind === 'lost') return
    this.#condition = { kind: 'lost', reason, lost: this.#memory.forget() }
  }

  #lostNow = (): readonly SessionHolding[] => (this.#condition.kind === 'lost' ? this.#condition.lost : [])

  /** A client that hangs up does not stop the query (h13): the session stays busy for as long as it takes. */
  async #guarded<T>(sql: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const failure = error instanceof FailureError ? error.failure : undefined
      // An answer too large to hold is an answer: the statement has ended, though nobody has read how.
      const isOver = failure !== undefined && isOverBound(failure)
      if (isOver) this.#memory.doubt(sql)
      if (isOver || failure?.retrySafe) this.#mayBeBusy = false
      else this.#lose('unanswered')
      throw error
    }
  }

  /** The failure of a statement that was refused; the session is lost where it is the reason. */
  #notRun(at: 'query' | 'poll', http: HttpAnswer, sql: string): FailureError {
    const { failure, reason } = lossBy({ at, http, failure: this.#refused(at, http), endsAt: this.endsAt, isErasing: this.#clearing.isUnderWay })
    if (reason !== null) this.#lose(reason)
    else if (!failure.failure.retrySafe) this.#memory.doubt(sql)
    return failure
  }

  /** What MaxScale refuses while a large answer is cleared away, or something else just ends; nothing was done. */
  async #unlessBusy(call: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const until = performance.now() + this.#busyMs()
    for (;;) {
      const http = await call()
      if (!isBusy(http) || performance.now() > until) return http
      await pause(CLOSE_PAUSE_MS)
    }
  }

  /** How long a session that says it is busy is waited for; not where we know of what is under way. */
  #busyMs(): number {
    return this.#mayBeBusy ? 0 : Math.max(BUSY_MS, this.#clearing.mostMs)
  }

  #momentMs = (): number => (this.access.timeoutSeconds === 0 ? MOMENT_MOST_MS : this.access.timeoutSeconds * 1_000 + ANSWER_MARGIN_MS)

  #call(operation: OperationName, timeoutMs = SHORT_MS): Promise<HttpAnswer> {
    return this.call(operation, { timeoutMs })
  }

  #refused(operation: OperationName, http: HttpAnswer): FailureError {
    return this.rest.refused(http, { operation, target: this.access.target })
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const isNotFound = (http: HttpAnswer): boolean => http.status === 404 && refusesItself(http)
