/** MySQL's literals in SQLite's spelling. */
import type { Token } from './mysql-tokens.ts'

/** A string; NUL bytes would end SQLite's literal, so such a string travels as bytes. */
export function sqliteString(text: string): string {
  return text.includes('\0')
    ? `CAST(x'${Buffer.from(text).toString('hex')}' AS TEXT)`
    : `'${text.replaceAll("'", "''")}'`
}

/** x'4142', 0x4142 and b'101' as bytes. */
export function binaryLiteral(text: string): string {
  if (/^b/i.test(text)) {
    const bits = text.slice(2, -1)
    const hex = BigInt(`0b${bits || '0'}`).toString(16)
    return `x'${hex.padStart(Math.ceil(bits.length / 8) * 2, '0')}'`
  }
  const hex = text.startsWith('0x') ? text.slice(2) : text.slice(2, -1)
  return `x'${hex.length % 2 ? '0' : ''}${hex}'`
}

const maxInteger = 2n ** 63n - 1n
/** Without its sign, which SQLite reads together with it. */
const leastInteger = '9223372036854775808'

/**
 * A number. Decimals that stand alone, and integers beyond 64 bits, are kept as text, or SQLite would round them;
 * next to an operator they stay numbers, or SQLite would compare them as text.
 */
export function numberLiteral(written: string, before: Token | undefined, after: Token | undefined): string {
  const text = written.replace(/\.$/, '')
  if (/^\d+$/.test(text)) return BigInt(text) > maxInteger && !(before?.text === '-' && text === leastInteger) ? `'${text}'` : ` ${text} `
  if (/e/i.test(text)) return ` ${text} `
  const alone =
    (before === undefined || /^[,(]$/.test(before.text) || /^(SELECT|VALUES|ALL|DISTINCT|THEN|ELSE|SET)$/.test(before.value)) &&
    (after === undefined || /^[,);]$/.test(after.text) || /^(AS|FROM|UNION|WHEN|END|ELSE|LIMIT)$/.test(after.value))
  return alone ? `'${text.startsWith('.') ? '0' : ''}${text}'` : ` ${text} `
}
