/** Exact decimals as text: what SQLite has no type for. */

interface Scaled {
  units: bigint
  scale: number
}

/** Parses a decimal literal without exponent; null for anything else. */
function parse(text: string): Scaled | null {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text)
  if (!match || (match[2] === '' && !match[3])) return null
  const fraction = match[3] ?? ''
  const units = BigInt(`${match[2]}${fraction}` || '0')
  return { units: match[1] === '-' ? -units : units, scale: fraction.length }
}

function print({ units, scale }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent)

/** Rounds half away from zero, as MySQL rounds decimals. */
function rescale(value: Scaled, scale: number): Scaled {
  if (scale < 0) {
    const { units } = rescale({ units: value.units, scale: value.scale - scale }, 0)
    return { units: units * powerOfTen(-scale), scale: 0 }
  }
  if (scale >= value.scale) return { units: value.units * powerOfTen(scale - value.scale), scale }
  const factor = powerOfTen(value.scale - scale)
  const half = value.units < 0n ? -factor / 2n : factor / 2n
  return { units: (value.units + half) / factor, scale }
}

/** The literal with exactly `scale` digits after the point; text that is no decimal stays as it is. */
export function withScale(literal: string, scale: number): string {
  const value = parse(literal) ?? parse(plainNumber(literal))
  return value ? print(rescale(value, scale)) : literal
}

/** A number rounded to `digits`, which may be negative: an integer where it fits 64 bits, else the exact literal. */
export function roundedTo(literal: string, digits: number): string | bigint {
  const rounded = withScale(/^\s*-?(\d+\.?\d*|\.\d+)/.exec(literal)?.[0] ?? '0', digits)
  return /^-?\d{1,18}$/.test(rounded) ? BigInt(rounded) : rounded
}

/** Writes 1e21 and the like out, so that it can be a decimal. */
function plainNumber(literal: string): string {
  const number = Number(literal)
  return literal.trim() !== '' && Number.isFinite(number) ? number.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : literal
}

/** A running exact sum of decimals and integers; floats make it inexact, as in MySQL. */
export class DecimalSum {
  private units = 0n
  private scale = 0
  /** Units not yet in `units`: while they are small, numbers do. */
  private small = 0
  private float = 0
  private hasFloat = false
  count = 0

  add(value: unknown): void {
    if (value === null || value === undefined) return
    this.count += 1
    if (typeof value === 'number' && !Number.isInteger(value)) {
      this.hasFloat = true
      this.float += value
      return
    }
    if (typeof value === 'string' && this.addSmall(value)) return
    const scaled = parse(String(value))
    if (!scaled) {
      this.hasFloat = true
      this.float += Number.parseFloat(String(value)) || 0
      return
    }
    if (scaled.scale > this.scale) {
      this.flush()
      this.units *= powerOfTen(scaled.scale - this.scale)
      this.scale = scaled.scale
    }
    this.units += scaled.units * powerOfTen(this.scale - scaled.scale)
  }

  /** The short way for a decimal of the scale that all have: true where it was taken. */
  private addSmall(literal: string): boolean {
    const point = literal.length - this.scale - 1
    if (literal.length > 15 || this.scale === 0 || point < 1 || literal.charCodeAt(point) !== 46) return false
    const units = Number(literal.slice(0, point) + literal.slice(point + 1))
    if (!Number.isInteger(units)) return false
    this.small += units
    if (Math.abs(this.small) > 2 ** 52) this.flush()
    return true
  }

  private flush(): void {
    this.units += BigInt(this.small)
    this.small = 0
  }

  /** Takes a value out again, for sliding windows. */
  remove(value: unknown): void {
    if (value === null || value === undefined) return
    const literal = String(value)
    this.add(typeof value === 'number' ? -value : literal.startsWith('-') ? literal.slice(1) : `-${literal}`)
    this.count -= 2
  }

  /** Null for no rows, a number where floats took part, a bigint for small integers, else the exact literal. */
  sum(): string | number | bigint | null {
    if (this.count === 0) return null
    this.flush()
    if (!this.hasFloat && this.scale === 0 && BigInt.asIntN(64, this.units) === this.units) return this.units
    const exact = print({ units: this.units, scale: this.scale })
    return this.hasFloat ? this.float + Number(exact) : exact
  }

  /** AVG: four more digits than the values have, as MySQL's div_precision_increment says. */
  average(): string | number | null {
    const sum = this.sum()
    if (sum === null || typeof sum === 'number') return sum === null ? null : sum / this.count
    const wide = rescale({ units: this.units, scale: this.scale }, this.scale + 5)
    return print(rescale({ units: wide.units / BigInt(this.count), scale: wide.scale }, this.scale + 4))
  }
}

/** A double as MySQL prints it: the shortest spelling that reads back the same, with an exponent beyond 15 digits. */
export function doubleLiteral(value: number): string {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= 15 || exponent < -15) return `${mantissa}e${exponent}`
  const sign = Object.is(value, -0) || value < 0 ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return sign + whole + (digits.length > exponent + 1 ? `.${digits.slice(exponent + 1)}` : '')
}
