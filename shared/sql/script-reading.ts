/**
 * One way in which a server may read a script: its sql_mode, and what it does with executable comments. Where the ways
 * part, nobody but the server knows where a statement ends.
 */
import { lexicalEnd, lexicalKindAt, type LexicalKind } from './scan.ts'
import { readingsOf, type LexicalReading } from './sql-mode.ts'

export interface ScriptReading extends LexicalReading {
  /**
   * What is done with an executable comment: its inside is run, so that only a closing mark outside of strings counts;
   * it is skipped to the first closing mark; or skipped with the comments that are inside of it.
   */
  comments: 'run' | 'skip' | 'skipNested'
}

/** The ways that are possible, the likeliest first: one for each reading of the mode. */
export const scriptReadings = (sqlMode?: string): ScriptReading[] => readingsOf(sqlMode).map((reading) => ({ ...reading, comments: 'run' }))

export const kindAt = (text: string, at: number, reading: ScriptReading): LexicalKind | null => lexicalKindAt(text, at, reading)

/** Behind the thing of `kind` that begins at `at`. */
export function endOf(text: string, at: number, kind: LexicalKind, reading: ScriptReading): number {
  if (kind !== 'executable' || reading.comments === 'run') return lexicalEnd(text, at, kind, reading)
  return reading.comments === 'skip' ? lexicalEnd(text, at, 'comment', reading) : nestedEnd(text, at)
}

function nestedEnd(text: string, at: number): number {
  let open = 1
  const mark = /\/\*|\*\//g
  mark.lastIndex = at + 2
  for (;;) {
    const found = mark.exec(text)
    if (!found) return text.length
    open += found[0] === '/*' ? 1 : -1
    if (open === 0) return mark.lastIndex
  }
}

/** False where the text ends before the thing does. */
export function isClosed(text: string, at: number, end: number, kind: LexicalKind, reading: ScriptReading): boolean {
  switch (kind) {
    case 'lineComment':
      return true
    case 'string':
    case 'name': {
      if (end - at < 2 || text[end - 1] !== text[at]) return false
      let backslashes = 0
      while (text[end - 2 - backslashes] === '\\') backslashes += 1
      return kind === 'name' || !reading.escapes || backslashes % 2 === 0
    }
    default:
      return end - at >= 4 && text.startsWith('*/', end - 2)
  }
}

/** Whether another way of reading would end it elsewhere. */
export function isDoubtful(text: string, at: number, end: number, kind: LexicalKind): boolean {
  switch (kind) {
    case 'string':
      return text.indexOf(text[at] ?? '', at + 1) + 1 !== end
    case 'executable': {
      const first = text.indexOf('*/', at + 2) + 2
      return first !== end || nestedEnd(text, at) !== end
    }
    default:
      return false
  }
}
