import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LogLevel } from '../../shared/model/log-level.ts'
import { describedError, factsText, type LogFacts } from './log-text.ts'

/** What happened, for the person (or us) to look at later; never leaves the machine, never holds a secret or a value. */
export interface Log {
  /** A defect of ours. Answers a short reference that names the entry, fit to be shown. */
  error(where: string, error: unknown): string
  /** What went wrong outside, such as a call that answered a failure. */
  warn(where: string, facts?: LogFacts): void
  /** What one would ask first: started, ended, locked. */
  info(where: string, facts?: LogFacts): void
  /** Every call of the window. */
  debug(where: string, facts?: LogFacts): void
  /** Writes entries of this level and graver ones from now on. */
  keep(level: LogLevel): void
  /** The newest entries, the oldest of them first; at most `characters`, whole lines. Empty where there is no log. */
  newest(characters: number): string
}

/** All that most of the code needs: where a defect is told. */
export type DefectLog = Pick<Log, 'error'>

const ranks = { error: 0, warn: 1, info: 2, debug: 3 } as const satisfies Record<LogLevel, number>

const LIMIT_BYTES = 1_000_000
/** Beside the file that is written to. */
const KEPT_FILES = 3

/**
 * Log files in the app's folder: one that is written to, begun anew at a megabyte, and three before it. Writing never
 * throws: a full disk must not stop the work. Ours and not a package's: it is written at once, since the next moment may
 * be the process's last, on three hosts, and what may be written is held by types.
 */
export function openLog(userData: string, now: () => Date = () => new Date()): Log {
  const folder = join(userData, 'logs')
  const file = join(folder, 'tessera.log')
  let entries = 0
  let most: number = ranks.info

  function write(level: LogLevel, head: string, details = ''): void {
    if (ranks[level] > most) return
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LIMIT_BYTES) rotate(file)
      appendFileSync(file, `${now().toISOString()} ${level} ${head}\n${details}`, { mode: 0o600 })
    } catch {
      // Nothing to tell it to.
    }
  }
  const note = (level: LogLevel) => (where: string, facts: LogFacts = {}) => write(level, `${where}${factsText(facts)}`)

  return {
    error(where, error) {
      const reference = `${now().getTime().toString(36)}-${++entries}`
      write('error', `${reference} ${where}`, `${describedError(error)}\n`)
      return reference
    },
    warn: note('warn'),
    info: note('info'),
    debug: note('debug'),
    keep: (level) => void (most = ranks[level]),
    newest(characters) {
      let text = ''
      for (let age = 0; age <= KEPT_FILES && text.length < characters; age++) text = readIfThere(aged(file, age)) + text
      if (text.length <= characters) return text
      const cut = text.slice(-characters)
      return cut.slice(cut.indexOf('\n') + 1)
    },
  }
}

const aged = (file: string, age: number) => (age === 0 ? file : `${file}.${age}`)

function rotate(file: string): void {
  rmSync(aged(file, KEPT_FILES), { force: true })
  for (let age = KEPT_FILES - 1; age >= 0; age--) {
    if (statSync(aged(file, age), { throwIfNoEntry: false })) renameSync(aged(file, age), aged(file, age + 1))
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
