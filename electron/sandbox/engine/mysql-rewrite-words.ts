/** The keywords that the rewriter acts on. */
import type { Rewriter } from './mysql-rewrite.ts'
import { isName, nameOf, type Token } from './mysql-tokens.ts'
import { quoteName } from './sqlite-catalog.ts'

const infix: Record<string, string> = { DIV: '/', MOD: '%', XOR: '<>', RLIKE: 'REGEXP' }
const comparison = /^(=|<|>|<=|>=|<>|!=|<=>|BETWEEN|IN)$/

/** Rewrites a word that is more than a name; false where it is an ordinary word. */
export function rewriteWord(rewriter: Rewriter, token: Token): boolean {
  const word = token.value
  const next = rewriter.peek()
  switch (word) {
    case 'SELECT':
      rewriter.emit(' SELECT ')
      rewriter.beginClause('field list')
      return true
    case 'FROM':
      rewriter.beginClause('from')
      rewriter.emit(' FROM ')
      return true
    case 'JOIN':
    case 'STRAIGHT_JOIN':
      rewriter.frame.clause = 'from'
      rewriter.frame.expectTable = true
      rewriter.frame.joins = true
      rewriter.emit(' JOIN ')
      return true
    case 'ON':
      return on(rewriter)
    case 'WHERE':
      return where(rewriter)
    case 'GROUP':
    case 'ORDER':
    case 'PARTITION':
      if (next?.value !== 'BY') return false
      if (rewriter.frame.kind === 'query') rewriter.beginClause(word === 'ORDER' ? 'order clause' : 'group statement')
      else rewriter.frame.clause = word === 'ORDER' ? 'order clause' : 'group statement'
      rewriter.emit(` ${word} BY `)
      rewriter.at += 1
      return true
    case 'HAVING':
      rewriter.beginClause('having clause')
      rewriter.emit(' HAVING ')
      return true
    case 'LIMIT':
    case 'WINDOW':
      rewriter.beginClause('end')
      rewriter.emit(` ${word} `)
      return true
    case 'UNION':
    case 'EXCEPT':
    case 'INTERSECT':
      rewriter.beginClause('start')
      rewriter.emit(` ${word} `)
      return true
    case 'INSERT':
    case 'REPLACE':
      return next?.text !== '(' && insert(rewriter, word)
    case 'UPDATE':
      rewriter.frame.clause = 'from'
      rewriter.frame.expectTable = true
      rewriter.emit(' UPDATE ')
      return true
    case 'SET':
      rewriter.beginClause('set')
      rewriter.emit(' SET ')
      return true
    case 'VALUES':
    case 'VALUE':
      return values(rewriter)
    case 'IF':
      if (next?.text === '(') rewriter.emit(' iif ')
      return next?.text === '('
    case 'MAX':
    case 'MIN':
      return extreme(rewriter, word)
    default:
      return other(rewriter, token)
  }
}

function other(rewriter: Rewriter, token: Token): boolean {
  const before = rewriter.tokens[rewriter.at - 1]
  const operator = infix[token.value]
  if (operator !== undefined && rewriter.peek()?.text !== '(' && before && (before.kind !== 'symbol' || before.text === ')')) {
    rewriter.emit(` ${operator} `)
    return true
  }
  return decimalOperand(rewriter, token, before)
}

/** A decimal is text to SQLite: where it is compared or sorted, its number is what counts. */
function decimalOperand(rewriter: Rewriter, token: Token, before: Token | undefined): boolean {
  const qualified = rewriter.peek()?.text === '.' && isName(rewriter.peek(2))
  const column = qualified ? rewriter.peek(2) : token
  const after = rewriter.peek(qualified ? 3 : 1)
  if (!column || after?.text === '.' || after?.text === '(' || !rewriter.isDecimal(nameOf(column))) return false
  const sorted = rewriter.frame.clause === 'order clause'
  const compared = comparison.test(before?.value ?? '') || comparison.test(after?.value ?? '') || (after?.value === 'NOT' && before?.value !== 'IS')
  const assigned = rewriter.isAssignment(before, after)
  if ((!sorted && !compared) || assigned) return false
  const name = qualified ? `${quoteName(nameOf(token))}.${quoteName(nameOf(column))}` : quoteName(nameOf(column))
  rewriter.emit(` CAST(${name} AS REAL) `)
  if (qualified) rewriter.at += 2
  return true
}

function on(rewriter: Rewriter): boolean {
  const words = [1, 2, 3].map((ahead) => rewriter.peek(ahead)?.value).join(' ')
  if (words === 'DUPLICATE KEY UPDATE') {
    rewriter.beginClause('set')
    rewriter.emit(' ON CONFLICT DO UPDATE SET ')
    rewriter.upsert = true
    rewriter.at += 3
    return true
  }
  rewriter.frame.clause = 'on clause'
  rewriter.emit(' ON ')
  return true
}

function where(rewriter: Rewriter): boolean {
  const { joins } = rewriter.frame
  rewriter.frame.joins = false
  rewriter.beginClause('where clause')
  rewriter.emit(joins ? ` WHERE ${rewriter.tick()} AND (` : ' WHERE ')
  rewriter.frame.whereOpen = joins
  return true
}

function insert(rewriter: Rewriter, word: string): boolean {
  let ignore = false
  while (/^(LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|INTO)$/.test(rewriter.peek()?.value ?? '')) {
    ignore ||= rewriter.peek()?.value === 'IGNORE'
    rewriter.at += 1
  }
  rewriter.emit(`${word}${ignore ? ' OR IGNORE' : ''} INTO `)
  rewriter.frame.clause = 'values'
  rewriter.frame.expectTable = true
  return true
}

function values(rewriter: Rewriter): boolean {
  const column = rewriter.peek(2)
  if (rewriter.upsert && rewriter.peek()?.text === '(' && isName(column)) {
    rewriter.emit(` excluded.${quoteName(nameOf(column))} `)
    rewriter.at += 3
    return true
  }
  const empty = rewriter.peek(1)?.text === '(' && rewriter.peek(2)?.text === ')'
  rewriter.emit(empty ? ' DEFAULT VALUES ' : ' VALUES ')
  if (empty) rewriter.at += 2
  return true
}

/** MAX and MIN of a decimal column compare numbers, not text. */
function extreme(rewriter: Rewriter, word: string): boolean {
  if (rewriter.peek()?.text !== '(') return false
  const column = rewriter.peek(3)?.text === '.' ? rewriter.peek(4) : rewriter.peek(2)
  if (!isName(column) || !rewriter.isDecimal(nameOf(column))) return false
  rewriter.emit(` decimal_${word.toLowerCase()} `)
  return true
}

