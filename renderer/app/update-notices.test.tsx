// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { UpdateState } from '../../shared/contract/updates.ts'
import { startI18n } from '../i18n/i18n.ts'
import { Toaster } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { createShellStore } from './shell-store.ts'
import { sayOffered } from './update-notices.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

const offered: UpdateState = { state: 'offered', offer: { version: '1.1.0', notes: '', sizeBytes: 1, releasedAt: '' } }
const shown = () => screen.queryByText('Version 1.1.0 of Tessera is available')

test('a newer version that the daily question found is said once, and leads to the settings', async () => {
  const shell = createShellStore()
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  sayOffered({ shell }, { state: 'checking' }, offered)
  sayOffered({ shell }, { state: 'checking' }, offered)
  expect(await screen.findAllByText('Version 1.1.0 of Tessera is available')).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: 'Show' }))
  expect([shell.getState().dialog?.kind, shown()]).toEqual(['settings', null])
})

test('whoever looks at the settings, or has just cancelled a download, is not told what they see', () => {
  const shell = createShellStore()
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  sayOffered({ shell }, { state: 'checking' }, { state: 'current', latest: '1.0.0' })
  sayOffered({ shell }, { ...offered, state: 'downloading', receivedBytes: 0 } as UpdateState, offered)
  shell.setState({ dialog: { kind: 'settings' } })
  sayOffered({ shell }, { state: 'checking' }, offered)
  expect(shown()).toBeNull()
})
