/**
 * Where a number ends, as the server's lexer has it (MySQL sql_lex.cc, MY_LEX_NUMBER_IDENT to MY_LEX_REAL; MariaDB's is the same):
 * at once, whatever follows. `1.INTO`, `.5INTO` and `1e5INTO` are a number and a keyword, `1INTO` and `0x1FINTO` are names.
 */
import { isDigit, isWordCode } from './letters.ts'

/** What begins with a digit, or with a dot and a digit behind it. */
export interface NumberOrName {
  end: number
  /** `broken`: 1.e without digits, which no server takes for a number. */
  kind: 'number' | 'name' | 'broken'
}

export function numberOrName(sql: string, at: number): NumberOrName {
  if (sql.charCodeAt(at) === DOT) return real(sql, at)
  const other = sql.charCodeAt(at) === ZERO ? basedEnd(sql, at) : at
  if (other > at) return isWordCode(sql.charCodeAt(other)) ? { end: wordEnd(sql, other), kind: 'name' } : { end: other, kind: 'number' }
  const end = digitsEnd(sql, at)
  const code = sql.charCodeAt(end)
  if (code === DOT) return real(sql, end)
  if (!isWordCode(code)) return { end, kind: 'number' }
  const exponent = isExponent(code) ? exponentEnd(sql, end) : end
  return exponent > end ? { end: exponent, kind: 'number' } : { end: wordEnd(sql, end), kind: 'name' }
}

/** The same for digits with a decimal point among them at most, in a load of rows; `at` where it takes a closer look. */
export function plainNumberEnd(sql: string, at: number): number {
  let end = digitsEnd(sql, at)
  if (sql.charCodeAt(end) === DOT) end = digitsEnd(sql, end + 1)
  return isWordCode(sql.charCodeAt(end)) ? at : end
}

/** `at` is on the dot. */
function real(sql: string, at: number): NumberOrName {
  const end = digitsEnd(sql, at + 1)
  if (!isExponent(sql.charCodeAt(end))) return { end, kind: 'number' }
  const exponent = exponentEnd(sql, end)
  return exponent > end ? { end: exponent, kind: 'number' } : { end: end + 1, kind: 'broken' }
}

/** Behind 0x1f or 0b01, in small letters only, or `at` where there is neither. */
function basedEnd(sql: string, at: number): number {
  const isDigitOf = sql[at + 1] === 'x' ? isHexDigit : sql[at + 1] === 'b' ? isBit : undefined
  if (!isDigitOf) return at
  let end = at + 2
  while (isDigitOf(sql.charCodeAt(end))) end += 1
  return end > at + 2 ? end : at
}

/** Behind `e5`, `e+5` and `e-5`; `at` where there are no digits. */
function exponentEnd(sql: string, at: number): number {
  const sign = sql.charCodeAt(at + 1)
  const first = at + (sign === PLUS || sign === MINUS ? 2 : 1)
  return isDigit(sql.charCodeAt(first)) ? digitsEnd(sql, first) : at
}

function digitsEnd(sql: string, at: number): number {
  let end = at
  while (isDigit(sql.charCodeAt(end))) end += 1
  return end
}

function wordEnd(sql: string, at: number): number {
  let end = at
  while (isWordCode(sql.charCodeAt(end))) end += 1
  return end
}

const PLUS = 43
const MINUS = 45
const DOT = 46
const ZERO = 48

const isExponent = (code: number): boolean => (code | 32) === 101
const isBit = (code: number): boolean => code === 48 || code === 49
const isHexDigit = (code: number): boolean => isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102)
