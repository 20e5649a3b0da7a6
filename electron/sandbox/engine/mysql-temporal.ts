/** Dates as MySQL reads them, brought to the one spelling under which they are stored. */
import type { SQLOutputValue } from 'node:sqlite'

const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0')

/**
 * A date or a date and time, as text or as a number such as 20250131, in the spelling of a column with `digits`
 * fractional digits; as it is where it cannot be read. A date keeps a time of day that is not midnight, so that it
 * compares as MySQL compares it.
 */
export function temporal(value: SQLOutputValue, base: string, digits: number): SQLOutputValue {
  if (value === null || value instanceof Uint8Array) return value
  const match =
    /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?\s*$/.exec(String(value)) ??
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?$/.exec(String(value))
  if (!match) return value
  const [, year = '', month, day, hour, minute, second, fraction = ''] = match
  const date = `${year}-${two(month)}-${two(day)}`
  const kept = fraction.replace(/0+$/, '').padEnd(digits, '0')
  const time = `${two(hour)}:${two(minute)}:${two(second)}${kept ? `.${kept}` : ''}`
  return base === 'date' && /^[0:.]*$/.test(time) ? date : `${date} ${time}`
}

/** The value as a column of the type stores it: a date without its time, fractions cut to what the column holds. */
export function storedTemporal(value: SQLOutputValue, base: string, digits: number): SQLOutputValue {
  const read = temporal(value, base, digits)
  if (typeof read !== 'string' || !/^\d{4}-\d\d-\d\d/.test(read)) return read
  return read.slice(0, base === 'date' ? 10 : digits > 0 ? 20 + digits : 19)
}
