/** Looks at the files before anything is written to them, since SQLite itself passes over damage in silence. */
import { readFileSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { readLastSave } from './last-save.ts'
import { DamagedError, isDamage } from './storage-faults.ts'
import { logIsSound } from './wal.ts'

/** "Tess": what says in a database's header that it is ours. */
export const APPLICATION_ID = 0x54657373

/** `saved` is the number of the last save that was confirmed to anybody, 0 where that is not known. */
export type Examined =
  | { kind: 'absent' }
  | { kind: 'sound' }
  | { kind: 'missing'; saved: number }
  | { kind: 'damaged'; saved: number }
  /** Sound, but without the last `count` saves. */
  | { kind: 'behind'; saved: number; count: number }

/**
 * What there is of a database whose steps go up to `newest`. Throws `storage.newer` and `storage.foreign`, and what
 * SQLite says of a file that cannot be opened. Changes nothing.
 */
export function examine(path: string, newest: number): Examined {
  // Before the database: another process may go on saving between the two.
  const saved = readLastSave(path)
  if (sizeOf(path) === 0) {
    // SQLite takes an empty file for a new database, and deletes the log beside it unread.
    if (sizeOf(`${path}-wal`) > 0) return { kind: 'damaged', saved }
    return saved > 0 ? { kind: 'missing', saved } : { kind: 'absent' }
  }
  if (sizeOf(`${path}-wal`) > 0 && !logIsSound(readFileSync(`${path}-wal`))) return { kind: 'damaged', saved }
  try {
    const saves = savesIn(path, newest)
    return saves < saved ? { kind: 'behind', saved, count: saved - saves } : { kind: 'sound' }
  } catch (error) {
    if (isDamage(error)) return { kind: 'damaged', saved }
    throw error
  }
}

/** Reads as SQLite reads it, its log included, through a connection that cannot write. */
function savesIn(path: string, newest: number): number {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  try {
    const applicationId = numberIn(database, 'PRAGMA application_id')
    const version = numberIn(database, 'PRAGMA user_version')
    const isEmpty = numberIn(database, 'SELECT count(*) FROM sqlite_schema') === 0
    const isOurs = applicationId === APPLICATION_ID || (applicationId === 0 && (version > 0 || isEmpty))
    if (!isOurs) throw new FailureError(failureOf('internal', 'storage.foreign', { params: { path } }))
    if (version > newest) throw new FailureError(failureOf('internal', 'storage.newer', { params: { path } }))
    const check = database.prepare('PRAGMA quick_check(1)').get()?.quick_check
    if (check !== 'ok') throw new DamagedError(String(check))
    return savesOf(database)
  } finally {
    database.close()
  }
}

/** How many saves it holds; 0 in one that was made before they were counted. */
export function savesOf(database: DatabaseSync): number {
  const counts = numberIn(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'saves'") > 0
  return counts ? numberIn(database, 'SELECT count FROM saves') : 0
}

export const numberIn = (database: DatabaseSync, sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0)

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
