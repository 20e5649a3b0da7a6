import type { DatabaseSync } from 'node:sqlite'
import { noteLastSave } from './last-save.ts'

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

/**
 * Runs `work` as one transaction that is on disk when this returns: a person may be told that it is saved. It is
 * counted, so that a start notices where such a save is missing.
 */
export function save<T>(database: DatabaseSync, work: () => T): T {
  let count = 0
  const value = transaction(database, () => {
    const result = work()
    count = Number(database.prepare('UPDATE saves SET count = count + 1 RETURNING count').get()?.count)
    return result
  })
  const path = database.location()
  if (path !== null) noteLastSave(path, count)
  return value
}

/**
 * Runs one statement that outlives the end of the process, but not the computer's: for each typed key a wait for the
 * disk would be felt, and the next save, some tenths of a second later, takes it to the disk with its own.
 */
export function jot(database: DatabaseSync, statement: () => void): void {
  database.exec('PRAGMA synchronous = NORMAL')
  try {
    statement()
  } finally {
    database.exec('PRAGMA synchronous = FULL')
  }
}
