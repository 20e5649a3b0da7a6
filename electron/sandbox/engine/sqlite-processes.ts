/** The sessions of the embedded engine, as SHOW PROCESSLIST and information_schema.processlist show them. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { physicalName, quoteName, storedColumns, type Catalog } from './sqlite-catalog.ts'

export interface Process {
  threadId: number
  user: string
  database: string
  /** Null where it runs nothing. */
  statement: string | null
  sleeping: boolean
  /** Since the statement began, or since the last one ended. */
  milliseconds: number
}

interface ProcessRow {
  command: string
  seconds: bigint
  state: string
  info: string | null
}

function rowOf({ statement, sleeping, milliseconds }: Process, isOwn: boolean): ProcessRow {
  const state = statement === null ? '' : sleeping ? 'User sleep' : isOwn ? 'Filling schema table' : 'Sending data'
  return { command: statement === null ? 'Sleep' : 'Query', seconds: BigInt(Math.floor(milliseconds / 1000)), state, info: statement }
}

export const processListLabels = ['Id', 'User', 'Host', 'db', 'Command', 'Time', 'State', 'Info', 'Progress']
const shortInfo = 100

/** Rows of SHOW PROCESSLIST; only SHOW FULL PROCESSLIST shows long statements whole. */
export const processListRows = (processes: readonly Process[], own: number, full: boolean): SQLOutputValue[][] =>
  processes.map((process) => {
    const { command, seconds, state, info } = rowOf(process, process.threadId === own)
    const shown = full ? info : (info?.slice(0, shortInfo) ?? null)
    return [BigInt(process.threadId), process.user, 'localhost', process.database || null, command, seconds, process.threadId === own ? 'starting' : state, shown, '0.000']
  })

/** Fills the connection's own information_schema.processlist, which hides the empty one of the file. */
export function fillProcessList(db: DatabaseSync, catalog: Catalog, processes: readonly Process[], own: number): void {
  const table = catalog.table('information_schema', 'processlist')
  if (!table) return
  const name = `temp.${quoteName(physicalName('information_schema', 'processlist'))}`
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS ${quoteName(physicalName('information_schema', 'processlist'))} (${storedColumns(table.model)}); DELETE FROM ${name}`)
  const insert = db.prepare(`INSERT INTO ${name} VALUES (?, ?, 'localhost', ?, ?, ?, ?, ?, ?, 0, 0, '0.000')`)
  for (const process of processes) {
    const { command, seconds, state, info } = rowOf(process, process.threadId === own)
    insert.run(process.threadId, process.user, process.database || null, command, seconds, state, info, process.milliseconds.toFixed(3))
  }
}
