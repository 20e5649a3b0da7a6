import type { DatabaseSync } from 'node:sqlite'

/** Rows by table, and the version of the schema, such as `schema 6`. */
export function tableCounts(database: DatabaseSync): string[] {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() ?? {}
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").all()
  const countOf = (name: string) => database.prepare(`SELECT COUNT(*) AS count FROM "${name.replaceAll('"', '""')}"`).get()?.count
  return [`schema ${String(version)}`, ...names.map(({ name }) => `${String(name)} ${String(countOf(String(name)))}`)]
}
