/** Brings MySQL's special syntax into the shape of plain function calls, on tokens, before the statement is rewritten. */
import { SqlError, unsupported } from './mysql-errors.ts'
import { plainQueries } from './mysql-query-operands.ts'
import { closingOf, significant, type Token } from './mysql-tokens.ts'
import { notAFunction } from './mysql-words.ts'

const units =
  /^(MICROSECOND|SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR|DAY_HOUR|DAY_MINUTE|DAY_SECOND|HOUR_MINUTE|HOUR_SECOND|MINUTE_SECOND|YEAR_MONTH)$/

const word = (value: string, start: number): Token => ({ kind: 'word', text: value, value, start })
const symbol = (value: string, start: number): Token => ({ kind: 'symbol', text: value, value, start })
const string = (value: string, start: number): Token => ({ kind: 'string', text: `'${value}'`, value, start })

/** Index of a word between `from` and `to` that is not inside further parentheses; -1 for none. */
function topLevel(tokens: readonly Token[], from: number, to: number, ...values: string[]): number {
  let depth = 0
  for (let at = from; at < to; at += 1) {
    const token = tokens[at]
    if (token?.text === '(') depth += 1
    if (token?.text === ')') depth -= 1
    if (depth === 0 && token && token.kind !== 'string' && values.includes(token.value)) return at
  }
  return -1
}

export function normalise(written: readonly Token[]): Token[] {
  const tokens = significant(written)
  // From the end, so that a call's arguments are done before the call itself.
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at]
    if (token?.kind === 'word' && tokens[at - 1]?.text !== '.') rewriteAt(tokens, at, token)
  }
  plainQueries(tokens)
  limitedWrite(tokens)
  return tokens
}

/** DELETE and UPDATE with a LIMIT, which SQLite lacks: the rows are chosen by a SELECT of their numbers. */
function limitedWrite(tokens: Token[]): void {
  const isDelete = tokens[0]?.value === 'DELETE' && tokens[1]?.value === 'FROM'
  const from = isDelete ? 2 : 1
  if ((!isDelete && tokens[0]?.value !== 'UPDATE') || topLevel(tokens, 0, tokens.length, 'LIMIT') < 0) return
  const name = tokens.slice(from, tokens[from + 1]?.text === '.' ? from + 3 : from + 1)
  const ends = ['WHERE', 'ORDER', 'LIMIT'].map((value) => topLevel(tokens, from, tokens.length, value)).filter((at) => at >= 0)
  const end = Math.min(...ends)
  const start = tokens[end]?.start ?? 0
  const rest = tokens.splice(end)
  const make = (...values: string[]) => values.map((value) => (/\w/.test(value) ? word(value, start) : symbol(value, start)))
  tokens.push(...make('WHERE', 'ROWID', 'IN', '(', 'SELECT', 'ROWID', 'FROM'), ...name, ...rest, ...make(')'))
}

function rewriteAt(tokens: Token[], at: number, token: Token): void {
  const isCall = tokens[at + 1]?.text === '('
  if (isCall) call(tokens, at, token)
  if (token.value === 'INTERVAL') interval(tokens, at)
  else if (token.value === 'COLLATE' && at > 0) collation(tokens, at + 1)
  else if (token.value === 'UNKNOWN' && /^(IS|NOT)$/.test(tokens[at - 1]?.value ?? '')) tokens[at] = word('NULL', token.start + token.text.length - 'NULL'.length)
  else if (token.value === 'BINARY' && !isCall && tokens[at + 1] && tokens[at + 1]?.kind !== 'symbol' && tokens[at - 1]?.value !== 'COLLATE') binary(tokens, at)
  else if (/^(SQL_NO_CACHE|SQL_CACHE|SQL_CALC_FOUND_ROWS|HIGH_PRIORITY|SQL_SMALL_RESULT|SQL_BIG_RESULT|SQL_BUFFER_RESULT)$/.test(token.value)) tokens.splice(at, 1)
  else if (token.value === 'DISTINCTROW') tokens[at] = word('DISTINCT', token.start)
  else if (token.value === 'FOR' && /^(UPDATE|SHARE)$/.test(tokens[at + 1]?.value ?? '')) tokens.splice(at, 2)
  else if (token.value === 'LOCK' && tokens[at + 1]?.value === 'IN') tokens.splice(at, 4)
  else if (/^(USE|FORCE|IGNORE)$/.test(token.value) && /^(INDEX|KEY)$/.test(tokens[at + 1]?.value ?? ''))
    tokens.splice(at, closingOf(tokens, at + 2) - at + 1)
  else if (/^(UTC_|CURRENT_|LOCAL)(DATE|TIME|TIMESTAMP)$/.test(token.value) && !isCall)
    tokens.splice(at, 1, word(`${token.value}`, token.start), symbol('(', token.start), symbol(')', token.start))
}

function collation(tokens: Token[], at: number): void {
  const named = tokens[at]
  const name = named && ['word', 'quoted', 'string'].includes(named.kind) ? (named.kind === 'word' ? named.text : named.value) : ''
  if (!named || !/^(\w+_(ci|cs|bin)|binary)$/i.test(name)) throw new SqlError(1273, 'HY000', `Unknown collation: '${name}'`)
  const own = /(_bin|^binary)$/i.test(name) ? 'BINARY' : 'NOCASE'
  // It ends where the name ended: a label goes up to there.
  tokens[at] = word(own, named.start + named.text.length - own.length)
}

/** BINARY x compares by bytes. */
function binary(tokens: Token[], at: number): void {
  const start = tokens[at]?.start ?? 0
  let end = at + 1
  while (tokens[end + 1]?.text === '.') end += 2
  if (tokens[end + 1]?.text === '(') end = closingOf(tokens, end + 1)
  tokens.splice(end + 1, 0, word('COLLATE', start), word('BINARY', start))
  tokens.splice(at, 1)
}

function call(tokens: Token[], at: number, token: Token): void {
  const open = at + 1
  const close = closingOf(tokens, open)
  const start = token.start
  switch (token.value) {
    case 'CAST': {
      const as = topLevel(tokens, open + 1, close, 'AS')
      if (as < 0) return
      const type = tokens.slice(as + 1, close).map((part) => part.text).join(' ')
      tokens.splice(as, close - as, symbol(',', start), string(type, start))
      tokens[at] = word('MYSQL_CAST', start)
      return
    }
    case 'CONVERT': {
      const using = topLevel(tokens, open + 1, close, 'USING')
      const comma = topLevel(tokens, open + 1, close, ',')
      if (using > 0) {
        tokens.splice(using, close - using, symbol(',', start), string('CHAR', start))
        tokens[at] = word('MYSQL_CAST', start)
      } else if (comma > 0) {
        const type = tokens.slice(comma + 1, close).map((part) => part.text).join(' ')
        tokens.splice(comma + 1, close - comma - 1, string(type, start))
        tokens[at] = word('MYSQL_CAST', start)
      }
      return
    }
    case 'EXTRACT':
      if (tokens[open + 2]?.value !== 'FROM') return
      tokens.splice(open + 1, 2, string(tokens[open + 1]?.value ?? '', start), symbol(',', start))
      return
    case 'TIMESTAMPDIFF':
    case 'TIMESTAMPADD':
      if (units.test(tokens[open + 1]?.value ?? '')) tokens[open + 1] = string(tokens[open + 1]?.value ?? '', start)
      return
    case 'POSITION': {
      const within = topLevel(tokens, open + 1, close, 'IN')
      if (within > 0) tokens[within] = symbol(',', start)
      return
    }
    case 'SUBSTRING':
    case 'SUBSTR':
    case 'MID':
      for (const separator of ['FROM', 'FOR']) {
        const found = topLevel(tokens, open + 1, close, separator)
        if (found > 0) tokens[found] = symbol(',', start)
      }
      return
    case 'TRIM':
      return trim(tokens, at, open, close)
    case 'GROUP_CONCAT':
      return groupConcat(tokens, open, close)
    case 'JSON_EXTRACT': {
      // SQLite's own answers bare text; its operator answers JSON, as MySQL does.
      const comma = topLevel(tokens, open + 1, close, ',')
      if (comma < 0) return
      tokens.splice(close, 0, symbol(')', start))
      tokens.splice(comma, 1, symbol(')', start), symbol('->', start), symbol('(', start))
      tokens.splice(open, 0, symbol('(', start))
      tokens[at] = word('IFNULL', start)
      tokens.splice(close + 4, 0, symbol(',', start), word('NULL', start))
      return
    }
  }
}

/** TRIM(LEADING 'x' FROM y) → MYSQL_TRIM('LEADING', y, 'x'). */
function trim(tokens: Token[], at: number, open: number, close: number): void {
  const from = topLevel(tokens, open + 1, close, 'FROM')
  if (from < 0) return
  const start = tokens[at]?.start ?? 0
  const side = tokens[open + 1]?.value ?? ''
  const sided = /^(LEADING|TRAILING|BOTH)$/.test(side)
  const what = tokens.slice(sided ? open + 2 : open + 1, from)
  const text = tokens.slice(from + 1, close)
  tokens.splice(open + 1, close - open - 1, string(sided ? side : 'BOTH', start), symbol(',', start), ...text, ...(what.length ? [symbol(',', start), ...what] : []))
  tokens[at] = word('MYSQL_TRIM', start)
}

/** GROUP_CONCAT(x ORDER BY y SEPARATOR ';') → GROUP_CONCAT(x, ';' ORDER BY y). */
function groupConcat(tokens: Token[], open: number, close: number): void {
  const separator = topLevel(tokens, open + 1, close, 'SEPARATOR')
  if (separator < 0) return
  const [, text] = tokens.splice(separator, 2)
  if (tokens[open + 1]?.value === 'DISTINCT') {
    if (text?.value === ',') return
    throw unsupported('GROUP_CONCAT(DISTINCT … SEPARATOR …)')
  }
  const order = topLevel(tokens, open + 1, separator, 'ORDER')
  if (text) tokens.splice(order < 0 ? separator : order, 0, symbol(',', text.start), text)
}

/** INTERVAL n UNIT as text; `x + INTERVAL n UNIT` as DATE_ADD. */
function interval(tokens: Token[], at: number): void {
  const start = tokens[at]?.start ?? 0
  let end = at + 1
  while (end < tokens.length && !units.test(tokens[end]?.value ?? '')) end = tokens[end]?.text === '(' ? closingOf(tokens, end) + 1 : end + 1
  const unit = tokens[end]
  if (!unit) return
  const amount = tokens.slice(at + 1, end)
  const made = [word('MYSQL_INTERVAL', start), symbol('(', start), ...amount, symbol(',', start), string(unit.value, start), symbol(')', start)]
  const operator = tokens[at - 1]?.text
  if (operator !== '+' && operator !== '-') {
    tokens.splice(at, end - at + 1, ...made)
    return
  }
  const from = primaryStart(tokens, at - 2)
  const operand = tokens.slice(from, at - 1)
  const name = word(operator === '+' ? 'DATE_ADD' : 'DATE_SUB', operand[0]?.start ?? start)
  tokens.splice(from, end - from + 1, name, symbol('(', start), ...operand, symbol(',', start), ...made, symbol(')', start))
}

/** Where the value that ends at `end` begins: a name with its qualifiers, a literal, or a call. */
export function primaryStart(tokens: readonly Token[], end: number): number {
  let at = end
  if (tokens[at]?.text === ')') {
    let depth = 0
    for (; at >= 0; at -= 1) {
      if (tokens[at]?.text === ')') depth += 1
      if (tokens[at]?.text === '(' && --depth === 0) break
    }
    if (tokens[at - 1]?.kind === 'word' && !notAFunction.test(tokens[at - 1]?.value ?? '')) at -= 1
  }
  if (tokens[at]?.kind === 'word' && tokens[at]?.value === 'END') {
    for (let depth = 0; at > 0; at -= 1) {
      depth += tokens[at]?.value === 'END' ? 1 : tokens[at]?.value === 'CASE' ? -1 : 0
      if (depth === 0) break
    }
  }
  while (tokens[at - 1]?.text === '.') at -= 2
  return Math.max(at, 0)
}
