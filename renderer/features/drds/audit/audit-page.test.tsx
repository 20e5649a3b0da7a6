// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { AUDIT_PAGE, type AuditEntry } from '../../../../shared/model/drds-change.ts'
import { failureOf } from '../../../../shared/model/failure.ts'
import { connectionId } from '../../../../shared/model/ids.ts'
import i18next from 'i18next'
import { openPage, prepareJsdom } from '../fixtures/open-page.tsx'
import { AuditPage } from './audit-page.tsx'
import { entryText } from './audit-text.ts'

beforeAll(prepareJsdom)
afterEach(cleanup)

const entryOf = (id: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id, at: new Date(2026, 3, 10, 14, 3, id).getTime(), connectionName: 'Main account', environment: 'production', action: 'ModifyDrdsInstanceDescription', regionId: 'cn-hangzhou',
  instanceId: 'drds1', database: '', lines: [{ label: 'description', before: '订单库', after: '订单库 2' }], warnings: [], inverse: null, outcome: 'done', verification: 'shown', differences: [], requestId: `REQ-${id}`, failure: null,
  ...more,
})

async function open(pages: (input: { connectionId: string | null; before: number | null }) => AuditEntry[] | { ok: false; failure: unknown }) {
  const page = openPage(<AuditPage />, { audit: (input) => pages(input as Parameters<typeof pages>[0]) })
  await page.settle()
  return page
}

test('an entry says what was, what became of it and whether the service shows it; unfolded, all of it', async () => {
  await open(() => [entryOf(1)])
  const row = screen.getByText('ModifyDrdsInstanceDescription').closest('tr')!
  expect(row.textContent).toMatch(/2026-04-10 14:03:01.*Production.*drds1.*订单库 → 订单库 2.*Done.*In effect.*REQ-1/)
  const fold = within(row).getByRole('button', { name: /^Show details/ })
  fireEvent.click(fold)
  expect(fold.getAttribute('aria-expanded')).toBe('true')
  expect(screen.getByText('DRDS accepted it.')).toBeTruthy()
  fireEvent.click(fold)
  expect(screen.queryByText('DRDS accepted it.')).toBeNull()
})

test('an entry kept nothing of its warnings, of the way back and of what is shown instead', async () => {
  const inverse = { kind: 'renameInstance', at: { connectionId: connectionId('d'), regionId: 'cn-hangzhou', instanceId: 'drds1' }, description: '订单库' } as const
  const entry = entryOf(1, { verification: 'differs', warnings: ['loadMoves'], inverse, differences: [{ label: 'description', before: '订单库 2', after: '订单库' }] })
  await open(() => [entry])
  fireEvent.click(screen.getByRole('button', { name: /^Show details/ }))
  expect(within(screen.getByRole('list', { name: 'Warnings' })).getAllByRole('listitem')).toHaveLength(1)
  expect(screen.getByText('Can be undone by restoring the previous description.')).toBeTruthy()
  expect(screen.getByRole('table', { name: 'Differences' }).textContent).toContain('订单库 2订单库')
  expect(entryText(i18next.t, entry)).toMatch(/^Can be undone by .*\nVerification: Different\nDescription: Requested 订单库 2, Current 订单库\n/m)
})

test('the end of what DRDS did by itself is an entry of its own', async () => {
  await open(() => [entryOf(2, { action: 'CreateDrdsDB', outcome: 'failed', verification: null, failure: failureOf('server', 'drds.task.createFailed', { params: { database: 'crm', instance: 'drds1' } }) }), entryOf(1, { action: 'CreateDrdsDB', outcome: 'completed', verification: null })])
  expect(screen.getByText('Completed').closest('tr')?.textContent).toContain('CreateDrdsDB')
  fireEvent.click(within(screen.getByText('Failed').closest('tr')!).getByRole('button', { name: /^Show details/ }))
  expect(screen.getByText('DRDS accepted it but could not complete it.')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('crm')
})

test('what nobody knows to have happened says to look first', async () => {
  await open(() => [entryOf(1, { outcome: 'unknown', verification: null, requestId: '', failure: failureOf('network', 'network.reset', { params: { host: 'drds' } }) })])
  fireEvent.click(screen.getByRole('button', { name: /^Show details/ }))
  expect(screen.getByText(/it may have taken effect/)).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('drds dropped the connection')
})

test('older pages are added behind, until there is none', async () => {
  const full = Array.from({ length: AUDIT_PAGE }, (_, at) => entryOf(200 - at))
  const page = await open(({ before }) => (before === null ? full : [entryOf(7)]))
  fireEvent.click(screen.getByRole('button', { name: 'Show older entries' }))
  await page.settle()
  expect(page.sent.at(-1)).toMatchObject({ input: { connectionId: 'd', before: 101 } })
  expect(screen.getByText('101 entries')).toBeTruthy()
  expect(screen.getByText('No older entries.')).toBeTruthy()
})

test('the end of a task comes to the top by itself, and what was read behind stays', async () => {
  const full = Array.from({ length: AUDIT_PAGE }, (_, at) => entryOf(200 - at))
  let newest = full
  const page = await open(({ before }) => (before === null ? newest : [entryOf(7)]))
  fireEvent.click(screen.getByRole('button', { name: 'Show older entries' }))
  await page.settle()
  newest = [entryOf(201, { outcome: 'completed', verification: null }), ...full.slice(0, -1)]
  page.tasks.setState({ tasks: [] })
  await page.settle()
  expect(screen.getByText('102 entries')).toBeTruthy()
  expect(screen.getAllByRole('row')[1]?.textContent).toContain('Completed')
  // More came than a page holds: what is between is read with the older ones.
  newest = Array.from({ length: AUDIT_PAGE }, (_, at) => entryOf(400 - at))
  page.tasks.setState({ tasks: [] })
  await page.settle()
  expect(screen.getByText('100 entries')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Show older entries' })).toBeTruthy()
})

test('the log of all accounts names each', async () => {
  const page = await open(({ connectionId }) => (connectionId ? [] : [entryOf(1, { connectionName: 'Other account' })]))
  expect(screen.getByText('No changes yet')).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: 'All accounts' }))
  await page.settle()
  expect(page.sent.at(-1)).toMatchObject({ input: { connectionId: null, before: null } })
  expect(screen.getByText('Other account')).toBeTruthy()
})

test('an entry as text has every fact on a line', () => {
  const text = entryText(i18next.t, entryOf(1, { database: 'shop', lines: [{ label: 'readWeight', of: 'rm-shop1', before: '100', after: null }] }))
  expect(text.split('\n')).toEqual([
    '2026-04-10 14:03:01.000  ModifyDrdsInstanceDescription  Done',
    'Account: Main account (Production)',
    'Instance, database: cn-hangzhou / drds1 / shop',
    'Read weight · rm-shop1: 100 → –',
    'Verification: In effect',
    'Request ID: REQ-1',
  ])
})
