/** What MaxScale knows of the database behind its servers: positions and accounts. */
import type { Engine, EngineValue } from '../engine/engine.ts'
import type { JsonObject } from './collection.ts'

export interface Positions {
  binlog: string | null
  current: string | null
}

function plain(value: EngineValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value.kind === 'number') return value.literal
  return value.kind === 'text' ? value.text : Buffer.from(value.bytes).toString('utf8')
}

export class Database {
  readonly version: string
  private readonly engine: Engine
  /** The sandbox's own accounts, which no seed made. */
  private readonly hidden: ReadonlySet<string>

  constructor(engine: Engine, hidden: ReadonlySet<string>) {
    this.version = engine.version
    this.engine = engine
    this.hidden = hidden
  }

  /** GTID positions; null where the engine has none. */
  async positions(): Promise<Positions> {
    const [row] = await this.rows('SELECT @@global.gtid_binlog_pos, @@global.gtid_current_pos')
    return { binlog: row?.[0] || null, current: row?.[1] || null }
  }

  /** As a service lists them, by name; empty where the engine has no accounts. */
  async users(): Promise<JsonObject[]> {
    const anyPrivilege = "'Y' IN (Select_priv, Insert_priv, Update_priv, Delete_priv)"
    const rows = await this.rows(`SELECT User, Host, plugin, default_role, ${anyPrivilege}, Super_priv = 'Y', ssl_type <> '' FROM mysql.user WHERE is_role = 'N' ORDER BY User, Host`)
    return rows.filter(([user = '']) => !this.hidden.has(user)).map(([user = '', host = '', plugin = '', role = '', global, superuser, ssl]) => ({
      default_role: role, global_priv: global === '1', host, plugin, proxy_priv: false, ssl: ssl === '1', super_priv: superuser === '1', user,
    }))
  }

  /** False where no account has this name, and where that cannot be known. */
  async lacks(user: string): Promise<boolean> {
    const rows = await this.rows('SELECT User FROM mysql.user')
    return rows.length > 0 && !rows.some(([name]) => name === user)
  }

  private async rows(sql: string): Promise<string[][]> {
    if (this.engine.kind === 'sqlite') return []
    const session = await this.engine.open({})
    try {
      const [result] = await session.execute(sql)
      return result?.kind === 'rows' ? result.rows.map((row) => row.map(plain)) : []
    } finally {
      await session.close()
    }
  }
}
