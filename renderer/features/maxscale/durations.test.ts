import { expect, test } from 'vitest'
import { clockTime, formatAge, formatDuration } from './durations.ts'

test.each([
  [0, '0s'],
  [0.9, '0s'],
  [59, '59s'],
  [61, '1m 1s'],
  [3_600, '1h'],
  [273_900, '3d 4h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds, 'en')).toBe(text)
})

test('durations and ages speak Chinese', () => {
  expect(formatDuration(273_900, 'zh-CN')).toBe('3 天 4 小时')
  expect(formatAge(3_400, 'zh-CN')).toBe('3 秒前')
})

test.each([
  [-20, '0s ago'],
  [999, '0s ago'],
  [5_400, '5s ago'],
  [60_000, '1m ago'.replace('m', 'min')],
  [7_300_000, '2h ago'.replace('h', 'hr')],
])('%d milliseconds are %s', (age, text) => {
  expect(formatAge(age, 'en').replaceAll(/(\d) /g, '$1')).toMatch(new RegExp(`^${text.replace('min', 'm(?:in)?').replace('hr', 'hr?')}$`))
})

test('a moment is a clock time in every language', () => {
  expect(clockTime.format(new Date(2026, 3, 10, 14, 3, 22))).toBe('14:03:22')
})
