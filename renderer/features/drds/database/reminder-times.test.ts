import { expect, test } from 'vitest'
import { minutesUntil } from './reminder-times.ts'

test('tomorrow is nine in the morning of the next day', () => {
  expect(minutesUntil('tomorrow', new Date(2026, 10, 30, 22, 30))).toBe(10.5 * 60)
  expect(minutesUntil('tomorrow', new Date(2026, 10, 30, 0, 0, 30))).toBe(33 * 60)
})

test('the others are minutes, and none is none', () => {
  const now = new Date(2026, 10, 30)
  expect((['none', 'quarter', 'hour', 'fourHours'] as const).map((choice) => minutesUntil(choice, now))).toEqual([null, 15, 60, 240])
})
