/**
 * Binds operators as MySQL does, on tokens. SQLite reads bit operators from left to right, `<` before `=`, LIKE and IN
 * no tighter than `=`, and has no XOR; what is bound alike is left as it is written.
 */
import { syntaxError, unsupported } from './mysql-errors.ts'
import { closingOf, isName, type Token } from './mysql-tokens.ts'

const between = /^(SELECT|DISTINCT|ALL|FROM|JOIN|INNER|CROSS|NATURAL|OUTER|STRAIGHT_JOIN|ON|USING|WHERE|GROUP|ORDER|BY|HAVING|LIMIT|OFFSET|UNION|EXCEPT|INTERSECT|AS|SET|VALUES|VALUE|INTO|UPDATE|DELETE|WITH|RECURSIVE|WHEN|THEN|ELSE|OVER|PARTITION|ROWS|RANGE|WINDOW|ASC|DESC|RETURNING|SEPARATOR)$/
const strength: Record<string, number> = {
  OR: 1, '||': 1, XOR: 2, AND: 3, '&&': 3,
  '=': 6, '<=>': 6, '<': 6, '>': 6, '<=': 6, '>=': 6, '<>': 6, '!=': 6, IS: 6, IN: 7, LIKE: 7, REGEXP: 7, RLIKE: 7, BETWEEN: 7,
  '|': 8, '&': 9, '<<': 10, '>>': 10, '+': 11, '-': 11, '*': 12, '/': 12, '%': 12, DIV: 12, MOD: 12, '^': 13, COLLATE: 15, '->': 16, '->>': 16,
}
const bits = /^(\||&|<<|>>|\^)$/
const isComparison = (operator: string): boolean => strength[operator] === 6 || strength[operator] === 7

/** An expression's tokens, and the operator that binds them last. */
interface Bound {
  tokens: Token[]
  operator: string
}

export function bindAsMysql(sql: string, tokens: readonly Token[]): Token[] {
  const bound: Token[] = []
  let segment: Token[] = []
  // `SET a = b = c` assigns what it compares.
  let [sets, assigns] = [false, false]
  const end = () => {
    bound.push(...(isOdd(segment) ? new Binder(sql, segment).whole() : inside(sql, segment)))
    segment = []
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token) continue
    if (token.text === '(' || (token.kind === 'word' && token.value === 'CASE')) {
      const close = token.text === '(' ? closingOf(tokens, at) : endOfCase(tokens, at)
      segment.push(...tokens.slice(at, close + 1))
      at = close
    } else if (assigns && token.text === '=' && !segment.some(({ text }) => text === '=')) {
      bound.push(...segment, token)
      segment = []
      assigns = false
    } else if (token.text === ',' || (token.kind === 'word' && between.test(token.value) && tokens[at - 1]?.text !== '.' && !(tokens[at + 1]?.text === '(' && (token.value === 'ALL' || (sets && token.value === 'VALUES'))))) {
      end()
      bound.push(token)
      if (token.text !== ',') sets = token.value === 'SET' || (token.value === 'UPDATE' && at > 0)
      assigns = sets
    } else segment.push(token)
  }
  end()
  return bound
}

/** What stands in parentheses or between CASE and END. */
function inside(sql: string, tokens: readonly Token[]): Token[] {
  const all: Token[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token) continue
    const close = token.text === '(' ? closingOf(tokens, at) : token.kind === 'word' && token.value === 'CASE' ? endOfCase(tokens, at) : at
    const last = tokens[close]
    all.push(token)
    if (close === at) continue
    all.push(...bindAsMysql(sql, tokens.slice(at + 1, close)), ...(last ? [last] : []))
    at = close
  }
  return all
}

function endOfCase(tokens: readonly Token[], start: number): number {
  for (let at = start, depth = 0; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') at = closingOf(tokens, at)
    else if (tokens[at]?.kind === 'word') depth += tokens[at]?.value === 'CASE' ? 1 : tokens[at]?.value === 'END' ? -1 : 0
    if (depth === 0) return at
  }
  return tokens.length
}

/** True where SQLite would bind otherwise. */
function isOdd(segment: readonly Token[]): boolean {
  let comparisons = 0
  for (let at = 0; at < segment.length; at += 1) {
    const { text = '', value = '', kind } = segment[at] ?? {}
    if (text === '(') at = closingOf(segment, at)
    else if (kind !== 'symbol' && kind !== 'word') continue
    else if (bits.test(text) || text === '!' || value === 'XOR') return true
    else if (/^(AND|OR|&&|\|\|)$/.test(value)) comparisons = 0
    else if (isComparison(value) && (comparisons += 1) > 1) return true
  }
  return false
}

const place = (tokens: readonly Token[]) => {
  const [first, last] = [tokens[0], tokens.at(-1)]
  return { start: first?.start ?? 0, end: last ? last.start + last.text.length - 1 : 0 }
}
const symbol = (text: string, start: number): Token => ({ kind: 'symbol', text, value: text, start })

function call(name: string, ...parts: Token[][]): Token[] {
  const { start, end } = place(parts.flat())
  const listed = parts.flatMap((part, index) => [...(index > 0 ? [symbol(',', place(part).start)] : []), ...part])
  return [{ kind: 'word', text: name, value: name, start }, symbol('(', start), ...listed, symbol(')', end)]
}

const grouped = (tokens: Token[]): Token[] => [symbol('(', place(tokens).start), ...tokens, symbol(')', place(tokens).end)]

class Binder {
  private at = 0
  private readonly sql: string
  private readonly tokens: readonly Token[]

  constructor(sql: string, tokens: readonly Token[]) {
    this.sql = sql
    this.tokens = tokens
  }

  /** The whole segment; what stands behind its expression can only be an alias. */
  whole(): Token[] {
    const { tokens } = this.expression(0)
    const rest = this.tokens.slice(this.at)
    if (rest.length > 1 || !rest.every(({ kind }) => ['word', 'quoted', 'string'].includes(kind))) throw unsupported('operators of several kinds without parentheses')
    return [...tokens, ...rest]
  }

  private operator(): { name: string; not: boolean } {
    const next = this.tokens[this.at]
    const not = next?.value === 'NOT'
    const token = not ? this.tokens[this.at + 1] : next
    const isOne = token !== undefined && (token.kind === 'symbol' || token.kind === 'word') && Object.hasOwn(strength, token.value)
    return { name: isOne && (!not || strength[token.value] === 7) ? token.value : '', not }
  }

  private expression(least: number): Bound {
    let left = this.unary()
    for (;;) {
      const { name, not } = this.operator()
      const own = strength[name]
      if (own === undefined || own < least) return left
      const written = this.tokens.slice(this.at, this.at + (not ? 2 : 1))
      this.at += written.length
      left = this.joined(left, name, own, written)
    }
  }

  private joined(left: Bound, name: string, own: number, written: readonly Token[]): Bound {
    if (name === 'IS') {
      const not = this.tokens[this.at]?.value === 'NOT' ? 1 : 0
      const what = this.tokens.slice(this.at, this.at + not + 1)
      this.at += what.length
      return { operator: name, tokens: [...this.compared(left), ...written, ...what] }
    }
    const right = this.expression(own + 1)
    if (bits.test(name)) return { operator: '', tokens: call('MYSQL_BITS', left.tokens, [{ kind: 'string', text: "'", value: name, start: place(right.tokens).start }], right.tokens) }
    if (name === 'XOR') return { operator: '', tokens: call('MYSQL_XOR', left.tokens, right.tokens) }
    const tokens = isComparison(name) ? [...this.compared(left), ...written, ...this.compared(right)] : [...left.tokens, ...written, ...right.tokens]
    const word = { BETWEEN: 'AND', LIKE: 'ESCAPE' }[name]
    const and = this.tokens[this.at]
    if (word !== undefined && and?.value === word) {
      this.at += 1
      tokens.push(and, ...this.expression(own + 1).tokens)
    } else if (name === 'BETWEEN') throw syntaxError(this.sql, and?.start ?? this.sql.length)
    return { operator: name, tokens }
  }

  private compared = ({ tokens, operator }: Bound): Token[] => (isComparison(operator) ? grouped(tokens) : tokens)

  private unary(): Bound {
    const token = this.tokens[this.at]
    if (!token) throw syntaxError(this.sql, this.sql.length)
    if (token.value === 'NOT' && token.kind === 'word') {
      this.at += 1
      return { operator: 'NOT', tokens: [token, ...this.expression(5).tokens] }
    }
    if (token.kind === 'symbol' && /^[-+~!]$/.test(token.text)) {
      this.at += 1
      const { tokens } = this.unary()
      const not: Token = { kind: 'word', text: 'NOT', value: 'NOT', start: token.start }
      return { operator: '', tokens: token.text === '!' ? grouped([not, ...tokens]) : [token, ...tokens] }
    }
    return { operator: '', tokens: this.primary() }
  }

  private primary(): Token[] {
    const from = this.at
    const first = this.tokens[from]
    if (first?.kind === 'word' && first.value === 'CASE') this.at = endOfCase(this.tokens, from) + 1
    else if (first?.text === '(') this.at = closingOf(this.tokens, from) + 1
    else {
      if (!first || first.kind === 'symbol') throw syntaxError(this.sql, first?.start ?? this.sql.length)
      this.at += 1
      while (first.kind === 'string' && this.tokens[this.at]?.kind === 'string') this.at += 1
      while (this.tokens[this.at]?.text === '.') this.at += 2
      if (isName(first) && this.tokens[this.at]?.text === '(') this.at = closingOf(this.tokens, this.at) + 1
    }
    return inside(this.sql, this.tokens.slice(from, this.at))
  }
}
