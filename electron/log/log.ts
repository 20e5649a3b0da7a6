import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where defects are written for the person (or us) to look at later; never leaves the machine. */
export interface Log {
  /** Answers a short reference that names the entry, fit to be shown. */
  error(where: string, error: unknown): string
}

const LIMIT_BYTES = 1_000_000

/** A log file in the app's folder, one predecessor kept. Writing it never throws: a full disk must not stop the work. */
export function openLog(userData: string, now: () => Date = () => new Date()): Log {
  const folder = join(userData, 'logs')
  const file = join(folder, 'tessera.log')
  let entries = 0
  return {
    error(where, error) {
      const at = now()
      const reference = `${at.getTime().toString(36)}-${++entries}`
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        if (existsSync(file) && statSync(file).size > LIMIT_BYTES) renameSync(file, `${file}.1`)
        appendFileSync(file, `${at.toISOString()} ${reference} ${where}\n${described(error)}\n`, { mode: 0o600 })
      } catch {
        // Nothing to tell it to.
      }
      return reference
    },
  }
}

/** The stack, and those of its causes. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return `  ${typeof error}`
  const cause = error.cause instanceof Error ? `\n  caused by ${described(error.cause).trimStart()}` : ''
  return `  ${(error.stack ?? error.name).replaceAll('\n', '\n  ')}${cause}`
}
