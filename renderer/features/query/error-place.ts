import type { StatementResult } from '../../../shared/model/statement-result.ts'
import type { SqlStatement } from '../../../shared/sql/split.ts'
import type { RunEntry, Script } from './run-state.ts'

/** Where to show what went wrong, in offsets of the text as it is now. */
export interface ErrorPlace {
  start: number
  end: number
  /** False where the server named no line: the place is the statement's first line of code. */
  exact: boolean
  message: string
}

/** The errors of a script, placed; those whose statement is no longer in the text are left out. */
export function errorPlaces(text: string, script: Script): ErrorPlace[] {
  if (script.origin === 'action') return []
  return script.entries.flatMap((entry) => {
    const error = errorOf(entry)
    const place = error && placeOf(text, entry.statement, error.position)
    return place ? [{ ...place, message: messageOf(error) }] : []
  })
}

type SqlError = Extract<StatementResult, { kind: 'error' }>

export const errorOf = (entry: RunEntry): SqlError | undefined =>
  entry.answer.kind === 'results' ? entry.answer.results.find((result) => result.kind === 'error') : undefined

const messageOf = ({ code, sqlState, message }: SqlError) =>
  [code, sqlState && `(${sqlState})`, message].filter(Boolean).join(' ')

/** Where a statement stands now: where it stood when it was run, else where the same text is found. */
function statementPlace(text: string, statement: SqlStatement): number | null {
  if (text.startsWith(statement.text, statement.start)) return statement.start
  const found = text.indexOf(statement.text)
  return found < 0 ? null : found
}

/** Where to look for a statement that was run: at its error, else at its first word of code; null where the text no longer has it. */
export function placeToShow(text: string, script: Script, entry: RunEntry): number | null {
  const start = script.origin === 'action' ? null : statementPlace(text, entry.statement)
  if (start === null) return null
  const error = errorPlaces(text, { ...script, entries: [entry] })[0]
  return error?.start ?? start + entry.statement.codeStart - entry.statement.start
}

function placeOf(text: string, statement: SqlStatement, position: SqlError['position']) {
  const start = statementPlace(text, statement)
  if (start === null) return null
  if (!position) {
    const code = start + (statement.codeStart - statement.start)
    return { start: code, end: lineEnd(statement.text, code - start) + start, exact: false }
  }
  // Lines count from the statement's first; a LIMIT that was added moves none (shared/sql/limit.ts).
  let lineStart = 0
  for (let line = 1; line < position.line; line++) {
    const newline = statement.text.indexOf('\n', lineStart)
    if (newline < 0) break
    lineStart = newline + 1
  }
  const end = lineEnd(statement.text, lineStart)
  const indent = statement.text.slice(lineStart, end).search(/\S/)
  const column = position.column ? position.column - 1 : Math.max(0, indent)
  const from = Math.min(lineStart + column, Math.max(lineStart, end - 1))
  return { start: start + from, end: start + end, exact: true }
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from)
  const end = newline < 0 ? text.length : newline
  return text[end - 1] === '\r' ? end - 1 : end
}
