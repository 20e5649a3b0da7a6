import { expect, test } from 'vitest'
import { isLargeCell } from './cell-rows.ts'

const isLarge = (text: string) => isLargeCell(new TextEncoder().encode(text))

test('a cell of 99,800 brackets froze the window for seconds: what counts is what it is laid out to', () => {
  expect(isLarge('['.repeat(49_900) + ']'.repeat(49_900))).toBe(true)
  expect(isLarge('{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000))).toBe(true)
  expect(isLarge('['.repeat(500) + ']'.repeat(500))).toBe(false)
})

test('texts, and JSON as it usually is, are large by their bytes alone', () => {
  const rows = JSON.stringify(Array.from({ length: 1_500 }, (_, id) => ({ id, name: 'somebody', tags: ['a', 'b'], address: { city: 'x' } })))
  expect(rows.length).toBeGreaterThan(90_000)
  expect(isLarge(rows.slice(0, 90_000))).toBe(false)
  expect(isLarge(']],,'.repeat(20_000))).toBe(false)
  expect(isLarge('x'.repeat(100_001))).toBe(true)
})
