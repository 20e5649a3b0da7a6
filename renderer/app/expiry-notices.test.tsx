// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { act } from 'react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { usualNetwork, type Connection } from '../../shared/model/connection.ts'
import { connectionId } from '../../shared/model/ids.ts'
import { startI18n } from '../i18n/i18n.ts'
import { Toaster } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { createDependencies } from './dependencies.ts'
import { watchExpiries } from './expiry-notices.ts'

beforeAll(() => startI18n('en'))
beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 11, 1, 12), toFake: ['Date', 'setInterval', 'clearInterval'] }))
let stop = () => {}
afterEach(() => {
  act(() => stop())
  cleanup()
  vi.useRealTimers()
})

const connection = (name: string, expires: NonNullable<Connection['settings']['expires']>): Connection => ({
  id: connectionId(name), sandbox: false, secrets: {},
  settings: { kind: 'dms', ...usualNetwork, name, environment: 'production', readOnly: false, endpoint: 'https://dp', accessId: 'A', schema: '', collaboration: 'secure', timeoutSeconds: 60, expires },
})

async function watched(...connections: Connection[]) {
  const dependencies = createDependencies({ invoke: () => Promise.resolve({ ok: true, value: null }), subscribe: () => () => {} })
  await dependencies.query.load()
  render(<TooltipProvider><Toaster label="Notices" onLeave={() => {}} /></TooltipProvider>)
  stop = watchExpiries(dependencies)
  const show = (...list: Connection[]) => act(() => dependencies.connections.setState({ state: 'ready', connections: list }))
  show(...connections)
  const at = (month: number, day: number) =>
    act(() => {
      vi.setSystemTime(new Date(2026, month - 1, day, 12))
      document.dispatchEvent(new Event('visibilitychange'))
    })
  return { dependencies, show, at }
}
const notices = () => screen.queryAllByRole('listitem').filter((one) => one.textContent?.startsWith('Access'))
const notice = () => notices().map((one) => one.textContent)
const dismiss = () => fireEvent.click(within(notices()[0] as HTMLElement).getByRole('button', { name: 'Dismiss' }))

test('what ends within two weeks is said once, and again at the next step only, however the clock jumps', async () => {
  const { at, dependencies } = await watched(connection('Orders', { accessSecret: '2026-12-14' }), connection('Later', { accessSecret: '2027-12-14' }))
  expect(notice()).toEqual([expect.stringContaining('Access ends soon Orders · AccessID valid until December 14, 2026: 13 days left')])
  dismiss()
  expect(notice()).toEqual([])
  at(12, 10)
  expect(notice()).toEqual([])
  at(12, 11)
  expect(notice()).toEqual([expect.stringContaining('3 days left')])
  dismiss()
  at(11, 20) // the clock set back, and right again
  at(12, 12)
  expect(notice()).toEqual([])
  at(12, 15)
  expect(notice()).toEqual([expect.stringContaining('Access has expired Orders · AccessID valid until December 14, 2026: expired')])
  expect(dependencies.query.store.getState().layout).toEqual({ 'exp.Orders.accessSecret': '2026-12-14 verySoon' })
})

test('a date that was put off takes its notice away, and several stand in one', async () => {
  const ends = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06', '2026-12-07']
  const { show } = await watched(...ends.map((on, at) => connection(`c${at}`, { accessSecret: on })))
  expect(notice()).toEqual([expect.stringMatching(/^Access ends soon: 6 dates c0 · .*1 day left; c1 .*; and 2 more/)])
  show(connection('c0', { accessSecret: '2027-12-02' }))
  expect(notice()).toEqual([])
})
