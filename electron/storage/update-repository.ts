import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** What updates remember between starts, beside the settings. None of it leaves the computer. */
export interface UpdateRepository {
  /** A random name of this installation, made when it is first asked for: it draws the place in a staged release. */
  installation(): string
  /** The newest version that a signed feed has shown; empty before the first. */
  newestSeen(): string
  setNewestSeen(version: string): void
  /** When the daily question was asked last, milliseconds since 1970; 0 before the first. */
  askedAt(): number
  setAskedAt(time: number): void
}

export function updateRepository(database: DatabaseSync): UpdateRepository {
  const one = database.prepare('SELECT value FROM settings WHERE name = ?')
  const put = database.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  const get = (name: string): unknown => {
    const row = one.get(`updates.${name}`)
    return row ? JSON.parse(String(row.value)) : undefined
  }
  const set = (name: string, value: string | number) => void put.run(`updates.${name}`, JSON.stringify(value))
  return {
    installation() {
      const known = get('installation')
      if (typeof known === 'string') return known
      const made = randomUUID()
      set('installation', made)
      return made
    },
    newestSeen: () => String(get('newestSeen') ?? ''),
    setNewestSeen: (version) => set('newestSeen', version),
    askedAt: () => Number(get('askedAt') ?? 0),
    setAskedAt: (time) => set('askedAt', time),
  }
}
