/** What ends a statement, by the rules of the mysql client: DELIMITER, \g and \G, and what stands behind on its line. */
import { isBlank } from './scan.ts'
import { endOf, isClosed, kindAt, type ScriptReading } from './script-reading.ts'

/** \g and \G end a statement in the mysql client whatever the delimiter is; nowhere else is that SQL. */
export function delimiterWidth(text: string, at: number, delimiter: string): number {
  if (text.startsWith(delimiter, at)) return delimiter.length
  return text[at] === '\\' && (text[at + 1] === 'g' || text[at + 1] === 'G') ? 2 : 0
}

/** Delimiters on the same line that end nothing, as in `SELECT 1;;;`. */
export function behindEmpty(text: string, at: number, delimiter: string): number {
  let end = at
  for (let i = at; ; ) {
    while (i < text.length && text[i] !== '\n' && isBlank(text.charCodeAt(i))) i++
    const width = delimiterWidth(text, i, delimiter) || (text[i] === ';' ? 1 : 0)
    if (width === 0) return end
    i = end = i + width
  }
}

/** What follows a delimiter and belongs to what it ended. */
export interface Trailing {
  end: number
  /** The last of MaxScale's routing hints among it; the statement is sent with it. */
  hint: { start: number; end: number } | null
}

/**
 * Comments that begin on the delimiter's line must not lead the next statement, where nothing else follows on that line
 * or they run on to another; between two statements on one line a comment leads the second.
 */
export function trailingComments(text: string, at: number, reading: ScriptReading): Trailing {
  const trailing: Trailing = { end: at, hint: null }
  let hint: Trailing['hint'] = null
  for (let i = at; ; ) {
    while (i < text.length && text[i] !== '\n' && isBlank(text.charCodeAt(i))) i++
    const kind = kindAt(text, i, reading)
    const isRemark = kind === 'comment' || kind === 'lineComment'
    const end = isRemark ? endOf(text, i, kind, reading) : i
    if (isRemark && ROUTING.test(text.slice(i, i + 40)) && isClosed(text, i, end, kind, reading)) hint = { start: i, end }
    const spans = isRemark && text.slice(i, end).includes('\n')
    if (spans || (!isRemark && (i >= text.length || text[i] === '\n'))) {
      trailing.end = end
      trailing.hint = hint
    }
    if (!isRemark) return trailing
    i = end
  }
}

/** MaxScale's manual, "Hint Syntax": a comment whose first word is maxscale. */
const ROUTING = /^(?:--\s|#|\/\*)\s*maxscale\s/i

/**
 * `DELIMITER xx`: at a statement's start, which nothing else can begin so, or on a line of its own. In the middle of a
 * statement it may be a column's name: there only a mark without letters is believed, and only where no operand is due.
 */
export function delimiterCommand(text: string, at: number, statement: { delimiter: string; codeEnd: number } | null): { delimiter: string; end: number } | null {
  if (text.slice(at, at + 9).toLowerCase() !== 'delimiter') return null
  const newline = text.indexOf('\n', at)
  const end = newline < 0 ? text.length : newline
  const rest = text.slice(at + 9, end)
  if (rest !== '' && !isBlank(rest.charCodeAt(0))) return null
  // The mysql client takes the quotes off.
  const [, quoted] = /^\s*(?:'([^']*)'?|"([^"]*)"?|`([^`]*)`?)/.exec(rest)?.filter((one) => one !== undefined) ?? []
  const delimiter = quoted ?? rest.trim().split(/\s/, 1)[0] ?? ''
  if (statement && isColumn(text, statement, delimiter, quoted === undefined ? rest : '')) return null
  return { delimiter: delimiter.includes('\\') ? '' : delimiter, end }
}

function isColumn(text: string, { delimiter, codeEnd }: { delimiter: string; codeEnd: number }, next: string, rest: string): boolean {
  if (next === '' || next === delimiter || /[\p{L}\p{N}_`'",.()=]/u.test(next + rest)) return true
  return OPERAND_DUE.test(text.slice(Math.max(0, codeEnd - 20), codeEnd))
}

/** Behind these an operand must follow. */
const OPERAND_DUE = /(?:[-+*/%<>=!&|^~(,.@]|(?<![\w$.`@])(?:AND|BETWEEN|BY|CASE|COLUMN|DISTINCT|DIV|ELSE|FROM|HAVING|IN|INTERVAL|INTO|IS|JOIN|LIKE|LIMIT|MOD|NOT|ON|OR|REGEXP|RETURN|RLIKE|SELECT|SET|TABLE|THEN|UNTIL|UPDATE|WHEN|WHERE|XOR|AS|ADD|ALL))$/i
