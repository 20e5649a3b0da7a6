/** MySQL's date functions on text such as `2026-11-20 09:30:00.123456`. The sandbox's clock is UTC. */
import type { SqlFunction, SqlValue } from './mysql-functions.ts'

const text = (value: SqlValue | undefined): string => String(value ?? '')

/** Reads a date or a date and time; null where MySQL would answer NULL. */
function parse(value: SqlValue | undefined): Date | null {
  const whole = typeof value === 'string' && value.length === 19 ? Date.parse(`${value.slice(0, 10)}T${value.slice(11)}Z`) : Number.NaN
  if (!Number.isNaN(whole)) return new Date(whole)
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d+)?)?)?$/.exec(text(value).trim())
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, Math.trunc(Number(match[7] ?? 0) * 1000)))
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null
}

const two = (value: number): string => String(value).padStart(2, '0')
const dateText = (date: Date): string => date.toISOString().slice(0, 10)
const timeText = (date: Date): string => date.toISOString().slice(11, 19)
const stamp = (date: Date): string => `${dateText(date)} ${timeText(date)}`

function now(digits: SqlValue | undefined): string {
  const date = new Date()
  const wanted = Number(digits ?? 0)
  return wanted > 0 ? `${stamp(date)}.${`${date.toISOString().slice(20, 23)}000`.slice(0, wanted)}` : stamp(date)
}

/** `3 DAY`, `1:30 HOUR_MINUTE`: months and milliseconds. */
function amountOf(interval: SqlValue | undefined): { months: number; milliseconds: number } {
  const match = /^(.*) ([A-Z_]+)$/.exec(text(interval))
  const numbers = (match?.[1] ?? '0').match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [0]
  const [first = 0, second = 0] = numbers
  const milliseconds: Record<string, number> = { MICROSECOND: 0.001, SECOND: 1e3, MINUTE: 6e4, HOUR: 36e5, DAY: 864e5, WEEK: 6048e5 }
  const months: Record<string, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 }
  const unit = match?.[2] ?? 'DAY'
  const [large = unit, small = ''] = unit.split('_')
  return {
    months: first * (months[large] ?? 0) + second * (months[small] ?? 0),
    milliseconds: first * (milliseconds[large] ?? 0) + second * (milliseconds[small] ?? 0),
  }
}

function add(value: SqlValue | undefined, interval: SqlValue | undefined, sign: number): SqlValue {
  const date = parse(value)
  if (!date || interval === null) return null
  const { months, milliseconds } = amountOf(typeof interval === 'bigint' ? `${interval} DAY` : interval)
  if (months) {
    const day = date.getUTCDate()
    date.setUTCDate(1)
    date.setUTCMonth(date.getUTCMonth() + sign * months)
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    date.setUTCDate(Math.min(day, last))
  }
  date.setTime(date.getTime() + sign * milliseconds)
  const wholeDays = milliseconds % 864e5 === 0
  return text(value).trim().length === 10 && wholeDays ? dateText(date) : stamp(date)
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const dayOfYear = (date: Date): number => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 864e5) + 1

/** WEEK's modes: bit 0 begins weeks on Monday, bit 1 counts from 1, bit 2 wants the year's first weekday in week 1. */
function weekOf(date: Date, mode: number): { year: number; week: number } {
  const monday = mode & 1
  const firstDay = ((mode ^ (monday ? 0 : 4)) & 4) !== 0
  const begin = (year: number): number => {
    const weekday = (new Date(Date.UTC(year, 0, 1)).getUTCDay() + (monday ? 6 : 0)) % 7
    return Date.UTC(year, 0, 1) / 864e5 + (firstDay ? (7 - weekday) % 7 : weekday <= 3 ? -weekday : 7 - weekday)
  }
  const year = date.getUTCFullYear()
  const day = Math.floor(date.getTime() / 864e5)
  const counted = (from: number) => Math.floor((day - begin(from)) / 7) + 1
  if (!(mode & 2)) return { year, week: Math.max(0, counted(year)) }
  const owner = day < begin(year) ? year - 1 : day >= begin(year + 1) ? year + 1 : year
  return { year: owner, week: counted(owner) }
}

/** A time of day or a span such as `-272:59:59`, where no date is. */
function timeParts(value: SqlValue | undefined): { hour: number; minute: number; second: number; microsecond: number } | null {
  const match = /^\s*-?(\d{1,3}):([0-5]?\d)(?::([0-5]?\d)(\.\d{1,6})?)?\s*$/.exec(text(value))
  if (!match) return null
  const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map((one) => Number(one ?? 0))
  return { hour, minute, second, microsecond: Math.round(Number(match[4] ?? 0) * 1e6) }
}

const formats: Record<string, (date: Date) => string | number> = {
  Y: (date) => date.getUTCFullYear(),
  y: (date) => two(date.getUTCFullYear() % 100),
  m: (date) => two(date.getUTCMonth() + 1),
  c: (date) => date.getUTCMonth() + 1,
  d: (date) => two(date.getUTCDate()),
  e: (date) => date.getUTCDate(),
  H: (date) => two(date.getUTCHours()),
  k: (date) => date.getUTCHours(),
  h: (date) => two(date.getUTCHours() % 12 || 12),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  l: (date) => date.getUTCHours() % 12 || 12,
  i: (date) => two(date.getUTCMinutes()),
  s: (date) => two(date.getUTCSeconds()),
  S: (date) => two(date.getUTCSeconds()),
  f: (date) => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000`,
  T: timeText,
  p: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  M: (date) => months[date.getUTCMonth()] ?? '',
  b: (date) => (months[date.getUTCMonth()] ?? '').slice(0, 3),
  W: (date) => days[date.getUTCDay()] ?? '',
  a: (date) => (days[date.getUTCDay()] ?? '').slice(0, 3),
  w: (date) => date.getUTCDay(),
  j: (date) => String(dayOfYear(date)).padStart(3, '0'),
  r: (date) => `${two(date.getUTCHours() % 12 || 12)}:${timeText(date).slice(3)} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`,
  D: (date) => `${date.getUTCDate()}${(date.getUTCDate() % 100 > 10 && date.getUTCDate() % 100 < 14 ? undefined : ['th', 'st', 'nd', 'rd'][date.getUTCDate() % 10]) ?? 'th'}`,
  U: (date) => two(weekOf(date, 0).week),
  u: (date) => two(weekOf(date, 1).week),
  V: (date) => two(weekOf(date, 2).week),
  v: (date) => two(weekOf(date, 3).week),
  X: (date) => weekOf(date, 2).year,
  x: (date) => weekOf(date, 3).year,
}

const part =
  (name: string, read: (date: Date) => number): SqlFunction =>
  (value) => {
    const date = parse(value)
    if (date) return BigInt(read(date))
    const time: Record<string, number> = timeParts(value) ?? {}
    return time[name] === undefined ? null : BigInt(time[name])
  }

function difference(unit: SqlValue | undefined, from: SqlValue | undefined, to: SqlValue | undefined): SqlValue {
  const [a, b] = [parse(from), parse(to)]
  if (!a || !b) return null
  const size: Record<string, number> = { SECOND: 1e3, MINUTE: 6e4, HOUR: 36e5, DAY: 864e5, WEEK: 6048e5, MICROSECOND: 0.001 }
  const name = text(unit).toUpperCase()
  const milliseconds = b.getTime() - a.getTime()
  if (size[name]) return BigInt(Math.trunc(milliseconds / size[name]))
  let count = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
  const rest = (date: Date) => date.getTime() - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  if (count > 0 && rest(b) < rest(a)) count -= 1
  if (count < 0 && rest(b) > rest(a)) count += 1
  return BigInt(Math.trunc(count / ({ QUARTER: 3, YEAR: 12 }[name] ?? 1)))
}

const dayNumber = (date: Date): number => Math.floor(date.getTime() / 864e5)
const parts: Record<string, (date: Date) => number> = {
  year: (date) => date.getUTCFullYear(),
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month: (date) => date.getUTCMonth() + 1,
  week: (date) => weekOf(date, 0).week,
  day: (date) => date.getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  second: (date) => date.getUTCSeconds(),
  microsecond: (date) => date.getUTCMilliseconds() * 1000,
  dayofmonth: (date) => date.getUTCDate(),
  dayofweek: (date) => date.getUTCDay() + 1,
  weekday: (date) => (date.getUTCDay() + 6) % 7,
  dayofyear: dayOfYear,
  to_days: (date) => dayNumber(date) + 719_528,
}

export const dateFunctions: Record<string, SqlFunction> = {
  ...Object.fromEntries(Object.entries(parts).map(([name, read]) => [name, part(name, read)])),
  now,
  sysdate: now,
  localtime: now,
  localtimestamp: now,
  current_timestamp: now,
  utc_timestamp: now,
  curdate: () => dateText(new Date()),
  current_date: () => dateText(new Date()),
  utc_date: () => dateText(new Date()),
  curtime: () => timeText(new Date()),
  current_time: () => timeText(new Date()),
  unix_timestamp: (value) => {
    if (value === undefined) return BigInt(Math.floor(Date.now() / 1000))
    const date = parse(value)
    return date ? BigInt(Math.floor(date.getTime() / 1000)) : null
  },
  from_unixtime: (value, format) => {
    if (value === null) return null
    const date = stamp(new Date(Number(value) * 1000))
    return format === undefined ? date : (dateFunctions['date_format']?.(date, format) ?? null)
  },
  date_format: (value, format) => {
    const date = parse(value)
    if (!date || format === null) return null
    return text(format).replace(/%(.)/g, (_, letter: string) => String(formats[letter]?.(date) ?? letter))
  },
  date: (value) => {
    const date = parse(value)
    return date ? dateText(date) : null
  },
  week: (value, mode) => {
    const date = parse(value)
    return date && mode !== null ? BigInt(weekOf(date, Number(mode ?? 0)).week) : null
  },
  time: (value) => {
    const date = parse(value)
    return date ? timeText(date) : timeParts(value) ? text(value).trim() : null
  },
  last_day: (value) => {
    const date = parse(value)
    return date ? dateText(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0))) : null
  },
  dayname: (value) => {
    const date = parse(value)
    return date ? (days[date.getUTCDay()] ?? null) : null
  },
  monthname: (value) => {
    const date = parse(value)
    return date ? (months[date.getUTCMonth()] ?? null) : null
  },
  extract: (unit, value) => {
    const name = text(unit).toLowerCase()
    const read = parts[name]
    return read ? part(name, read)(value ?? null) : null
  },
  datediff: (a, b) => {
    const [left, right] = [parse(a), parse(b)]
    return left && right ? BigInt(dayNumber(left) - dayNumber(right)) : null
  },
  mysql_interval: (amount, unit) => (amount === null ? null : `${text(amount)} ${text(unit)}`),
  date_add: (value, interval) => add(value, interval, 1),
  adddate: (value, interval) => add(value, interval, 1),
  date_sub: (value, interval) => add(value, interval, -1),
  subdate: (value, interval) => add(value, interval, -1),
  timestampadd: (unit, amount, value) => add(value, `${text(amount)} ${text(unit).toUpperCase()}`, 1),
  timestampdiff: difference,
}
