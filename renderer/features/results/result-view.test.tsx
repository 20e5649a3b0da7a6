// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { SqlPosition, ViewedResult } from '../../../shared/model/statement-result.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { dataOf, testColumn } from './fixtures/result-of.ts'
import { ResultView } from './result-view.tsx'

beforeAll(() => {
  startI18n('en')
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
})
afterEach(cleanup)

const base = { sql: 'SELECT *\nFROM orders', elapsedMs: 12, requestId: 'req-1', notices: [] }
const rows = (more: Partial<Extract<ViewedResult, { kind: 'resultset' }>> = {}): ViewedResult => ({
  ...base,
  kind: 'resultset',
  data: dataOf([testColumn('a')], [['1'], ['2']]),
  completeness: { kind: 'complete' },
  ...more,
})
const show = (result: ViewedResult, onGoTo?: (position: SqlPosition) => void) =>
  render(
    <TooltipProvider>
      <ResultView result={result} environment="production" {...(onGoTo && { onGoTo })} />
    </TooltipProvider>,
  )

test('a complete result says so, with its rows, time and request ID', () => {
  show(rows())
  for (const text of ['2 rows', 'complete', '12 ms', 'values exact', 'req-1']) expect(screen.getByText(text)).toBeTruthy()
})

test('a capped result never calls itself complete', () => {
  show(rows({ completeness: { kind: 'capped', limit: 3_000 } }))
  expect(screen.getByText('limit of 3,000 reached: there may be more')).toBeTruthy()
  expect(screen.queryByText('complete')).toBeNull()
})

test('columns that may not be exact are counted and marked', () => {
  const lossy = testColumn('n', { fidelity: { kind: 'lossy', reason: 'clampedUnsigned', exactSql: 'SELECT CAST(n AS CHAR)' } })
  show(rows({ data: dataOf([lossy], [['1']]) }))
  expect(screen.getByText('1 column may be inexact')).toBeTruthy()
})

test('a text that may be cut at a zero byte is no warning, but not called exact without a word', () => {
  const column = testColumn('t', { fidelity: { kind: 'lossy', reason: 'textCutAtNul', exactSql: 'SELECT HEX(t)', rare: true } })
  show(rows({ data: dataOf([column], [['a']]) }))
  expect(screen.getByText('exact, with limits').title).toBe('Text with a zero byte is cut there without any sign of it.')
  expect([screen.queryByText('values exact'), screen.queryByText('1 column may be inexact'), screen.queryByText('≈')]).toEqual([null, null, null])
})

test('a result without column types is not called exact', () => {
  show(rows({ data: dataOf([testColumn('a', { type: '', family: 'other', fidelity: { kind: 'unknown' } })], [['1']]), notices: [{ level: 'info', code: 'noMetadata', params: {} }] }))
  expect(screen.queryByText('values exact')).toBeNull()
  expect(screen.getByText('exactness unknown')).toBeTruthy()
  expect(screen.getByText(/sends no column types/)).toBeTruthy()
})

test('values that are not exact are shown whole where that can be asked for, by the statement that shows them', () => {
  const lossy = testColumn('n', { fidelity: { kind: 'lossy', reason: 'clampedUnsigned', exactSql: 'SELECT CAST(n AS CHAR)' } })
  const result = rows({ data: dataOf([testColumn('a'), lossy], [['1', '2']]) })
  const ran: string[] = []
  const view = (onRunSql: ((sql: string) => void) | null) => (
    <TooltipProvider>
      <ResultView result={result} environment="production" onRunSql={onRunSql} />
    </TooltipProvider>
  )
  const { rerender } = render(view((sql) => ran.push(sql)))
  fireEvent.click(screen.getByRole('button', { name: 'Show whole values' }))
  expect(ran).toEqual(['SELECT CAST(n AS CHAR)'])
  rerender(view(null))
  expect(screen.queryByRole('button', { name: 'Show whole values' })).toBeNull()
})

test('the SQL that was sent is shown beside the SQL that was written', () => {
  show(rows({ sentSql: 'SELECT *\nFROM orders LIMIT 3000' }))
  fireEvent.click(screen.getByRole('button', { name: 'Sent SQL differs' }))
  expect(screen.getByText(/LIMIT 3000/)).toBeTruthy()
})

test('an error keeps the server’s own words, and points at its line', () => {
  const goneTo: SqlPosition[] = []
  const message = "You have an error in your SQL syntax; check … near '' at line 2"
  show({ ...base, kind: 'error', code: '1064', sqlState: '42000', message, position: { line: 2 } }, (position) => goneTo.push(position))
  expect(screen.getByText(message)).toBeTruthy()
  expect(screen.getByText('Error 1064 · SQLSTATE 42000')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Go to line 2' }))
  expect(goneTo).toEqual([{ line: 2 }])
})

test('a connection that was lost is not called a refusal', () => {
  show({ ...base, kind: 'error', code: '2013', message: 'Lost connection to server during query', notices: [{ level: 'warning', code: 'sessionLost', params: {} }] })
  expect(screen.getByText('The connection to the database is lost')).toBeTruthy()
  expect(screen.queryByText('The statement failed')).toBeNull()
  // What went with it stands in the session bar, until a reconnect.
  expect(screen.queryByRole('list', { name: 'Notices' })).toBeNull()
})

test('an error without a place offers no line to go to', () => {
  show({ ...base, kind: 'error', message: 'no' }, () => {})
  expect(screen.queryByRole('button', { name: /Go to line/ })).toBeNull()
})
