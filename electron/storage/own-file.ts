import { accessSync, chmodSync, closeSync, constants, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes the file, or makes it readable by its owner only: statements may hold what nobody else should read. */
export function ownFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  // What SQLite keeps beside it is made and removed as it works.
  accessSync(dirname(path), constants.W_OK)
  if (process.platform !== 'win32') chmodSync(path, 0o600)
}

/** Takes to the disk which files there are beside `path`. Windows has no such thing, and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
