/** One connection of the SQL resource: an engine session, its limits, and what is known of its last query. */
import { randomUUID } from 'node:crypto'
import { EngineOpenError, type Engine, type EngineResult, type EngineSession } from '../engine/engine.ts'
import type { Endpoint } from './configuration.ts'
import type { Database } from './database.ts'
import type { Json } from './json.ts'
import { resultsJson } from './results.ts'
import type { ServiceSession, Traffic } from './traffic.ts'

/** What a connection is opened with and counted by. */
export interface Surroundings {
  engine: Engine
  database: Database
  traffic: Traffic
}

export interface ConnectionConfig {
  target: string
  endpoint: Endpoint
  user: string
  password: string
  database: string
  /** Seconds; bounds opening and every read. 0 or less for none. */
  timeoutSeconds: number
}

type Failed = Extract<EngineResult, { kind: 'error' }>

const lostOnRead: Failed = { kind: 'error', errno: 2013, sqlState: 'HY000', message: 'Lost connection to server during query' }
const gone: Failed = { kind: 'error', errno: 2006, sqlState: 'HY000', message: 'Server has gone away' }

/** Why a connection could not be opened, in MaxScale's words. */
export class OpenFailure extends Error {}

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
  private readonly around: Surroundings
  private session: EngineSession | null = null
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
    return `${this.id}.${this.queryNumber}`
  }

  /** Runs the SQL; `maxRows` 0 for all rows, `timeout` in seconds, 0 for none. Never throws. */
  async run(sql: string, maxRows: bigint, timeout: bigint): Promise<Json> {
    try {
      const limits = this.limits(maxRows, timeout)
      const results = await this.withReadTimeout(() => this.execute(sql, limits))
      this.noteDatabase(sql, results)
      return resultsJson(results, maxRows)
    } finally {
      this.endedAt = performance.now()
      this.busy = false
      if (this.through) this.around.traffic.routed(this.through, sql, this.executionTime)
    }
  }

  async cancel(): Promise<void> {
    if (this.busy) await this.session?.cancel()
  }

  /** Null when done, else why not. The database is the last one used, everything else begins anew (transcript i03). */
  async reconnect(): Promise<string | null> {
    if (await this.isInTransaction()) return `Reconnect failed. Error ${gone.errno}: ${gone.message}`
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

  async close(): Promise<void> {
    const { session, through } = this
    this.session = null
    this.through = null
    if (through) this.around.traffic.close(through)
    await session?.close()
  }

  private async connect(): Promise<void> {
    const { endpoint } = this.config
    const place = `Connection to [${endpoint.host}]:${endpoint.port} failed.`
    if (!endpoint.up) throw new OpenFailure(`${place} Error 2002: Can't connect to server on '${endpoint.host}' (115)`)
    try {
      this.session = await this.openSession()
    } catch (error) {
      if (!(error instanceof EngineOpenError)) throw error
      this.around.traffic.refuse(endpoint)
      throw new OpenFailure(`${place} ${await this.refusal(error)}`)
    }
    this.through = this.around.traffic.open(endpoint, this.config.user)
    this.threadId = this.through?.number ?? this.session.threadId
  }

  /**
   * MariaDB lets an unknown name fail by the plugin of some account that it picks by the name, so that names cannot be
   * told; the recorded server's picked one that asks for no password (transcript b25). A service knows only 1045.
   */
  private async refusal({ errno, message }: EngineOpenError): Promise<string> {
    const { endpoint, user, password } = this.config
    const bare = message.replace(/ \(using password: \w+\)$/, '')
    if (endpoint.service !== null && errno === 1698) return `Error 1045: ${bare} (using password: ${password ? 'YES' : 'NO'})`
    const isUnknown = errno === 1045 && endpoint.service === null && (await this.around.database.lacks(user))
    return isUnknown ? `Error 1698: ${bare}` : `Error ${errno}: ${message}`
  }

  private openSession(): Promise<EngineSession> {
    const { user, password } = this.config
    return this.around.engine.open({ user, password, ...(this.database && { database: this.database }) })
  }

  private async execute(sql: string, limits: readonly string[]): Promise<EngineResult[]> {
    for (const limit of limits) {
      const failed = (await this.onSession(limit)).find((result) => result.kind === 'error')
      if (failed) return [failed]
    }
    return this.onSession(sql)
  }

  private async onSession(sql: string): Promise<EngineResult[]> {
    const results = (await this.session?.execute(sql)) ?? [gone]
    const isGone = results.length === 1 && results[0]?.kind === 'error' && results[0].errno === gone.errno
    // A service finds itself another connection to the server (transcript j11b); a server's connection stays lost.
    if (!isGone || this.config.endpoint.service === null || !this.session) return results
    try {
      this.session = await this.openSession()
      return await this.session.execute(sql)
    } catch (error) {
      if (error instanceof EngineOpenError) return [gone]
      throw error
    }
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
    const results = await Promise.race([run(), late])
    clearTimeout(timer)
    if (results) return results
    void this.close()
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
