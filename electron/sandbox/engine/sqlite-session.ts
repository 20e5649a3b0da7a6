/**
 * One session of the embedded engine, in its worker thread: runs statements one after the other and stops them when
 * the signal says so.
 */
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import type { EngineColumn, ExecuteOptions } from './engine.ts'
import { fromSqlite, interrupted, memoryUsed, readOnlyTransaction, syntaxError, timedOut, unknownDatabase, unsupported, type SqlError } from './mysql-errors.ts'
import { withoutExecutableComments } from './mysql-executable-comments.ts'
import { registerFunctions, type FunctionSession } from './mysql-functions.ts'
import { refuseByMode } from './mysql-refusals.ts'
import { runSessionStatement } from './mysql-session-statements.ts'
import { runShow, type LabelledRows } from './mysql-show.ts'
import { significant, splitTokens, tokenize, type Token } from './mysql-tokens.ts'
import { packetBytes, ResultMeter } from './result-bound.ts'
import { Catalog } from './sqlite-catalog.ts'
import { computedColumn, packValue, PackedKind, tableColumn, type PackedCell } from './sqlite-columns.ts'
import { runDdl } from './sqlite-ddl.ts'
import { prepare, rewrite, textOfPieces } from './sqlite-prepare.ts'
import { fillProcessList, type Process } from './sqlite-processes.ts'
import { Signal, Slot, type PackedResult } from './sqlite-protocol.ts'
import { SessionVariables } from './mysql-variables.ts'

export interface SqliteSessionOptions {
  file: string
  threadId: number
  user: string
  database: string
  version: string
  slots: Int32Array<SharedArrayBuffer>
}

/** How many rows are read between two looks at the signal. */
const ticksBetweenClocks = 256
const lockWaitMilliseconds = 5_000

export class SqliteSession implements FunctionSession {
  readonly db: DatabaseSync
  readonly catalog: Catalog
  readonly variables = new SessionVariables()
  readonly threadId: number
  readonly user: string
  readonly version: string
  database: string
  lastInsertId = 0n
  rowCount = 0n
  foundRows = 0n
  /** True while the file is filled in one transaction. */
  filling = false
  /** All sessions of the engine, as they were when the batch began; only for statements that ask. */
  processes: readonly Process[] = []
  private readonly slots: Int32Array<SharedArrayBuffer>
  private readonly functions: { forget(): void }
  nextReadOnly: boolean | null = null
  /** Of the transaction that is open. */
  private transactionReadsOnly = false
  private deadline = Number.POSITIVE_INFINITY
  private ticks = 0

  /** Throws a SqlError with 1049 where the database does not exist. */
  constructor(options: SqliteSessionOptions) {
    this.threadId = options.threadId
    this.user = options.user
    this.version = options.version
    this.slots = options.slots
    this.db = new DatabaseSync(options.file, { timeout: lockWaitMilliseconds, limits: { length: packetBytes } })
    this.db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY')
    this.functions = registerFunctions(this.db, this)
    this.catalog = new Catalog(this.db)
    this.database = options.database
    if (options.database && !this.catalog.hasDatabase(options.database)) {
      this.db.close()
      throw unknownDatabase(options.database)
    }
  }

  close(): void {
    this.db.close()
  }

  /** Runs a batch; the first error ends it. Never throws. */
  execute(written: string, options: ExecuteOptions, processes: readonly Process[] = []): PackedResult[] {
    const sql = withoutExecutableComments(written)
    const results: PackedResult[] = []
    this.processes = processes
    if (processes.length > 0) fillProcessList(this.db, this.catalog, processes, this.threadId)
    const parts = splitTokens(tokenize(sql))
    if (parts.length === 0) return [{ kind: 'error', errno: 1065, sqlState: '42000', message: 'Query was empty' }]
    for (const part of parts) {
      const seconds = options.timeoutSeconds ?? this.variables.statementSeconds
      this.deadline = seconds > 0 ? performance.now() + seconds * 1000 : Number.POSITIVE_INFINITY
      const [from, to] = spanOf(part)
      Atomics.store(this.slots, Slot.from, from)
      Atomics.store(this.slots, Slot.to, to)
      const result = this.statement(sql.slice(from, to), options)
      results.push(result)
      if (result.kind === 'error') break
    }
    return results
  }

  private statement(sql: string, options: ExecuteOptions): PackedResult {
    const tokens = tokenize(sql)
    try {
      this.tick()
      refuseByMode(tokens, this.variables.sqlMode)
      const open = tokens.find((token) => token.open)
      if (open) throw syntaxError(sql, open.start)
      const result = this.dispatch(sql, tokens, options)
      this.rowCount = result.kind === 'ok' ? result.affectedRows : -1n
      return result
    } catch (error) {
      this.rowCount = -1n
      const known = this.stopReason() ?? fromSqlite(error, () => 'field list')
      return { kind: 'error', errno: known.errno, sqlState: known.sqlState, message: known.message }
    } finally {
      this.functions.forget()
    }
  }

  private dispatch(sql: string, tokens: readonly Token[], options: ExecuteOptions): PackedResult {
    const meant = significant(tokens)
    const [first] = meant
    const word = (first?.text === '(' ? meant.find(({ text }) => text !== '(') : first)?.value ?? ''
    if (this.readsOnly && /^(CREATE|DROP|ALTER|TRUNCATE|RENAME|INSERT|REPLACE|UPDATE|DELETE)$/.test(word)) throw readOnlyTransaction()
    if (first?.text === '(' && !/^(SELECT|WITH)$/.test(word)) throw syntaxError(sql, first.start)
    if (/^(SHOW|DESCRIBE|DESC|EXPLAIN)$/.test(word)) return this.packLabelled(runShow(this, sql))
    if (/^(CREATE|DROP|ALTER|TRUNCATE|RENAME)$/.test(word)) {
      if (!this.filling) this.commit()
      return okOf(runDdl(this, sql))
    }
    if (/^(SELECT|WITH)$/.test(word) || (first?.text !== '(' && /^(INSERT|REPLACE|UPDATE|DELETE)$/.test(word))) return this.data(sql, tokens, options)
    const affected = runSessionStatement(this, sql)
    if (affected === null) throw syntaxError(sql, first?.start ?? 0)
    return okOf(affected)
  }

  /** A SELECT in SQLite's words, for views and for SET. */
  translate(sql: string): string {
    return textOfPieces(rewrite(this.catalog, sql, tokenize(sql), this.context()).pieces)
  }

  /** The first cell of a one-row SELECT. */
  evaluate(expression: string): SQLOutputValue {
    const row = this.prepare(`SELECT ${expression}`).get()
    return Array.isArray(row) ? (row[0] ?? null) : null
  }

  prepare(sql: string, tokens: readonly Token[] = tokenize(sql)): StatementSync {
    return prepare(this.db, sql, rewrite(this.catalog, sql, tokens, this.context()))
  }

  private context() {
    return { database: this.database, variable: (name: string) => this.variables.sql(name, this) }
  }

  private data(sql: string, tokens: readonly Token[], options: ExecuteOptions): PackedResult {
    const rewritten = rewrite(this.catalog, sql, tokens, this.context())
    // Without autocommit a transaction begins with the first table, not with SELECT @@autocommit.
    const touches = rewritten.tables.some(({ database }) => database !== 'information_schema')
    if (touches && !this.variables.autocommit && !this.db.isTransaction) this.begin()
    const statement = prepare(this.db, sql, rewritten)
    if (statement.columns().length > 0) {
      const { columns, rows } = this.found(statement, hasLimit(tokens) ? Number.POSITIVE_INFINITY : Math.min(options.maxRows ?? Number.POSITIVE_INFINITY, this.variables.selectLimit))
      // SQLite tells labels of a part of a UNION apart (mysql-query-operands.ts).
      if (columns.some(({ name }) => /:\d+$/.test(name) && !sql.includes(name))) throw unsupported('a label twice in a part of a UNION')
      this.foundRows = BigInt(rows.length)
      return pack(columns, rows)
    }
    const { changes, lastInsertRowid } = statement.run()
    const inserts = /^(INSERT|REPLACE)$/.test(significant(tokens)[0]?.value ?? '')
    const made = inserts && BigInt(changes) > 0n ? BigInt(lastInsertRowid) - BigInt(changes) + 1n : 0n
    if (made > 0n) this.lastInsertId = made
    return { kind: 'ok', affectedRows: BigInt(changes), lastInsertId: made, warnings: 0 }
  }

  query(sql: string): { columns: EngineColumn[]; rows: SQLOutputValue[][] } {
    return this.found(this.prepare(sql), Number.POSITIVE_INFINITY)
  }

  private found(statement: StatementSync, maxRows: number): { columns: EngineColumn[]; rows: SQLOutputValue[][] } {
    const rows: SQLOutputValue[][] = []
    const meter = new ResultMeter()
    for (const row of statement.iterate()) {
      if (rows.length >= maxRows) break
      this.tick()
      if (!Array.isArray(row)) continue
      if (!meter.take(row, sizeOf)) throw memoryUsed()
      rows.push(row)
    }
    const columns = statement.columns().map((column, index) => {
      const [database = '', ...name] = (column.table ?? '').split('.')
      const table = column.table ? this.catalog.table(database, name.join('.')) : null
      const model = table?.model.columns.find((one) => one.name.toLowerCase() === column.column?.toLowerCase())
      return table && model ? tableColumn(column.name, table, model) : computedColumn(column.name, rows.map((row) => row[index] ?? null))
    })
    return { columns, rows }
  }

  private packLabelled({ labels, rows }: LabelledRows): PackedResult {
    const columns = labels.map((label, index) => computedColumn(label, rows.map((row) => row[index] ?? null)))
    // A default such as 0.00 is text here.
    return pack(columns.map((column) => (column.type === 'DECIMAL' ? { ...column, type: 'VARCHAR', decimals: 39, flags: 0 } : column)), rows)
  }

  begin(readOnly?: boolean): void {
    this.commit()
    this.transactionReadsOnly = readOnly ?? this.readsOnly
    this.nextReadOnly = null
    this.db.exec('BEGIN')
  }

  private get readsOnly(): boolean {
    return this.db.isTransaction ? this.transactionReadsOnly : (this.nextReadOnly ?? this.variables.readOnly)
  }

  commit(): void {
    if (this.db.isTransaction) this.db.exec('COMMIT')
  }

  rollback(): void {
    if (this.db.isTransaction) this.db.exec('ROLLBACK')
  }

  /** Called at every row of what can run long. */
  tick(): void {
    this.ticks += 1
    const reason = this.ticks % ticksBetweenClocks === 0 ? this.stopReason() : Atomics.load(this.slots, Slot.signal) === Signal.cancelled ? interrupted() : null
    if (reason) throw reason
  }

  benchmark(count: number): void {
    for (let at = 1; at <= count; at += 1) {
      if (Atomics.compareExchange(this.slots, Slot.signal, Signal.cancelled, Signal.run) === Signal.cancelled) return
      if (at % ticksBetweenClocks === 0 && performance.now() >= this.deadline) {
        this.deadline = Number.POSITIVE_INFINITY
        return
      }
    }
  }

  sleep(seconds: number): number {
    const wanted = Math.max(0, seconds) * 1000
    const left = this.deadline - performance.now()
    Atomics.store(this.slots, Slot.sleeping, 1)
    Atomics.wait(this.slots, Slot.signal, Signal.run, Math.min(wanted, left))
    Atomics.store(this.slots, Slot.sleeping, 0)
    const reason = this.stopReason()
    if (reason) throw reason
    return 0
  }

  private stopReason(): SqlError | null {
    if (Atomics.load(this.slots, Slot.signal) === Signal.cancelled) return interrupted()
    return performance.now() >= this.deadline ? timedOut() : null
  }
}

const sizeOf = (value: SQLOutputValue): number => (typeof value === 'string' || value instanceof Uint8Array ? value.length : 8)

const okOf = (affectedRows: bigint): PackedResult => ({ kind: 'ok', affectedRows, lastInsertId: 0n, warnings: 0 })

/** A LIMIT of the statement's own, outside parentheses, overrules sql_select_limit. */
function hasLimit(tokens: readonly Token[]): boolean {
  let depth = 0
  return tokens.some((token) => {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    return depth === 0 && token.kind === 'word' && token.value === 'LIMIT'
  })
}

/** Where a part of a batch stands, without the space before it: lines count from its first character. */
function spanOf(part: readonly Token[]): [from: number, to: number] {
  const first = part.find((token) => token.kind !== 'space')
  const last = part.at(-1)
  return [first?.start ?? 0, last ? last.start + last.text.length : 0]
}

function pack(columns: EngineColumn[], rows: readonly (readonly SQLOutputValue[])[]): PackedResult {
  const kinds = new Uint8Array(rows.length * columns.length)
  const cells: PackedCell[] = []
  for (const row of rows)
    columns.forEach((column, index) => {
      const { kind, cell } = packValue(row[index] ?? null, column)
      kinds[cells.length] = kind
      cells.push(kind === PackedKind.null ? null : cell)
    })
  return { kind: 'rows', columns, rowCount: rows.length, kinds, cells }
}
