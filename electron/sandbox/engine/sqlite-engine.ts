/**
 * The embedded engine: node:sqlite behind a documented subset of MySQL (electron/sandbox/README.md). Statements run in
 * worker threads, so that a heavy one never blocks the servers; the first sessions have a thread each, later ones share.
 */
import { timingSafeEqual, createHash } from 'node:crypto'
import { EngineOpenError, type Engine, type EngineResult, type EngineSession, type EngineValue, type ExecuteOptions, type OpenSession } from './engine.ts'
import type { Account, EngineOptions } from './engine-options.ts'
import { makeFolder, removeFolder } from './engine-folder.ts'
import { readSeedFile } from './seed-file.ts'
import { PackedKind } from './sqlite-columns.ts'
import { Signal, type PackedResult } from './sqlite-protocol.ts'
import { SqliteThread } from './sqlite-thread.ts'

export const sqliteVersion = '10.11.19-MariaDB-tessera-sqlite'
const idleThreads = 3
const mostThreads = 10
/** How long a cancelled statement may take to notice before its thread is ended. */
const cancelGraceMilliseconds = 1_500

/** Makes the database in a temporary folder and fills it. Throws where a seed file cannot be read or run. */
export async function startSqliteEngine(options: EngineOptions = {}): Promise<Engine> {
  const seed = options.seedFile === undefined ? null : await readSeedFile(options.seedFile)
  const folder = await makeFolder('sqlite')
  const file = `${folder}/sandbox.sqlite`
  const engine = new SqliteEngine(file, folder, options.accounts ?? [])
  try {
    await engine.fill(seed)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

class SqliteEngine implements Engine {
  readonly kind = 'sqlite'
  readonly version = sqliteVersion
  private readonly file: string
  private readonly folder: string
  private readonly accounts: readonly Account[]
  private readonly threads = new Set<SqliteThread>()
  private nextThreadId = 10
  private closed = false

  constructor(file: string, folder: string, accounts: readonly Account[]) {
    this.file = file
    this.folder = folder
    this.accounts = accounts
  }

  async fill(seed: string[] | null): Promise<void> {
    const thread = this.takeThread()
    // A second thread starts while the first one fills: the first session need not wait for it.
    this.threads.add(new SqliteThread())
    await thread.ask({ do: 'seed', file: this.file, seed })
    await this.giveBack(thread)
  }

  async open(options: OpenSession): Promise<EngineSession> {
    const user = options.user ?? 'root'
    if (options.user !== undefined) this.checkPassword(options.user, options.password ?? '')
    const threadId = this.nextThreadId++
    const signal = new Int32Array(new SharedArrayBuffer(4))
    const openOn = async (database: string): Promise<SqliteThread> => {
      const thread = this.takeThread()
      try {
        await thread.ask({ do: 'open', file: this.file, threadId, user, database, version: this.version, signal })
        return thread
      } catch (error) {
        await this.giveBack(thread)
        throw error
      }
    }
    const thread = await openOn(options.database ?? '')
    return new Session({ threadId, signal, thread, reopen: () => openOn(options.database ?? ''), giveBack: (one) => this.giveBack(one), drop: (one) => void this.drop(one) })
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await Promise.all([...this.threads].map((thread) => thread.end()))
    await removeFolder(this.folder)
  }

  private checkPassword(user: string, password: string): void {
    const digest = (text: string) => createHash('sha256').update(text).digest()
    const account = this.accounts.find((one) => one.user === user)
    if (account && timingSafeEqual(digest(account.password), digest(password))) return
    throw new EngineOpenError(1045, '28000', `Access denied for user '${user}'@'localhost' (using password: ${password ? 'YES' : 'NO'})`)
  }

  /** An idle thread, else a new one, else the one with the fewest sessions. */
  private takeThread(): SqliteThread {
    const [fewest] = [...this.threads].filter((thread) => thread.alive).sort((a, b) => a.sessions - b.sessions)
    const thread = fewest && (fewest.sessions === 0 || this.threads.size >= mostThreads) ? fewest : new SqliteThread()
    this.threads.add(thread)
    thread.sessions += 1
    return thread
  }

  private async giveBack(thread: SqliteThread): Promise<void> {
    thread.sessions -= 1
    const idle = [...this.threads].filter((one) => one.sessions === 0)
    if (thread.sessions === 0 && idle.length > idleThreads) await this.drop(thread)
  }

  private async drop(thread: SqliteThread): Promise<void> {
    this.threads.delete(thread)
    await thread.end()
  }
}

interface SessionParts {
  threadId: number
  signal: Int32Array<SharedArrayBuffer>
  thread: SqliteThread
  reopen(): Promise<SqliteThread>
  giveBack(thread: SqliteThread): Promise<void>
  drop(thread: SqliteThread): void
}

class Session implements EngineSession {
  readonly threadId: number
  private readonly parts: SessionParts
  private thread: SqliteThread
  private running = false
  private closed = false
  private abandon: ((result: PackedResult[]) => void) | null = null

  constructor(parts: SessionParts) {
    this.parts = parts
    this.threadId = parts.threadId
    this.thread = parts.thread
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<EngineResult[]> {
    if (this.closed) return [{ kind: 'error', errno: 2006, sqlState: 'HY000', message: 'Server has gone away' }]
    if (!this.thread.alive) this.thread = await this.parts.reopen()
    Atomics.store(this.parts.signal, 0, Signal.run)
    this.running = true
    try {
      const abandoned = new Promise<PackedResult[]>((resolve) => (this.abandon = resolve))
      const results = await Promise.race([this.thread.ask({ do: 'execute', threadId: this.threadId, sql, options }), abandoned])
      return results.map(unpack)
    } catch (error) {
      // The thread ended under us, with a statement of another session that would not.
      if (error instanceof EngineOpenError) return [{ kind: 'error', errno: error.errno, sqlState: error.sqlState, message: error.message }]
      throw error
    } finally {
      this.running = false
      this.abandon = null
    }
  }

  /**
   * Statements that read rows, join, recurse or sleep look at the signal and stop by themselves. What does not (one
   * long sort, say) loses its thread: SQLite offers no interrupt here, so the file is opened anew and an open
   * transaction is rolled back, as if the connection had been killed.
   */
  async cancel(): Promise<void> {
    if (!this.running) return
    const { thread, abandon } = this
    this.interrupt()
    setTimeout(() => {
      // A thread that others share is not ended for one: the statement stops when its turn comes.
      if (!this.running || this.abandon !== abandon || thread.sessions > 1) return
      this.parts.drop(thread)
      abandon?.([{ kind: 'error', errno: 1317, sqlState: '70100', message: 'Query execution was interrupted' }])
    }, cancelGraceMilliseconds).unref()
  }

  private interrupt(): void {
    Atomics.store(this.parts.signal, 0, Signal.cancelled)
    Atomics.notify(this.parts.signal, 0)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    if (this.running) {
      this.interrupt()
      if (this.thread.sessions === 1) return this.parts.drop(this.thread)
    }
    if (!this.thread.alive) return
    // Asked after the statement that runs, if any, so that it is done when that has ended.
    await this.thread.ask({ do: 'close', threadId: this.threadId })
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
