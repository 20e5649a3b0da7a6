// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { CellViewer } from './cell-viewer.tsx'
import { copySteps } from './clipboard-text.ts'
import { CellLook, drawnText } from './cell-look.ts'
import { resultOf, testColumn } from './fixtures/result-of.ts'
import { sortKeys } from './sort-keys.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

const double = testColumn('d', { type: 'DOUBLE', family: 'float', real: { decimals: 31 } })
const wires = ['1.1000000000000001', '10000000000000000.0', '-0.0', '0.10000000000000001']
const shown = ['1.1', '1e16', '-0', '0.1']
const result = resultOf([double], wires.map((number) => [{ number }]))
const words = { missing: '', bytes: () => '' }

test('a DOUBLE is drawn, copied and sorted as the database writes it', () => {
  const rows = wires.map((_, row) => row)
  expect(rows.map((row) => drawnText(result, row, 0, words))).toEqual(shown.map((text) => ({ look: CellLook.number, text })))
  const range = { fromRow: 0, toRow: 3, fromColumn: 0, toColumn: 0 }
  const copy = copySteps({ result, range, columnAt: (column) => column, rowAt: (row) => row, headers: false })
  expect(copy.next()).toEqual({ done: true, value: shown.join('\n') })
  const keys = sortKeys(result, 0)
  for (const row of rows) keys.read(row)
  expect(rows.toSorted(keys.compare).map((row) => shown[row])).toEqual(['-0', '0.1', '1.1', '1e16'])
})

test('the viewer shows the digits that the wire had, where they are others', () => {
  const view = (row: number) =>
    render(
      <TooltipProvider>
        <CellViewer result={result} row={row} column={0} displayedRow={row + 1} onClose={() => undefined} />
      </TooltipProvider>,
    )
  view(0)
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('1.1')
  expect(screen.getByText('The server sent 1.1000000000000001, which is the same number.')).toBeTruthy()
})
