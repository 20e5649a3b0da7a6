// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useStore } from 'zustand'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Connection, usualNetwork } from '../../../shared/model/connection.ts'
import { runId } from '../../../shared/model/ids.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { TooltipProvider } from '../../ui/tooltip.tsx'
import { sessionFor } from './fixtures/memory-sessions.ts'
import { ok, rows, settled, sqlError } from './fixtures/memory-server.ts'
import { OpenModel, shop } from './fixtures/open-model.ts'
import { ResultsRegion } from './results-region.tsx'
import { activeTab } from './tabs-store.ts'

let open: OpenModel
beforeAll(() => {
  startI18n('en')
  // jsdom lays nothing out: nothing is resized or scrolled.
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
  Element.prototype.scrollIntoView = () => {}
})
beforeEach(() => {
  open = new OpenModel()
})
afterEach(cleanup)

const connection: Connection = {
  id: shop,
  sandbox: false,
  secrets: {},
  settings: {
    kind: 'maxscale', ...usualNetwork, name: 'Shop', environment: 'production', readOnly: false, baseUrl: 'https://maxscale.example',
    restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie', target: 'rw', databaseUser: 'app', database: '', timeoutSeconds: 60,
  },
}

function Region() {
  const tab = useStore(open.query.store, activeTab)
  return (
    <TooltipProvider>
      {tab && (
        <ResultsRegion
          query={open.query}
          tab={tab}
          connections={[connection]}
          renderItem={(item) => <p>{item.kind === 'result' ? `a ${item.result.kind}` : `failure ${item.failure.code}`}</p>}
        />
      )}
    </TooltipProvider>
  )
}

async function runAll(text: string, ...answers: Result<StatementResult[]>[]) {
  await open.start(text)
  render(<Region />)
  await act(async () => {
    void open.query.run(open.active, { kind: 'all' })
    for (const answer of answers) await open.server.answer(answer)
  })
}
const tabs = () => screen.getAllByRole('tab').map((tab) => `${tab.textContent}${tab.getAttribute('aria-selected') === 'true' ? ' *' : ''}`)

test('a tab that ran nothing invites to run', async () => {
  await open.start('SELECT 1')
  render(<Region />)
  expect(screen.getByText('No results in this tab yet')).toBeTruthy()
})

test('every result set has a tab named after its table, and the first is in front', async () => {
  await runAll('SELECT * FROM orders; UPDATE x SET y = 1; SELECT 2', rows('1'), ok('2'), rows('3'))
  expect(tabs()).toEqual(['Messages', '1orders *', '3SELECT 2'])
  expect(screen.getByText('a resultset')).toBeTruthy()
})

test('arrows walk the result tabs, Home leads to the messages of every statement', async () => {
  await runAll('SELECT * FROM orders; UPDATE x SET y = 1', rows('1'), ok('2'))
  fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key: 'Home' })
  expect(tabs()).toEqual(['Messages *', '1orders'])
  expect(screen.getByText('0 rows')).toBeTruthy()
  expect(screen.getByText('1 row affected.')).toBeTruthy()
})

test('the statement that failed among many was not to be found: its tab is in front with its number, its line is told and shown', async () => {
  const shown: number[] = []
  const handle = { scope: () => ({ selection: null, caret: 0 }), focus() {}, bringIntoView: (at: number) => shown.push(at), reveal: (at: number) => shown.push(at) }
  const text = Array.from({ length: 200 }, (_, at) => `UPDATE t SET n = ${at};`).join('\n')
  open.query.setEditor(handle)
  await runAll(text, ...Array.from({ length: 149 }, () => ok('')), sqlError('no such column'))
  expect(tabs()).toEqual(['Messages', '150UPDATE t SET n = 149failed *'])
  const at = text.indexOf('UPDATE t SET n = 149')
  expect(shown).toEqual([at])
  expect(screen.getByText('Statement 150 of 200 failed (line 150).')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show in editor' }))
  expect(shown).toEqual([at, at])
})

test('a script that stopped says how many statements were not run, and runs them when asked', async () => {
  await runAll('A; B; C', ok('A'), sqlError('B'))
  expect(screen.getByText('1 of 3 not run')).toBeTruthy()
  expect(screen.getByText('a error')).toBeTruthy()
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Run the rest' }))
    await settled()
    await open.server.answer(ok('C'))
  })
  expect(open.server.ran.map((one) => one.sql)).toEqual(['A', 'B', 'C'])
  expect(screen.queryByText('1 of 3 not run')).toBeNull()
})

test.each([
  ['askedServer', 'Cancelled: the server stopped the statement.'],
  ['killedQuery', 'Cancelled: KILL QUERY on a second session stopped the statement.'],
  ['mayStillRun', 'Stopped waiting; it may still be running.'],
] as const)('a cancelled statement says what was achieved: %s', async (outcome, words) => {
  open.server.cancelOutcome = outcome
  await runAll('SELECT SLEEP(9)')
  expect(screen.getByText('Running')).toBeTruthy()
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await settled()
  })
  expect(screen.getAllByText(words)).toHaveLength(1)
  expect(tabs()).toEqual(['Messages *'])
})

test('a long statement shows the server’s clock, state and share, and that it goes on where the server cannot be reached', async () => {
  await runAll('ALTER TABLE orders FORCE')
  const id = runId(open.server.ran[0]!.runId)
  act(() => open.query.runProgressed({ runId: id, elapsedMs: 65_000, reachable: true, serverState: 'copy to tmp table', percent: 41.9 }))
  expect(screen.getByText('server: 1:05 · copy to tmp table · 41%')).toBeTruthy()
  act(() => open.query.runProgressed({ runId: id, elapsedMs: 66_000, reachable: false }))
  expect(screen.getByText('MaxScale cannot be reached; the statement continues on the server')).toBeTruthy()
  await act(() => open.server.answer(ok('x')))
  expect(screen.queryByText(/cannot be reached/)).toBeNull()
})

test('a statement that a button ran stands nowhere in the text, so nothing leads there', async () => {
  await open.start('-- COMMIT')
  open.server.sessions.change(open.active, sessionFor(open.active))
  render(<Region />)
  await act(async () => {
    void open.query.endTransaction(open.active, 'COMMIT')
    await open.server.answer(ok('COMMIT'))
  })
  expect(screen.getByText('COMMIT').closest('button')).toBeNull()
  expect(screen.queryByText(/^line/)).toBeNull()
})

test('results of another place than the tab sends to now say where they are from', async () => {
  await runAll('SELECT 1; SELECT 2', rows('1'), sqlError('2'))
  act(() => open.query.setDatabase(open.active, 'archive'))
  expect(screen.queryByRole('button', { name: 'Run the rest' })).toBeNull()
  expect(screen.getByText('from Shop')).toBeTruthy()
  act(() => open.query.setDatabase(open.active, ''))
  expect(screen.queryByText('from Shop')).toBeNull()
})

test('results of the run before are said to be old while the next statement runs', async () => {
  await runAll('SELECT 1', rows('1'))
  await act(async () => {
    void open.query.run(open.active, { kind: 'all' })
    await settled()
  })
  expect(screen.getByText('a resultset')).toBeTruthy()
  expect(screen.getByText('Previous run')).toBeTruthy()
  await act(async () => open.server.answer(rows('1')))
  expect(screen.queryByText('Previous run')).toBeNull()
})
