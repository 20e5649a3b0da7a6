/** The number of the last confirmed save, in a file beside the database: it tells a database that lost some of them. */
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'

const DIGITS = 16

export const lastSavePath = (path: string) => `${path}-saves`

/** 0 where there was none, or where the file cannot be read: it only ever warns. */
export function readLastSave(path: string): number {
  try {
    // Twice the same, so that a damaged file accuses nobody.
    const [, one, other] = /^(\d{16}) (\d{16})\n$/.exec(readFileSync(lastSavePath(path), 'latin1')) ?? []
    return one !== undefined && one === other && Number.isSafeInteger(Number(one)) ? Number(one) : 0
  } catch {
    return 0
  }
}

/**
 * Notes a save that is on disk already. Written over in place, which a full disk allows, and not synced: what a power
 * loss takes of it makes it too low, and a number that is too low accuses nobody either.
 */
export function noteLastSave(path: string, count: number): void {
  const digits = String(count).padStart(DIGITS, '0')
  try {
    const file = openSync(lastSavePath(path), constants.O_WRONLY | constants.O_CREAT, 0o600)
    try {
      writeSync(file, `${digits} ${digits}\n`, 0, 'latin1')
    } finally {
      closeSync(file)
    }
  } catch {
    // The save itself is done; nobody needs to know.
  }
}
