/** Locks over processes, each on a small file: the system holds them, so that one ends with its process however that ends. */
import { closeSync, existsSync, openSync, truncateSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'

/** Another held the lock for as long as one was willing to wait. */
export class LockHeldError extends Error {}

/** SQLite's result code for a lock that another connection holds. */
const BUSY = 5
/** And for a file whose bytes are something else. */
const NOT_A_DATABASE = 26
/** How far apart it is tried, milliseconds at most. */
const AGAIN_MS = 6
/** A process that works without a pause leaves the lock to others for so long: twice what they take to try again. */
const LEFT_TO_OTHERS_MS = 12

/** Kept here, since a database that is garbage is closed, and its lock with it. */
const held = new Set<DatabaseSync>()
const releases = new Map<string, number>()

/**
 * Waits, without letting anything else run, until the lock is ours; answers how to let go. For starts, where nothing else runs.
 * Throws `LockHeldError` after `patienceMs`, and SQLite's error where the file cannot be used.
 */
export function holdLock(path: string, patienceMs: number): () => void {
  const lock = opened(path, patienceMs)
  try {
    if (!isTaken(lock)) throw new LockHeldError(path)
  } catch (error) {
    lock.close()
    throw error
  }
  return () => letGo(path, lock)
}

/**
 * Does the work while nobody else, in this process or another, does any under the same lock. Throws `LockHeldError` where that
 * did not come within `patienceMs`; the work has not begun then.
 */
export async function whileLocked<T>(path: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs
  const leftToOthers = (releases.get(path) ?? -Infinity) + LEFT_TO_OTHERS_MS - performance.now()
  if (leftToOthers > 0) await pause(leftToOthers)
  const lock = opened(path, 0)
  try {
    while (!isTaken(lock)) {
      if (performance.now() > until) throw new LockHeldError(path)
      await pause(1 + Math.random() * (AGAIN_MS - 1))
    }
    return await work()
  } finally {
    letGo(path, lock)
  }
}

/** The file is never opened where it is there: to close any descriptor of it would end this process's lock (fcntl(2)). */
function opened(path: string, timeout: number): DatabaseSync {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  return new DatabaseSync(path, { timeout })
}

function isTaken(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    held.add(lock)
    return true
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
    if (code === BUSY) return false
    const path = lock.location()
    if (code !== NOT_A_DATABASE || path === null) throw error
    // Nothing is kept in it, and what is no database is locked by nobody.
    truncateSync(path)
    return isTaken(lock)
  }
}

function letGo(path: string, lock: DatabaseSync): void {
  if (held.delete(lock)) releases.set(path, performance.now())
  lock.close()
}
