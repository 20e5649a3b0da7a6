import { expect, test } from 'vitest'
import { cellCount, moveSelection, rangeOf, selectCell, type GridKey, type Selection } from './selection.ts'

const bounds = { rows: 100, columns: 10, page: 20 }
const at = (row: number, column: number): Selection => selectCell({ row, column })
const press = (key: string, more: Partial<GridKey> = {}): GridKey => ({ key, command: false, shift: false, ...more })
const moved = (from: Selection, ...keys: GridKey[]) =>
  keys.reduce((selection, key) => moveSelection(selection, key, bounds) ?? selection, from)

test('arrows move one cell and stop at the edges', () => {
  expect(moved(at(5, 5), press('ArrowDown')).active).toEqual({ row: 6, column: 5 })
  expect(moved(at(99, 9), press('ArrowDown'), press('ArrowRight')).active).toEqual({ row: 99, column: 9 })
  expect(moved(at(0, 0), press('ArrowLeft')).active).toEqual({ row: 0, column: 0 })
})

test('up from the first row reaches the header, down comes back', () => {
  expect(moved(at(0, 3), press('ArrowUp')).active).toEqual({ row: -1, column: 3 })
  expect(moved(at(0, 3), press('ArrowUp'), press('ArrowDown')).active).toEqual({ row: 0, column: 3 })
})

test('Home and End move within the row, with Ctrl to the corners', () => {
  expect(moved(at(5, 5), press('End')).active).toEqual({ row: 5, column: 9 })
  expect(moved(at(5, 5), press('Home', { command: true })).active).toEqual({ row: 0, column: 0 })
  expect(moved(at(5, 5), press('End', { command: true })).active).toEqual({ row: 99, column: 9 })
})

test('pages stop at the first and the last row', () => {
  expect(moved(at(5, 5), press('PageDown')).active).toEqual({ row: 25, column: 5 })
  expect(moved(at(5, 5), press('PageUp')).active).toEqual({ row: 0, column: 5 })
  expect(moved(at(95, 5), press('PageDown')).active).toEqual({ row: 99, column: 5 })
})

test('Shift grows and shrinks the rectangle around its anchor', () => {
  const shift = { shift: true }
  const grown = moved(at(5, 5), press('ArrowDown', shift), press('ArrowRight', shift), press('ArrowDown', shift))
  expect(rangeOf(grown)).toEqual({ fromRow: 5, toRow: 7, fromColumn: 5, toColumn: 6 })
  expect(cellCount(grown)).toBe(6)
  expect(cellCount(moved(grown, press('ArrowLeft')))).toBe(1)
})

test('Shift never takes the header into a rectangle', () => {
  expect(rangeOf(moved(at(1, 1), press('ArrowUp', { shift: true }), press('ArrowUp', { shift: true })))).toMatchObject({
    fromRow: 0,
    toRow: 1,
  })
})

test('Ctrl+A holds every cell', () => {
  expect(cellCount(moved(at(50, 5), press('a', { command: true })))).toBe(1000)
})

test('other keys are left to others', () => {
  for (const key of ['Tab', 'a', 'Enter', 'Escape']) expect(moveSelection(at(5, 5), press(key), bounds)).toBeNull()
})

test('a result without rows has only its header', () => {
  const empty = { rows: 0, columns: 3, page: 20 }
  expect(moveSelection(at(-1, 0), press('ArrowDown'), empty)?.active).toEqual({ row: -1, column: 0 })
  expect(moveSelection(at(-1, 0), press('ArrowRight'), empty)?.active).toEqual({ row: -1, column: 1 })
})
