import { expect, test } from 'vitest'
import { formatElapsed } from './format-elapsed.ts'

test('durations keep the digits that matter', () => {
  expect([12.4, 1_240, 12_345, 125_000, 3_725_000].map(formatElapsed)).toEqual(['12 ms', '1.24 s', '12.3 s', '2:05', '1:02:05'])
})
