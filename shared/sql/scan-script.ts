/** Goes through a script once, in one way of reading, and tells of each statement as it ends. */
import { bodyEnd } from './compound.ts'
import { behindEmpty, delimiterCommand, delimiterWidth, trailingComments } from './delimiter.ts'
import { isBlank, startsLine } from './scan.ts'
import { endOf, isClosed, isDoubtful, kindAt, type ScriptReading } from './script-reading.ts'

/** A statement's places in the script; see SqlStatement. */
export interface StatementPlace {
  start: number
  codeStart: number
  end: number
  delimiterEnd: number
  /** Behind remarks that begin on the delimiter's line; absent without any. */
  remarksEnd?: number
  /** Where the code ends that the server sees, and where MaxScale's hint behind the delimiter begins; absent without one. */
  hinted?: { codeEnd: number; hintStart: number }
}

export interface ScriptVisitor {
  /** A statement or comments begin here, with nothing of theirs read; true ends the scan. */
  begins?: (at: number, delimiter: string) => boolean
  ends: (place: StatementPlace, delimiter: string) => void
  /** The delimiter that holds from here on. */
  delimiter?: (from: number, delimiter: string) => void
}

export interface ScanOutcome {
  /** Servers may read what was scanned in several ways. */
  doubtful: boolean
  /** A string, name or comment does not end. */
  unclosed: boolean
}

/** From `from`, where a statement may begin, with the delimiter that holds there. */
export function scanScript(text: string, from: number, initialDelimiter: string, reading: ScriptReading, visitor: ScriptVisitor): ScanOutcome {
  const outcome: ScanOutcome = { doubtful: false, unclosed: false }
  const mayDoubt = reading.escapes && text.includes('\\', from)
  let delimiter = initialDelimiter
  let start = -1 // of the statement, its leading comments included
  let codeStart = -1
  let codeEnd = -1
  let end = -1

  const finish = (place: Omit<StatementPlace, 'start' | 'codeStart'>) => {
    if (codeStart >= 0) visitor.ends({ start, codeStart, ...place }, delimiter)
    start = codeStart = codeEnd = end = -1
  }

  let i = from
  while (i < text.length) {
    const code = text.charCodeAt(i)
    if (codeStart >= 0 && isPlain(code) && code !== delimiter.charCodeAt(0)) {
      codeEnd = end = ++i
      continue
    }
    if (isBlank(code)) {
      i++
      continue
    }
    if (start < 0 && visitor.begins?.(i, delimiter)) return outcome
    const change = (code | 32) === 100 && (codeStart < 0 || startsLine(text, i, 0)) ? delimiterCommand(text, i, codeStart < 0 ? null : { delimiter, codeEnd }) : null
    if (change) {
      finish({ end, delimiterEnd: end })
      if (change.delimiter) delimiter = change.delimiter
      i = change.end
      visitor.delimiter?.(i, delimiter)
      continue
    }
    // A semicolon before any code is nothing, whatever the delimiter is.
    const width = delimiterWidth(text, i, delimiter) || (codeStart < 0 && code === SEMICOLON ? 1 : 0)
    if (width > 0) {
      const delimiterEnd = behindEmpty(text, i + width, delimiter)
      const { end: trailingEnd, hint } = trailingComments(text, delimiterEnd, reading)
      const remarks = trailingEnd > (hint?.end ?? delimiterEnd) && { remarksEnd: trailingEnd }
      if (hint) finish({ end: hint.end, delimiterEnd: hint.end, ...remarks, hinted: { codeEnd: end, hintStart: hint.start } })
      else finish({ end, delimiterEnd, ...remarks })
      i = trailingEnd
      continue
    }
    const kind = kindAt(text, i, reading)
    if (start < 0) start = i
    if (kind === 'comment' || kind === 'lineComment') {
      end = endOf(text, i, kind, reading)
    } else {
      const body = codeStart < 0 && delimiter === ';' ? bodyEnd(text, i, reading) : -1
      if (codeStart < 0) codeStart = i
      end = codeEnd = body > i ? body : kind ? endOf(text, i, kind, reading) : i + 1
      if (kind && body <= i && (kind === 'executable' || mayDoubt)) outcome.doubtful ||= isDoubtful(text, i, end, kind)
      if (body > i) outcome.doubtful ||= isBodyDoubtful(text, i, body, reading, mayDoubt)
    }
    if (kind && end === text.length) outcome.unclosed = !isClosed(text, i, end, kind, reading)
    i = end
  }
  // Without a delimiter, comments on later lines are notes below the last statement, not part of it.
  const lastLineEnd = text.indexOf('\n', codeEnd)
  if (codeEnd >= 0 && lastLineEnd >= 0 && end > lastLineEnd) end = commentsOnLineEnd(text, codeEnd, reading)
  finish({ end, delimiterEnd: end })
  return outcome
}

const SEMICOLON = 59

/** Letters but d, digits, underscore and ASCII's common marks: nothing special can begin with them. */
const isPlain = (code: number) =>
  code > 96 ? code !== 100 && code < 123 : code > 47 && code < 96 ? code !== 59 && code !== 68 && code !== 92 : code > 39 && code < 45

/** The same question for all that a body holds. */
function isBodyDoubtful(text: string, from: number, to: number, reading: ScriptReading, mayDoubt: boolean): boolean {
  for (let i = from; i < to; ) {
    const kind = kindAt(text, i, reading)
    const end = kind ? endOf(text, i, kind, reading) : i + 1
    if (kind && (kind === 'executable' || mayDoubt) && isDoubtful(text, i, end, kind)) return true
    i = end
  }
  return false
}

function commentsOnLineEnd(text: string, codeEnd: number, reading: ScriptReading): number {
  let end = codeEnd
  for (let i = codeEnd; i < text.length && text[i] !== '\n'; ) {
    if (isBlank(text.charCodeAt(i))) {
      i++
      continue
    }
    const kind = kindAt(text, i, reading)
    if (!kind) break
    i = end = endOf(text, i, kind, reading)
  }
  return end
}
