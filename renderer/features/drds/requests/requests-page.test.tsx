// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { account, callOf, detailOf, openPage, prepareJsdom } from '../fixtures/open-page.tsx'
import { ClockNote } from './clock-note.tsx'
import { noteCalled } from './calls-store.ts'
import { RequestsPage } from './requests-page.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const row = (requestId: string) => within(screen.getByRole('grid')).getByText(requestId).closest('tr')!
const view = (name: string) => fireEvent.click(screen.getByRole('radio', { name }))

async function open(calls = [callOf(3), callOf(2, { attempt: 2 }), callOf(1, { status: 429, code: 'Throttling.User' })], detail = detailOf(callOf(3))) {
  const page = openPage(<RequestsPage />, { calls: () => calls, callDetail: () => detail })
  await page.settle()
  return page
}

test('the list says how every attempt went, and the chosen one shows what it was made of', async () => {
  const page = await open()
  expect(row('REQ-1').textContent).toMatch(/14:03:22\.001DescribeDrdsInstances429Throttling\.User42 ms1GETdrds\.aliyuncs\.com/)
  fireEvent.click(row('REQ-3'))
  await page.settle()
  expect(page.sent.at(-1)).toMatchObject({ action: 'callDetail', input: { id: 3 } })
  const parameters = screen.getByRole('table', { name: 'Parameters' })
  expect(within(parameters).getByText('crm +1')).toBeTruthy()
  expect(within(parameters).getByText('Password').closest('tr')?.textContent).toBe('Password*** masked')
  expect(screen.getByText(/Secret values are shown as \*\*\*/)).toBeTruthy()
  view('Signature')
  expect(screen.getByText('POST&%2F&Action%3DCreateDrdsDB')).toBeTruthy()
  expect(screen.getByText('c2lnbmVk')).toBeTruthy()
  view('Response')
  expect(screen.getByText(/"Success": true/)).toBeTruthy()
})

test('the arrows walk the list and show each request', async () => {
  const page = await open()
  const grid = screen.getByRole('grid')
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  await page.settle()
  expect(row('REQ-2').getAttribute('aria-selected')).toBe('true')
  expect(document.activeElement).toBe(row('REQ-2'))
  fireEvent.keyDown(grid, { key: 'End' })
  await page.settle()
  expect(document.activeElement).toBe(row('REQ-1'))
  expect(grid.querySelectorAll('tr[tabindex="0"]')).toHaveLength(1)
})

test('what main tells of brings new requests, and the chosen one stays chosen', async () => {
  const calls = [callOf(1)]
  const page = await open(calls, detailOf(callOf(1)))
  fireEvent.click(row('REQ-1'))
  await page.settle()
  calls.unshift(callOf(2))
  act(() => noteCalled(page.calls, account.id))
  await page.settle()
  expect(row('REQ-2').getAttribute('aria-selected')).toBe('false')
  expect(row('REQ-1').getAttribute('aria-selected')).toBe('true')
})

test('failed requests alone can be shown, and everything again', async () => {
  await open()
  fireEvent.click(screen.getByRole('radio', { name: 'Failed' }))
  expect(screen.getAllByRole('row')).toHaveLength(2)
  expect(screen.getByText('1 of 3 requests')).toBeTruthy()
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nothing has this' } })
  fireEvent.click(screen.getByRole('button', { name: 'Show all requests' }))
  expect(screen.getAllByRole('row')).toHaveLength(4)
})

test('a request that is kept no more says so, and still shows its id', async () => {
  const page = openPage(<RequestsPage />, { calls: () => [callOf(1)], callDetail: () => null })
  await page.settle()
  fireEvent.click(row('REQ-1'))
  await page.settle()
  expect(screen.getByText('This request is no longer kept')).toBeTruthy()
  expect(screen.getAllByText('REQ-1')).toHaveLength(2)
})

test('an answer that is a web page is shown as text and never drawn', async () => {
  const response = '<html><img src=x onerror=alert(1)></html>'
  const page = await open([callOf(1)], detailOf(callOf(1), { response, responseBytes: 41 }))
  fireEvent.click(row('REQ-1'))
  await page.settle()
  view('Response')
  expect(screen.getByText(response)).toBeTruthy()
  expect(document.querySelector('img')).toBeNull()
})

test('no answer has its sentence and its code', async () => {
  const silent = callOf(1, { status: 0, requestId: '', hostId: '', skewMs: null, elapsedMs: 30_000 })
  const page = await open([silent], detailOf(silent, { failure: 'network.answerTimeout', response: '', responseBytes: 0 }))
  fireEvent.click(screen.getByText('14:03:22.001'))
  await page.settle()
  expect(screen.getByText('drds.aliyuncs.com did not respond within 30 s. (network.answerTimeout)')).toBeTruthy()
})

test.each([
  [65_000, 'This computer’s clock is 1:05 ahead'],
  [-7_000, 'This computer’s clock is 7.00 s behind'],
  [4_000, null],
] as const)('a clock that is off by %i ms: %s', async (skewMs, words) => {
  const page = openPage(<ClockNote />, { calls: () => [callOf(1, { skewMs })] })
  await page.settle()
  const note = screen.queryByRole('status')
  if (words) expect(note?.textContent).toContain(words)
  else expect(note).toBeNull()
})
