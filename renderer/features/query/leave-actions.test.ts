import { beforeEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId, type TabId } from '../../../shared/model/ids.ts'
import type { SessionTrace } from '../../../shared/model/session.ts'
import { sessionFor } from './fixtures/memory-sessions.ts'
import { settled } from './fixtures/memory-server.ts'
import { OpenModel } from './fixtures/open-model.ts'

let open: OpenModel
let first: TabId
beforeEach(async () => {
  open = new OpenModel()
  await open.start('SELECT 1')
  first = open.active
})

const hold = (tabId: TabId, trace: Partial<SessionTrace>) => open.server.sessions.change(tabId, sessionFor(tabId, trace))
const tabIds = () => open.state.tabs.map(({ id }) => id)

describe('closing a tab', () => {
  test('with an open transaction asks first, and Keep open keeps everything', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'open' })
    await open.query.closeTab(closing)
    expect(open.state.question).toMatchObject({ tabIds: [closing], progress: { kind: 'asking' } })
    expect(tabIds()).toContain(closing)
    open.query.keepOpen()
    expect(open.state.question).toBeNull()
    expect(tabIds()).toContain(closing)
    expect(open.server.sessions.calls).toEqual([])
  })

  test('rolls back by ending the session', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'open' })
    await open.query.closeTab(closing)
    await open.query.answerQuestion('discard')
    expect(tabIds()).toEqual([first])
    expect(open.server.closed).toContain(closing)
    expect(open.server.sessions.calls).toEqual([])
  })

  test('commits first when that is asked for', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'open' })
    await open.query.closeTab(closing)
    await open.query.answerQuestion('commit')
    expect(open.server.sessions.calls).toEqual(['endTransaction', 'commit'])
    expect(tabIds()).toEqual([first])
  })

  test('a COMMIT that fails keeps the tab and says why', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'open' })
    await open.query.closeTab(closing)
    open.server.sessions.failure = failureOf('server', 'maxscale.transactionNotEnded', { server: { text: 'Deadlock found', code: '1213' } })
    await open.query.answerQuestion('commit')
    expect(tabIds()).toContain(closing)
    expect(open.state.question).toMatchObject({ progress: { kind: 'failed', tabId: closing, failure: { server: { text: 'Deadlock found' } } } })
    open.query.keepOpen()
    expect(open.state.question).toBeNull()
  })

  test('while the COMMIT is under way nothing else is done', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'open' })
    await open.query.closeTab(closing)
    const answer = open.server.sessions.wait()
    const committing = open.query.answerQuestion('commit')
    open.query.keepOpen()
    await open.query.answerQuestion('discard')
    expect(open.state.question).toMatchObject({ progress: { kind: 'committing' } })
    answer()
    await committing
    expect(tabIds()).toEqual([first])
  })

  test.each([{ holds: ['variables'] }, { holds: ['temporaryTables', 'locks'] }] as const)('asks nothing for %o', async (trace) => {
    const closing = open.query.newTab()
    hold(closing, trace)
    await open.query.closeTab(closing)
    expect(tabIds()).toEqual([first])
  })

  test('where a statement runs asks first, and cancels it once that is answered', async () => {
    const closing = open.query.newTab()
    void open.query.run(first, { kind: 'all' })
    await open.query.closeTab(first)
    expect(open.state.question).toMatchObject({ tabIds: [first] })
    expect([open.server.running, tabIds()]).toEqual([true, [first, closing]])
    open.query.keepOpen()
    expect(open.server.running).toBe(true)
    await open.query.closeTab(first)
    await open.query.answerQuestion('discard')
    expect([open.server.running, tabIds()]).toEqual([false, [closing]])
  })

  test('whose session is lost asks nothing: its transaction is gone already', async () => {
    const closing = open.query.newTab()
    const lost = { kind: 'lost', reason: 'connection', lost: ['transaction'] } as const
    open.server.sessions.change(closing, sessionFor(closing, { transaction: 'open' }, { condition: lost }))
    await open.query.closeTab(closing)
    expect(tabIds()).toEqual([first])
  })
})

describe('where a transaction may be open', () => {
  test('the server is asked, and where there is none the tab closes', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'maybe' })
    open.server.sessions.found = { transaction: 'none' }
    await open.query.closeTab(closing)
    expect(open.server.sessions.calls).toEqual(['check'])
    expect(tabIds()).toEqual([first])
  })

  test('and is, the person is asked', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'maybe' })
    open.server.sessions.found = { transaction: 'open' }
    await open.query.closeTab(closing)
    expect(open.state.question).toMatchObject({ tabIds: [closing] })
  })

  test('and the server cannot be asked, the person is', async () => {
    const closing = open.query.newTab()
    hold(closing, { transaction: 'maybe' })
    open.server.sessions.failure = failureOf('network', 'host.disconnected')
    await open.query.closeTab(closing)
    expect(open.state.question).toMatchObject({ tabIds: [closing] })
  })

  test('while a statement runs, the session is not disturbed by a question', async () => {
    hold(first, { transaction: 'maybe' })
    void open.query.run(first, { kind: 'all' })
    await open.query.closeTab(first)
    expect(open.server.sessions.calls).toEqual([])
    expect(open.state.question).toMatchObject({ tabIds: [first] })
  })
})

test('closing the others asks once, naming those with a transaction, and closes all or none', async () => {
  const second = open.query.newTab()
  const third = open.query.newTab()
  hold(first, { transaction: 'open' })
  hold(second, { transaction: 'open' })
  const kept = open.query.newTab()
  await open.query.closeOthers(kept)
  expect(open.state.question).toMatchObject({ tabIds: [first, second] })
  open.query.keepOpen()
  expect(tabIds()).toHaveLength(4)
  expect(tabIds()).toContain(third)
  await open.query.closeOthers(kept)
  await open.query.answerQuestion('commit')
  expect(open.server.sessions.calls.filter((call) => call === 'commit')).toHaveLength(2)
  expect(tabIds()).toEqual([kept])
})

test('another connection for a tab in a transaction is chosen only once that is answered', async () => {
  hold(first, { transaction: 'open' })
  await open.query.setConnection(first, connectionId('other'))
  expect(open.state.tabs[0]).toMatchObject({ connectionId: 'shop' })
  await open.query.answerQuestion('commit')
  expect(open.state.tabs[0]).toMatchObject({ connectionId: 'other' })
})

test('another connection for a tab where a statement runs is chosen only once that is answered', async () => {
  void open.query.run(first, { kind: 'all' })
  await open.query.setConnection(first, connectionId('other'))
  expect(open.state.tabs[0]).toMatchObject({ connectionId: 'shop' })
  await open.query.answerQuestion('discard')
  expect([open.server.running, open.state.tabs[0]?.connectionId]).toEqual([false, 'other'])
})

describe('reconnecting', () => {
  test('a session that holds nothing asks nothing and says the new thread', async () => {
    hold(first, {})
    await open.query.reconnect(first)
    expect(open.state.sessions[first]).toMatchObject({ threadId: 42 })
    expect(open.reconnected).toEqual(['42'])
  })

  test('pressed twice reconnects once', async () => {
    hold(first, { transaction: 'maybe' })
    open.server.sessions.change(first, sessionFor(first))
    await Promise.all([open.query.reconnect(first), open.query.reconnect(first)])
    expect(open.server.sessions.calls).toEqual(['reconnect'])
    expect(open.reconnected).toEqual(['42'])
  })

  test('names what is held before it does it, and what is gone after', async () => {
    hold(first, { holds: ['variables', 'temporaryTables'] })
    await open.query.reconnect(first)
    expect(open.state.question).toMatchObject({ leaving: { kind: 'reconnect' } })
    expect(open.server.sessions.calls).toEqual([])
    await open.query.answerQuestion('discard')
    expect(open.server.sessions.calls).toEqual(['reconnect'])
    expect(open.reconnected).toEqual(['42 variables temporaryTables'])
  })

  test('a lost session is not asked about again, and what it lost is said', async () => {
    const lost = { kind: 'lost', reason: 'connection', lost: ['transaction', 'variables'] } as const
    open.server.sessions.change(first, sessionFor(first, {}, { condition: lost }))
    await open.query.reconnect(first)
    expect(open.reconnected).toEqual(['42 transaction variables'])
  })

  test('cancels the statement that runs, once that is answered', async () => {
    hold(first, {})
    void open.query.run(first, { kind: 'all' })
    await open.query.reconnect(first)
    expect(open.server.running).toBe(true)
    await open.query.answerQuestion('discard')
    expect(open.server.running).toBe(false)
    expect(open.reconnected).toEqual(['42'])
  })

  test('that fails says why and runs nothing', async () => {
    const lost = { kind: 'lost', reason: 'connection', lost: ['variables'] } as const
    void open.query.run(first, { kind: 'all' })
    await open.server.answer({ ok: false, failure: failureOf('server', 'maxscale.reconnectFirst', { retrySafe: true }) })
    open.server.sessions.change(first, sessionFor(first, {}, { condition: lost }))
    open.server.sessions.failure = failureOf('server', 'maxscale.openRefused', { server: { text: 'Connection refused', status: 400 } })
    const { script } = open.run as Extract<typeof open.run, { kind: 'failed' }>
    await open.query.reconnectAndRun(first, script, script.entries[0]!)
    expect(open.server.ran).toHaveLength(1)
    expect(open.reconnected).toEqual([])
    expect(open.state.sessionWork[first]).toMatchObject({ kind: 'failed', failure: { server: { text: 'Connection refused' } } })
    open.server.sessions.failure = null
    void open.query.reconnectAndRun(first, script, script.entries[0]!)
    await settled()
    expect(open.server.ran.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT 1'])
  })
})

test('closing the session asks about all that is in it, and leaves the tab', async () => {
  hold(first, { holds: ['locks'] })
  await open.query.closeSession(first)
  expect(open.state.question).toMatchObject({ leaving: { kind: 'closeSession' } })
  await open.query.answerQuestion('discard')
  expect(open.server.sessions.calls).toEqual(['close'])
  expect(tabIds()).toEqual([first])
  expect(open.state.sessions[first]).toBeUndefined()
})
