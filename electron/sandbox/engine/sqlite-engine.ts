/**
 * The embedded engine: node:sqlite behind a documented subset of MySQL (electron/sandbox/README.md). Statements run in
 * worker threads, so that a heavy one never blocks the servers; the first sessions have a thread each, later ones share.
 */
import { timingSafeEqual, createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { killStatement, type KillStatement } from '../kill-statement.ts'
import { EngineOpenError, type Engine, type EngineResult, type EngineSession, type OpenSession } from './engine.ts'
import type { Account, EngineOptions } from './engine-options.ts'
import { makeFolder, removeFolder } from './engine-folder.ts'
import { readSeedFile } from './seed-file.ts'
import { SqliteClient } from './sqlite-client.ts'
import { createSlots } from './sqlite-protocol.ts'
import { SqliteThread, workerFile } from './sqlite-thread.ts'

export const sqliteVersion = '10.11.19-MariaDB-tessera-sqlite'
const idleThreads = 3
const mostThreads = 10

/** The demo as the build has filled it, beside the bundled worker; sources and packages have none and fill it themselves. */
function builtDemo(): URL | null {
  const file = new URL('./demo.sqlite', workerFile())
  return existsSync(file) ? file : null
}

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
  private readonly clients = new Set<SqliteClient>()
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
    const demo = seed ? null : builtDemo()
    if (demo) await copyFile(demo, this.file, constants.COPYFILE_FICLONE)
    else await thread.ask({ do: 'seed', file: this.file, seed })
    await this.giveBack(thread)
  }

  async open(options: OpenSession): Promise<EngineSession> {
    const user = options.user ?? 'root'
    if (options.user !== undefined) this.checkPassword(options.user, options.password ?? '')
    const threadId = this.nextThreadId++
    const slots = createSlots()
    const openOn = async (database: string): Promise<SqliteThread> => {
      const thread = this.takeThread()
      try {
        await thread.ask({ do: 'open', file: this.file, threadId, user, database, version: this.version, slots })
        return thread
      } catch (error) {
        await this.giveBack(thread)
        throw error
      }
    }
    const thread = await openOn(options.database ?? '')
    const client = new SqliteClient({
      threadId, user, database: options.database ?? '', slots, thread,
      reopen: () => openOn(options.database ?? ''),
      giveBack: (one) => this.giveBack(one),
      drop: (one) => void this.drop(one),
      closed: () => void this.clients.delete(client),
      processes: () => [...this.clients].map((one) => one.process()),
      kill: (sql) => this.kill(sql, client),
    })
    this.clients.add(client)
    return client
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

  /** Carries out KILL; null where the statement is another. */
  private async kill(sql: string, own: SqliteClient): Promise<EngineResult | null> {
    const statement = killStatement(sql.replace(/\bCONNECTION_ID\s*\(\s*\)/i, String(own.threadId)))
    if (!statement) return null
    if ('query' in statement) return failed(1957, 'HY000', `Unknown query id: ${statement.query}`)
    const killed = [...this.clients].filter((one) => isMeant(statement, one))
    if (killed.length === 0 && 'session' in statement) return failed(1094, 'HY000', `Unknown thread id: ${statement.session}`)
    for (const one of killed.filter((other) => other !== own))
      if (statement.scope === 'QUERY') await one.cancel()
      else one.kill()
    if (!killed.includes(own)) return { kind: 'ok', affectedRows: 0n, lastInsertId: 0n, warnings: 0 }
    if (statement.scope === 'QUERY') return failed(1317, '70100', 'Query execution was interrupted')
    own.kill()
    return failed(1927, '70100', 'Connection was killed')
  }

  /** An idle thread, else a new one, else the one with the fewest sessions. */
  private takeThread(): SqliteThread {
    for (const thread of this.threads) if (!thread.alive) this.threads.delete(thread)
    const [fewest] = [...this.threads].sort((a, b) => a.sessions - b.sessions)
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

const isMeant = (statement: KillStatement, { threadId, user }: SqliteClient): boolean => ('session' in statement ? statement.session === threadId : 'user' in statement && statement.user === user)

const failed = (errno: number, sqlState: string, message: string): EngineResult => ({ kind: 'error', errno, sqlState, message })
