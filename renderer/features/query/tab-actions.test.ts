import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TextChange } from '../../../shared/contract/workspace.ts'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId, tabId } from '../../../shared/model/ids.ts'
import { settled } from './fixtures/memory-server.ts'
import { account, OpenModel, shop } from './fixtures/open-model.ts'
import { commandOf } from './query-commands.ts'
import { activeTab } from './tabs-store.ts'

let open: OpenModel
beforeEach(() => {
  vi.useFakeTimers()
  open = new OpenModel()
})
afterEach(() => vi.useRealTimers())

describe('tabs', () => {
  test('the first start opens one empty tab', async () => {
    await open.query.load()
    expect(open.titles).toEqual(['Query 1'])
  })

  test('tabs, layout and the tab in front come back as they were left', async () => {
    const tab = { id: tabId('a'), title: 'orders', text: 'SELECT 1', connectionId: shop, database: 'db', caret: 3, view: 'query' as const }
    open.server.stored = { tabs: [{ ...tab, id: tabId('z'), title: 'other' }, tab], activeTabId: tab.id, layout: { 'shell.side': 240 } }
    await open.query.load()
    expect(activeTab(open.state)).toEqual(tab)
    expect(open.state.layout).toEqual({ 'shell.side': 240 })
  })

  test('the session of a tab that was closed while main could not be reached stayed open', async () => {
    await open.start('SELECT 1')
    const [reopened, gone] = [open.active, open.query.newTab()]
    open.server.closed.length = 0
    open.server.closeFailure = failureOf('network', 'host.disconnected')
    void open.query.closeTab(gone)
    void open.query.closeTab(reopened)
    await settled()
    open.query.reopenTab()
    open.server.closeFailure = null
    open.query.endClosed()
    await settled()
    open.query.endClosed()
    expect(open.server.closed).toEqual([gone])
  })

  test('a new tab opens behind the one in front, on its connection, with a free title', async () => {
    await open.start('SELECT 1')
    open.query.newTab()
    open.query.activate(open.state.tabs[0]!.id)
    open.query.newTab()
    expect(open.titles).toEqual(['Query 1', 'Query 3', 'Query 2'])
    expect(activeTab(open.state)).toMatchObject({ title: 'Query 3', connectionId: shop })
  })

  test('closing asks nothing because the tab can be reopened with its text, where it stood', async () => {
    await open.start('')
    open.query.newTab({ title: 'b' })
    open.type('SELECT 2')
    open.query.newTab({ title: 'c' })
    open.query.closeTab(open.state.tabs[1]!.id)
    expect(open.titles).toEqual(['Query 1', 'c'])
    open.query.reopenTab()
    expect(open.titles).toEqual(['Query 1', 'b', 'c'])
    expect(activeTab(open.state)).toMatchObject({ title: 'b', text: 'SELECT 2' })
    open.query.reopenTab()
    expect(open.titles).toEqual(['Query 1', 'b', 'c'])
  })

  test('a closed tab can still be reopened after a restart', async () => {
    await open.start('SELECT 1')
    open.query.newTab({ title: 'b', text: 'SELECT 2' })
    open.query.closeTab(open.active)
    await open.query.autosave.flush()
    const later = new OpenModel()
    later.server.stored = open.server.stored
    await later.query.load()
    later.query.reopenTab()
    expect([later.titles, activeTab(later.state)?.text]).toEqual([['Query 1', 'b'], 'SELECT 2'])
  })

  test('of closed tabs the latest are kept, as many as a save can carry', async () => {
    await open.start('')
    for (const length of [3_000_000, 2_000_000, 1_000_000]) open.query.closeTab(open.query.newTab({ text: 'x'.repeat(length) }))
    expect(open.state.closed.map(({ tab }) => tab.text.length)).toEqual([2_000_000, 1_000_000])
    open.query.closeTab(open.query.newTab({ text: 'x'.repeat(9_000_000) }))
    expect(open.state.closed.map(({ tab }) => tab.text.length)).toEqual([9_000_000])
  })

  test('closing the last tab leaves a fresh one on the same connection', async () => {
    await open.start('SELECT 1')
    open.query.closeTab(open.active)
    expect(open.state.tabs).toHaveLength(1)
    expect(activeTab(open.state)).toMatchObject({ text: '', connectionId: shop })
  })

  test('closing a tab closes its sessions on the server', async () => {
    await open.start('SELECT 1')
    const closing = open.active
    open.query.closeTab(closing)
    expect(open.server.closed).toContain(closing)
  })

  test('tabs are renamed, moved and walked, and the ends join', async () => {
    await open.start('')
    const first = open.active
    open.query.newTab({ title: 'b' })
    open.query.newTab({ title: 'c' })
    open.query.rename(first, '  orders ')
    open.query.rename(first, '   ')
    expect(open.titles).toEqual(['orders', 'b', 'c'])
    open.query.move(first, 9)
    expect(open.titles).toEqual(['b', 'c', 'orders'])
    open.query.step(1)
    expect(activeTab(open.state)?.title).toBe('orders')
    open.query.step(1)
    expect(activeTab(open.state)?.title).toBe('b')
    open.query.step(-1)
    expect(activeTab(open.state)?.title).toBe('orders')
  })

  test('another connection starts with its own default database and new sessions', async () => {
    await open.start('')
    open.query.setDatabase(open.active, ' orders ')
    expect(activeTab(open.state)?.database).toBe('orders')
    open.query.setConnection(open.active, connectionId('other'))
    expect(activeTab(open.state)?.database).toBe('')
    expect(open.server.closed).toContain(open.active)
  })
})

describe('saving', () => {
  test('what is typed is saved within half a second, however long the typing goes on', async () => {
    await open.start('')
    for (let key = 0; key < 20; key++) {
      open.type('x'.repeat(key + 1))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(open.server.saves).toBeGreaterThanOrEqual(4)
    expect(open.server.stored?.tabs[0]?.text.length).toBeGreaterThanOrEqual(16)
  })

  test('a page that is left saves at once', async () => {
    await open.start('')
    open.type('SELECT 1')
    await open.query.autosave.flush()
    expect(open.server.stored?.tabs[0]).toMatchObject({ text: 'SELECT 1', caret: 8 })
  })

  test('what is typed into a tab that was just opened is told at once, behind the save that tells of the tab', async () => {
    await open.start('')
    const opened = open.query.newTab({ text: 'SELECT ' })
    open.query.autosave.typed(opened, [{ at: 7, removed: 0, text: '1' }])
    expect(open.server.stored?.tabs.map(({ text }) => text)).toEqual(['', 'SELECT '])
    expect(open.server.typed).toEqual([{ tabId: opened, seq: 1, changes: [{ at: 7, removed: 0, text: '1' }] }])
  })

  test('what was typed behind a paste whose save failed was put into the text without the paste', async () => {
    await open.start('SELECT 1')
    open.server.saveFailure = failureOf('internal', 'internal.defect', { params: { detail: 'disk full' } })
    const type = (changes: readonly TextChange[]) => open.query.autosave.typed(open.active, changes)
    type([{ at: 8, removed: 0, text: '0' }])
    type([{ at: 0, removed: 0, text: '-'.repeat(100_001) }])
    type([{ at: 100_010, removed: 0, text: ';' }])
    // Other line ends: no edit that can be told.
    type([])
    type([{ at: 100_011, removed: 0, text: ' ' }])
    expect(open.server.typed.map(({ seq }) => seq)).toEqual([1, 3, 5])
    open.server.saveFailure = null
    await open.query.autosave.flush()
    type([{ at: 100_012, removed: 0, text: ' ' }])
    expect([open.server.savedTyped, open.server.typed.at(-1)?.seq]).toEqual([5, 6])
  })

  test('a replacement in more places than main takes waited for the next save', async () => {
    await open.start('x'.repeat(10_001))
    await open.query.autosave.flush()
    open.query.drafts.note(open.active, () => ({ text: 'y'.repeat(10_001), caret: 0 }))
    open.query.autosave.typed(open.active, Array.from({ length: 10_001 }, (_, at) => ({ at: 10_000 - at, removed: 1, text: 'y' })))
    expect(open.server.typed).toEqual([])
    expect(open.server.stored?.tabs[0]?.text).toBe('y'.repeat(10_001))
  })

  test('a page that is left while a save is under way saves once more at once', async () => {
    await open.start('')
    void open.query.autosave.flush()
    open.type('SELECT 1')
    void open.query.autosave.flush()
    expect(open.server.stored?.tabs[0]).toMatchObject({ text: 'SELECT 1' })
  })

  test('a save that fails is shown and tried again until one succeeds', async () => {
    await open.start('')
    open.server.saveFailure = failureOf('internal', 'internal.defect', { params: { detail: 'disk full' } })
    open.type('SELECT 1')
    await vi.advanceTimersByTimeAsync(500)
    expect(open.state.saveFailure).toMatchObject({ code: 'internal.defect' })
    open.server.saveFailure = null
    await vi.advanceTimersByTimeAsync(5_000)
    expect(open.state.saveFailure).toBeNull()
    expect(open.server.stored?.tabs[0]?.text).toBe('SELECT 1')
  })

  test('a workspace that could not be read is never overwritten', async () => {
    open.server.loadFailure = failureOf('internal', 'internal.defect', { params: { detail: 'locked' } })
    await open.query.load()
    expect(open.state.loading.kind).toBe('failed')
    open.query.newTab()
    await open.query.autosave.flush()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(open.server.saves).toBe(0)
  })
})

describe('files', () => {
  test('an opened file becomes a tab named after it', async () => {
    await open.query.load()
    open.server.opened = { name: 'report.sql', text: '\uFEFFSELECT 1' }
    await open.query.openFile()
    expect(activeTab(open.state)).toMatchObject({ title: 'report', text: 'SELECT 1' })
  })

  test('saving writes what stands in the editor now, under a name that every file system takes', async () => {
    await open.start('SELECT 1')
    open.query.rename(open.active, 'a/b: "c"')
    expect(await open.query.saveFile(open.active)).toEqual({ path: '/tmp/a-b- -c-.sql' })
    expect(open.server.saved).toEqual(['SELECT 1'])
  })
})

test('a new query beside a list of instances starts on a connection that runs SQL', async () => {
  await open.start('SELECT 1')
  open.query.setDatabase(open.active, 'archive')
  open.query.newTab({ title: 'Instances', connectionId: account })
  open.query.newTab()
  expect(activeTab(open.state)).toMatchObject({ connectionId: shop, database: 'archive' })
})

test('a list of instances that is closed as the last tab leaves a query, not another list', async () => {
  await open.start('')
  const blank = open.active
  open.query.newTab({ title: 'Instances', connectionId: account })
  open.query.closeTab(blank)
  open.query.closeTab(open.active)
  expect(activeTab(open.state)).toMatchObject({ title: 'Query 1', connectionId: null })
})

describe('the overview of a MaxScale', () => {
  beforeEach(async () => {
    await open.start('SELECT 1')
    open.query.newTab({ title: 'MaxScale', connectionId: shop, view: 'overview' })
  })

  test('a new query beside it starts on its connection, as a query', () => {
    open.query.newTab()
    expect(activeTab(open.state)).toMatchObject({ connectionId: shop, view: 'query' })
  })

  test('it is renamed, closed and reopened as others are, though it has no text', () => {
    open.query.rename(open.active, 'Primary site')
    open.query.closeTab(open.active)
    expect(open.titles).toEqual(['Query 1'])
    open.query.reopenTab()
    expect(activeTab(open.state)).toMatchObject({ title: 'Primary site', view: 'overview' })
  })

  test('commands of a query do nothing to it', async () => {
    const before = open.state
    for (const id of ['query.run', 'query.runAll', 'query.cancel', 'query.saveFile'] as const) commandOf(id).perform(open.query)
    await open.query.autosave.flush()
    expect(open.server).toMatchObject({ ran: [], saved: [] })
    expect([open.state.refusal, open.state.runs]).toEqual([before.refusal, {}])
  })
})
