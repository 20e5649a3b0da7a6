import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { ownFile, unusable } from './database.ts'

/** SQLite's result code for a lock that another process holds. */
const BUSY = 5
/** A Tessera that is just ending is waited for, milliseconds. */
const PATIENCE = 1_500

/**
 * Holds the app's folder for one Tessera with a window: tabs are saved whole, and two would save over each other.
 * The lock is the system's on an empty database's file, so that it ends with its process however that ends. Answers
 * how to let go; throws a FailureError `storage.inUse`.
 */
export function holdFolder(userData: string): () => void {
  const path = join(userData, 'in-use.lock')
  try {
    ownFile(path)
    const lock = new DatabaseSync(path, { timeout: PATIENCE })
    try {
      lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      lock.close()
      throw error
    }
    return () => lock.close()
  } catch (error) {
    const busy = error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY
    throw busy ? new FailureError(failureOf('internal', 'storage.inUse', { params: { path: userData }, retrySafe: true })) : unusable(path, error)
  }
}
