// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { OpenModel } from './fixtures/open-model.ts'
import { TabStrip } from './tab-strip.tsx'

let open: OpenModel
beforeAll(() => {
  startI18n('en')
  // jsdom lays nothing out: nothing is resized.
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
})
beforeEach(async () => {
  open = new OpenModel()
  await open.start('SELECT 1')
  open.query.newTab({ title: 'b' })
  open.query.newTab({ title: 'c' })
  render(
    <TooltipProvider>
      <TabStrip query={open.query} connections={[]} />
    </TooltipProvider>,
  )
})
afterEach(cleanup)

const inFront = () => screen.getByRole('tab', { selected: true })
const press = (key: string, more: object = {}) => act(() => void fireEvent.keyDown(inFront(), { key, ...more }))
const focused = () => vi.waitFor(() => expect(document.activeElement).toBe(inFront()))

test('arrows, Home and End walk the tabs and take the focus along', async () => {
  press('ArrowRight')
  await focused()
  expect(inFront().textContent).toBe('Query 1')
  press('End')
  expect(inFront().textContent).toBe('c')
  press('Home')
  await focused()
  expect(inFront().textContent).toBe('Query 1')
})

test('only the tab in front is a tab stop', () => {
  expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([-1, -1, 0])
})

test('F2 renames, Enter keeps the name and Escape the old one', async () => {
  press('F2')
  fireEvent.change(screen.getByLabelText('Tab title'), { target: { value: 'orders' } })
  act(() => void fireEvent.keyDown(screen.getByLabelText('Tab title'), { key: 'Enter' }))
  await focused()
  expect(inFront().textContent).toBe('orders')
  press('F2')
  fireEvent.change(screen.getByLabelText('Tab title'), { target: { value: 'other' } })
  act(() => void fireEvent.keyDown(screen.getByLabelText('Tab title'), { key: 'Escape' }))
  expect(open.titles).toEqual(['Query 1', 'b', 'orders'])
})

test('Ctrl+Shift+arrow moves the tab, Delete closes it and leaves the focus on its neighbour', async () => {
  press('ArrowLeft', { ctrlKey: true, shiftKey: true })
  expect(open.titles).toEqual(['Query 1', 'c', 'b'])
  press('Delete')
  await focused()
  expect([open.titles, inFront().textContent]).toEqual([['Query 1', 'b'], 'b'])
})

test('the middle button and the cross close a tab that is not in front', () => {
  const [first, second] = screen.getAllByRole('tab')
  act(() => void fireEvent(second!, new MouseEvent('auxclick', { bubbles: true, button: 1 })))
  expect(open.titles).toEqual(['Query 1', 'c'])
  act(() => void fireEvent.click(first!.querySelector('[aria-hidden="true"]:last-child')!))
  expect(open.titles).toEqual(['c'])
})

test('each tab had a menu that listened at the document: more tabs, no more listeners', () => {
  const listen = vi.spyOn(document, 'addEventListener')
  act(() => {
    for (let more = 0; more < 20; more += 1) open.query.newTab({ title: `more ${more}` })
  })
  press('ArrowLeft')
  expect(screen.getAllByRole('tab')).toHaveLength(23)
  expect(listen.mock.calls.length).toBeLessThan(10)
  listen.mockRestore()
})

test('a right click opens the menu of the tab under it', () => {
  fireEvent.contextMenu(screen.getByRole('tab', { name: 'b' }))
  fireEvent.click(screen.getByRole('menuitem', { name: /^Close tab/ }))
  expect(open.titles).toEqual(['Query 1', 'c'])
})
