/**
 * A script is statements and the separators between them, each statement known by its place in the text.
 *
 * Our own tokenizer and not dbgate-query-splitter: that one knows no `#` comments, takes the dashes of 5--3 for a
 * comment, and answers lone comments as statements. A megabyte takes some 8 ms.
 * The delimiter rules are those of the mysql client: DELIMITER, \g and \G included. Beyond it, the body of a routine is
 * part of its statement without a DELIMITER too.
 */
import { isBlank } from './scan.ts'
import { scanScript, type ScanOutcome, type StatementPlace } from './scan-script.ts'
import { scriptReadings, type ScriptReading } from './script-reading.ts'
import { isSame, otherReadings } from './split-readings.ts'

/** One statement as written, comments and hints included, its delimiter not. Offsets are UTF-16 code units. */
export interface SqlStatement {
  start: number
  /** Behind MaxScale's routing hint where one stands behind the delimiter: both are part of the text then. */
  end: number
  /** Always the script's own `slice(start, end)`. */
  text: string
  /** What the server is sent where that is not the text: the hint without the delimiter before it. */
  sent?: string
  /** The line of the script that `start` is on, from 1. */
  line: number
  /** Where the statement's first word stands, behind leading comments; a hint or executable comment counts as a word. */
  codeStart: number
  /** Just behind the delimiter, and behind more of them that end nothing; equals `end` where there is none. */
  delimiterEnd: number
  /** Behind remarks that begin on the delimiter's line: they belong to it without being part of it. Absent without any. */
  remarksEnd?: number
  /** Servers do not agree on where it begins or ends: it is not run unasked. */
  unsure?: true
}

/** A range of the script, `start` ≤ `end`. */
export interface TextRange {
  start: number
  end: number
}

/** What the server is sent for a statement: its text, or the text with its hint. */
export const sentText = ({ text, sent }: Pick<SqlStatement, 'text' | 'sent'>): string => sent ?? text

/**
 * Every statement of the script, in order; pieces that are comments alone are not statements. `sqlMode` is the server's
 * @@sql_mode; where it is not known every mode counts, and what they split differently is `unsure`.
 */
export function splitStatements(script: string, sqlMode?: string): SqlStatement[] {
  const { statements, others } = splitInAllReadings(script, wholeOf(script), sqlMode)
  const sure = others.map((other) => new Map(other.map(({ start, end }) => [start, end])))
  return statements.map((one) => (sure.every((ends) => ends.get(one.start) === one.end) ? one : { ...one, unsure: true }))
}

const wholeOf = (script: string): TextRange => ({ start: 0, end: script.length })

/**
 * What a person means by "run": the statements of the selection where there is one, else the statement at the caret.
 * The delimiter in force where the selection starts holds in it. Empty where there is nothing to run, and where servers
 * that read the text in different ways would run different things: those are `planRun`'s to show.
 */
export function statementsToRun(script: string, selection: TextRange | null, caret: number, sqlMode?: string): SqlStatement[] {
  const range = selection && isSelected(script, selection) ? selection : null
  const { statements, others } = splitInAllReadings(script, range ?? wholeOf(script), sqlMode)
  const meant = (all: SqlStatement[]) => (range ? all : [statementAt(all, script, caret) ?? []].flat())
  const run = meant(statements)
  return others.every((other) => isSame(run, meant(other))) ? run : []
}

/** A selection of blanks alone counts as a caret. */
export const isSelected = (script: string, { start, end }: TextRange): boolean => script.slice(start, end).trim() !== ''

/**
 * The statement that the caret stands in or touches. Between two: the one that shares the caret's line, the earlier
 * first; on a line of its own: the nearer in lines, the earlier when both are as near.
 */
export function statementAt(statements: readonly SqlStatement[], script: string, caret: number): SqlStatement | undefined {
  return statements[indexAt(statements.length, (at) => statements[at]!, script, caret)]
}

/** The same for statements that are kept elsewhere; -1 where there are none. */
export function indexAt(count: number, placeOf: (at: number) => Pick<SqlStatement, 'start' | 'codeStart' | 'delimiterEnd' | 'remarksEnd'>, script: string, caret: number): number {
  let at = -1
  for (let high = count; high - at > 1; ) {
    const middle = (at + high) >> 1
    if (placeOf(middle).start <= caret) at = middle
    else high = middle
  }
  if (at < 0) return count > 0 ? 0 : -1
  const finished = at > 0 ? placeOf(at - 1) : undefined
  const previous = placeOf(at)
  if (finished && (finished.delimiterEnd === caret || finished.remarksEnd === caret)) return at - 1
  // In or just behind remarks between two statements on one line.
  const isBefore = caret < previous.codeStart || (caret === previous.codeStart && caret > previous.start && !isBlank(script.charCodeAt(caret - 1)))
  if (finished && isBefore && linesIn(script, finished.remarksEnd ?? finished.delimiterEnd, caret) === 0) return at - 1
  const previousEnd = previous.remarksEnd ?? previous.delimiterEnd
  if (at + 1 >= count || caret <= previousEnd) return at
  const linesFromPrevious = linesIn(script, previousEnd, caret)
  const linesToNext = linesIn(script, caret, placeOf(at + 1).start)
  return linesToNext < linesFromPrevious ? at + 1 : at
}

function linesIn(script: string, start: number, end: number): number {
  let lines = 0
  for (let i = script.indexOf('\n', start); i >= 0 && i < end; i = script.indexOf('\n', i + 1)) lines++
  return lines
}

export interface Readings {
  /** In the likeliest reading. */
  statements: SqlStatement[]
  /** In each other reading that splits the text in another way that means something. */
  others: SqlStatement[][]
}

/** The statements of a range in every reading that counts. */
export function splitInAllReadings(script: string, range: TextRange, sqlMode?: string): Readings {
  const readings = scriptReadings(sqlMode)
  const first = splitRange(script, range, readings[0]!)
  if (!first.doubtful) return { statements: first.statements, others: [] }
  return { statements: first.statements, others: otherReadings(readings, first.statements, script, (reading) => splitRange(script, range, reading)) }
}

export interface Split extends ScanOutcome {
  statements: SqlStatement[]
}

function splitRange(script: string, range: TextRange, reading: ScriptReading): Split {
  const text = range.end === script.length ? script : script.slice(0, range.end)
  const statements: SqlStatement[] = []
  const lines = new LineCounter(text)
  const ends = (place: StatementPlace) => void statements.push(statementOf(text, place, lines.at(place.start)))
  const outcome = scanScript(text, range.start, range.start === 0 ? ';' : delimiterAt(script, range.start, reading), reading, { ends })
  return { ...outcome, statements }
}

/** The delimiter in force at an offset. */
export function delimiterAt(script: string, offset: number, reading: ScriptReading): string {
  let found = ';'
  if (!/delimiter/i.test(script.slice(0, offset))) return found
  scanScript(script, 0, ';', reading, {
    ends: () => undefined,
    delimiter: (from, delimiter) => void (from <= offset && (found = delimiter)),
    begins: (at) => at > offset,
  })
  return found
}

/** A statement by its place in the text. */
export function statementOf(text: string, { hinted, ...place }: StatementPlace, line: number): SqlStatement {
  const statement: SqlStatement = { ...place, text: text.slice(place.start, place.end), line }
  if (!hinted) return statement
  // As many characters as before, so that what the server says of places still holds.
  const gap = text.slice(hinted.codeEnd, hinted.hintStart).replace(/[^\n]/g, ' ')
  return { ...statement, sent: text.slice(place.start, hinted.codeEnd) + gap + text.slice(hinted.hintStart, place.end) }
}

/** Counts lines as it goes forward. */
export class LineCounter {
  readonly #text: string
  #line = 1
  #next: number

  constructor(text: string) {
    this.#text = text
    this.#next = text.indexOf('\n')
  }

  at(offset: number): number {
    while (this.#next >= 0 && this.#next < offset) {
      this.#line += 1
      this.#next = this.#text.indexOf('\n', this.#next + 1)
    }
    return this.#line
  }
}
