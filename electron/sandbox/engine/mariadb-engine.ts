/** The real thing: a private MariaDB behind the sandbox's engine interface. */
import { createConnection, type Connection } from 'mysql2'
import { demoStatements } from '../demo-data.ts'
import { mariadbDialect } from '../demo-dialect.ts'
import { EngineOpenError, type Engine, type EngineResult, type EngineSession, type OpenSession } from './engine.ts'
import type { EngineOptions } from './engine-options.ts'
import { startMariadbServer, type MariadbServer } from './mariadb-server.ts'
import { MariadbSession, openErrorOf } from './mariadb-session.ts'
import { readSeedFile } from './seed-file.ts'

/** Starts and fills a server. Throws where mariadbd is missing, does not start, or a seed file cannot be run. */
export async function startMariadbEngine(options: EngineOptions = {}): Promise<Engine> {
  const seed = options.seedFile === undefined ? null : await readSeedFile(options.seedFile)
  const server = await startMariadbServer()
  try {
    const admin = await connectWhenReady(server)
    const engine = new MariadbEngine(server, admin, await versionOf(admin))
    await engine.fill(seed)
    await engine.addAccounts(options.accounts ?? [])
    return engine
  } catch (error) {
    await server.stop()
    throw error
  }
}

interface Target {
  socketPath?: string
  host?: string
  port?: number
  user: string
  password: string
  database?: string
}

/** A connection whose cells stay raw bytes, with the C connector's flags rather than mysql2's; throws EngineOpenError. */
function connect(target: Target): Promise<Connection> {
  const connection = createConnection({ ...target, charset: 'UTF8MB4_GENERAL_CI', multipleStatements: true, flags: ['-FOUND_ROWS', '-IGNORE_SPACE', '-LOCAL_FILES'], rowsAsArray: true, typeCast: false, supportBigNumbers: true, bigNumberStrings: true })
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error) {
        connection.destroy()
        reject(openErrorOf(error))
      } else resolve(connection)
    })
  })
}

/** The socket is there a moment before the server listens. */
async function connectWhenReady(server: MariadbServer): Promise<Connection> {
  for (let attempts = 0; ; attempts += 1)
    try {
      return await connect({ socketPath: server.socket, user: 'root', password: server.rootPassword })
    } catch (error) {
      if (attempts === 100 || !(error instanceof EngineOpenError) || error.errno !== 2013) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
}

async function versionOf(admin: Connection): Promise<string> {
  const [result] = await new MariadbSession(admin).execute('SELECT VERSION()')
  const cell = result?.kind === 'rows' ? result.rows[0]?.[0] : null
  return cell?.kind === 'text' ? cell.text : ''
}

class MariadbEngine implements Engine {
  readonly kind = 'mariadb'
  readonly version: string
  private readonly server: MariadbServer
  private readonly adminSession: MariadbSession
  private readonly sessions = new Set<MariadbSession>()
  private closed = false

  constructor(server: MariadbServer, admin: Connection, version: string) {
    this.server = server
    this.version = version
    this.adminSession = new MariadbSession(admin)
    // Without a listener a lost administrative connection would end the process.
    admin.on('error', () => undefined)
  }

  async fill(seed: string[] | null): Promise<void> {
    const session = new MariadbSession(await this.connectAsRoot(undefined))
    const run = async (sql: string) => {
      for (const result of await session.execute(sql))
        if (result.kind === 'error') throw new Error(`${result.errno}: ${result.message}, in the seed's statement: ${sql.slice(0, 200)}`)
    }
    try {
      if (seed) for (const sql of seed) await run(sql)
      else {
        await run("SET sql_mode = 'ALLOW_INVALID_DATES', unique_checks = 0, foreign_key_checks = 0, sql_log_bin = 0")
        for (const { sql } of demoStatements(mariadbDialect)) await run(sql)
      }
    } finally {
      await session.close()
    }
  }

  async addAccounts(accounts: NonNullable<EngineOptions['accounts']>): Promise<void> {
    const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    for (const { user, password } of accounts)
      for (const host of ['127.0.0.1', 'localhost']) {
        const account = `${quoted(user)}@'${host}'`
        await this.must(`CREATE OR REPLACE USER ${account} IDENTIFIED BY ${quoted(password)}`)
        await this.must(`GRANT ALL ON *.* TO ${account} WITH GRANT OPTION`)
      }
  }

  async open(options: OpenSession): Promise<EngineSession> {
    const connection =
      options.user === undefined
        ? await this.connectAsRoot(options.database)
        : await connect({ host: '127.0.0.1', port: this.server.port, user: options.user, password: options.password ?? '', ...(options.database && { database: options.database }) })
    const session = new MariadbSession(connection, {
      interrupt: async (threadId) => void (await this.adminSession.execute(`KILL QUERY ${threadId}`)),
      end: (threadId) => this.endThread(threadId),
      closed: (closed) => this.sessions.delete(closed),
    })
    this.sessions.add(session)
    return session
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const session of this.sessions) session.destroy()
    this.adminSession.destroy()
    await this.server.stop()
  }

  /** A server forgets a thread a moment after its connection has ended; what still runs would go on for long. */
  private async endThread(threadId: number): Promise<void> {
    for (let attempts = 0; attempts < 200; attempts += 1) {
      const [found] = await this.adminSession.execute(`SELECT command FROM information_schema.processlist WHERE id = ${threadId}`)
      const [row] = found?.kind === 'rows' ? found.rows : []
      if (!row) return
      if (row[0]?.kind === 'text' && row[0].text === 'Query') await this.adminSession.execute(`KILL ${threadId}`)
      await new Promise((resolve) => setTimeout(resolve, Math.min(50, 1 + attempts)))
    }
  }

  private connectAsRoot(database: string | undefined): Promise<Connection> {
    return connect({ socketPath: this.server.socket, user: 'root', password: this.server.rootPassword, ...(database && { database }) })
  }

  private async must(sql: string): Promise<void> {
    const failed = (await this.adminSession.execute(sql)).find((result): result is Extract<EngineResult, { kind: 'error' }> => result.kind === 'error')
    if (failed) throw new EngineOpenError(failed.errno, failed.sqlState, failed.message)
  }
}
