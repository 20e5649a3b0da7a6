/** A number's literal, split so that two can be compared digit by digit. */
interface Digits {
  negative: boolean
  /** The power of ten of the first significant digit; -Infinity for zero. */
  magnitude: number
  /** Significant digits, without leading or trailing zeros. */
  digits: string
}

const literal = /^\s*([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/

/** True for what `compareLiterals` can order: 12, -1.10, .5, 1e400. */
export const isNumberLiteral = (text: string): boolean => literal.test(text)

function digitsOf(text: string): Digits {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = literal.exec(text) ?? []
  const all = whole + fraction
  const first = all.search(/[1-9]/)
  if (first < 0) return { negative: false, magnitude: -Infinity, digits: '' }
  return {
    negative: sign === '-',
    magnitude: whole.length - 1 - first + Number(exponent),
    digits: all.slice(first).replace(/0+$/, ''),
  }
}

/**
 * Orders two decimal literals exactly, whatever their length: negative when `a` is less, 0 when they are the same
 * number (1.10 and 1.1, -0 and 0). Nothing passes through a double. Both must satisfy `isNumberLiteral`.
 */
export function compareLiterals(a: string, b: string): number {
  const left = digitsOf(a)
  const right = digitsOf(b)
  if (left.negative !== right.negative) return left.negative ? -1 : 1
  return left.negative ? compareSizes(right, left) : compareSizes(left, right)
}

function compareSizes(a: Digits, b: Digits): number {
  if (a.magnitude !== b.magnitude) return a.magnitude < b.magnitude ? -1 : 1
  return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0
}
