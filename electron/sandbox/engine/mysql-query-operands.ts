/**
 * Parenthesised queries, on tokens: SQLite has no parentheses around the parts of a UNION. Where only the parentheses
 * are in the way they go; a part with an order, a limit or a UNION of its own becomes a query of its rows.
 */
import { unsupported } from './mysql-errors.ts'
import { closingOf, isName, type Token } from './mysql-tokens.ts'

const setOperator = /^(UNION|EXCEPT|INTERSECT)$/
const isWord = (token: Token | undefined, pattern: RegExp): boolean => token?.kind === 'word' && pattern.test(token.value)

export function plainQueries(tokens: Token[]): void {
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    if (isWord(tokens[at], setOperator) && tokens[at]?.value === 'UNION' && isWord(tokens[at + 1], /^DISTINCT$/)) tokens.splice(at + 1, 1)
    if (tokens[at]?.text === '(' && isWord(tokens[at + 1], /^(SELECT|WITH)$/) && isOperand(tokens, at)) unwrap(tokens, at)
  }
  refuseMixed(tokens)
}

/** True where a query may stand as it is: at the beginning, after UNION, after WITH's list, after INSERT INTO t. */
function isOperand(tokens: readonly Token[], open: number): boolean {
  const before = tokens[open - 1]
  if (!before || isWord(before, setOperator)) return true
  if (isWord(before, /^(ALL|DISTINCT)$/)) return isWord(tokens[open - 2], setOperator)
  if (before.text === '(') {
    const after = tokens[closingOf(tokens, open) + 1]
    return isWord(after, setOperator) || isWord(after, /^(ORDER|LIMIT)$/) || isOperand(tokens, open - 1)
  }
  const first = tokens[0]
  const isNested = tokens.slice(0, open).reduce((depth, { text }) => depth + (text === '(' ? 1 : text === ')' ? -1 : 0), 0) > 0
  if (isNested) return false
  if (isWord(first, /^WITH$/)) return before.text === ')' && !tokens.slice(0, open).some((token, at) => at > 0 && isWord(token, /^(SELECT|INSERT|UPDATE|DELETE)$/) && isTop(tokens, at))
  return isWord(first, /^(INSERT|REPLACE)$/) && (before.text === ')' || (isName(before) && !isWord(before, /^(IN|EXISTS|ANY|ALL|SOME)$/))) && !tokens.slice(0, open).some((token) => isWord(token, /^(VALUES|VALUE|SET|SELECT)$/))
}

const isTop = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(0, at).reduce((depth, { text }) => depth + (text === '(' ? 1 : text === ')' ? -1 : 0), 0) === 0

function unwrap(tokens: Token[], open: number): void {
  const close = closingOf(tokens, open)
  const start = tokens[open]?.start ?? 0
  const isOwn = tokens.slice(open + 1, close).some((token, at) => (isWord(token, setOperator) || isWord(token, /^(ORDER|LIMIT|WITH)$/)) && isTop(tokens.slice(open + 1, close), at))
  if (isOwn) tokens.splice(open, 0, ...['SELECT', '*', 'FROM'].map((text): Token => ({ kind: text === '*' ? 'symbol' : 'word', text, value: text, start })))
  else if (close < tokens.length) {
    tokens.splice(close, 1)
    tokens.splice(open, 1)
  }
}

/** INTERSECT comes before UNION and EXCEPT in MariaDB, in SQLite they take turns. */
function refuseMixed(tokens: readonly Token[]): void {
  const seen: boolean[] = [false]
  for (const token of tokens) {
    if (token.text === '(') seen.push(false)
    else if (token.text === ')') seen.pop()
    else if (isWord(token, /^(UNION|EXCEPT)$/)) seen[seen.length - 1] = true
    else if (isWord(token, /^INTERSECT$/) && seen.at(-1)) throw unsupported('INTERSECT after UNION or EXCEPT')
  }
}
