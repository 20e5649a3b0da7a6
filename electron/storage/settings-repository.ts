import type { DatabaseSync } from 'node:sqlite'
import { defaultSettings, Settings } from '../../shared/contract/settings.ts'
import { jsonOf } from './stored-json.ts'
import { save } from './transaction.ts'

export interface SettingsRepository {
  /** What was never set, or cannot be read, is its default. */
  get(): Settings
  set(change: Partial<Settings>): Settings
}

export function settingsRepository(database: DatabaseSync): SettingsRepository {
  const all = database.prepare('SELECT name, value FROM settings')
  const put = database.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')

  function get(): Settings {
    const settings: Settings = { ...defaultSettings }
    for (const { name, value } of all.all()) {
      const stored = jsonOf(value)
      const field = Settings.partial().safeParse({ [String(name)]: stored })
      if (stored !== undefined && field.success) Object.assign(settings, field.data)
    }
    return settings
  }

  return {
    get,
    set(change) {
      save(database, () => {
        for (const [name, value] of Object.entries(change)) if (value !== undefined) put.run(name, JSON.stringify(value))
      })
      return get()
    },
  }
}
