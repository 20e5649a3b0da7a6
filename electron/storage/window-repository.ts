import type { DatabaseSync } from 'node:sqlite'

/** Where the desktop window was, in screen points. */
export interface WindowBounds {
  x: number
  y: number
  width: number
  height: number
  maximized: boolean
}

export interface WindowRepository {
  /** Null before the first save. */
  load(): WindowBounds | null
  save(bounds: WindowBounds): void
}

export function windowRepository(database: DatabaseSync): WindowRepository {
  const one = database.prepare('SELECT x, y, width, height, maximized FROM window')
  const put = database.prepare(
    'INSERT OR REPLACE INTO window (only, x, y, width, height, maximized) VALUES (1, ?, ?, ?, ?, ?)',
  )
  return {
    load() {
      const row = one.get()
      if (!row) return null
      const { x, y, width, height, maximized } = row
      return { x: Number(x), y: Number(y), width: Number(width), height: Number(height), maximized: maximized === 1 }
    },
    save({ x, y, width, height, maximized }) {
      put.run(x, y, width, height, maximized ? 1 : 0)
    },
  }
}
