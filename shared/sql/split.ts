/**
 * A script is statements and the separators between them, each statement known by its place in the text.
 *
 * Our own tokenizer and not dbgate-query-splitter: that one knows no `#` comments, takes the dashes of 5--3 for a
 * comment, and answers lone comments as statements. A megabyte takes some 8 ms.
 * The delimiter rules are those of the mysql client: DELIMITER, \g and \G included.
 */
import { isBlank, lexicalEnd, lexicalKindAt, startsLine } from './scan.ts'

/** One statement as written, comments and hints included, its delimiter not. Offsets are UTF-16 code units. */
export interface SqlStatement {
  start: number
  end: number
  /** Always the script's own `slice(start, end)`. */
  text: string
  /** The line of the script that `start` is on, from 1. */
  line: number
  /** Where the statement's first word stands, behind leading comments; a hint or executable comment counts as a word. */
  codeStart: number
  /** Just behind the delimiter; equals `end` where there is none. */
  delimiterEnd: number
}

/** A range of the script, `start` ≤ `end`. */
export interface TextRange {
  start: number
  end: number
}

/** Every statement of the script, in order; pieces that are comments alone are not statements. */
export function splitStatements(script: string): SqlStatement[] {
  return scan(script, 0, script.length, ';').statements
}

/**
 * What a person means by "run": the statements of the selection where there is one, else the statement at the caret.
 * The delimiter in force where the selection starts holds in it. Empty where there is nothing to run.
 */
export function statementsToRun(script: string, selection: TextRange | null, caret: number): SqlStatement[] {
  if (selection && script.slice(selection.start, selection.end).trim() !== '') {
    const { delimiters } = scan(script, 0, script.length, ';')
    const before = delimiters.findLast((change) => change.from <= selection.start)
    return scan(script, selection.start, selection.end, before?.delimiter ?? ';').statements
  }
  const at = statementAt(splitStatements(script), script, caret)
  return at ? [at] : []
}

/**
 * The statement that the caret stands in or touches. Between two: the one that shares the caret's line, the earlier
 * first; on a line of its own: the nearer in lines, the earlier when both are as near.
 */
export function statementAt(statements: readonly SqlStatement[], script: string, caret: number): SqlStatement | undefined {
  const at = statements.findLastIndex((statement) => statement.start <= caret)
  const previous = statements[at]
  const next = statements[at + 1]
  if (!previous) return next
  const finished = statements[at - 1]
  if (finished && finished.delimiterEnd === caret) return finished
  if (!next) return previous
  if (caret <= previous.delimiterEnd) return previous
  const linesFromPrevious = linesIn(script, previous.delimiterEnd, caret)
  const linesToNext = linesIn(script, caret, next.start)
  return linesToNext < linesFromPrevious ? next : previous
}

function linesIn(script: string, start: number, end: number): number {
  let lines = 0
  for (let i = script.indexOf('\n', start); i >= 0 && i < end; i = script.indexOf('\n', i + 1)) lines++
  return lines
}

interface Scan {
  statements: SqlStatement[]
  /** Every change of the delimiter and the offset from which it holds. */
  delimiters: { from: number; delimiter: string }[]
}

function scan(script: string, from: number, to: number, initialDelimiter: string): Scan {
  const text = to === script.length ? script : script.slice(0, to)
  const result: Scan = { statements: [], delimiters: [] }
  let delimiter = initialDelimiter
  let line = 1 + linesIn(text, 0, from)
  let lineCounted = from
  let start = -1 // of the statement, its leading comments included
  let codeStart = -1
  let codeEnd = -1
  let end = -1

  const finish = (statementEnd: number, delimiterEnd: number) => {
    if (codeStart >= 0) {
      line += linesIn(text, lineCounted, start)
      lineCounted = start
      const body = text.slice(start, statementEnd)
      result.statements.push({ start, end: statementEnd, text: body, line, codeStart, delimiterEnd })
    }
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
    const change = (code | 32) === 100 && startsLine(text, i, from) ? delimiterCommand(text, i, codeStart >= 0) : null
    if (change) {
      finish(end, end)
      if (change.delimiter) delimiter = change.delimiter
      result.delimiters.push({ from: change.end, delimiter })
      i = change.end
      continue
    }
    const width = delimiterWidth(text, i, delimiter)
    if (width > 0) {
      finish(end, i + width)
      i = behindTrailingComment(text, i + width)
      continue
    }
    const kind = lexicalKindAt(text, i)
    const tokenEnd = kind ? lexicalEnd(text, i, kind) : i + 1
    if (start < 0) start = i
    if (kind !== 'comment' && kind !== 'lineComment') {
      if (codeStart < 0) codeStart = i
      codeEnd = tokenEnd
    }
    end = tokenEnd
    i = tokenEnd
  }
  // Without a delimiter, comments on later lines are notes below the last statement, not part of it.
  const lastLineEnd = text.indexOf('\n', codeEnd)
  if (codeEnd >= 0 && lastLineEnd >= 0 && end > lastLineEnd) end = commentsOnLineEnd(text, codeEnd)
  finish(end, end)
  return result
}

/** Letters but d, digits, underscore and ASCII's common marks: nothing special can begin with them. */
const isPlain = (code: number) =>
  code > 96 ? code !== 100 && code < 123 : code > 47 && code < 96 ? code !== 59 && code !== 68 && code !== 92 : code > 39 && code < 45

/** \g and \G end a statement in the mysql client whatever the delimiter is; nowhere else is that SQL. */
function delimiterWidth(text: string, at: number, delimiter: string): number {
  if (text.startsWith(delimiter, at)) return delimiter.length
  return text[at] === '\\' && (text[at + 1] === 'g' || text[at + 1] === 'G') ? 2 : 0
}

/** A remark behind a delimiter, on its line, belongs to what it follows: it must not lead the next statement. */
function behindTrailingComment(text: string, at: number): number {
  let i = at
  while (i < text.length && text[i] !== '\n' && isBlank(text.charCodeAt(i))) i++
  return lexicalKindAt(text, i) === 'lineComment' ? lexicalEnd(text, i, 'lineComment') : at
}

function commentsOnLineEnd(text: string, codeEnd: number): number {
  let end = codeEnd
  for (let i = codeEnd; i < text.length && text[i] !== '\n'; ) {
    if (isBlank(text.charCodeAt(i))) {
      i++
      continue
    }
    const kind = lexicalKindAt(text, i)
    if (!kind) break
    i = end = lexicalEnd(text, i, kind)
  }
  return end
}

/**
 * `DELIMITER xx` at the start of a line. In the middle of a statement only a mark without letters is believed:
 * `delimiter` may be a column's name there.
 */
function delimiterCommand(text: string, at: number, inStatement: boolean): { delimiter: string; end: number } | null {
  if (text.slice(at, at + 9).toLowerCase() !== 'delimiter') return null
  const newline = text.indexOf('\n', at)
  const end = newline < 0 ? text.length : newline
  const rest = text.slice(at + 9, end)
  if (rest !== '' && !isBlank(rest.charCodeAt(0))) return null
  const delimiter = rest.trim().split(/\s/, 1)[0] ?? ''
  if (inStatement && (delimiter === '' || /[\p{L}\p{N}_`'",.()=]/u.test(rest))) return null
  return { delimiter, end }
}
