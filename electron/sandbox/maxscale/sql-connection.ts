/** One connection of the SQL resource: an engine session, its limits, and what is known of its last query. */
import { randomUUID } from 'node:crypto'
import type { EngineResult, EngineSession } from '../engine/engine.ts'
import type { Json } from './json.ts'
import { killStatement, type KillScope, type KillStatement } from '../kill-statement.ts'
import { OpenFailure, openSession, type ConnectionConfig, type Surroundings } from './open-session.ts'
import { resultsJson } from './results.ts'
import type { ServiceSession } from './traffic.ts'

type Failed = Extract<EngineResult, { kind: 'error' }>

const lostOnRead: Failed = { kind: 'error', errno: 2013, sqlState: 'HY000', message: 'Lost connection to server during query' }
const errnoOf = (results: readonly EngineResult[]): number | null => {
  const last = results.at(-1)
  return last?.kind === 'error' ? last.errno : null
}
const interrupted: Failed = { kind: 'error', errno: 1317, sqlState: '70100', message: 'Query execution was interrupted' }
const gone: Failed = { kind: 'error', errno: 2006, sqlState: 'HY000', message: 'Server has gone away' }

/** A real 24.02.4 was busy for about a second with 100,000 rows of 30 columns. */
const cellsErasedEachMillisecond = 3_000

export class SqlConnection {
  readonly id = randomUUID()
  readonly config: ConnectionConfig
  threadId = 0
  busy = false
  lastSql: string | null = null
  /** Number of the newest query; earlier ones are forgotten. */
  queryNumber = 0
  /** What an asynchronous query left, until the next query. */
  asyncResults: Json | undefined
  /** How many cells it has read. */
  private cells = 0
  private readonly around: Surroundings
  private session: EngineSession | null = null
  /** Given up after a read timeout; its statement may run on. */
  private left: EngineSession | null = null
  /** The running query is to end. */
  private cancelled = false
  /** A reconnection was refused since the last query: the next one is not. */
  private refused = false
  /** Lost while it ran something in a transaction, and no query was tried since: the client library still thinks of that. */
  private lostInTransaction = false
  private through: ServiceSession | null = null
  private startedAt = 0
  private endedAt = performance.now()
  private maxRows: bigint | undefined
  private timeout = 0n
  private database: string

  private constructor(around: Surroundings, config: ConnectionConfig) {
    this.around = around
    this.config = config
    this.database = config.database
  }

  /** Throws OpenFailure. */
  static async open(around: Surroundings, config: ConnectionConfig): Promise<SqlConnection> {
    const connection = new SqlConnection(around, config)
    await connection.connect()
    connection.endedAt = performance.now()
    return connection
  }

  get secondsIdle(): number {
    return this.busy ? 0 : (performance.now() - this.endedAt) / 1000
  }

  /** Of the running query so far, or of the last one; seconds. */
  get executionTime(): number {
    return ((this.busy ? performance.now() : this.endedAt) - this.startedAt) / 1000
  }

  /** Marks the connection busy; call `run` next. */
  begin(sql: string): string {
    this.busy = true
    this.asyncResults = undefined
    this.lastSql = sql
    this.queryNumber += 1
    this.startedAt = performance.now()
    this.cancelled = false
    this.refused = false
    this.lostInTransaction = false
    return `${this.id}.${this.queryNumber}`
  }

  /**
   * Runs the SQL; `maxRows` 0 for all rows, but in a session's first query for none (seen on 24.02.4); `timeout` in
   * seconds, 0 for none. Never throws.
   */
  async run(sql: string, maxRows: bigint, timeout: bigint): Promise<Json> {
    const { session } = this
    const most = maxRows === 0n && this.maxRows !== undefined ? null : maxRows
    try {
      const limits = this.limits(maxRows, timeout)
      const results = await this.withReadTimeout(() => this.execute(sql, limits))
      if (errnoOf(results) === lostOnRead.errno) this.lostInTransaction = session?.inTransaction ?? false
      this.noteDatabase(sql, results)
      this.cells = results.reduce((sum, result) => sum + (result.kind === 'rows' ? result.rows.length * result.columns.length : 0), 0)
      return resultsJson(results, most)
    } finally {
      this.endedAt = performance.now()
      this.busy = false
      if (this.through) this.around.traffic.routed(this.through, sql, this.executionTime)
    }
  }

  /** Forgets what an asynchronous query left. That takes about as long as reading it did, and keeps the connection busy. */
  erase(): void {
    const milliseconds = this.asyncResults === undefined ? 0 : Math.floor(this.cells / cellsErasedEachMillisecond)
    this.asyncResults = undefined
    if (milliseconds === 0) return
    this.busy = true
    setTimeout(() => (this.busy = false), milliseconds).unref()
  }

  /** /cancel. Through a service or listener it can freeze the whole REST API. */
  async cancel(): Promise<void> {
    const { endpoint, timeoutSeconds } = this.config
    if (endpoint.service === null) return this.interrupt()
    await this.around.mainWorker.killThroughListener(this.id, timeoutSeconds, () => this.interrupt())
  }

  /**
   * Null when done, else why not. The database is the last one used, everything else begins anew (transcript i03).
   * The client library refuses inside a transaction once, and then takes the transaction for ended.
   */
  async reconnect(): Promise<string | null> {
    const refuses = !this.refused && (this.lostInTransaction || (await this.isInTransaction()))
    this.refused = refuses
    this.lostInTransaction = false
    if (refuses) return `Reconnect failed. Error ${gone.errno}: ${gone.message}`
    await this.close()
    try {
      await this.connect()
      return null
    } catch (error) {
      if (error instanceof OpenFailure) return error.message
      throw error
    } finally {
      this.endedAt = performance.now()
    }
  }

  /** Whatever it runs ends, and the database has no session of it any more. */
  async close(): Promise<void> {
    const { session, left } = this
    this.session = null
    this.left = null
    this.leave()
    await Promise.all([session?.close(), left?.close()])
  }

  private leave(): void {
    if (this.through) this.around.traffic.close(this.through)
    this.through = null
  }

  private async interrupt(): Promise<void> {
    if (!this.busy) return
    this.cancelled = true
    await this.session?.cancel()
  }

  /** KILL from another connection through a service: the query ends, or this connection is lost. */
  async kill(scope: KillScope): Promise<void> {
    if (scope === 'QUERY') return this.interrupt()
    const { session } = this
    this.session = null
    this.leave()
    await session?.close()
  }

  private async connect(): Promise<void> {
    const { endpoint, user } = this.config
    this.session = await openSession(this.around, this.config, this.database)
    this.through = this.around.traffic.open(endpoint, user, (scope) => this.kill(scope))
    this.threadId = this.through?.number ?? this.session.threadId
  }

  private async execute(sql: string, limits: readonly string[]): Promise<EngineResult[]> {
    for (const limit of limits) {
      const failed = (await this.onSession(limit)).find((result) => result.kind === 'error')
      if (failed) return [failed]
      // Between two statements there is nothing to interrupt.
      if (this.cancelled) return [interrupted]
    }
    return this.onSession(sql)
  }

  private async onSession(sql: string): Promise<EngineResult[]> {
    const { session } = this
    const kill = this.config.endpoint.service === null ? null : killStatement(sql)
    const results = !session ? [gone] : kill ? [await this.killed(kill)] : await session.execute(sql)
    // Killed while it ran, or by itself.
    if (session && this.session !== session) return [lostOnRead]
    if (errnoOf(results) !== gone.errno || this.config.endpoint.service === null || !this.session) return results
    if (this.session.inTransaction) {
      await this.kill('CONNECTION')
      return results
    }
    // A service finds itself another connection to the server (transcript j11b), but not in a transaction.
    try {
      await this.session.close()
      this.session = await openSession(this.around, this.config, this.database)
      return await this.session.execute(sql)
    } catch (error) {
      if (error instanceof OpenFailure) return [gone]
      throw error
    }
  }

  /** MaxScale says OK whether there was anything to end or not. */
  private async killed(statement: KillStatement): Promise<EngineResult> {
    await this.around.traffic.kill(statement)
    return { kind: 'ok', affectedRows: 0n, lastInsertId: 0n, warnings: 0 }
  }

  /** MaxScale limits rows with sql_select_limit, and sets it when max_rows changes; for 0 every time (transcript f15c). */
  private limits(maxRows: bigint, timeout: bigint): string[] {
    const statements: string[] = []
    if (maxRows === 0n || maxRows !== this.maxRows) statements.push(`SET sql_select_limit=${maxRows === 0n ? 'DEFAULT' : maxRows}`)
    if (timeout !== this.timeout) statements.push(`SET max_statement_time=${timeout}`)
    this.maxRows = maxRows
    this.timeout = timeout
    return statements
  }

  /** After the connection's own timeout the answer is 2013, the connection is lost, and the server runs on (k01, q02). */
  private async withReadTimeout(run: () => Promise<EngineResult[]>): Promise<EngineResult[]> {
    const seconds = this.config.timeoutSeconds
    if (seconds <= 0 || seconds > 2_000_000) return run()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), seconds * 1000)
    })
    const running = run()
    const results = await Promise.race([running, late])
    clearTimeout(timer)
    if (results) return results
    const { session } = this
    this.left = session
    this.session = null
    this.leave()
    void running.finally(() => session?.close())
    return [lostOnRead]
  }

  private noteDatabase(sql: string, results: readonly EngineResult[]): void {
    const name = /^\s*USE\s+`?([^`;\s]+)`?\s*;?\s*$/i.exec(sql)?.[1]
    if (name && results[0]?.kind === 'ok') this.database = name
  }

  private async isInTransaction(): Promise<boolean> {
    const [result] = (await this.session?.execute('SELECT @@in_transaction')) ?? []
    const cell = result?.kind === 'rows' ? result.rows[0]?.[0] : null
    return cell?.kind === 'number' && cell.literal === '1'
  }
}
