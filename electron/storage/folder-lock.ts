import { join } from 'node:path'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { holdLock, LockHeldError } from '../disk/process-lock.ts'
import { unusable } from './storage-faults.ts'

/** A Tessera that is just ending is waited for, milliseconds. */
const PATIENCE = 1_500

/**
 * Holds the app's folder for one Tessera with a window: tabs are saved whole, and two would save over each other.
 * Answers how to let go; throws a FailureError `storage.inUse`.
 */
export function holdFolder(userData: string): () => void {
  const path = join(userData, 'in-use.lock')
  try {
    return holdLock(path, PATIENCE)
  } catch (error) {
    const busy = error instanceof LockHeldError
    throw busy ? new FailureError(failureOf('internal', 'storage.inUse', { params: { path: userData }, retrySafe: true })) : unusable(path, error)
  }
}
