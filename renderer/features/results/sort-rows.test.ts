import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ResultColumn } from '../../../shared/model/result-set.ts'
import { resultOf, testColumn, type TestCell } from './fixtures/result-of.ts'
import { sortSteps, startSort, type SortBy } from './sort-rows.ts'

const sorted = (cells: TestCell[], column: Partial<ResultColumn>, direction: SortBy['direction'] = 'ascending') => {
  const steps = sortSteps(resultOf([testColumn('c', column)], cells.map((cell) => [cell])), { column: 0, direction })
  for (;;) {
    const step = steps.next()
    if (step.done) return Array.from(step.value, (row) => cells[row])
  }
}

test('integers beyond 2^53 are sorted exactly, sent as numbers or as text', () => {
  const cells = ['9007199254740993', '9007199254740992', '-5', '18446744073709551615', '18446744073709551614']
  const wanted = ['-5', '9007199254740992', '9007199254740993', '18446744073709551614', '18446744073709551615']
  expect(sorted(cells, { family: 'integer' })).toEqual(wanted)
  expect(sorted(cells.map((number) => ({ number })), { family: 'integer' })).toEqual(wanted.map((number) => ({ number })))
})

test('decimals are sorted by value, not by text', () => {
  expect(sorted(['10.5', '9.75', '-0.001', '9.750000000000000000001'], { family: 'decimal' })).toEqual([
    '-0.001',
    '9.75',
    '9.750000000000000000001',
    '10.5',
  ])
})

test('missing comes first, then NULL, then values; descending turns it round', () => {
  const cells = ['b', null, '', undefined, 'a']
  expect(sorted(cells, {})).toEqual([undefined, null, '', 'a', 'b'])
  expect(sorted(cells, {}, 'descending')).toEqual(['b', 'a', '', null, undefined])
})

test('characters outside the basic plane come last, whatever else the column holds', () => {
  expect(sorted(['﹐', '𝄞', 'a'], {})).toEqual(['a', '﹐', '𝄞'])
  expect(sorted(['﹐', '中', 'a'], {})).toEqual(['a', '中', '﹐'])
})

test('digits in a text column are text', () => {
  expect(sorted(['10', '9', '1'], { family: 'text' })).toEqual(['1', '10', '9'])
})

test('TIME is sorted as a duration', () => {
  const cells = ['100:00:00', '-01:00:00', '20:00:00', '-00:30:00.5']
  expect(sorted(cells, { family: 'date', type: 'TIME' })).toEqual(['-01:00:00', '-00:30:00.5', '20:00:00', '100:00:00'])
})

test('rows with the same value keep their order, both ways', () => {
  const result = resultOf([testColumn('c')], ['x', 'y', 'x', 'y', 'x'].map((cell) => [cell]))
  const rows = (direction: SortBy['direction']) => {
    let order: number[] = []
    startSort(result, { column: 0, direction }, (made) => (order = Array.from(made)))
    return order
  }
  expect(rows('ascending')).toEqual([0, 2, 4, 1, 3])
  expect(rows('descending')).toEqual([1, 3, 0, 2, 4])
})

test('a result of several slices is sorted as one', () => {
  const cells = Array.from({ length: 100_001 }, (_, at) => ({ number: String((at * 7_919) % 100_001) }))
  expect(sorted(cells, { family: 'integer' }).map((cell) => Number((cell as { number: string }).number))).toEqual(
    Array.from({ length: 100_001 }, (_, at) => at),
  )
})

test('any mix of decimals comes out in the order of exact comparison', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n })), (values) => {
      const wanted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map(String)
      expect(sorted(values.map(String), { family: 'decimal' })).toEqual(wanted)
    }),
  )
})
