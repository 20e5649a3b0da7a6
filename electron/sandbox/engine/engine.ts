/**
 * A database behind the sandbox's servers. Two implementations: sqlite-engine.ts (embedded, a documented subset
 * of MySQL) and mariadb-engine.ts (a private mariadbd). The three servers know only this interface.
 */

/** A value as the database holds it. Numbers are literals so that nothing is rounded on the way. */
export type EngineValue =
  | null
  | { kind: 'number'; literal: string }
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; bytes: Uint8Array }

export interface EngineColumn {
  /** The label. */
  name: string
  /** The table's own column name, where there is one. */
  originalName: string
  table: string
  schema: string
  /** MySQL's SQL type name: BIGINT, DECIMAL, VARCHAR, … */
  type: string
  unsigned: boolean
  /**
   * As MaxScale reports it (transcript e02): characters for text (VARCHAR(200) is 200), bytes for binary, bits for BIT,
   * digits with sign and point for DECIMAL (DECIMAL(30,10) is 32, unsigned 31), display width for integers.
   */
  length: number
  decimals: number
  nullable: boolean
  autoIncrement: boolean
  /** MySQL's column flags (protocol), as MaxScale reports them. */
  flags: number
}

export type EngineResult =
  | { kind: 'rows'; columns: EngineColumn[]; rows: EngineValue[][] }
  | { kind: 'ok'; affectedRows: bigint; lastInsertId: bigint; warnings: number }
  | { kind: 'error'; errno: number; sqlState: string; message: string }

export interface ExecuteOptions {
  /** sql_select_limit; absent for none. */
  maxRows?: number
  /** max_statement_time, seconds. */
  timeoutSeconds?: number
}

/** One server session: one connection, one statement at a time. */
export interface EngineSession {
  /** CONNECTION_ID(). */
  readonly threadId: number
  /** What the server last said of it: a client that lost its session knows no more. */
  readonly inTransaction: boolean
  /** One statement, or a batch where the caller allows it; several results for a batch or a procedure. */
  execute(sql: string, options?: ExecuteOptions): Promise<EngineResult[]>
  /** KILL QUERY: the running statement ends with errno 1317. Harmless when nothing runs. */
  cancel(): Promise<void>
  close(): Promise<void>
}

export interface OpenSession {
  user?: string
  password?: string
  database?: string
}

/** Why a session could not be opened, in the server's own terms (1045, 1049, …). */
export class EngineOpenError extends Error {
  readonly errno: number
  readonly sqlState: string

  constructor(errno: number, sqlState: string, message: string) {
    super(message)
    this.name = 'EngineOpenError'
    this.errno = errno
    this.sqlState = sqlState
  }
}

export interface Engine {
  readonly kind: 'sqlite' | 'mariadb'
  /** SELECT VERSION(). */
  readonly version: string
  /** Opens a session; throws EngineOpenError. */
  open(options: OpenSession): Promise<EngineSession>
  /** Stops the database and removes what it wrote. */
  close(): Promise<void>
}
