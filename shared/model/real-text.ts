/**
 * A FLOAT or DOUBLE as the database itself writes it. MaxScale turns it into a double and writes 17 digits of that
 * (facts 20: 1.1 → 1.1000000000000001); the shortest digits that read back as the same double are the database's own.
 * That holds for FLOAT, too, of which the database sends six digits.
 */

/** Decimals that stand for "as many as it takes" in the protocol (NOT_FIXED_DEC), and more than any column has. */
const FREE = 31
/** From here on JavaScript itself writes no digits after the point. */
const WHOLE = 1e21

/**
 * `wire` is a JSON number; `decimals` how many the column has, absent or 31 where they are not fixed. Never another
 * double than the wire's: what is no finite number, or does not fit the decimals, is not forced into them.
 */
export function realText(wire: string, decimals = FREE): string {
  const value = Number(wire)
  // A number beyond all doubles is not ours to write otherwise.
  if (!Number.isFinite(value)) return wire
  const sign = Object.is(value, -0) ? '-' : ''
  if (decimals < FREE && Math.abs(value) < WHOLE) {
    const fixed = value.toFixed(decimals)
    if (Number(fixed) === value) return sign + fixed
  }
  return sign + shortest(value)
}

/**
 * With an exponent from 1e15 on and below 1e-15, as MariaDB and MySQL write it (my_gcvt), so that a value is found
 * again in any other client's output, and 1e16 is not sixteen digits that look exact.
 */
function shortest(value: number): string {
  const text = String(value)
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-6 && size < 1e15)) return text
  const [mantissa = '', power = ''] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= 15 || exponent < -15) return `${mantissa}e${exponent}`
  const digits = mantissa.replace(/[-.]/g, '')
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-exponent - 1)}${digits}`
}
