// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { useStore } from 'zustand'
import { failureOf } from '../../../shared/model/failure.ts'
import { MaxScaleSettings, type Environment, usualNetwork } from '../../../shared/model/connection.ts'
import type { SessionTrace, TabSession } from '../../../shared/model/session.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { sessionFor } from './fixtures/memory-sessions.ts'
import { ok, settled } from './fixtures/memory-server.ts'
import { OpenModel } from './fixtures/open-model.ts'
import { SessionBar } from './session-bar.tsx'
import { activeTab } from './tabs-store.ts'

let open: OpenModel
beforeAll(() => {
  startI18n('en')
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
})
beforeEach(async () => {
  open = new OpenModel()
  await open.start('SELECT 1')
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const settings = (environment: Environment) =>
  MaxScaleSettings.parse({
    kind: 'maxscale', ...usualNetwork, name: 'Shop', environment, readOnly: false, baseUrl: 'https://maxscale.example', restUser: 'admin', target: 'ro-service', databaseUser: 'app', database: '', timeoutSeconds: 60,
  })

function Bar({ environment }: { environment: Environment }) {
  const tab = useStore(open.query.store, activeTab)
  return <TooltipProvider>{tab && <SessionBar query={open.query} tab={tab} settings={settings(environment)} />}</TooltipProvider>
}
const show = (environment: Environment = 'development') => render(<Bar environment={environment} />)
const hold = (trace: Partial<SessionTrace>, more: Partial<TabSession> = {}) =>
  act(() => open.server.sessions.change(open.active, sessionFor(open.active, trace, { openedAt: Date.now(), endsAt: Date.now() + 86_000_000, ...more })))
const bar = () => screen.getByRole('region', { name: 'Session' })
/** What is seen, without what only screen readers are told. */
const seen = () => (bar().firstElementChild?.textContent ?? '').replace(/\s+/g, ' ')
const told = () => (bar().querySelector('[aria-live=polite]')?.textContent ?? '').trim().replace(/\s+/g, ' ')

test('before the first statement there is no session, and the target is the connection’s', () => {
  show()
  expect(seen()).toBe('No session yetro-service')
  expect(told()).toBe('No session yet')
})

test('an open session says where it leads and what is in force', () => {
  show()
  hold({}, { openedAt: Date.now() - 12 * 60_000 })
  for (const fact of ['Session open', 'rw-service', 'Thread 41', 'shop', 'autocommit on', 'no transaction', '12 min']) expect(seen()).toContain(fact)
  expect(screen.queryByRole('button', { name: 'Commit' })).toBeNull()
  expect(seen()).not.toContain('expires in')
})

test.each([
  [{ transaction: 'open' as const }, 'Transaction open', 'autocommit on'],
  [{ transaction: 'maybe' as const, autocommit: null }, 'Transaction may be open', 'autocommit unknown'],
  [{ transaction: 'maybe' as const, autocommit: false }, 'Transaction may be open', 'autocommit off'],
])('a transaction is said in words, with what ends it: %o', async (trace, words, autocommit) => {
  show()
  hold(trace)
  expect(seen()).toContain(words)
  expect(seen()).toContain(autocommit)
  expect(told()).toBe(`Session open ${words}`)
  fireEvent.click(screen.getByRole('button', { name: 'Roll back' }))
  expect(open.server.ran.map(({ sql }) => sql)).toEqual(['ROLLBACK'])
  await act(() => open.server.answer(ok('ROLLBACK')))
})

test('in production an open transaction names the environment, too', () => {
  show('production')
  hold({ transaction: 'open' })
  expect(seen()).toContain('Transaction open · Production')
  expect(bar().dataset).toMatchObject({ environment: 'production', transaction: 'open' })
})

test('the button that ended the transaction leaves the focus to the menu', async () => {
  show()
  hold({ transaction: 'open' })
  const commit = screen.getByRole('button', { name: 'Commit' })
  commit.focus()
  fireEvent.click(commit)
  await act(() => open.server.answer(ok('COMMIT')))
  expect(document.activeElement).toBe(commit)
  hold({ transaction: 'none' })
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Session menu' }))
})

test('the end of its token is said within the last hour', () => {
  show()
  hold({}, { endsAt: Date.now() + 61 * 60_000 })
  expect(seen()).not.toContain('expires in')
  hold({}, { endsAt: Date.now() + 25 * 60_000 + 1_000 })
  expect(seen()).toContain('expires in 25 min')
})

test('the age moves with the minutes, and screen readers are not told', () => {
  vi.useFakeTimers()
  show()
  hold({})
  expect(seen()).toContain('just connected')
  act(() => void vi.advanceTimersByTime(3 * 60_000))
  expect(seen()).toContain('connected for 3 min')
  expect(told()).toBe('Session open no transaction')
})

test('a number of MaxScale\'s own is not called a thread, which KILL at the server would take', () => {
  show()
  hold({}, { threadOf: 'maxscale' })
  expect(seen()).toContain('MaxScale session 41')
  expect(seen()).not.toContain('Thread 41')
})

test('a lost session says why, names what was lost and reconnects', async () => {
  show()
  const lost = ['transaction', 'variables', 'temporaryTables', 'locks', 'preparedStatements'] as const
  hold({}, { condition: { kind: 'lost', reason: 'connection', lost } })
  const words = 'The connection to the database is lost. Lost with it: transaction, variables, temporary tables, locks, prepared statements.'
  expect(bar().textContent).toContain(words)
  expect(told()).toContain(words)
  expect(seen()).not.toContain('Thread')
  const reconnect = screen.getByRole<HTMLButtonElement>('button', { name: 'Reconnect' })
  act(() => open.query.store.setState({ sessionWork: { [open.active]: { kind: 'reconnecting' } } }))
  expect(reconnect.disabled).toBe(true)
  act(() => open.query.store.setState({ sessionWork: {} }))
  reconnect.focus()
  await act(async () => {
    fireEvent.click(reconnect)
    await settled()
  })
  expect(seen()).toContain('Thread 42')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Session menu' }))
})

test.each(['connection', 'forgotten', 'expired', 'unanswered'] as const)('a session lost with nothing in it needs no reconnect: %s', (reason) => {
  show()
  hold({}, { condition: { kind: 'lost', reason, lost: [] } })
  expect(bar().textContent).toContain('The session held nothing; the next run opens a new one.')
  expect(within(bar()).queryByRole('button', { name: 'Reconnect' })).toBeNull()
})

test('a reconnect that fails shows the server’s words until they are dismissed', async () => {
  show()
  hold({}, { condition: { kind: 'lost', reason: 'connection', lost: ['variables'] } })
  open.server.sessions.failure = failureOf('input', 'maxscale.openRefused', { params: { target: 'rw-service' }, server: { text: 'Could not connect to server2', status: 400 } })
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Reconnect' }))
    await settled()
  })
  expect(screen.getByText('Could not connect to server2')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText('Could not connect to server2')).toBeNull()
})

test('a statement that could not be stopped is not forgotten', async () => {
  open.server.cancelOutcome = 'mayStillRun'
  show()
  hold({})
  await act(async () => {
    void open.query.run(open.active, { kind: 'all' })
    await open.query.cancel(open.active)
    await settled()
  })
  expect(seen()).toContain('A statement may still be running on the server')
})
