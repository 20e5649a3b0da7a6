// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { MaxScaleSettings, type Connection, usualNetwork } from '../../../shared/model/connection.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { sessionFor } from './fixtures/memory-sessions.ts'
import { settled } from './fixtures/memory-server.ts'
import { OpenModel, shop } from './fixtures/open-model.ts'
import { LeaveDialog } from './leave-dialog.tsx'

let open: OpenModel
let tab: TabId
beforeAll(() => startI18n('en'))
beforeEach(async () => {
  open = new OpenModel()
  await open.start('UPDATE orders SET status = 1')
  open.query.rename(open.active, 'Month end')
  tab = open.active
  render(<LeaveDialog query={open.query} connections={[connection]} />)
})
afterEach(cleanup)

const connection: Connection = {
  id: shop,
  sandbox: false,
  secrets: {},
  settings: MaxScaleSettings.parse({
    kind: 'maxscale', ...usualNetwork, name: 'Shop primary', environment: 'production', readOnly: false, baseUrl: 'https://maxscale.example', restUser: 'admin', target: 'rw', databaseUser: 'app', database: '', timeoutSeconds: 60,
  }),
}
const dialog = () => screen.getByRole('dialog')
const buttons = () => within(dialog()).getAllByRole('button').map((button) => button.textContent || button.getAttribute('aria-label'))
const press = (name: string) =>
  act(async () => {
    fireEvent.click(within(dialog()).getByRole('button', { name }))
    await settled()
  })

test('the dialog names tab, connection and environment, and the harmless answer has the focus', async () => {
  open.server.sessions.change(tab, sessionFor(tab, { transaction: 'open', holds: ['variables'] }))
  await act(() => open.query.closeTab(tab))
  expect(within(dialog()).getByRole('heading').textContent).toBe('A transaction is open in “Month end”')
  const named = within(dialog()).getByRole('listitem').textContent
  for (const word of ['Month end', 'Shop primary', 'Production', 'Transaction open']) expect(named).toContain(word)
  // A tab that is closed is wanted no more: its variables are nobody's worry.
  expect(named).not.toContain('variables')
  expect(buttons()).toEqual(['Keep open', 'Roll back and close', 'Commit and close', 'Close'])
  expect(document.activeElement?.textContent).toBe('Keep open')
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(open.titles).toContain('Month end')
})

test('a running statement is named, and nothing is committed beside it', async () => {
  open.server.sessions.change(tab, sessionFor(tab, { transaction: 'open' }))
  await act(async () => {
    void open.query.run(tab, { kind: 'all' })
    await open.query.closeTab(tab)
  })
  expect(within(dialog()).getByRole('listitem').textContent).toContain('Running: UPDATE orders SET status')
  expect(within(dialog()).getByRole('button', { name: 'Commit and close' }).hasAttribute('disabled')).toBe(true)
  await press('Roll back and close')
  expect(open.titles).not.toContain('Month end')
})

test('a COMMIT that fails is shown with the server’s words, and the tab stays', async () => {
  open.server.sessions.change(tab, sessionFor(tab, { transaction: 'open' }))
  await act(() => open.query.closeTab(tab))
  open.server.sessions.failure = failureOf('server', 'maxscale.transactionNotEnded', { server: { text: 'Lost connection during COMMIT', code: '2013' } })
  await press('Commit and close')
  expect(dialog().textContent).toContain('Not committed: “Month end” is unchanged.')
  expect(dialog().textContent).toContain('Lost connection during COMMIT')
  await press('Keep open')
  expect(open.titles).toContain('Month end')
})

test('reconnecting without a transaction names what is held, with the verb on the button', async () => {
  open.server.sessions.change(tab, sessionFor(tab, { holds: ['temporaryTables', 'preparedStatements'] }))
  await act(() => open.query.reconnect(tab))
  expect(within(dialog()).getByRole('listitem').textContent).toContain('The session also holds: temporary tables, prepared statements')
  expect(buttons()).toEqual(['Keep session', 'Reconnect', 'Close'])
  await press('Reconnect')
  expect(open.reconnected).toEqual(['42 temporaryTables preparedStatements'])
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('several tabs are one question', async () => {
  const second = open.query.newTab()
  open.server.sessions.change(tab, sessionFor(tab, { transaction: 'open' }))
  open.server.sessions.change(second, sessionFor(second, { transaction: 'open' }))
  const kept = open.query.newTab()
  await act(() => open.query.closeOthers(kept))
  expect(within(dialog()).getByRole('heading').textContent).toBe('Transactions are open in 2 tabs')
  expect(within(dialog()).getAllByRole('listitem')).toHaveLength(2)
})

test('a statement that runs without a transaction is named, and what closing does to it', async () => {
  await act(async () => {
    void open.query.run(tab, { kind: 'all' })
    await open.query.closeTab(tab)
  })
  expect(within(dialog()).getByRole('heading').textContent).toBe('A statement is running in “Month end”')
  expect(dialog().textContent).toContain('UPDATE orders SET status = 1')
  expect(buttons()).toEqual(['Keep open', 'Cancel statement and close', 'Close'])
  // It may end while one reads: then nothing is cancelled any more, and the dialog says so.
  await act(() => open.server.answer({ ok: true, value: [] }))
  expect(within(dialog()).getByRole('heading').textContent).toBe('The statement in “Month end” has ended')
  expect(buttons()).toEqual(['Keep open', 'Close', 'Close'])
})
