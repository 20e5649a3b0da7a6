import { expect, test } from 'vitest'
import { copySteps, type CopyRequest } from './clipboard-text.ts'
import { resultOf, testColumn, type TestCell } from './fixtures/result-of.ts'

const columns = [testColumn('id', { family: 'integer' }), testColumn('名称'), testColumn('note')]
const rows: TestCell[][] = [
  [{ number: '9007199254740993' }, '杭州', 'tab\there'],
  [{ number: '1.10' }, null, 'say "hi"'],
  [{ number: '-0' }, undefined, '"quoted"'],
]

function copied(more: Partial<CopyRequest>): string {
  const steps = copySteps({
    result: resultOf(columns, rows),
    range: { fromRow: 0, toRow: 2, fromColumn: 0, toColumn: 2 },
    columnAt: (column) => column,
    rowAt: (row) => row,
    headers: false,
    ...more,
  })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

test('a rectangle is copied as tab-separated values, each as the server spelled it', () => {
  expect(copied({})).toBe('9007199254740993\t杭州\t"tab\there"\n1.10\tNULL\tsay "hi"\n-0\t\t"""quoted"""')
})

test('headers are the columns as they are shown', () => {
  const range = { fromRow: 0, toRow: 0, fromColumn: 0, toColumn: 1 }
  expect(copied({ headers: true, range })).toBe('id\t名称\n9007199254740993\t杭州')
})

test('one cell alone is copied bare, tabs and quotes included', () => {
  expect(copied({ range: { fromRow: 0, toRow: 0, fromColumn: 2, toColumn: 2 } })).toBe('tab\there')
  expect(copied({ range: { fromRow: 2, toRow: 2, fromColumn: 2, toColumn: 2 } })).toBe('"quoted"')
})

test('moved columns and sorted rows are copied as they are shown', () => {
  const range = { fromRow: 0, toRow: 1, fromColumn: 0, toColumn: 1 }
  expect(copied({ range, columnAt: (column) => 1 - column, rowAt: (row) => 2 - row })).toBe('\t-0\nNULL\t1.10')
})
