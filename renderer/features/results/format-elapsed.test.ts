import { expect, test } from 'vitest'
import { formatElapsed } from './format-elapsed.ts'

test('durations keep the digits that matter', () => {
  expect(formatElapsed(12.4, 'en')).toBe('12 ms')
  expect(formatElapsed(1_240, 'en')).toBe('1.24 sec')
  expect(formatElapsed(125_000, 'en')).toBe('2 min 5 sec')
  expect(formatElapsed(12, 'zh-CN')).toBe('12毫秒')
})
