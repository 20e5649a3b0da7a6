/** MySQL's functions that SQLite lacks or means differently, as SQLite user functions. */
import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { dateFunctions } from './mysql-date-functions.ts'
import { DecimalSum, roundedTo, withScale } from './mysql-decimal.ts'
import { unsupported } from './mysql-errors.ts'
import { packetBytes } from './result-bound.ts'
import { storedTemporal, temporal } from './mysql-temporal.ts'

export type SqlValue = SQLOutputValue
export type SqlFunction = (...values: SqlValue[]) => SqlValue

/** What functions need to know of the session that calls them. */
export interface FunctionSession {
  readonly threadId: number
  readonly user: string
  readonly version: string
  database: string
  lastInsertId: bigint
  rowCount: bigint
  foundRows: bigint
  /** Sleeps; 0 when it slept through, 1 when it was woken by a cancel. */
  sleep(seconds: number): number
  /** Throws when the statement was cancelled or its time is over. */
  tick(): void
  /** Returns when it has counted so far, was cancelled or its time is over: the statement goes on (MariaDB 10.11). */
  benchmark(count: number): void
}

export const textOf = (value: SqlValue): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)
export const numberOf = (value: SqlValue): number =>
  typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : Number.parseFloat(textOf(value)) || 0

const bytesOf = (value: SqlValue): Buffer => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)))
const digest = (algorithm: string, value: SqlValue): string => createHash(algorithm).update(bytesOf(value)).digest('hex')
const characters = (value: SqlValue): string[] => [...textOf(value)]

/** NULL in, NULL out. */
const strict =
  (run: SqlFunction): SqlFunction =>
  (...values) =>
    values.includes(null) ? null : run(...values)

function substring(text: SqlValue, from: SqlValue, length?: SqlValue): string {
  const all = characters(text)
  const position = Math.trunc(numberOf(from))
  if (position === 0) return ''
  const start = position > 0 ? position - 1 : all.length + position
  if (start < 0) return ''
  return all.slice(start, length === undefined ? undefined : start + Math.max(0, Math.trunc(numberOf(length)))).join('')
}

/** NULL, with a warning that nobody asks for here, where it would be larger than a packet. */
function repeated(text: string, times: number): string | null {
  const wanted = Math.max(0, Math.trunc(times))
  return text.length * wanted > packetBytes ? null : text.repeat(wanted)
}

function pad(text: SqlValue, length: SqlValue, filler: SqlValue, left: boolean): string | null {
  const all = characters(text)
  const wanted = Math.trunc(numberOf(length))
  if (all.length >= wanted) return all.slice(0, wanted).join('')
  if (wanted > packetBytes) return null
  const fill = characters(filler)
  if (fill.length === 0) return null
  const missing = Array.from({ length: wanted - all.length }, (_, index) => fill[index % fill.length]).join('')
  return left ? missing + all.join('') : all.join('') + missing
}

function cast(value: SqlValue, type: SqlValue): SqlValue {
  const name = textOf(type).toUpperCase().replaceAll(' ', '')
  if (/^(SIGNED|UNSIGNED|INT|BIGINT)/.test(name)) {
    const whole = typeof value === 'bigint' ? value : BigInt(/^\s*-?\d+/.exec(typeof value === 'number' ? withScale(String(value), 0) : textOf(value))?.[0].trim() ?? 0)
    const unsigned = BigInt.asUintN(64, whole)
    // Beyond 63 bits an unsigned integer travels as text, as it is stored.
    return !name.startsWith('UNSIGNED') ? BigInt.asIntN(64, whole) : unsigned === BigInt.asIntN(64, unsigned) ? unsigned : String(unsigned)
  }
  const decimal = /^DECIMAL(?:\((\d+)(?:,(\d+))?\))?/.exec(name)
  if (decimal) return roundedTo(textOf(value), Number(decimal[2] ?? 0))
  if (/^(DOUBLE|FLOAT|REAL)/.test(name)) return numberOf(value)
  if (name.startsWith('BINARY')) return Uint8Array.from(bytesOf(value))
  const temporalType = /^(DATE(?:TIME)?)(?:\((\d)\))?$/.exec(name)
  if (temporalType) {
    const date = storedTemporal(value, (temporalType[1] ?? '').toLowerCase(), Number(temporalType[2] ?? 0))
    return /^\d{4}-\d\d-\d\d/.test(textOf(date)) ? date : null
  }
  if (name.startsWith('TIME')) throw unsupported('CAST to TIME')
  const length = /^N?CHAR\((\d+)\)/.exec(name)?.[1]
  return length === undefined ? textOf(value) : characters(value).slice(0, Number(length)).join('')
}

/** A double is rounded as C rounds: halves to the even neighbour. */
function roundedEven(value: number, digits: number): number {
  const scaled = value * 10 ** digits
  const [down, half] = [Math.floor(scaled), scaled - Math.floor(scaled)]
  return (half < 0.5 || (half === 0.5 && down % 2 === 0) ? down : down + 1) / 10 ** digits
}

/** A number as MySQL's bit operators take it: 64 bits, unsigned. */
function wholeOf(value: SqlValue): bigint {
  if (value instanceof Uint8Array) return BigInt.asUintN(64, BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`))
  const whole = typeof value === 'bigint' ? value : BigInt(withScale(/^\s*-?\d+\.?\d*/.exec(textOf(value))?.[0] ?? '0', 0))
  return BigInt.asUintN(64, whole)
}

function bitwise(a: bigint, operator: string, b: bigint): SqlValue {
  const shifts = b < 64n ? b : 64n
  const result = BigInt.asUintN(64, { '|': a | b, '&': a & b, '^': a ^ b, '<<': a << shifts, '>>': a >> shifts }[operator] ?? 0n)
  // Beyond 63 bits an unsigned integer travels as text, as it is stored.
  return result < 2n ** 63n ? result : String(result)
}

/** Of integers exactly, those beyond 63 bits too, which travel as text. */
function remainder(a: SqlValue, b: SqlValue): SqlValue {
  if (numberOf(b) === 0) return null
  const isWhole = (value: SqlValue) => typeof value === 'bigint' || (typeof value === 'string' && /^\d{19,20}$/.test(value))
  if (isWhole(a) && isWhole(b)) return BigInt(String(a)) % BigInt(String(b))
  return Number((numberOf(a) % numberOf(b)).toPrecision(15))
}

/** The text without what stands at its ends, whole each time. */
function trimmed(text: string, part: string, side: string): string {
  let [start, end] = [0, text.length]
  if (part === '') return text
  if (side !== 'TRAILING') while (text.startsWith(part, start) && start + part.length <= end) start += part.length
  if (side !== 'LEADING') while (end - part.length >= start && text.slice(start, end).endsWith(part)) end -= part.length
  return text.slice(start, end)
}

/** Text as it is compared. */
const folded = (value: SqlValue): string => textOf(value).toLowerCase()

function compare(a: SqlValue, b: SqlValue): number {
  const numeric = [a, b].some((value) => typeof value === 'number' || typeof value === 'bigint')
  if (numeric) return numberOf(a) - numberOf(b)
  const [left, right] = [folded(a), folded(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The number of an ENUM's or a SET's value. */
function wordNumber(value: string, list: string, isSet: boolean): bigint {
  const words: unknown = JSON.parse(list)
  if (!Array.isArray(words)) return 0n
  if (!isSet) return BigInt(words.indexOf(value) + 1)
  return value.split(',').reduce((sum, one) => (words.includes(one) ? sum | (1n << BigInt(words.indexOf(one))) : sum), 0n)
}

const pure: Record<string, SqlFunction> = {
  concat: strict((...values) => values.map(textOf).join('')),
  concat_ws: (separator = null, ...values) =>
    separator === null ? null : values.filter((value) => value !== null).map(textOf).join(textOf(separator)),
  left: strict((text = null, length = null) => characters(text).slice(0, Math.max(0, numberOf(length))).join('')),
  right: strict((text = null, length = null) => (numberOf(length) <= 0 ? '' : characters(text).slice(-numberOf(length)).join(''))),
  substring: strict((text = null, from = null, length) => substring(text, from, length)),
  substr: strict((text = null, from = null, length) => substring(text, from, length)),
  mid: strict((text = null, from = null, length) => substring(text, from, length)),
  locate: strict((part = null, text = null, from = 1n) => (numberOf(from) < 1 ? 0n : BigInt(textOf(text).toLowerCase().indexOf(textOf(part).toLowerCase(), numberOf(from) - 1) + 1))),
  position: strict((part = null, text = null) => BigInt(textOf(text).toLowerCase().indexOf(textOf(part).toLowerCase()) + 1)),
  instr: strict((text = null, part = null) => BigInt(textOf(text).toLowerCase().indexOf(textOf(part).toLowerCase()) + 1)),
  lpad: strict((text = null, length = null, filler = ' ') => pad(text, length, filler, true)),
  rpad: strict((text = null, length = null, filler = ' ') => pad(text, length, filler, false)),
  repeat: strict((text = null, times = null) => repeated(textOf(text), numberOf(times))),
  reverse: strict((text = null) => characters(text).reverse().join('')),
  space: strict((length = null) => repeated(' ', numberOf(length))),
  char_length: strict((text = null) => BigInt(characters(text).length)),
  character_length: strict((text = null) => BigInt(characters(text).length)),
  length: strict((value = null) => BigInt(bytesOf(value).length)),
  octet_length: strict((value = null) => BigInt(bytesOf(value).length)),
  ascii: strict((value = null) => BigInt(bytesOf(value)[0] ?? 0)),
  ucase: strict((text = null) => textOf(text).toUpperCase()),
  lcase: strict((text = null) => textOf(text).toLowerCase()),
  upper: strict((text = null) => textOf(text).toUpperCase()),
  lower: strict((text = null) => textOf(text).toLowerCase()),
  hex: strict((value = null) =>
    typeof value === 'bigint' ? BigInt.asUintN(64, value).toString(16).toUpperCase() : typeof value === 'number' ? BigInt(Math.round(value)).toString(16).toUpperCase() : bytesOf(value).toString('hex').toUpperCase()),
  unhex: strict((text = null) => Uint8Array.from(Buffer.from(textOf(text).replace(/^(?=(..)*.$)/, '0'), 'hex'))),
  md5: strict((value = null) => digest('md5', value)),
  sha: strict((value = null) => digest('sha1', value)),
  sha1: strict((value = null) => digest('sha1', value)),
  sha2: strict((value = null, bits = 256n) => digest(`sha${numberOf(bits) || 256}`, value)),
  to_base64: strict((value = null) => bytesOf(value).toString('base64')),
  from_base64: strict((value = null) => Uint8Array.from(Buffer.from(textOf(value), 'base64'))),
  greatest: strict((...values) => values.reduce((best, value) => (compare(value, best) > 0 ? value : best))),
  least: strict((...values) => values.reduce((best, value) => (compare(value, best) < 0 ? value : best))),
  truncate: strict((value = null, digits = 0n) => {
    const factor = 10 ** numberOf(digits)
    return Math.trunc(numberOf(value) * factor) / factor
  }),
  format: strict((value = null, digits = 0n) => {
    const [whole = '', fraction] = withScale(textOf(value), numberOf(digits)).split('.')
    return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
  }),
  isnull: (value = null) => (value === null ? 1n : 0n),
  elt: (index = null, ...values) => (index === null ? null : (values[numberOf(index) - 1] ?? null)),
  field: (value = null, ...values) => (value === null ? 0n : BigInt(values.findIndex((other) => other !== null && folded(other) === folded(value)) + 1)),
  find_in_set: strict((value = null, list = null) => BigInt(folded(list).split(',').indexOf(folded(value)) + 1)),
  substring_index: strict((text = null, separator = null, count = null) => {
    const parts = textOf(text).split(textOf(separator))
    const wanted = numberOf(count)
    return (wanted >= 0 ? parts.slice(0, wanted) : parts.slice(wanted)).join(textOf(separator))
  }),
  regexp: strict((pattern = null, text = null) => (new RegExp(textOf(pattern), 'iu').test(textOf(text)) ? 1n : 0n)),
  conv: strict((value = null, from = null, to = null) => Number.parseInt(textOf(value), numberOf(from)).toString(numberOf(to)).toUpperCase()),
  json_unquote: strict((value = null) => {
    const text = textOf(value)
    return text.startsWith('"') ? String(JSON.parse(text)) : text
  }),
  json_type: strict((value = null) => {
    const text = textOf(value).trim()
    const json: unknown = JSON.parse(text)
    if (typeof json === 'number') return /^-?\d+$/.test(text) ? 'INTEGER' : 'DOUBLE'
    return json === null ? 'NULL' : Array.isArray(json) ? 'ARRAY' : (typeof json).toUpperCase()
  }),
  quote: (value = null) => (value === null ? 'NULL' : `'${textOf(value).replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0').replaceAll('\x1a', '\\Z')}'`),
  char: (...values) => Uint8Array.from(values.filter((value) => value !== null).flatMap((value) => [...Buffer.from(numberOf(value).toString(16).replace(/^(?=(..)*.$)/, '0'), 'hex')])),
  inet_aton: strict((value = null) => BigInt(textOf(value).split('.').reduce((sum, part) => sum * 256 + Number(part), 0))),
  decimal_scale: strict((value = null, scale = 0n) => withScale(textOf(value), numberOf(scale))),
  mysql_cast: strict((value = null, type = null) => cast(value, type)),
  round: strict((value = null, digits = 0n) =>
    typeof value === 'number' ? roundedEven(value, numberOf(digits)) : roundedTo(textOf(value), numberOf(digits))),
  mysql_numeric: strict((value = null) => (value instanceof Uint8Array ? BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`) : typeof value === 'string' ? (/^\s*-?\d{1,18}$/.test(value) ? BigInt(value) : numberOf(value)) : value)),
  mysql_bits: strict((a = null, operator = null, b = null) => bitwise(wholeOf(a), textOf(operator), wholeOf(b))),
  mysql_xor: strict((a = null, b = null) => ((numberOf(a) !== 0) === (numberOf(b) !== 0) ? 0n : 1n)),
  mysql_trim: strict((side = null, text = null, part = ' ') => trimmed(textOf(text), textOf(part), textOf(side))),
  log: strict((base = null, value) => {
    const logarithm = value === undefined ? Math.log(numberOf(base)) : Math.log(numberOf(value)) / Math.log(numberOf(base))
    return Number.isFinite(logarithm) ? logarithm : null
  }),
  mysql_div: strict((a = null, b = null) => (numberOf(b) === 0 ? null : typeof a === 'bigint' && typeof b === 'bigint' ? a / b : BigInt(Math.trunc(numberOf(a) / numberOf(b))))),
  mysql_mod: strict((a = null, b = null) => remainder(a, b)),
  mod: strict((a = null, b = null) => remainder(a, b)),
  mysql_temporal: strict((value = null, base = null, digits = 0n) => temporal(value, textOf(base), numberOf(digits))),
  stored_temporal: strict((value = null, base = null, digits = 0n) => storedTemporal(value, textOf(base), numberOf(digits))),
  mysql_word_number: strict((value = null, words = null, type = null) => wordNumber(folded(value), folded(words), type === 'set')),
}

/** Functions of the session and the moment. */
const sessionFunctions = (session: FunctionSession): Record<string, SqlFunction> => ({
  database: () => session.database || null,
  schema: () => session.database || null,
  version: () => session.version,
  connection_id: () => BigInt(session.threadId),
  user: () => `${session.user}@localhost`,
  current_user: () => `${session.user}@%`,
  session_user: () => `${session.user}@localhost`,
  last_insert_id: () => session.lastInsertId,
  row_count: () => session.rowCount,
  found_rows: () => session.foundRows,
  rand: () => Math.random(),
  uuid: () => randomUUID(),
  sleep: (seconds = null) => BigInt(session.sleep(numberOf(seconds))),
  benchmark: (count = null) => {
    session.benchmark(numberOf(count))
    return 0n
  },
  sandbox_tick: () => {
    session.tick()
    return 1n
  },
})

/**
 * Registers everything on a connection. Call `forget` after each statement: running sums are held until then, since
 * SQLite's accumulators can be no objects.
 */
export function registerFunctions(db: DatabaseSync, session: FunctionSession): { forget(): void } {
  const options = { varargs: true, useBigIntArguments: true }
  for (const [name, run] of Object.entries({ ...pure, ...dateFunctions })) db.function(name, { ...options, deterministic: true }, run)
  for (const [name, run] of Object.entries(sessionFunctions(session))) db.function(name, options, run)
  const sums = new Map<number, DecimalSum>()
  const sumOf = (id: number): DecimalSum => sums.get(id) ?? new DecimalSum()
  for (const [name, result] of [['sum', 'sum'], ['avg', 'average']] as const)
    db.aggregate<number>(name, {
      useBigIntArguments: true,
      start: () => {
        sums.set(sums.size + 1, new DecimalSum())
        return sums.size
      },
      step: (id, value) => {
        sumOf(id).add(value)
        return id
      },
      inverse: (id, value) => {
        sumOf(id).remove(value)
        return id
      },
      result: (id) => sumOf(id)[result](),
    })
  for (const [name, sign] of [['decimal_max', 1], ['decimal_min', -1]] as const)
    db.aggregate<SqlValue>(name, {
      useBigIntArguments: true,
      start: null,
      step: (best, value) => (value !== undefined && value !== null && (best === null || sign * (numberOf(value) - numberOf(best)) > 0) ? value : best),
      result: (best) => best,
    })
  return { forget: () => sums.clear() }
}
