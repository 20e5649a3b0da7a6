/** @user and @@system variables of a session of the embedded engine. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { FunctionSession } from './mysql-functions.ts'
import { unknownVariable, unsupported } from './mysql-errors.ts'
import { sqliteString } from './mysql-literals.ts'
import { packetBytes } from './result-bound.ts'

/** What clients ask for; changing them has no effect but that it can be read back. */
const defaults = new Map<string, string | bigint>(Object.entries({
  autocommit: 1n,
  auto_increment_increment: 1n,
  character_set_client: 'utf8mb4',
  character_set_connection: 'utf8mb4',
  character_set_database: 'utf8mb4',
  character_set_results: 'utf8mb4',
  character_set_server: 'utf8mb4',
  collation_connection: 'utf8mb4_general_ci',
  collation_database: 'utf8mb4_general_ci',
  collation_server: 'utf8mb4_general_ci',
  foreign_key_checks: 1n,
  group_concat_max_len: 1_048_576n,
  interactive_timeout: 28_800n,
  lower_case_table_names: 0n,
  max_allowed_packet: BigInt(packetBytes),
  max_statement_time: '0.000000',
  net_write_timeout: 60n,
  read_only: 0n,
  sql_mode: 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION',
  sql_notes: 1n,
  sql_safe_updates: 0n,
  sql_select_limit: '18446744073709551615',
  storage_engine: 'SQLite',
  system_time_zone: 'UTC',
  time_zone: '+00:00',
  transaction_isolation: 'REPEATABLE-READ',
  tx_isolation: 'REPEATABLE-READ',
  tx_read_only: 0n,
  unique_checks: 1n,
  version_comment: 'Tessera sandbox (SQLite)',
  wait_timeout: 28_800n,
}))

/** What the mode ANSI stands for. */
const ansi = 'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ANSI'

/** Written ON or OFF, read 1 or 0. */
const switches = new Set(['autocommit', 'foreign_key_checks', 'read_only', 'sql_notes', 'sql_safe_updates', 'tx_read_only', 'unique_checks'])

export class SessionVariables {
  private readonly user = new Map<string, SQLOutputValue>()
  private readonly system = new Map<string, SQLOutputValue>(defaults)

  get autocommit(): boolean {
    return this.system.get('autocommit') !== 0n
  }

  /** SET SESSION TRANSACTION READ ONLY. */
  get readOnly(): boolean {
    return this.system.get('tx_read_only') !== 0n
  }

  get sqlMode(): string {
    return String(this.system.get('sql_mode')).toUpperCase()
  }

  /** sql_select_limit, for SELECT without LIMIT. */
  get selectLimit(): number {
    return Number(this.system.get('sql_select_limit'))
  }

  /** max_statement_time in seconds; 0 for none. */
  get statementSeconds(): number {
    return Number(this.system.get('max_statement_time'))
  }

  /** SET name = DEFAULT; false for a system variable that there is not. */
  reset(name: string): boolean {
    const key = bare(name)
    const value = defaults.get(key)
    if (value === undefined) return false
    this.system.set(key, value)
    return true
  }

  /** False for a system variable that there is not. */
  set(name: string, value: SQLOutputValue): boolean {
    if (name.startsWith('@') && !name.startsWith('@@')) {
      this.user.set(bare(name), value)
      return true
    }
    const key = bare(name)
    if (!this.system.has(key)) return false
    if (key === 'sql_mode' && /\b(ORACLE|MSSQL|DB2|MAXDB|POSTGRESQL|EMPTY_STRING_IS_NULL)\b/i.test(String(value))) throw unsupported(`sql_mode ${String(value)}`)
    if (key === 'sql_mode') return this.system.set(key, String(value).toUpperCase().replace(/\bANSI(?!_)\b/, ansi)) !== undefined
    this.system.set(key, switches.has(key) ? (/^(0|OFF|FALSE)$/i.test(String(value)) ? 0n : 1n) : value)
    return true
  }

  /** The variable as a SQLite literal; a @user variable that there is not is NULL, a @@system variable an error. */
  sql(name: string, session: FunctionSession & { readonly db: DatabaseSync }): string {
    const key = bare(name)
    if (!name.startsWith('@@')) return literal(this.user.get(key) ?? null)
    if (key === 'version') return sqliteString(session.version)
    if (key === 'in_transaction') return session.db.isTransaction ? ' 1 ' : ' 0 '
    if (key === 'hostname') return "'sandbox'"
    const value = this.system.get(key)
    if (value === undefined) throw unknownVariable(key)
    return literal(value)
  }

  /** SHOW VARIABLES. */
  list(session: FunctionSession): [string, string][] {
    const all: [string, SQLOutputValue][] = [...this.system, ['version', session.version]]
    return all.map(([name, value]): [string, string] => [name, name === 'autocommit' ? (this.autocommit ? 'ON' : 'OFF') : String(value)]).sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

const bare = (name: string): string =>
  name.replace(/^@@?/, '').replaceAll('`', '').replace(/^(global|session|local)\./i, '').toLowerCase()

function literal(value: SQLOutputValue): string {
  if (value === null) return ' NULL '
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  return typeof value === 'string' ? sqliteString(value) : ` ${value} `
}
