// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { DrdsTable } from '../../../../shared/model/drds-link.ts'
import type { ScanReminder } from '../../../../shared/model/drds-task.ts'
import { at, openPart, prepareJsdom, press, type } from './fixtures/open-part.tsx'
import { ScanSection } from './scan-section.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const reminder: ScanReminder = { id: 7, ...at, connectionName: 'Account', tables: ['orders'], dueAt: new Date(2026, 10, 26, 9).getTime() }
const table = (name: string): DrdsTable => ({
  name, kind: 'sharded', dbPartitionKey: 'id', dbPartitionPolicy: 'hash', dbPartitionCount: '8', tbPartitionKey: '', tbPartitionPolicy: '', tbPartitionCount: '', topology: [],
})

test('scans are switched on for the tables that were typed, with a reminder', async () => {
  const { proposed } = openPart(<ScanSection at={at} round={0} />)
  press('Turn on full-table scans')
  expect(await screen.findByText('Enter a table name.')).toBeTruthy()
  type('Tables', 'orders, order_items orders')
  press('Turn on full-table scans')
  await waitFor(() => expect(proposed).toHaveLength(1))
  expect(proposed).toEqual([{ kind: 'setFullTableScan', at, tables: ['orders', 'order_items'], enabled: true, remindAfterMinutes: 60 }])
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Tables').value).toBe(''))
})

test('switching off reminds of nothing', async () => {
  const { proposed } = openPart(<ScanSection at={at} round={0} />)
  type('Tables', 'orders')
  press('Turn off full-table scans')
  await waitFor(() => expect(proposed).toMatchObject([{ enabled: false, remindAfterMinutes: null }]))
})

test('tables of a linked connection are ticked; without a link they are typed', async () => {
  const { far } = openPart(<ScanSection at={at} round={0} />)
  press('List tables from the linked connection')
  expect(await screen.findByText(/Tables cannot be listed: shop is not linked/)).toBeTruthy()
  far.tables = [table('orders'), table('users')]
  press('List tables from the linked connection')
  fireEvent.click(await screen.findByRole('checkbox', { name: 'users' }))
  expect(screen.getByLabelText<HTMLTextAreaElement>('Tables').value).toBe('users')
})

test('a reminder that stands is switched off now, and gone then; those of other databases are not here', async () => {
  const { proposed, asked, far } = openPart(<ScanSection at={at} round={0} />, { reminders: [reminder, { ...reminder, id: 8, database: 'other', tables: ['elsewhere'] }] })
  expect((await screen.findByText(/to be turned off at 2026-11-26 09:00/)).textContent).toContain('orders')
  expect(screen.queryByText('elsewhere')).toBeNull()
  far.reminders = []
  press('Turn off now')
  await waitFor(() => expect(screen.queryByText('orders')).toBeNull())
  expect(proposed).toEqual([{ kind: 'setFullTableScan', at, tables: ['orders'], enabled: false, remindAfterMinutes: null }])
  expect(asked).toContain('dismissReminder')
})
