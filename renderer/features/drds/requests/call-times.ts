/** Local time to the millisecond, the same in every language, so that lines can be compared with a service's log. */
const clock = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium' })
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' })
const thousandths = (at: number) => String(at % 1_000).padStart(3, '0')

/** 14:03:22.041 */
export const clockTime = (at: number): string => `${clock.format(at)}.${thousandths(at)}`

/** 2026-04-10 14:03:22.041 */
export const fullTime = (at: number): string => `${day.format(at)} ${clockTime(at)}`
