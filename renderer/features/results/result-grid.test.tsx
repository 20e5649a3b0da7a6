// @vitest-environment jsdom
import { cleanup, createEvent, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { resultOf, testColumn, type TestCell } from './fixtures/result-of.ts'
import { ResultGrid } from './result-grid.tsx'

/** jsdom lays nothing out: the grid gets a view of 800 × 280, ten rows below the labels. */
beforeAll(() => {
  startI18n('en')
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 800 })
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 280 })
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Element.prototype.setPointerCapture = () => {}
})

let written: string[] = []
beforeEach(() => {
  written = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: (text: string) => (written.push(text), Promise.resolve()) },
  })
})
afterEach(cleanup)

const columns = [
  testColumn('id', { type: 'BIGINT', family: 'integer' }),
  testColumn('名称'),
  testColumn('doc', { type: 'JSON', family: 'json' }),
]
const rows: TestCell[][] = Array.from({ length: 100 }, (_, row) => [
  { number: String(9_007_199_254_740_993n + BigInt((row * 37) % 100)) },
  row % 3 === 0 ? null : row % 3 === 1 ? '' : `name ${row}`,
  row === 5 ? undefined : { json: `{"n":${row},"n":1.10}` },
])

function show(partial = false) {
  render(
    <TooltipProvider>
      <ResultGrid result={resultOf(columns, rows)} label="Result rows" partial={partial} />
    </TooltipProvider>,
  )
  const grid = screen.getByRole('grid')
  grid.focus()
  return grid
}
const press = (key: string, more: object = {}) => fireEvent.keyDown(screen.getByRole('grid'), { key, ...more })
const active = () => document.getElementById(screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '')
const place = () => [active()?.parentElement?.getAttribute('aria-rowindex'), active()?.getAttribute('aria-colindex')]

function copied(): string {
  const grid = screen.getByRole('grid')
  const event = createEvent.copy(grid)
  let text = ''
  Object.defineProperty(event, 'clipboardData', { value: { setData: (_: string, given: string) => (text = given) } })
  fireEvent(grid, event)
  return text
}

test('it is a grid to screen readers: counts, labels, cells with their places', () => {
  const grid = show()
  expect(grid.getAttribute('aria-rowcount')).toBe('101')
  expect(grid.getAttribute('aria-colcount')).toBe('4')
  expect(screen.getByRole('columnheader', { name: /id bigint/ }).getAttribute('aria-sort')).toBe('none')
  expect(place()).toEqual(['2', '2'])
  expect(active()?.textContent).toBe('9007199254740993')
})

test('only rows in view have nodes', () => {
  show()
  expect(screen.getAllByRole('rowheader').length).toBeLessThan(15)
})

test('row numbers stood in rows of their own: each row begins with its number and holds its pinned cells', () => {
  show()
  const row = screen.getAllByRole('row').find((one) => one.getAttribute('aria-rowindex') === '4')!
  expect(within(row).getByRole('rowheader').textContent).toBe('3')
  const places = screen.getAllByRole('row').map((one) => one.getAttribute('aria-rowindex'))
  expect(new Set(places).size).toBe(places.length)
  const pinnedRow = document.getElementById(row.getAttribute('aria-owns')!)
  expect(pinnedRow?.textContent).toBe('3')
  expect(pinnedRow?.firstElementChild?.getAttribute('aria-hidden')).toBe('true')
})

test('arrows, Home, End and pages move the active cell and the view follows', () => {
  show()
  press('ArrowDown')
  press('ArrowRight')
  expect(place()).toEqual(['3', '3'])
  press('End', { ctrlKey: true })
  expect(place()).toEqual(['101', '4'])
  expect(active()?.textContent).toBe('{"n":99,"n":1.10}')
  press('Home', { ctrlKey: true })
  expect(place()).toEqual(['2', '2'])
  press('PageDown')
  expect(Number(place()[0])).toBeGreaterThan(5)
})

test('a copy holds the exact spelling of every cell', () => {
  show()
  press('ArrowDown', { shiftKey: true })
  press('End', { shiftKey: true })
  expect(copied()).toBe('9007199254740993\tNULL\t{"n":0,"n":1.10}\n9007199254741030\t\t{"n":1,"n":1.10}')
})

test('a copy from an answer without columns is empty, where it threw', () => {
  render(
    <TooltipProvider>
      <ResultGrid result={resultOf([], [])} label="Result rows" partial={false} />
    </TooltipProvider>,
  )
  screen.getByRole('grid').focus()
  expect(copied()).toBe('')
})

test('Ctrl+Shift+C copies with headers', () => {
  show()
  press('ArrowRight', { shiftKey: true })
  press('C', { ctrlKey: true, shiftKey: true })
  expect(written).toEqual(['id\t名称\n9007199254740993\tNULL'])
})

test('Ctrl+A takes every cell, in view or not', () => {
  show()
  press('a', { ctrlKey: true })
  expect(copied().split('\n')).toHaveLength(100)
})

test('Enter on a label sorts exactly, and says so', () => {
  show()
  press('ArrowUp')
  press('Enter')
  expect(screen.getByRole('columnheader', { name: /id/ }).getAttribute('aria-sort')).toBe('ascending')
  press('Enter')
  press('ArrowDown')
  expect(active()?.textContent).toBe('9007199254741092')
  press('ArrowUp')
  press('Enter')
  press('ArrowDown')
  expect(active()?.textContent).toBe('9007199254740993')
})

test('a sort of a partial result says that it orders only the rows held', () => {
  show(true)
  fireEvent.click(screen.getByRole('columnheader', { name: /id/ }))
  expect(screen.getByRole('columnheader', { name: /fetched rows only/ })).toBeTruthy()
})

test('NULL, an empty string and a missing value look different', () => {
  show()
  const cells = within(screen.getByRole('grid')).getAllByRole('gridcell')
  const first = (look: string) => cells.find((cell) => cell.className.includes(`--${look}`))
  const missing = cells.filter((cell) => cell.className.includes('--missing'))
  expect(first('null')?.textContent).toBe('NULL')
  expect(first('empty')?.textContent).toBe('')
  expect(missing.map((cell) => cell.textContent)).toEqual(['missing'])
})

test('Enter opens the whole value, laid out without touching a literal; Escape comes back', () => {
  const grid = show()
  press('End')
  press('Enter')
  const viewer = screen.getByRole('dialog', { name: /doc/ })
  expect(within(viewer).getByRole<HTMLTextAreaElement>('textbox').value).toBe('{\n  "n": 0,\n  "n": 1.10\n}')
  fireEvent.keyDown(viewer, { key: 'Escape' })
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(grid)
})

test('Tab is left to the browser, so the grid can be left', () => {
  show()
  expect(press('Tab')).toBe(true)
  expect(press('ArrowDown')).toBe(false)
})

test('what was told of a column goes away when the grid moves on under the pointer', () => {
  const grid = show()
  const tell = () => fireEvent.pointerEnter(screen.getByRole('columnheader', { name: /名称/ }))
  for (const moveOn of [() => fireEvent.keyDown(grid, { key: 'End' }), () => fireEvent.scroll(grid), () => fireEvent.pointerDown(grid)]) {
    tell()
    expect(screen.getByRole('tooltip')).toBeTruthy()
    moveOn()
    expect(screen.queryByRole('tooltip')).toBeNull()
  }
})
