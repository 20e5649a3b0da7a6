const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A length of time by its two largest units: 3d 4h, 2m 5s, 0s; 3 天 4 小时. */
export function formatDuration(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds))
  const from = units.findIndex(([, size]) => whole >= size)
  const shown = from < 0 ? units.slice(-1) : units.slice(from, from + 2)
  let rest = whole
  return shown
    .map(([unit, size], at) => {
      const count = Math.floor(rest / size)
      rest -= count * size
      // The second one says nothing where it is none: 2h, not 2h 0m.
      return at > 0 && count === 0 ? '' : spaced(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count))
    })
    .filter(Boolean)
    .join(' ')
}

/** A blank between digits and Chinese, as in all texts; Intl leaves it out. */
const spaced = (text: string) => text.replace(/(?<=\d)(?=\p{Script=Han})/u, ' ')

/** How long ago a moment was: 3s ago; 3 秒前. */
export function formatAge(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000))
  const [unit, size] = units.find(([, one]) => seconds >= one) ?? units[3]
  return spaced(new Intl.RelativeTimeFormat(locale, { style: 'narrow' }).format(-Math.floor(seconds / size), unit))
}

/** A moment of today as 14:03:22, in every language. */
export const clockTime = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium' })
