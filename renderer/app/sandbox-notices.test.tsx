// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { AppInfo, SandboxState } from '../../shared/contract/app.ts'
import { Welcome } from '../features/welcome/welcome.tsx'
import { startI18n } from '../i18n/i18n.ts'
import { createRpc } from '../rpc/client.ts'
import { Toaster } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { createAppInfoStore } from './app-info-store.ts'
import { watchSandbox } from './sandbox-notices.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

const info = (sandbox: SandboxState): AppInfo => ({ version: '0', host: 'browser', platform: '', sandbox, warnings: [] })
const stopped: SandboxState = { state: 'stopped', reason: 'JS heap out of memory' }

test('a sandbox that stopped was silent: it says why, and is started again from there', async () => {
  const asked: string[] = []
  const rpc = createRpc({
    invoke: (request) => {
      asked.push(`${request.domain}.${request.action}`)
      return Promise.resolve({ ok: true, value: null })
    },
    subscribe: () => () => undefined,
  })
  const appInfo = createAppInfoStore()
  appInfo.setState({ info: info({ state: 'ready', engine: 'sqlite' }) })
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  const stop = watchSandbox({ rpc, appInfo })
  appInfo.setState({ info: info(stopped) })
  expect(await screen.findByText('The sandbox stopped: JS heap out of memory')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Start it again' }))
  expect(asked).toEqual(['app.startSandbox'])
  appInfo.setState({ info: info(stopped) })
  appInfo.setState({ info: info({ state: 'starting' }) })
  expect(screen.queryByText(/The sandbox stopped/)).toBeNull()
  stop()
})

test.each([
  [stopped, 'The sandbox stopped: JS heap out of memory'],
  [{ state: 'failed', reason: 'no room' } satisfies SandboxState, 'Could not start the sandbox: no room'],
])('the first screen had no way to start it again: %o', (sandbox, words) => {
  let started = 0
  render(<Welcome sandbox={sandbox} onSandbox={() => {}} onStartSandbox={() => (started += 1)} onConnect={() => {}} onLeave={() => {}} shortcuts={[]} />)
  expect(screen.getByText(words)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Start it again' }))
  expect(started).toBe(1)
})
