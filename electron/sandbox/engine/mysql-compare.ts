/**
 * Makes SQLite compare and sort as MySQL does: on tokens, where the kinds of the operands are known. MySQL compares
 * dates as dates, an ENUM's or SET's number, text without case, and text with a number as numbers; SQLite goes by the
 * values as they are stored.
 */
import { unsupported } from './mysql-errors.ts'
import { primaryEnd, selected, type Kind, type Kinds } from './mysql-kinds.ts'
import { primaryStart } from './mysql-normalise.ts'
import { temporal } from './mysql-temporal.ts'
import { closingOf, type Token } from './mysql-tokens.ts'

const comparison = /^(=|<|>|<=|>=|<>|!=|<=>|BETWEEN|IN|LIKE)$/
const arithmetic = /^([-+*/%&|^]|<<|>>|DIV|MOD)$/
const sortEnd = /^(LIMIT|ROWS|RANGE|FOR|SEPARATOR|UNION|OFFSET|INTO|LOCK)$/

/** Tokens without place in the statement stand where their neighbour ends, so that labels end there too. */
const word = (text: string, start: number): Token => ({ kind: 'word', text, value: text, start })
const symbol = (text: string, start: number): Token => ({ kind: 'symbol', text, value: text, start })
const string = (value: string, start: number): Token => ({ kind: 'string', text: "'", value, start })

export function compareAsMysql(tokens: Token[], kinds: Kinds): void {
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at]
    if (!token || token.kind === 'string' || token.kind === 'quoted') continue
    if (token.value === 'ORDER' && tokens[at + 1]?.value === 'BY') sort(tokens, at, kinds)
    else if (token.value === 'WHEN') caseOf(tokens, at)
    else if (token.text === '~') complement(tokens, at)
    else if (comparison.test(token.value) && tokens[at + 1] && !isAssignment(tokens, at)) compare(tokens, at, kinds)
    else if (arithmetic.test(token.value)) numbers(tokens, at, kinds)
    else if (token.value === 'NULLIF' && tokens[at + 1]?.text === '(') fold(tokens, primaryEnd(tokens, at + 2))
    else if (/^(SUM|AVG|MYSQL_CAST)$/.test(token.value) && tokens[at + 1]?.text === '(') numbers(tokens, at + 1, kinds)
  }
}

/** `SET a = 1, b = 2` compares nothing. */
function isAssignment(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.text !== '=') return false
  const before = tokens[primaryStart(tokens, at - 1) - 1]
  if (before?.value === 'SET' || (before?.value === 'UPDATE' && tokens[0]?.value !== 'UPDATE')) return true
  if (before?.text !== ',') return false
  let depth = 0
  for (let back = at; back >= 0; back -= 1) {
    const { text = '', value = '' } = tokens[back] ?? {}
    depth += text === ')' ? 1 : text === '(' ? -1 : 0
    if (depth < 0 || (depth === 0 && /^(SELECT|WHERE|ORDER|GROUP|VALUES)$/.test(value))) return false
    if (depth === 0 && (value === 'SET' || value === 'UPDATE')) return true
  }
  return false
}

interface Operand {
  start: number
  end: number
  kind: Kind
}

const isString = (tokens: readonly Token[], { start, end }: Operand) => end - start === 1 && tokens[start]?.kind === 'string'
const isNumber = (tokens: readonly Token[], { start, end }: Operand) => tokens[end - 1]?.kind === 'number' && primaryEnd(tokens, start) === end
const endsInCollation = (tokens: readonly Token[], end: number) => tokens[end - 2]?.value === 'COLLATE'

/** The operands to the right of `at`: one, BETWEEN's two, or those of a list. */
function rightOperands(tokens: readonly Token[], at: number, kinds: Kinds): Operand[] {
  const value = tokens[at]?.value
  const operands: Operand[] = []
  const list = value === 'IN' && tokens[at + 1]?.text === '('
  if (list && /^(SELECT|WITH)$/.test(tokens[at + 2]?.value ?? '')) return []
  let start = list ? at + 2 : at + 1
  const close = list ? closingOf(tokens, at + 1) : tokens.length
  for (;;) {
    const end = primaryEnd(tokens, start)
    const isWhole = !arithmetic.test(tokens[end]?.value ?? '')
    if (isWhole && end <= tokens.length) operands.push({ start, end, kind: kinds.of(tokens, start, end) })
    const next = value === 'BETWEEN' && tokens[end]?.value === 'AND' && start === at + 1 ? end : list && tokens[end]?.text === ',' && end < close ? end : -1
    if (next < 0) return operands
    start = next + 1
  }
}

function compare(tokens: Token[], at: number, kinds: Kinds): void {
  const operator = tokens[at]?.value ?? ''
  const leftEnd = tokens[at - 1]?.value === 'NOT' ? at - 1 : at
  const collated = endsInCollation(tokens, leftEnd)
  const leftStart = primaryStart(tokens, leftEnd - (collated ? 3 : 1))
  const rights = rightOperands(tokens, at, kinds)
  if (operator === 'LIKE') return like(tokens, rights[0], collated)
  const whole = !arithmetic.test(tokens[leftStart - 1]?.value ?? '') || !tokens[leftStart - 2]
  const left: Operand = { start: leftStart, end: leftEnd, kind: whole && !collated ? kinds.of(tokens, leftStart, leftEnd) : { is: 'other' } }
  const rightCollated = rights.some(({ end }) => tokens[end]?.value === 'COLLATE')
  for (const right of rights.toReversed()) {
    convert(tokens, right, left)
    // The rewriter finds decimal columns beside a comparison, and BETWEEN's second is beside AND.
    if (tokens[right.start - 1]?.value === 'AND' && right.kind.is === 'decimal' && tokens[right.end - 1]?.text !== ')' && !right.kind.computed) wrap(tokens, right, 'MYSQL_NUMERIC')
  }
  const [right] = rights
  if (whole && right) {
    const before = tokens.length
    convert(tokens, left, right)
    if (tokens.length !== before) return
  }
  if (!collated && !rightCollated && !isRow(tokens, leftStart) && !(right && isNumber(tokens, right))) fold(tokens, leftEnd)
}

/** `(a, b)` is a row, not a value. */
function isRow(tokens: readonly Token[], start: number): boolean {
  if (tokens[start]?.text !== '(') return false
  let at = start + 1
  while (at < tokens.length && tokens[at]?.text !== ')' && tokens[at]?.text !== ',') at = tokens[at]?.text === '(' ? closingOf(tokens, at) + 1 : at + 1
  return tokens[at]?.text === ',' && tokens[start + 1]?.value !== 'SELECT'
}

/** Brings one operand to what MySQL would compare it as, given the other. */
function convert(tokens: Token[], one: Operand, against: Operand): void {
  const { start, end, kind } = one
  const first = tokens[start]
  if (!first || first.value === 'NULL') return
  const to = against.kind
  if (to.is === 'temporal') {
    if (kind.is === 'temporal' && (kind.base === 'date' ? to.base === 'date' : to.base === 'date' || kind.digits === to.digits)) return
    if (first.kind === 'word' && end - start === 1 && kind.is !== 'temporal' && kind.is !== 'other') return
    if (isString(tokens, one)) tokens[start] = { ...first, value: String(temporal(first.value, to.base, to.digits)) }
    else wrap(tokens, one, 'MYSQL_TEMPORAL', to.base, String(to.digits))
  } else if ((kind.is === 'bytes' && (isString(tokens, against) || to.is === 'text')) || (to.is === 'bytes' && (isString(tokens, one) || kind.is === 'text'))) wrap(tokens, one, 'MYSQL_CAST', 'BINARY')
  else if (kind.is === 'words' && isNumber(tokens, against)) wrapWords(tokens, one)
  else if (kind.is === 'decimal' && (kind.computed || tokens[end - 1]?.text === ')')) wrap(tokens, one, 'MYSQL_NUMERIC')
  else if (isString(tokens, one) && (isNumber(tokens, against) || (to.is === 'unsigned' && /^\d{1,18}$/.test(first.value)) || (/^(decimal|number)$/.test(to.is) && tokens[against.end - 1]?.text === ')')))
    wrap(tokens, one, 'MYSQL_NUMERIC')
  else if (isNumber(tokens, against) && (kind.is === 'text' || kind.is === 'bits' || (kind.is === 'other' && tokens[end - 1]?.text === ')' && !isRow(tokens, start)))) wrap(tokens, one, 'MYSQL_NUMERIC')
}

function wrap(tokens: Token[], { start, end }: { start: number; end: number }, name: string, ...rest: string[]): void {
  const place = tokens[start]?.start ?? 0
  const last = tokens[end - 1]
  const close = last ? last.start + last.text.length - 1 : place
  tokens.splice(end, 0, ...rest.flatMap((value) => [symbol(',', close), string(value, close)]), symbol(')', close))
  tokens.splice(start, 0, word(name, place), symbol('(', place))
}

function wrapWords(tokens: Token[], { start, end, kind }: Operand): void {
  if (kind.is === 'words') wrap(tokens, { start, end }, 'MYSQL_WORD_NUMBER', JSON.stringify(kind.words), kind.set ? 'set' : 'enum')
}

/** MySQL's LIKE has a backslash to escape with; SQLite's has none unless it is told so. */
function like(tokens: Token[], right: Operand | undefined, collated: boolean): void {
  if (collated || (right && tokens[right.end]?.value === 'COLLATE' && tokens[right.end + 1]?.value === 'BINARY')) throw unsupported('LIKE in a binary collation')
  if (!right || tokens[right.end]?.value === 'ESCAPE') return
  const last = tokens[right.end - 1]
  if (!last || (isString(tokens, right) && !last.value.includes('\\'))) return
  tokens.splice(right.end, 0, word('ESCAPE', last.start), { ...string('\\', last.start + last.text.length - 1), text: ')' })
}

/** Arithmetic takes an ENUM's or SET's number. */
function numbers(tokens: Token[], at: number, kinds: Kinds): void {
  const sides = [
    { start: at + 1, end: primaryEnd(tokens, at + 1) },
    { start: primaryStart(tokens, at - 1), end: at },
  ]
  if (/^(DIV|%)$/.test(tokens[at]?.value ?? '') || (tokens[at]?.value === 'MOD' && tokens[at + 1]?.text !== '(')) divide(tokens, at, kinds)
  for (const side of tokens[at]?.text === '(' ? sides.slice(0, 1) : sides) {
    const kind = kinds.of(tokens, side.start, side.end)
    if (tokens[at - 1]?.value === 'MYSQL_CAST' && (kind.is === 'decimal' || isNumber(tokens, { ...side, kind })) && /^(UN)?SIGNED/i.test(tokens[side.end + 1]?.value ?? '')) wrap(tokens, side, 'ROUND')
    if (kind.is === 'bits' && tokens[at - 1]?.value !== 'MYSQL_CAST') wrap(tokens, side, 'MYSQL_NUMERIC')
    if (kind.is !== 'words' || (tokens[at - 1]?.value === 'MYSQL_CAST' && !/^(SIGNED|UNSIGNED|INT|BIGINT|DECIMAL|DOUBLE|FLOAT)/i.test(tokens[side.end + 1]?.value ?? ''))) continue
    wrapWords(tokens, { ...side, kind })
  }
}

/** ~x is unsigned; where a signed number would tell, it is refused. */
function complement(tokens: Token[], at: number): void {
  const end = primaryEnd(tokens, at + 1)
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[end]?.text ?? '']
  if (before === '&' || after === '&') return
  if (!/^(SELECT|,|\()$/i.test(before) || !/^(|,|\)|AS|FROM)$/i.test(after)) throw unsupported('~ in a larger expression')
  wrap(tokens, { start: at, end }, 'MYSQL_CAST', 'UNSIGNED')
}

/** True where ORDER BY at `at` sorts a UNION. */
function isUnion(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1, depth = 0; back >= 0 && depth >= 0; back -= 1) {
    depth += tokens[back]?.text === ')' ? 1 : tokens[back]?.text === '(' ? -1 : 0
    if (depth === 0 && /^(UNION|EXCEPT|INTERSECT)$/.test(tokens[back]?.value ?? '')) return true
  }
  return false
}

/** DIV and % of anything but integers, which SQLite would not cut or would cut first. */
function divide(tokens: Token[], at: number, kinds: Kinds): void {
  const [start, end] = [primaryStart(tokens, at - 1), primaryEnd(tokens, at + 1)]
  const whole = (from: number, to: number) => (to - from === 1 && /^\d+$/.test(tokens[from]?.text ?? '')) || /^(number|unsigned)$/.test(kinds.of(tokens, from, to).is)
  if (whole(start, at) && whole(at + 1, end)) return
  if (/^([*/%]|DIV|MOD)$/.test(tokens[start - 1]?.value ?? '')) throw unsupported('DIV and % after * and /')
  const name = tokens[at]?.value === 'DIV' ? 'MYSQL_DIV' : 'MYSQL_MOD'
  tokens[at] = symbol(',', tokens[at]?.start ?? 0)
  wrap(tokens, { start, end }, name)
}

/** CASE x WHEN …: x is compared without case. */
function caseOf(tokens: Token[], at: number): void {
  const last = tokens[at - 1]
  if (!last || endsInCollation(tokens, at) || tokens[primaryStart(tokens, at - 1) - 1]?.value !== 'CASE') return
  fold(tokens, at)
}

/** Lets the value that ends at `end` be compared without case. */
function fold(tokens: Token[], end: number): void {
  const last = tokens[end - 1]
  if (last?.text === ')' || last?.kind === 'string' || last?.kind === 'variable') tokens.splice(end, 0, word('COLLATE', last.start), word('NOCASE', last.start))
}

/** ORDER BY: decimals by their number, an ENUM by its place, what was computed without case. */
function sort(tokens: Token[], at: number, kinds: Kinds): void {
  let start = at + 2
  const terms: { start: number; end: number }[] = []
  for (let end = start; end <= tokens.length; end += 1) {
    const { text = '', value = ')' } = tokens[end] ?? {}
    if (text === '(') end = closingOf(tokens, end)
    else if (text === ',' || value === ')' || sortEnd.test(value)) {
      terms.push({ start, end: /^(ASC|DESC)$/.test(tokens[end - 1]?.value ?? '') ? end - 1 : end })
      start = end + 1
      if (text !== ',') break
    }
  }
  for (const term of terms.toReversed()) {
    const ordinal = term.end - term.start === 1 && tokens[term.start]?.kind === 'number' ? selected(tokens, at, Number(tokens[term.start]?.text)) : null
    const source = ordinal ?? tokens.slice(term.start, term.end)
    const kind = kinds.of(source, 0, source.length, true)
    if (kind.is === 'decimal' && isUnion(tokens, at)) throw unsupported('ordering a UNION by a decimal')
    if ((kind.is !== 'decimal' && kind.is !== 'words') || (kind.is === 'words' && isUnion(tokens, at))) {
      if (!ordinal && source.length > 1 && primaryEnd(source, 0) === source.length && kind.is === 'other') fold(tokens, term.end)
      continue
    }
    if (ordinal) tokens.splice(term.start, 1, ...ordinal)
    const made = { start: term.start, end: term.start + source.length }
    if (kind.is === 'words') wrapWords(tokens, { ...made, kind })
    else wrap(tokens, made, 'MYSQL_NUMERIC')
  }
}
