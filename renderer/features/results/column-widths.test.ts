import { expect, test } from 'vitest'
import { estimateWidths, fitWidth } from './column-widths.ts'
import { resultOf, testColumn, type TestCell } from './fixtures/result-of.ts'

const rows = (count: number, cellOf: (row: number) => TestCell) => resultOf([testColumn('v')], Array.from({ length: count }, (_, row) => [cellOf(row)]))

test('a column was as wide as its first rows: it is as wide as rows from all over the result', () => {
  const [late] = estimateWidths(rows(5_000, (row) => (row < 2_500 ? 'x' : 'twenty characters ok')))
  expect(late).toBeGreaterThan(20 * 7)
  const [last] = estimateWidths(rows(1_001, (row) => (row < 1_000 ? 'x' : 'twenty characters ok')))
  expect(last).toBeGreaterThan(20 * 7)
})

test('what is in sight first fits, wherever else the sample falls', () => {
  const [width] = estimateWidths(rows(100_000, (row) => (row === 17 ? 'twenty characters ok' : 'x')))
  expect(width).toBeGreaterThan(20 * 7)
})

test('fit went back to what was estimated: it fits the widest value, up to a bound', () => {
  const one = rows(15_000, (row) => (row === 7_777 ? 'c'.repeat(90) : 'x'))
  expect(fitWidth(one, 0)).toBeGreaterThan(90 * 7)
  expect(fitWidth(rows(3, () => '值'.repeat(60)), 0)).toBeGreaterThan(120 * 7)
  expect(fitWidth(rows(3, () => 'c'.repeat(100_000)), 0)).toBe(1_200)
  expect(fitWidth(rows(3, () => 'x'), 0)).toBe(56)
  expect(fitWidth(resultOf([testColumn('v')], []), 0)).toBe(56)
})

test('escapes on the wire make no column wider than what is drawn', () => {
  expect(fitWidth(rows(3, () => '"\n\t'.repeat(20)), 0)).toBeLessThan(60 * 7.5 + 20)
})
