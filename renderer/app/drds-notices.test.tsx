// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Request } from '../../shared/contract/contract.ts'
import type { DrdsTask, ScanReminder } from '../../shared/model/drds-task.ts'
import { failureOf } from '../../shared/model/failure.ts'
import { connectionId } from '../../shared/model/ids.ts'
import { startI18n } from '../i18n/i18n.ts'
import { Toaster } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { createDependencies } from './dependencies.ts'
import { remindOfScan, remindOfScansDue, sayTaskEnded } from './drds-notices.ts'

beforeAll(() => startI18n('en'))
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const task: DrdsTask = {
  id: 1, kind: 'createDatabase', connectionId: connectionId('d'), connectionName: 'Main account', environment: 'production', regionId: 'cn-hangzhou', instanceId: 'drds1', database: 'crm', action: 'CreateDrdsDB', requestId: 'R', startedAt: 0, endedAt: 9,
  state: 'done', message: '', failure: null,
}
const reminder: ScanReminder = {
  id: 7, connectionId: connectionId('d'), connectionName: 'Main account', regionId: 'cn-hangzhou', instanceId: 'drds1', database: 'shop', tables: ['orders', 'users'], dueAt: 0,
}

function door(reminders: ScanReminder[] = []) {
  const sent: Request[] = []
  const dependencies = createDependencies({
    invoke: (request) => {
      sent.push(request)
      return Promise.resolve({ ok: true, value: request.action === 'reminders' ? reminders : null })
    },
    subscribe: () => () => {},
  })
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  return { dependencies, sent }
}

test('a task that ended is told of here unless the list is open, and by the system only while the window is hidden', async () => {
  const { dependencies, sent } = door()
  sayTaskEnded(dependencies, task)
  expect(await screen.findByText('Database crm is ready')).toBeTruthy()
  expect(sent).toEqual([])
  dependencies.drdsTasks.setState({ isShown: true })
  sayTaskEnded(dependencies, { ...task, database: 'seen' })
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  sayTaskEnded(dependencies, { ...task, state: 'failed', message: 'no space', failure: failureOf('server', 'drds.task.createFailed', { params: { database: 'crm', instance: 'drds1' } }) })
  expect(screen.queryByText('Database seen is ready')).toBeNull()
  expect(sent).toMatchObject([{ action: 'notify', input: { title: 'Database crm could not be created', body: expect.stringMatching(/drds1 · Main account[\s\S]*no space/) } }])
})

test('a due reminder stays until it is decided on, once however often it is told', async () => {
  const { dependencies, sent } = door([reminder, { ...reminder, id: 8, dueAt: Date.now() + 60_000 }])
  await remindOfScansDue(dependencies)
  remindOfScan(dependencies, reminder)
  expect(await screen.findAllByText('Full-table scan is still on')).toHaveLength(1)
  expect(screen.getByText(/2 tables in shop \(drds1, Main account\): orders, users/)).toBeTruthy()
  const notice = screen.getByText('Full-table scan is still on').closest('li') as HTMLElement
  fireEvent.click(within(notice).getByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(sent.at(-1)).toMatchObject({ action: 'dismissReminder', input: { id: 7 } }))
})
