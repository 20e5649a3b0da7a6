/**
 * The lexical ground of MySQL that every look at a script stands on: where a string, a quoted name or a comment
 * ends. Offsets are UTF-16 code units. Whatever is unterminated ends with the text.
 */
import { defaultReading, type LexicalReading } from './sql-mode.ts'

const TAB = 9
const NEWLINE = 10
const SPACE = 32
const EXCLAMATION = 33
const DOUBLE_QUOTE = 34
const HASH = 35
const SINGLE_QUOTE = 39
const STAR = 42
const DASH = 45
const SLASH = 47
const BACKSLASH = 92
const BACKTICK = 96
const DELETE = 127

export type LexicalKind =
  | 'string' // '…', and "…" but for ANSI_QUOTES
  | 'name' // `…`, and "…" under ANSI_QUOTES
  | 'comment' // /* … */
  | 'lineComment' // -- … or # …, up to but not including the line's end
  | 'hint' // /*+ … */ as the optimiser and DRDS (/*+TDDL: … */, /!TDDL: … */) read it
  | 'executable' // /*! … */ and /*M! … */: the server runs what is inside

/** What begins at `at`, where it is one of these; null for plain text. */
export function lexicalKindAt(text: string, at: number, reading: LexicalReading = defaultReading): LexicalKind | null {
  switch (text.charCodeAt(at)) {
    case SINGLE_QUOTE:
      return 'string'
    case DOUBLE_QUOTE:
      return reading.ansiQuotes ? 'name' : 'string'
    case BACKTICK:
      return 'name'
    case HASH:
      return 'lineComment'
    case DASH:
      // MySQL wants a blank or control character behind the dashes: 5--3 is 5 - (-3).
      return text.charCodeAt(at + 1) === DASH && isBlankOrControl(text.charCodeAt(at + 2)) ? 'lineComment' : null
    case SLASH:
      // DRDS's other form of its hints. With the colon it is no expression of MySQL.
      if (text.charCodeAt(at + 1) === EXCLAMATION) return DRDS_HINT.test(text.slice(at, at + DRDS_HINT_MOST)) ? 'hint' : null
      if (text.charCodeAt(at + 1) !== STAR) return null
      if (text[at + 2] === '+') return 'hint'
      if (text[at + 2] === '!' || (text[at + 2] === 'M' && text[at + 3] === '!')) return 'executable'
      return 'comment'
    default:
      return null
  }
}

const DRDS_HINT = /^\/!\s*\+?\s*TDDL\s*:/i
const DRDS_HINT_MOST = 32

/** True at the text's end, where the code is NaN. */
const isBlankOrControl = (code: number) => !(code > SPACE) || code === DELETE

/** The offset just behind the thing of `kind` that begins at `at`. */
export function lexicalEnd(text: string, at: number, kind: LexicalKind, reading: LexicalReading = defaultReading): number {
  switch (kind) {
    case 'string':
      return quotedEnd(text, at, reading.escapes)
    case 'name':
      return quotedEnd(text, at, false)
    case 'lineComment': {
      const end = text.indexOf('\n', at)
      return end < 0 ? text.length : end
    }
    case 'comment':
    case 'hint': {
      const end = text.indexOf('*/', at + 2)
      return end < 0 ? text.length : end + 2
    }
    case 'executable':
      return executableEnd(text, at, reading)
  }
}

/** A doubled quote needs no care: it reads as the end of one string and the start of the next. */
function quotedEnd(text: string, at: number, escapes: boolean): number {
  const quote = text.charCodeAt(at)
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) return i + 1
    if (escapes && code === BACKSLASH) i++
  }
  return text.length
}

/** Whether what `quotedEnd` found is the end of it and not of the text. The last quote of `'C:\\'` is one that a backslash takes along. */
export function isClosed(sql: string, at: number, end: number, escapes: boolean): boolean {
  if (end - at < 2 || sql[end - 1] !== sql[at]) return false
  if (!escapes || end < sql.length) return true
  let first = end - 1
  while (first - 1 > at && sql.charCodeAt(first - 1) === BACKSLASH) first -= 1
  return (end - 1 - first) % 2 === 0
}

/** The inside is SQL, so a closing mark within a string or a comment of it does not count; one within another executable comment ends that. */
function executableEnd(text: string, at: number, reading: LexicalReading): number {
  let open = 1
  let i = at + 3
  while (i < text.length) {
    if (text.charCodeAt(i) === STAR && text.charCodeAt(i + 1) === SLASH) {
      i += 2
      open -= 1
      if (open === 0) return i
      continue
    }
    const kind = lexicalKindAt(text, i, reading)
    if (kind === 'executable') open += 1
    i = kind === 'executable' ? i + 3 : kind ? lexicalEnd(text, i, kind, reading) : i + 1
  }
  return text.length
}

export const isBlank = (code: number) => code === SPACE || (code >= TAB && code <= 13) || code === 0xa0 || code === 0xfeff

/** True where only blanks stand between `at` and the start of its line (or `from`). */
export function startsLine(text: string, at: number, from: number): boolean {
  for (let i = at - 1; i >= from; i--) {
    const code = text.charCodeAt(i)
    if (code === NEWLINE) return true
    if (!isBlank(code)) return false
  }
  return true
}
