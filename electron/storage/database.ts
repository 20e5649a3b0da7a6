import { chmodSync, closeSync, existsSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import { migrations, type Migration } from './migrations/migrations.ts'

export interface OpenedDatabase {
  database: DatabaseSync
  /** What went wrong and was dealt with, to be told to the person. */
  warnings: Failure[]
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const CORRUPT = 11
const NOT_A_DATABASE = 26

/**
 * Opens the app's own data (tessera.db, WAL) and brings it to the app's version, each step whole or not at all.
 * A damaged file is moved aside, never deleted, and a new one begun: that is a warning. Throws a FailureError
 * where the file cannot be used at all or was written by a newer Tessera.
 */
export function openDatabase(userData: string, steps: readonly Migration[] = migrations): OpenedDatabase {
  const path = join(userData, 'tessera.db')
  try {
    return { database: openAt(path, steps), warnings: [] }
  } catch (error) {
    if (!isDamage(error)) throw error instanceof FailureError ? error : unusable(path, error)
  }
  const aside = moveAside(path)
  try {
    return { database: openAt(path, steps), warnings: [failureOf('internal', 'storage.damaged', { params: { path: aside } })] }
  } catch (error) {
    throw unusable(path, error)
  }
}

/** Runs `work` as one transaction. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const value = work()
    database.exec('COMMIT')
    return value
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Makes the file, or makes it readable by its owner only: statements may hold what nobody else should read. */
export function ownFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  if (process.platform !== 'win32') chmodSync(path, 0o600)
}

function openAt(path: string, steps: readonly Migration[]): DatabaseSync {
  // The files that SQLite keeps beside it take over its permissions.
  ownFile(path)
  const database = new DatabaseSync(path, { timeout: 5_000 })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    const check = database.prepare('PRAGMA quick_check(1)').get()
    if (check?.quick_check !== 'ok') throw new DamagedError(String(check?.quick_check))
    migrate(database, path, steps)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function migrate(database: DatabaseSync, path: string, steps: readonly Migration[]): void {
  const newest = steps.at(-1)?.version ?? 0
  const present = versionOf(database)
  if (present > newest) throw new FailureError(failureOf('internal', 'storage.newer', { params: { path } }))
  for (const step of steps) {
    transaction(database, () => {
      // Read inside the transaction: another Tessera may have done the step meanwhile.
      if (versionOf(database) >= step.version) return
      database.exec(step.sql)
      database.exec(`PRAGMA user_version = ${step.version}`)
    })
  }
}

const versionOf = (database: DatabaseSync) => Number(database.prepare('PRAGMA user_version').get()?.user_version)

class DamagedError extends Error {}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError) return true
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return code === CORRUPT || code === NOT_A_DATABASE
}

/** The database and the two files that SQLite keeps beside it. */
function moveAside(path: string): string {
  const aside = `${path}.damaged-${Date.now()}`
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  return aside
}

/** The failure of a file of ours that cannot be opened or written. */
export const unusable = (path: string, cause: unknown): FailureError => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new FailureError(failureOf('internal', 'storage.unusable', { params: { path, reason } }), { cause })
}
