/** One session of the embedded engine as the servers hold it; its statements run in a worker thread. */
import { EngineOpenError, type EngineResult, type EngineSession, type EngineValue, type ExecuteOptions } from './engine.ts'
import { withoutExecutableComments } from './mysql-executable-comments.ts'
import { PackedKind } from './sqlite-columns.ts'
import type { Process } from './sqlite-processes.ts'
import { Signal, Slot, type PackedResult } from './sqlite-protocol.ts'
import type { SqliteThread } from './sqlite-thread.ts'

/** How long a cancelled statement may take to notice before its thread is ended. */
const cancelGraceMilliseconds = 1_500

interface ClientParts {
  threadId: number
  user: string
  database: string
  slots: Int32Array<SharedArrayBuffer>
  thread: SqliteThread
  reopen(): Promise<SqliteThread>
  giveBack(thread: SqliteThread): Promise<void>
  drop(thread: SqliteThread): void
  closed(): void
  /** All sessions of the engine. */
  processes(): Process[]
  /** The result of a KILL; null for any other statement. */
  kill(sql: string): Promise<EngineResult | null>
}

const gone: EngineResult = { kind: 'error', errno: 2006, sqlState: 'HY000', message: 'Server has gone away' }
const lost: PackedResult = { kind: 'error', errno: 2013, sqlState: 'HY000', message: 'Lost connection to server during query' }

export class SqliteClient implements EngineSession {
  readonly threadId: number
  readonly user: string
  inTransaction = false
  private readonly parts: ClientParts
  private thread: SqliteThread
  private database: string
  /** What runs. */
  private statement: string | null = null
  private since = performance.now()
  private closed = false
  private abandon: ((result: PackedResult[]) => void) | null = null

  constructor(parts: ClientParts) {
    this.parts = parts
    this.threadId = parts.threadId
    this.user = parts.user
    this.database = parts.database
    this.thread = parts.thread
  }

  process(): Process {
    const { slots } = this.parts
    const [from, to] = [Atomics.load(slots, Slot.from), Atomics.load(slots, Slot.to)]
    const statement = this.statement === null || to === 0 ? this.statement : withoutExecutableComments(this.statement).slice(from, to)
    return { threadId: this.threadId, user: this.user, database: this.database, statement, sleeping: Atomics.load(slots, Slot.sleeping) === 1, milliseconds: performance.now() - this.since }
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<EngineResult[]> {
    if (this.closed) return [gone]
    const killed = /kill/i.test(sql.slice(0, 1_000)) ? await this.parts.kill(sql) : null
    if (killed) return [killed]
    if (!this.thread.alive) this.thread = await this.parts.reopen()
    this.begin(sql)
    try {
      const abandoned = new Promise<PackedResult[]>((resolve) => (this.abandon = resolve))
      const processes = /processlist/i.test(sql) ? this.parts.processes() : []
      const asked = this.thread.ask({ do: 'execute', threadId: this.threadId, sql, options, processes })
      const answer = await Promise.race([asked, abandoned.then((results) => ({ results, state: undefined }))])
      this.database = answer.state?.database ?? this.database
      this.inTransaction = answer.state?.inTransaction ?? this.inTransaction
      return answer.results.map(unpack)
    } catch (error) {
      // The thread ended under us, with a statement of another session that would not.
      if (error instanceof EngineOpenError) return [{ kind: 'error', errno: error.errno, sqlState: error.sqlState, message: error.message }]
      throw error
    } finally {
      this.statement = null
      this.since = performance.now()
      this.abandon = null
    }
  }

  private begin(sql: string): void {
    const { slots } = this.parts
    for (const slot of Object.values(Slot)) Atomics.store(slots, slot, 0)
    this.statement = sql
    this.since = performance.now()
  }

  /**
   * Statements that read rows, join, recurse or sleep look at the signal and stop by themselves. What does not (one
   * long sort, say) loses its thread: SQLite offers no interrupt here, so the file is opened anew and an open
   * transaction is rolled back, as if the connection had been killed.
   */
  async cancel(): Promise<void> {
    if (this.statement === null) return
    const { thread, abandon } = this
    this.interrupt()
    setTimeout(() => {
      // A thread that others share is not ended for one: the statement stops when its turn comes.
      if (this.statement === null || this.abandon !== abandon || thread.sessions > 1) return
      this.parts.drop(thread)
      abandon?.([{ kind: 'error', errno: 1317, sqlState: '70100', message: 'Query execution was interrupted' }])
    }, cancelGraceMilliseconds).unref()
  }

  /**
   * KILL from another session: what runs has lost its connection, and so has all that follows. Who kills does not wait
   * for a statement that is slow to notice.
   */
  kill(): void {
    const { abandon } = this
    void this.close()
    abandon?.([lost])
  }

  private interrupt(): void {
    Atomics.store(this.parts.slots, Slot.signal, Signal.cancelled)
    Atomics.notify(this.parts.slots, Slot.signal)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.parts.closed()
    if (this.statement !== null) {
      this.interrupt()
      if (this.thread.sessions === 1) return this.parts.drop(this.thread)
    }
    if (!this.thread.alive) return
    // Asked after the statement that runs, if any, so that it is done when that has ended.
    try {
      await this.thread.ask({ do: 'close', threadId: this.threadId })
    } catch (error) {
      // The thread ended meanwhile, and the session with it.
      if (!(error instanceof EngineOpenError)) throw error
    }
    await this.parts.giveBack(this.thread)
  }
}

function unpack(result: PackedResult): EngineResult {
  if (result.kind !== 'rows') return result
  const { columns, rowCount, kinds, cells } = result
  const width = columns.length
  const rows: EngineValue[][] = []
  for (let row = 0; row < rowCount; row += 1) {
    const values: EngineValue[] = []
    for (let at = row * width; at < (row + 1) * width; at += 1) values.push(unpackValue(kinds[at], cells[at] ?? null))
    rows.push(values)
  }
  return { kind: 'rows', columns, rows }
}

function unpackValue(kind: number | undefined, cell: string | Uint8Array | null): EngineValue {
  if (cell === null || kind === PackedKind.null) return null
  if (typeof cell !== 'string') return { kind: 'bytes', bytes: cell }
  return kind === PackedKind.number ? { kind: 'number', literal: cell } : { kind: 'text', text: cell }
}
