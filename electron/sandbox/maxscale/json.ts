/** JSON as MaxScale writes it: keys sorted, four spaces or none, reals with 17 digits, integers of any size. */

/** A number's own spelling. */
export class NumberLiteral {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Json = null | boolean | string | NumberLiteral | readonly Json[] | { readonly [key: string]: Json | undefined }

export const integer = (value: number | bigint | string): NumberLiteral => new NumberLiteral(String(value))

/** A real as C's %.17g with MaxScale's touches: `1.1000000000000001`, `0.0`, `5.8737999999999999e-5`. */
export function real(value: number): NumberLiteral {
  if (!Number.isFinite(value)) return new NumberLiteral('0.0')
  const [mantissa = '0', exponent = '0'] = value.toExponential(16).split('e')
  const power = Number(exponent)
  const trimmed = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
  if (power < -4 || power >= 17) return new NumberLiteral(`${trimmed(mantissa)}e${power}`)
  const plain = trimmed(value.toFixed(Math.min(100, Math.max(0, 16 - power))))
  return new NumberLiteral(plain.includes('.') ? plain : `${plain}.0`)
}

const controls: Record<string, string> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }

// oxlint-disable-next-line no-control-regex -- these are what JSON escapes
const special = /["\\\u0000-\u001f]/g

function quote(text: string): string {
  if (text.search(special) < 0) return `"${text}"`
  const escape = (character: string) => controls[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  return `"${text.replace(special, escape)}"`
}

/** The document's text; `pretty` is MaxScale's default. */
export function writeJson(value: Json, pretty: boolean): string {
  const parts: string[] = []
  write(value, pretty ? '\n' : '', pretty, parts)
  return parts.join('')
}

function write(value: Json, line: string, pretty: boolean, parts: string[]): void {
  if (value === null || typeof value === 'boolean') parts.push(String(value))
  else if (typeof value === 'string') parts.push(quote(value))
  else if (value instanceof NumberLiteral) parts.push(value.text)
  else if (isArray(value)) {
    const inner = pretty ? `${line}    ` : ''
    value.forEach((item, index) => {
      parts.push(index === 0 ? '[' : ',', inner)
      write(item, inner, pretty, parts)
    })
    parts.push(value.length > 0 ? `${line}]` : '[]')
  } else {
    const inner = pretty ? `${line}    ` : ''
    const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort()
    keys.forEach((key, index) => {
      parts.push(index === 0 ? '{' : ',', inner, quote(key), pretty ? ': ' : ':')
      write(value[key] ?? null, inner, pretty, parts)
    })
    parts.push(keys.length > 0 ? `${line}}` : '{}')
  }
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
