import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId, runId } from '../../../shared/model/ids.ts'
import { sessionFor } from './fixtures/memory-sessions.ts'
import { ok, settled } from './fixtures/memory-server.ts'
import { OpenModel } from './fixtures/open-model.ts'
import { queryCommands } from './query-commands.ts'
import { sessionOf } from './tabs-store.ts'

let open: OpenModel
beforeEach(async () => {
  open = new OpenModel()
  await open.start('SELECT 1')
})

afterEach(() => void vi.useRealTimers())

const held = () => open.state.sessions[open.active]

test('sessions that main still holds are shown when the window is loaded anew', async () => {
  open.server.sessions.held.set(open.active, sessionFor(open.active))
  await open.query.loadSessions()
  expect(held()).toMatchObject({ threadId: 41 })
})

test('what main told while the list was under way is newer than the list', async () => {
  const other = open.active
  open.query.newTab()
  open.server.sessions.held.set(open.active, sessionFor(open.active))
  open.server.sessions.held.set(other, sessionFor(other))
  const answer = open.server.sessions.wait()
  const loading = open.query.loadSessions()
  open.server.sessions.change(open.active, sessionFor(open.active, {}, { threadId: 99 }))
  open.server.sessions.change(other, null)
  answer()
  await loading
  expect(held()).toMatchObject({ threadId: 99 })
  expect(open.state.sessions[other]).toBeUndefined()
})

test('of two lists under way the later one counts', async () => {
  const answer = open.server.sessions.wait()
  const first = open.query.loadSessions()
  open.server.sessions.held.set(open.active, sessionFor(open.active))
  const second = open.query.loadSessions()
  answer()
  await Promise.all([first, second])
  expect(held()).toMatchObject({ threadId: 41 })
})

test('a session of a tab that was closed meanwhile is dropped, and null takes it away', () => {
  const closing = open.query.newTab()
  open.server.sessions.change(closing, sessionFor(closing))
  void open.query.closeTab(closing)
  expect(open.state.sessions[closing]).toBeUndefined()
  open.server.sessions.change(closing, sessionFor(closing))
  expect(open.state.sessions[closing]).toBeUndefined()
  open.server.sessions.change(open.active, sessionFor(open.active))
  open.server.sessions.change(open.active, null)
  expect(held()).toBeUndefined()
})

test('a session on the connection that the tab had before is not its own', async () => {
  open.server.sessions.change(open.active, sessionFor(open.active))
  await open.query.setConnection(open.active, connectionId('other'))
  expect(held()).toBeUndefined()
  open.server.sessions.change(open.active, sessionFor(open.active))
  expect(sessionOf(open.state, open.state.tabs[0]!)).toBeNull()
})

test('choosing the connection that the tab has already ends nothing', async () => {
  open.server.sessions.change(open.active, sessionFor(open.active))
  await open.query.setConnection(open.active, connectionId('shop'))
  expect(held()).toBeDefined()
  expect(open.server.closed).toEqual([open.active])
})

test('checking says that it checks, asks once, and shows what was found', async () => {
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'maybe', autocommit: null }))
  open.server.sessions.found = { transaction: 'open', autocommit: false }
  const answer = open.server.sessions.wait()
  const checking = open.query.checkSession(open.active)
  expect(await open.query.checkSession(open.active)).toBeNull()
  expect(open.state.sessionWork[open.active]).toEqual({ kind: 'checking' })
  answer()
  expect(await checking).toMatchObject({ trace: { transaction: 'open' } })
  expect(held()).toMatchObject({ trace: { transaction: 'open', autocommit: false } })
  expect(open.state.sessionWork[open.active]).toBeUndefined()
  expect(open.server.sessions.calls).toEqual(['check'])
})

test('a check that does not succeed is kept with the server’s words until it is dismissed', async () => {
  open.server.sessions.change(open.active, sessionFor(open.active))
  open.server.sessions.failure = failureOf('server', 'maxscale.busy', { server: { text: 'busy', status: 503 } })
  expect(await open.query.checkSession(open.active)).toBeNull()
  expect(open.state.sessionWork[open.active]).toMatchObject({ kind: 'failed', failure: { server: { text: 'busy' } } })
  open.query.dismissSessionFailure(open.active)
  expect(open.state.sessionWork[open.active]).toBeUndefined()
})

test('the answer of a check is dropped where its tab was closed meanwhile', async () => {
  const closing = open.query.newTab()
  open.server.sessions.change(closing, sessionFor(closing))
  open.server.sessions.failure = failureOf('server', 'maxscale.busy')
  const answer = open.server.sessions.wait()
  const checking = open.query.checkSession(closing)
  void open.query.closeTab(closing)
  answer()
  await checking
  expect(open.state.sessionWork[closing]).toBeUndefined()
})

test('progress belongs to the statement that runs, and goes with it', async () => {
  void open.query.run(open.active, { kind: 'all' })
  const id = runId(open.server.ran[0]!.runId)
  open.query.runProgressed({ runId: runId('another'), elapsedMs: 1, reachable: true })
  expect(open.run).toMatchObject({ progress: null })
  open.query.runProgressed({ runId: id, elapsedMs: 12_000, reachable: false, serverState: 'Sending data' })
  expect(open.run).toMatchObject({ progress: { elapsedMs: 12_000, reachable: false } })
  await open.server.answer(ok('SELECT 1'))
  open.query.runProgressed({ runId: id, elapsedMs: 13_000, reachable: true })
  expect(open.run).toMatchObject({ kind: 'done' })
  expect('progress' in open.run).toBe(false)
})

test('reconnecting and checking are offered where there is a session', () => {
  const offered = () => queryCommands.filter((command) => !('when' in command) || command.when(open.query)).map(({ id }) => id)
  expect(offered()).not.toContain('query.reconnect')
  open.server.sessions.change(open.active, sessionFor(open.active))
  expect(offered()).toEqual(expect.arrayContaining(['query.commit', 'query.rollback', 'query.reconnect', 'query.checkSession']))
})

test('COMMIT and ROLLBACK run as statements of the tab', async () => {
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'open' }))
  void open.query.endTransaction(open.active, 'COMMIT')
  expect(open.server.ran).toMatchObject([{ sql: 'COMMIT', tabId: open.active, connectionId: 'shop' }])
  await open.server.answer(ok('COMMIT'))
  expect(open.run).toMatchObject({ kind: 'done', script: { origin: 'action', entries: [{ statement: { text: 'COMMIT' } }] } })
})

test('ending a transaction is refused with a reason where there is no session, or it is lost', async () => {
  await open.query.endTransaction(open.active, 'COMMIT')
  expect(open.state.refusal).toMatchObject({ reason: 'noSession' })
  open.server.sessions.change(open.active, sessionFor(open.active, {}, { condition: { kind: 'lost', reason: 'connection', lost: ['transaction'] } }))
  await open.query.endTransaction(open.active, 'ROLLBACK')
  expect(open.state.refusal).toMatchObject({ reason: 'sessionLost' })
  expect(open.server.ran).toEqual([])
})

test('SQL that is asked for by a button runs where the tab sends its statements, and not beside another', async () => {
  open.query.setDatabase(open.active, 'archive')
  void open.query.runSql(open.active, 'SELECT HEX(a) FROM (SELECT a FROM t) AS exact_values')
  expect(open.server.ran).toMatchObject([{ sql: 'SELECT HEX(a) FROM (SELECT a FROM t) AS exact_values', database: 'archive' }])
  await open.query.runSql(open.active, 'SELECT 2')
  expect(open.state.refusal).toMatchObject({ reason: 'alreadyRunning' })
  await open.server.answer(ok('x'))
  await settled()
  expect(open.server.ran).toHaveLength(1)
})
