import { describe, expect, it } from 'vitest'
import { calendarDay, dismissalOf, expiriesOf, isDismissed, type Expiry } from './expiry.ts'

const warned = (on: string, today: string) => expiriesOf({ expires: { accessSecret: on } }, today)[0]

describe('a date until which a secret is good', () => {
  it.each([
    ['2026-12-31', '2026-12-16', undefined, 15],
    ['2026-12-31', '2026-12-17', 'soon', 14],
    ['2026-12-31', '2026-12-27', 'soon', 4],
    ['2026-12-31', '2026-12-28', 'verySoon', 3],
    ['2026-12-31', '2026-12-31', 'verySoon', 0],
    ['2026-12-31', '2027-01-01', 'expired', -1],
    ['2028-03-01', '2028-02-28', 'verySoon', 2],
    ['2026-03-29', '2026-03-26', 'verySoon', 3], // a day of 23 hours in Europe lies between
  ])('%s is on %s: %s', (on, today, step, days) => {
    const found = warned(on, today)
    expect(found?.step).toBe(step)
    if (found) expect(found.days).toBe(days)
  })

  it('says the most urgent of a connection first', () => {
    const expires = { restPassword: '2026-12-10', databasePassword: '2026-11-30', proxyPassword: '2027-12-10' }
    expect(expiriesOf({ expires }, '2026-12-01').map(({ secret }) => secret)).toEqual(['databasePassword', 'restPassword'])
    expect(expiriesOf({}, '2026-12-01')).toEqual([])
  })

  it('is a day of the person’s own calendar', () => {
    expect(calendarDay(new Date(2026, 0, 2, 0, 0, 1))).toBe('2026-01-02')
    expect(calendarDay(new Date(2026, 11, 31, 23, 59, 59))).toBe('2026-12-31')
  })
})

it('a dismissed warning is quiet until the next step, however the clock jumps, and for that date alone', () => {
  const at = (today: string, on = '2026-12-31') => warned(on, today) as Expiry
  const soon = dismissalOf(at('2026-12-20'))
  expect(isDismissed(at('2026-12-18'), soon)).toBe(true)
  expect(isDismissed(at('2026-12-29'), soon)).toBe(false)
  const verySoon = dismissalOf(at('2026-12-29'))
  // Back by two weeks, and forth again.
  expect([at('2026-12-18'), at('2026-12-29'), at('2026-12-31')].map((one) => isDismissed(one, verySoon))).toEqual([true, true, true])
  expect(isDismissed(at('2027-02-01'), verySoon)).toBe(false)
  expect(isDismissed(at('2027-12-29', '2027-12-31'), verySoon)).toBe(false)
  expect(isDismissed(at('2026-12-20'), undefined)).toBe(false)
})
