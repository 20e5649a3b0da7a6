// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startI18n } from '../../i18n/i18n.ts'
import { DoubtDialog } from './doubt-dialog.tsx'
import { settled } from './fixtures/memory-server.ts'
import { OpenModel } from './fixtures/open-model.ts'

let open: OpenModel
beforeAll(() => startI18n('en'))
beforeEach(() => {
  open = new OpenModel()
  render(<DoubtDialog query={open.query} />)
})
afterEach(cleanup)

const run = async (text: string, selected?: string) => {
  await open.start(text)
  const start = selected ? text.indexOf(selected) : 0
  const selection = selected ? { start, end: start + selected.length } : null
  await act(() => open.query.run(open.active, selected ? { kind: 'caret', selection, caret: start } : { kind: 'all' }))
}
const shown = (region: string) => [...screen.getByRole('region', { name: region }).querySelectorAll('pre')].map((one) => one.textContent)
const press = (name: string) =>
  act(async () => {
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }))
    await settled()
  })
const sent = () => open.server.ran.map((one) => one.sql)

test('every reading is shown as it would run, and Enter runs none', async () => {
  await run("SELECT 1 /*!80000 don't */;\nDELETE FROM t;")
  expect(shown('Interpretation 1')).toEqual(["SELECT 1 /*!80000 don't */;\nDELETE FROM t;"])
  expect(shown('Interpretation 2')).toEqual(["SELECT 1 /*!80000 don't */", 'DELETE FROM t'])
  expect(document.activeElement?.textContent).toBe('Run nothing')
  await press('Run interpretation 2')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(sent()).toEqual(["SELECT 1 /*!80000 don't */"])
})

test('a piece of a body is shown beside the whole, and Esc runs neither', async () => {
  const body = 'CREATE PROCEDURE p() BEGIN SELECT 1; DELETE FROM t; END'
  await run(`${body};`, 'DELETE FROM t')
  expect(shown('What is selected')).toEqual(['DELETE FROM t'])
  expect(shown('The whole statement')).toEqual([body])
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(sent()).toEqual([])
  await run(`${body};`, 'DELETE FROM t')
  await press('Run the whole statement')
  expect(sent()).toEqual([body])
})
