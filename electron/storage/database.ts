import { realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import { APPLICATION_ID, examine, numberIn, type Examined } from './examine.ts'
import { holdFolder } from './folder-lock.ts'
import { noteLastSave } from './last-save.ts'
import { migrations, type Migration } from './migrations/migrations.ts'
import { ownFile } from './own-file.ts'
import { rescue } from './rescue.ts'
import { unusable } from './storage-faults.ts'
import { transaction } from './transaction.ts'

export interface OpenedDatabase {
  database: DatabaseSync
  /** What went wrong and was dealt with, to be told to the person. */
  warnings: Failure[]
}

/**
 * Opens the app's own data (tessera.db, WAL) and brings it to the app's version, each step whole or not at all.
 * Of damaged files what can be read is taken over; they themselves are kept under another name: that is a warning.
 * `isHeld` says that the caller holds the folder. Throws a FailureError where the file cannot be used at all, was
 * written by a newer Tessera or is another program's.
 */
export function openDatabase(userData: string, options: { steps?: readonly Migration[]; isHeld?: boolean } = {}): OpenedDatabase {
  const { steps = migrations, isHeld = false } = options
  const path = realPath(join(userData, 'tessera.db'))
  try {
    refuseFolders(path)
    ownFile(path)
    const found = examine(path, newestOf(steps))
    if (found.kind === 'sound' || found.kind === 'absent') return { database: openAt(path, steps), warnings: [] }
    // Two that mend one database would undo each other's work.
    const letGo = isHeld ? null : holdFolder(userData)
    try {
      return mended(path, steps, found)
    } finally {
      letGo?.()
    }
  } catch (error) {
    throw unusable(path, error)
  }
}

function mended(path: string, steps: readonly Migration[], found: Examined & { saved: number }): OpenedDatabase {
  const upTo = (version: number) => (version > 0 ? steps.filter((step) => step.version <= version) : steps)
  const { aside, rows } = rescue(path, (file, version = 0) => openAt(file, upTo(version)))
  const database = openAt(path, steps)
  // Counted on from what was confirmed, or every start would miss it again.
  const count = Number(database.prepare('UPDATE saves SET count = max(count, ?) RETURNING count').get(found.saved)?.count)
  noteLastSave(path, count)
  return { database, warnings: [warningOf(path, found, aside, rows)] }
}

function warningOf(path: string, found: Examined, aside: string, rows: number): Failure {
  if (found.kind === 'missing') return failureOf('internal', 'storage.missing', { params: { path } })
  if (rows === 0) return failureOf('internal', 'storage.damaged', { params: { path: aside } })
  if (found.kind === 'behind') return failureOf('internal', 'storage.behind', { params: { path: aside, count: found.count } })
  return failureOf('internal', 'storage.rescued', { params: { path: aside } })
}

function openAt(path: string, steps: readonly Migration[]): DatabaseSync {
  // The files that SQLite keeps beside it take over its permissions.
  ownFile(path)
  const database = new DatabaseSync(path, { timeout: 5_000 })
  try {
    // fullfsync: on macOS to the disk itself, and not only to its cache.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA fullfsync = ON')
    database.exec('PRAGMA checkpoint_fullfsync = ON; PRAGMA foreign_keys = ON')
    if (numberIn(database, 'PRAGMA application_id') !== APPLICATION_ID) database.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    migrate(database, steps)
    // From here on a commit is on the disk when it returns; the steps before are with the first of them.
    database.exec('PRAGMA synchronous = FULL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function migrate(database: DatabaseSync, steps: readonly Migration[]): void {
  for (const step of steps) {
    transaction(database, () => {
      // Read inside the transaction: another Tessera may have done the step meanwhile.
      if (numberIn(database, 'PRAGMA user_version') >= step.version) return
      database.exec(step.sql)
      database.exec(`PRAGMA user_version = ${step.version}`)
    })
  }
}

/** SQLite's own words for a folder in the place of a file help nobody. */
function refuseFolders(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) continue
    throw new FailureError(failureOf('internal', 'storage.folderInPlace', { params: { path: file } }))
  }
}

const newestOf = (steps: readonly Migration[]) => steps.at(-1)?.version ?? 0

/** Where a link leads: what is beside the database is beside the file itself. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
