// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { sessionFor } from '../features/query/fixtures/memory-sessions.ts'
import { tabId } from '../../shared/model/ids.ts'
import { startI18n } from '../i18n/i18n.ts'
import { Toaster } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { sayOrphansClosed, sayReconnected } from './session-notices.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

test('a reconnect says the new thread and what is gone with the old one', async () => {
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  sayReconnected(sessionFor(tabId('t'), {}, { threadId: 7 }), ['transaction', 'temporaryTables'])
  expect(await screen.findByText('Reconnected: thread 7')).toBeTruthy()
  expect(screen.getByText('Lost with the old connection: transaction, temporary tables.')).toBeTruthy()
})

test('sessions that were left behind are counted', async () => {
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  sayOrphansClosed({ count: 2 })
  expect(await screen.findByText(/^Closed 2 sessions left open by an earlier run of Tessera/)).toBeTruthy()
})
