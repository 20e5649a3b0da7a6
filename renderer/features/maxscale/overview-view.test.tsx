// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Connection, usualNetwork } from '../../../shared/model/connection.ts'
import { failureOf, type Failure } from '../../../shared/model/failure.ts'
import { connectionId } from '../../../shared/model/ids.ts'
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { answerOf, MemoryMaxScale, refused, sessions } from './fixtures/memory-maxscale.ts'
import { OverviewView } from './overview-view.tsx'

const connection: Connection = {
  id: connectionId('m'),
  sandbox: false,
  secrets: {},
  settings: {
    kind: 'maxscale', ...usualNetwork, name: 'Primary site', environment: 'production', readOnly: false, baseUrl: 'https://m:8989', restUser: 'admin', signIn: 'basic', target: 'RW-Split', databaseUser: 'u', database: '', tokenPlace: 'cookie', timeoutSeconds: 60,
  },
}

let server: MemoryMaxScale
beforeAll(() => {
  startI18n('en')
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = new MemoryMaxScale()
})
afterEach(() => {
  cleanup()
  // The window, which other files share, draws its frames by an interval: one begun in false time would never tick again.
  vi.advanceTimersByTime(1_000)
  vi.useRealTimers()
})

function open({ inFront = true, autoRefresh = true } = {}) {
  const view = (front: boolean, auto: boolean) => (
    <TooltipProvider>
      <OverviewView
        rpc={server.rpc}
        connection={connection}
        inFront={front}
        autoRefresh={auto}
        onAutoRefresh={() => {}}
        onNewQuery={() => {}}
        renderFailure={(failure, onRetry) => <button onClick={onRetry}>{failure.code}</button>}
      />
    </TooltipProvider>
  )
  const { rerender, unmount } = render(view(inFront, autoRefresh))
  return { unmount, change: (front: boolean, auto: boolean) => rerender(view(front, auto)) }
}
const answer = (what: MaxScaleOverview | Failure) => act(() => server.answer(what))
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1_000))
const rowOf = (name: string) => within(screen.getByRole('region', { name: 'Servers' })).getByText(name).closest('tr')!

test('servers come with role, state, GTID, lag and uptime, and a dash for what is not known', async () => {
  open()
  await answer(answerOf())
  expect(rowOf('db1').textContent).toMatch(/db1PrimaryMaster, Running30s10m 39s0-1-99/)
  expect(rowOf('db2').textContent).toMatch(/db2—NoneDown3—None—None—None.*—None$/)
  expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Primary site')
  expect(screen.getByText('MaxScale 24.02.3, up 10m 53s')).toBeTruthy()
})

test('a part that is refused says so in its place, and the others are there', async () => {
  open()
  await answer(answerOf({ services: { ok: false, failure: refused } }))
  const services = screen.getByRole('heading', { name: 'Services' }).closest('section')!
  expect(within(services).getByRole('alert').textContent).toContain('has no permission')
  expect(rowOf('db1')).toBeTruthy()
})

test('it asks every five seconds while it is in front and wanted, and not before the answer came', async () => {
  const { change } = open()
  await pass(12)
  expect(server.asked).toHaveLength(1)
  await answer(answerOf())
  await pass(5)
  expect(server.asked).toHaveLength(2)
  await answer(answerOf())
  change(false, true)
  await pass(30)
  expect(server.asked).toHaveLength(2)
  change(true, false)
  await pass(30)
  expect(server.asked).toHaveLength(2)
  fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
  expect(server.asked).toHaveLength(3)
})

test('a hidden window asks nothing, and at once when it is seen again', async () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  open()
  await answer(answerOf())
  await pass(30)
  expect(server.asked).toHaveLength(1)
  hidden.mockReturnValue(false)
  fireEvent(document, new Event('visibilitychange'))
  expect(server.asked).toHaveLength(2)
  hidden.mockRestore()
})

test('a refresh that fails leaves what is there, says since when it is old, and wrong credentials wait for a person', async () => {
  open()
  await answer(answerOf({ readAt: new Date(2026, 3, 10, 14, 3, 22).getTime() }))
  await pass(5)
  await answer(failureOf('signIn', 'maxscale.signInRefused'))
  expect(screen.getByRole('alert').textContent).toMatch(/As of 14:03:22.*refused the REST API user.*until you retry/)
  expect(rowOf('db1')).toBeTruthy()
  await pass(30)
  expect(server.asked).toHaveLength(2)
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(server.asked).toHaveLength(3)
})

test('one search narrows every table', async () => {
  open()
  await answer(answerOf())
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'rw-split' } })
  expect(screen.getByRole('heading', { name: 'Servers' }).closest('section')?.textContent).toBe('Servers0 of 2Nothing matches “rw-split”.')
  expect(screen.getByRole('region', { name: 'Services' })).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'Servers' })).toBeNull()
})

test('everybody’s sessions are asked about in one sentence first, and ours again when the tab is opened anew', async () => {
  const { unmount } = open({ autoRefresh: false })
  await answer(answerOf())
  const all = () => screen.getByRole('checkbox', { name: 'All sessions' })
  fireEvent.click(all())
  expect(screen.getByRole('dialog').textContent).toContain('can contain sensitive data')
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect([server.asked, all().getAttribute('aria-checked')]).toEqual([['ours'], 'false'])

  fireEvent.click(all())
  fireEvent.click(screen.getByRole('button', { name: 'Show all sessions' }))
  await answer(answerOf({ sessions: { ok: true, value: sessions } }))
  expect(screen.getByText("SELECT 'salary'")).toBeTruthy()
  unmount()
  open()
  await answer(answerOf())
  expect([server.asked.at(-1), all().getAttribute('aria-checked'), screen.queryByText("SELECT 'salary'")]).toEqual(['ours', 'false', null])
})

test('an account that is no administrator’s is not even offered everybody’s sessions', async () => {
  open()
  await answer(answerOf({ maySeeAll: false, sessions: { ok: true, value: [] } }))
  expect(screen.queryByRole('checkbox', { name: 'All sessions' })).toBeNull()
  expect(screen.getByText(/None of your tabs has a session here/)).toBeTruthy()
})
