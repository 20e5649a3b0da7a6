import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId, tabId, type TabId } from '../../../shared/model/ids.ts'
import { MemoryServer, ok, rows, settled, sqlError } from './fixtures/memory-server.ts'
import { createQueryModel, type QueryModel } from './query-model.ts'
import { MESSAGES, resultItems, shownScript } from './run-state.ts'
import { activeTab, runOf } from './tabs-store.ts'

let server: MemoryServer
let query: QueryModel
let clock: number
let hidden: boolean

beforeEach(async () => {
  vi.useFakeTimers()
  server = new MemoryServer()
  clock = 1_000_000
  hidden = false
  let ids = 0
  query = createQueryModel({
    rpc: server.rpc,
    untitled: (number) => `Query ${number}`,
    newId: () => `id-${++ids}`,
    now: () => clock,
    rowLimit: () => 500,
    isHidden: () => hidden,
    announcement: (title, script, fine) => ({ title, body: `${title}: ${script.entries.length} ${fine ? 'done' : 'failed'}` }),
  })
})
afterEach(() => vi.useRealTimers())

const state = () => query.store.getState()
const titles = () => state().tabs.map((tab) => tab.title)
const active = (): TabId => activeTab(state())!.id
const run = () => runOf(state(), active())
const shop = connectionId('shop')
const caretAt = (caret: number) => ({ kind: 'caret', selection: null, caret }) as const

/** An open tab that can run. */
async function start(text: string) {
  await query.load()
  query.setConnection(active(), shop)
  type(text)
}
/** Types as an editor does: the store learns of it when somebody collects. */
function type(text: string) {
  query.drafts.note(active(), () => ({ text, caret: text.length }))
  query.autosave.schedule()
}

describe('tabs', () => {
  test('the first start opens one empty tab', async () => {
    await query.load()
    expect(titles()).toEqual(['Query 1'])
  })

  test('tabs, layout and the tab in front come back as they were left', async () => {
    const tab = { id: tabId('a'), title: 'orders', text: 'SELECT 1', connectionId: shop, database: 'db', caret: 3 }
    server.stored = { tabs: [{ ...tab, id: tabId('z'), title: 'other' }, tab], activeTabId: tab.id, layout: { 'shell.side': 240 } }
    await query.load()
    expect(activeTab(state())).toEqual(tab)
    expect(state().layout).toEqual({ 'shell.side': 240 })
  })

  test('a new tab opens behind the one in front, on its connection, with a free title', async () => {
    await start('SELECT 1')
    query.newTab()
    query.activate(state().tabs[0]!.id)
    query.newTab()
    expect(titles()).toEqual(['Query 1', 'Query 3', 'Query 2'])
    expect(activeTab(state())).toMatchObject({ title: 'Query 3', connectionId: shop })
  })

  test('closing asks nothing because the tab can be reopened with its text, where it stood', async () => {
    await start('')
    query.newTab({ title: 'b' })
    type('SELECT 2')
    query.newTab({ title: 'c' })
    query.closeTab(state().tabs[1]!.id)
    expect(titles()).toEqual(['Query 1', 'c'])
    query.reopenTab()
    expect(titles()).toEqual(['Query 1', 'b', 'c'])
    expect(activeTab(state())).toMatchObject({ title: 'b', text: 'SELECT 2' })
    query.reopenTab()
    expect(titles()).toEqual(['Query 1', 'b', 'c'])
  })

  test('closing the last tab leaves a fresh one on the same connection', async () => {
    await start('SELECT 1')
    query.closeTab(active())
    expect(state().tabs).toHaveLength(1)
    expect(activeTab(state())).toMatchObject({ text: '', connectionId: shop })
  })

  test('closing a tab closes its sessions on the server', async () => {
    await start('SELECT 1')
    const closing = active()
    query.closeTab(closing)
    expect(server.closed).toContain(closing)
  })

  test('tabs are renamed, moved and walked, and the ends join', async () => {
    await start('')
    const first = active()
    query.newTab({ title: 'b' })
    query.newTab({ title: 'c' })
    query.rename(first, '  orders ')
    query.rename(first, '   ')
    expect(titles()).toEqual(['orders', 'b', 'c'])
    query.move(first, 9)
    expect(titles()).toEqual(['b', 'c', 'orders'])
    query.step(1)
    expect(activeTab(state())?.title).toBe('orders')
    query.step(1)
    expect(activeTab(state())?.title).toBe('b')
    query.step(-1)
    expect(activeTab(state())?.title).toBe('orders')
  })

  test('another connection starts with its own default database and new sessions', async () => {
    await start('')
    query.setDatabase(active(), ' orders ')
    expect(activeTab(state())?.database).toBe('orders')
    query.setConnection(active(), connectionId('other'))
    expect(activeTab(state())?.database).toBe('')
    expect(server.closed).toContain(active())
  })
})

describe('saving', () => {
  test('what is typed is saved within half a second, however long the typing goes on', async () => {
    await start('')
    for (let key = 0; key < 20; key++) {
      type('x'.repeat(key + 1))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(server.saves).toBeGreaterThanOrEqual(4)
    expect(server.stored?.tabs[0]?.text.length).toBeGreaterThanOrEqual(16)
  })

  test('a page that is left saves at once', async () => {
    await start('')
    type('SELECT 1')
    await query.autosave.flush()
    expect(server.stored?.tabs[0]).toMatchObject({ text: 'SELECT 1', caret: 8 })
  })

  test('a save that fails is shown and tried again until one succeeds', async () => {
    await start('')
    server.saveFailure = failureOf('internal', 'internal.defect', { params: { detail: 'disk full' } })
    type('SELECT 1')
    await vi.advanceTimersByTimeAsync(500)
    expect(state().saveFailure).toMatchObject({ code: 'internal.defect' })
    server.saveFailure = null
    await vi.advanceTimersByTimeAsync(5_000)
    expect(state().saveFailure).toBeNull()
    expect(server.stored?.tabs[0]?.text).toBe('SELECT 1')
  })

  test('a workspace that could not be read is never overwritten', async () => {
    server.loadFailure = failureOf('internal', 'internal.defect', { params: { detail: 'locked' } })
    await query.load()
    expect(state().loading.kind).toBe('failed')
    query.newTab()
    await query.autosave.flush()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.saves).toBe(0)
  })
})

describe('running', () => {
  test('the statement at the caret is sent with the tab, its database and the row limit', async () => {
    await start('SELECT 1;\n/*+TDDL:scan()*/ SELECT 2;')
    query.setDatabase(active(), 'orders')
    void query.run(active(), caretAt(20))
    expect(server.ran).toMatchObject([
      { sql: '/*+TDDL:scan()*/ SELECT 2', connectionId: 'shop', database: 'orders', rowLimit: 500, tabId: active() },
    ])
    expect(run().kind).toBe('running')
    clock += 40
    await server.answer(rows('x'))
    expect(run()).toMatchObject({ kind: 'done', script: { entries: [{ elapsedMs: 40 }] } })
  })

  test('statements run one after another', async () => {
    await start('SELECT 1; SELECT 2; SELECT 3')
    void query.run(active(), { kind: 'all' })
    expect(server.ran.map((one) => one.sql)).toEqual(['SELECT 1'])
    await server.answer(rows('1'))
    expect(server.ran.map((one) => one.sql)).toEqual(['SELECT 1', 'SELECT 2'])
    await server.answer(ok('2'))
    await server.answer(rows('3'))
    expect(run().kind).toBe('done')
    expect(resultItems(shownScript(run())!)).toHaveLength(2)
  })

  test('the first result of a run comes to the front, messages where there is none', async () => {
    await start('SELECT 1; SELECT 2')
    void query.run(active(), { kind: 'all' })
    await server.answer(rows('1'))
    await server.answer(rows('2'))
    expect(state().shown[active()]).toBe(resultItems(shownScript(run())!)[0]!.id)
    void query.run(active(), caretAt(0))
    await server.answer(ok('1'))
    expect(state().shown[active()]).toBe(MESSAGES)
  })

  test('a script stops at its first error, says what was not run, and can go on', async () => {
    await start('A; B; C; D')
    void query.run(active(), { kind: 'all' })
    await server.answer(rows('A'))
    await server.answer(sqlError('B'))
    expect(run()).toMatchObject({ kind: 'failed', script: { total: 4, rest: [{ text: 'C' }, { text: 'D' }] } })
    expect(server.running).toBe(false)
    expect(state().shown[active()]).toBe(resultItems(shownScript(run())!)[1]!.id)
    void query.runRest(active())
    await server.answer(ok('C'))
    await server.answer(ok('D'))
    expect(run()).toMatchObject({ kind: 'done', script: { total: 4 } })
    expect(shownScript(run())?.entries.map((entry) => entry.statement.text)).toEqual(['A', 'B', 'C', 'D'])
  })

  test('a call that fails stops the script as an error does', async () => {
    await start('A; B')
    void query.run(active(), { kind: 'all' })
    await server.answer({ ok: false, failure: failureOf('internal', 'internal.defect', { params: { detail: 'x' } }) })
    expect(run()).toMatchObject({ kind: 'failed', script: { rest: [{ text: 'B' }] } })
  })

  test('earlier results stay on screen until the first answer of the next run', async () => {
    await start('A')
    void query.run(active(), { kind: 'all' })
    await server.answer(rows('A'))
    const before = shownScript(run())
    void query.run(active(), { kind: 'all' })
    expect(run().kind).toBe('running')
    expect(shownScript(run())).toBe(before)
    await server.answer(rows('A'))
    expect(shownScript(run())).not.toBe(before)
  })

  test('a run says why it does not start', async () => {
    await query.load()
    type('SELECT 1')
    await query.run(active(), { kind: 'all' })
    expect(state().refusal?.reason).toBe('noConnection')
    query.setConnection(active(), shop)
    type('-- nothing')
    await query.run(active(), { kind: 'all' })
    expect(state().refusal?.reason).toBe('nothingToRun')
    type('SELECT 1')
    void query.run(active(), { kind: 'all' })
    expect(state().refusal).toBeNull()
    await query.run(active(), { kind: 'all' })
    expect(state().refusal?.reason).toBe('alreadyRunning')
    expect(server.ran).toHaveLength(1)
  })

  test.each(['askedServer', 'mayStillRun'] as const)('a cancel ends the script and keeps its outcome: %s', async (outcome) => {
    server.cancelOutcome = outcome
    await start('A; B')
    void query.run(active(), { kind: 'all' })
    await query.cancel(active())
    await settled()
    expect(run()).toMatchObject({
      kind: 'failed',
      script: { entries: [{ cancel: outcome, answer: { failure: { kind: 'cancelled' } } }], rest: [{ text: 'B' }] },
    })
  })

  test('a cancel that comes too late stops what follows and says so', async () => {
    await start('A; B')
    void query.run(active(), { kind: 'all' })
    const answered = server.answer(ok('A'))
    const cancelled = query.cancel(active())
    await Promise.all([answered, cancelled])
    await settled()
    expect(run()).toMatchObject({ kind: 'failed', script: { entries: [{ cancel: 'nothing' }], rest: [{ text: 'B' }] } })
    expect(server.ran).toHaveLength(1)
  })

  test('an answer for a tab that was closed meanwhile is dropped, and its statement cancelled', async () => {
    await start('A')
    const closing = active()
    void query.run(closing, { kind: 'all' })
    query.closeTab(closing)
    await settled()
    expect(server.running).toBe(false)
    expect(state().runs[closing]).toBeUndefined()
  })

  test('a long run that ends while nobody looks is announced, a short one is not', async () => {
    await start('A')
    hidden = true
    void query.run(active(), { kind: 'all' })
    await server.answer(ok('A'))
    expect(server.notified).toEqual([])
    void query.run(active(), { kind: 'all' })
    clock += 12_000
    await server.answer(sqlError('A'))
    expect(server.notified).toEqual(['Query 1: 1 failed'])
  })
})

describe('files', () => {
  test('an opened file becomes a tab named after it', async () => {
    await query.load()
    server.opened = { name: 'report.sql', text: '\uFEFFSELECT 1' }
    await query.openFile()
    expect(activeTab(state())).toMatchObject({ title: 'report', text: 'SELECT 1' })
  })

  test('saving writes what stands in the editor now, under a name that every file system takes', async () => {
    await start('SELECT 1')
    query.rename(active(), 'a/b: "c"')
    expect(await query.saveFile(active())).toEqual({ path: '/tmp/a-b- -c-.sql' })
    expect(server.saved).toEqual(['SELECT 1'])
  })
})
