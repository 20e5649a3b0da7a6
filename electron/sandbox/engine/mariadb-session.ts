/** One connection to the private MariaDB. */
import type { Connection, QueryError, ResultSetHeader } from 'mysql2'
import { drdsShow, firstShard, logicalDatabase, readDrdsShow, type DrdsRows } from './drds-show.ts'
import { EngineOpenError, type EngineColumn, type EngineResult, type EngineSession, type EngineValue, type ExecuteOptions } from './engine.ts'
import { maxAllowedPacket } from './mariadb-server.ts'
import { beyondMemory, ResultMeter } from './result-bound.ts'
import { columnOf, valueOf, type WireField } from './mariadb-values.ts'

type Failed = Extract<EngineResult, { kind: 'error' }>

/** What a session needs of the server beside its own connection. */
export interface MariadbKeeper {
  /** Ends the statement that a thread runs. */
  interrupt(threadId: number): Promise<void>
  /** Returns when the server has no such thread any more; one that runs on is killed. */
  end(threadId: number): Promise<void>
  /** Called once, when the session is closed. */
  closed(session: MariadbSession): void
}

export class MariadbSession implements EngineSession {
  readonly threadId: number
  inTransaction = false
  private readonly connection: Connection
  private readonly keeper: MariadbKeeper | null
  private running = false
  private lost = false
  private closing: Promise<void> | null = null
  /** Answers the statement that runs, when its connection is taken away. */
  private abandon: () => void = () => undefined
  private maxRows: number | undefined
  private timeoutSeconds: number | undefined

  /** Without a keeper nothing can be cancelled, and closing does not wait for the server. */
  constructor(connection: Connection, keeper: MariadbKeeper | null = null) {
    this.connection = connection
    this.threadId = connection.threadId
    this.keeper = keeper
    // mysql2 tells a statement that runs nothing of it when its connection is killed.
    const lose = () => {
      this.lost = true
      this.abandon()
    }
    connection.on('error', lose)
    connection.on('end', lose)
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<EngineResult[]> {
    if (this.lost) return [gone]
    if (sql.length > maxAllowedPacket / 4 && Buffer.byteLength(sql) >= maxAllowedPacket) {
      // The server says so and hangs up; by then the client may be writing still, and would see the hanging up only.
      this.destroy()
      return [tooLarge]
    }
    const limits = this.limits(options)
    this.running = true
    try {
      for (const limit of limits) {
        const failed = (await this.query(limit)).find((result) => result.kind === 'error')
        if (failed) return [failed]
      }
      return await this.query(await this.inMariadb(sql))
    } finally {
      this.running = false
      // It holds on to the results.
      this.abandon = () => undefined
    }
  }

  async cancel(): Promise<void> {
    if (this.running && !this.lost) await this.keeper?.interrupt(this.threadId)
  }

  close(): Promise<void> {
    this.closing ??= this.end()
    return this.closing
  }

  /** Drops the connection at once; a statement that runs may go on in the server until it notices. */
  destroy(): void {
    this.lost = true
    this.abandon()
    this.connection.destroy()
  }

  private async end(): Promise<void> {
    if (this.lost || this.running) this.destroy()
    else await new Promise<void>((resolve) => this.connection.end(() => resolve()))
    this.lost = true
    await this.keeper?.end(this.threadId)
    this.keeper?.closed(this)
  }

  /** MariaDB does not know what DRDS shows: it is asked for the same rows in its own words. */
  private async inMariadb(sql: string): Promise<string> {
    const show = readDrdsShow(sql)
    if (!show) return sql
    const [found] = await this.query(shopTables)
    const tables = found?.kind === 'rows' ? found.rows.flatMap(([cell]) => (cell?.kind === 'text' ? [cell.text] : [])) : []
    if (tables.length === 0) return sql
    // A table that is not there answers 1146.
    if (show.table !== '' && !tables.includes(show.table)) return `SHOW COLUMNS FROM \`${show.table.replaceAll('`', '``')}\``
    return selectOf(drdsShow(show, tables))
  }

  /** Limits are set only when they change: setting one forgets ROW_COUNT() and the warnings. */
  private limits({ maxRows, timeoutSeconds }: ExecuteOptions): string[] {
    const statements: string[] = []
    if (maxRows !== this.maxRows) statements.push(`SET sql_select_limit = ${maxRows ?? 'DEFAULT'}`)
    if (timeoutSeconds !== this.timeoutSeconds) statements.push(`SET max_statement_time = ${timeoutSeconds ?? 'DEFAULT'}`)
    this.maxRows = maxRows
    this.timeoutSeconds = timeoutSeconds
    return statements
  }

  /** Runs a batch and gathers its results in order; an error ends them and stands at their end. */
  private query(sql: string): Promise<EngineResult[]> {
    return new Promise((resolve) => {
      const results: EngineResult[] = []
      let rows: EngineValue[][] = []
      let columns: EngineColumn[] = []
      const meter = new ResultMeter()
      let isFull = false
      this.abandon = () => resolve([lostConnection])
      const query = this.connection.query(sql)
      query.on('fields', (fields: WireField[] | undefined) => {
        if (!fields) return
        rows = []
        columns = fields.map(columnOf)
        // mysql2 refuses names such as __proto__, though rows are arrays here, and its connection ends with that.
        for (const field of fields) field.name = ''
        results.push({ kind: 'rows', columns, rows })
      })
      query.on('result', (row: (Uint8Array | null)[] | ResultSetHeader) => {
        if (Array.isArray(row)) {
          // What is on its way still comes, and is let go.
          if (isFull) return
          isFull = !meter.take(row, lengthOf)
          if (!isFull) return void rows.push(row.map((cell, index) => valueOf(cell, columns[index]?.type ?? '')))
          rows.length = 0
          void this.keeper?.interrupt(this.threadId)
        } else {
          this.inTransaction = (row.serverStatus & statusInTransaction) !== 0
          results.push({ kind: 'ok', affectedRows: BigInt(row.affectedRows), lastInsertId: BigInt(row.insertId), warnings: row.warningStatus })
        }
      })
      query.on('error', (error: QueryError) => {
        if (error.fatal || error.errno === connectionWasKilled) this.lost = true
        // mysql2 counts complete results there, and only there: rows before an error are no result.
        const complete: unknown = Reflect.get(query, '_resultIndex')
        if (isFull) return resolve([{ kind: 'error', ...beyondMemory }])
        results.splice(typeof complete === 'number' ? complete : results.length, results.length, errorOf(error))
        // mysql2 says `end` after an error only where the connection lives on.
        resolve(results)
      })
      query.on('end', () => resolve(isFull ? [{ kind: 'error', ...beyondMemory }] : results))
    })
  }
}

/** The demo shop's tables; none from another database, or where nothing is sharded. */
const shopTables = `SELECT table_name FROM information_schema.tables WHERE DATABASE() = '${logicalDatabase}' AND table_schema = '${logicalDatabase}'
  AND EXISTS (SELECT 1 FROM information_schema.schemata WHERE schema_name = '${firstShard}')`

const literal = (value: bigint | string | null): string => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL'))

function selectOf({ labels, rows }: DrdsRows): string {
  const [first = labels.map(() => null), ...others] = rows
  const head = first.map((value, column) => `${literal(value)} AS ${labels[column]}`).join(', ')
  return [`SELECT ${head}`, ...others.map((row) => `SELECT ${row.map(literal).join(', ')}`)].join(' UNION ALL ') + (rows.length === 0 ? ' LIMIT 0' : '')
}

const lengthOf = (cell: Uint8Array | null): number => cell?.length ?? 0

/** A bit of the protocol's server status; mysql2 shows it of statements that answer no rows. */
const statusInTransaction = 1

/** The server's last words to a connection that killed itself. */
const connectionWasKilled = 1927

const lostConnection: Failed = { kind: 'error', errno: 2013, sqlState: 'HY000', message: 'Lost connection to server during query' }
const tooLarge: Failed = { kind: 'error', errno: 1153, sqlState: '08S01', message: "Got a packet bigger than 'max_allowed_packet' bytes" }
const gone: Failed = { kind: 'error', errno: 2006, sqlState: 'HY000', message: 'Server has gone away' }

function errorOf(error: QueryError): Failed {
  if (error.errno !== undefined && error.errno > 0 && error.sqlState) return { kind: 'error', errno: error.errno, sqlState: error.sqlState, message: error.message }
  return lostConnection
}

/** Why a connection could not be made, in the server's terms. */
export function openErrorOf(error: QueryError): EngineOpenError {
  const { errno, sqlState, message } = errorOf(error)
  return new EngineOpenError(errno, sqlState, message)
}
