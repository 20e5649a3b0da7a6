import { beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId } from '../../../shared/model/ids.ts'
import { sessionFor } from './fixtures/memory-sessions.ts'
import { ok, rows, settled, sqlError } from './fixtures/memory-server.ts'
import { OpenModel, shop } from './fixtures/open-model.ts'
import { MESSAGES, resultItems, shownScript } from './run-state.ts'
import { activeTab } from './tabs-store.ts'

let open: OpenModel
beforeEach(() => {
  open = new OpenModel()
})

const caretAt = (caret: number) => ({ kind: 'caret', selection: null, caret }) as const
/** What has a tab of its own on screen. */
const items = () => {
  const script = shownScript(open.run)
  return script ? resultItems(script) : []
}

test('the statement at the caret is sent with the tab, its database and the row limit', async () => {
  await open.start('SELECT 1;\n/*+TDDL:scan()*/ SELECT 2;')
  open.query.setDatabase(open.active, 'orders')
  void open.query.run(open.active, caretAt(20))
  expect(open.server.ran).toMatchObject([
    { sql: '/*+TDDL:scan()*/ SELECT 2', connectionId: 'shop', database: 'orders', rowLimit: 500, tabId: open.active },
  ])
  expect(open.run.kind).toBe('running')
  open.now += 40
  await open.server.answer(rows('x'))
  expect(open.run).toMatchObject({ kind: 'done', script: { entries: [{ elapsedMs: 40 }] } })
})

test('the body of a routine is sent whole, wherever the caret stands in it', async () => {
  const body = 'CREATE PROCEDURE p()\nBEGIN\n  DELETE FROM t;\n  SELECT 1;\nEND'
  await open.start(`SELECT 0;\n${body};\nSELECT 2;`)
  void open.query.run(open.active, caretAt(40))
  expect(open.server.ran.map((one) => one.sql)).toEqual([body])
})

test('a routing hint behind the semicolon is sent with its statement', async () => {
  await open.start('SELECT @@hostname; -- maxscale route to server db2\nSELECT 2;')
  void open.query.run(open.active, caretAt(0))
  expect(open.server.ran.map((one) => one.sql)).toEqual(['SELECT @@hostname  -- maxscale route to server db2'])
})

test('where servers read the text in different ways, nothing runs before a person chose', async () => {
  await open.start("SELECT 1 /*!80000 don't */;\nDELETE FROM t;")
  await open.query.run(open.active, { kind: 'all' })
  expect(open.server.ran).toEqual([])
  const { doubt } = open.state.doubt!
  await open.query.answerDoubt(null)
  expect([open.state.doubt, open.server.ran]).toEqual([null, []])
  void open.query.answerDoubt(doubt.kind === 'readings' ? doubt.ways[1]! : null)
  expect(open.server.ran).toEqual([])
  void open.query.run(open.active, { kind: 'all' })
  void open.query.answerDoubt(doubt.kind === 'readings' ? doubt.ways[1]! : null)
  await open.server.answer(rows('1'))
  expect(open.server.ran.map((one) => one.sql)).toEqual(["SELECT 1 /*!80000 don't */", 'DELETE FROM t'])
})

test("the mode of the tab's session settles it", async () => {
  await open.start("SELECT 'a\\'; DELETE FROM t; -- '")
  open.server.sessions.change(open.active, sessionFor(open.active, {}, { sqlMode: 'NO_BACKSLASH_ESCAPES' }))
  void open.query.run(open.active, caretAt(0))
  expect(open.server.ran.map((one) => one.sql)).toEqual(["SELECT 'a\\'"])
})

test('statements run one after another', async () => {
  await open.start('SELECT 1; SELECT 2; SELECT 3')
  void open.query.run(open.active, { kind: 'all' })
  expect(open.server.ran.map((one) => one.sql)).toEqual(['SELECT 1'])
  await open.server.answer(rows('1'))
  expect(open.server.ran.map((one) => one.sql)).toEqual(['SELECT 1', 'SELECT 2'])
  await open.server.answer(ok('2'))
  await open.server.answer(rows('3'))
  expect(open.run.kind).toBe('done')
  expect(items()).toHaveLength(2)
})

test('the first result of a run comes to the front, messages where there is none', async () => {
  await open.start('SELECT 1; SELECT 2')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(rows('1'))
  await open.server.answer(rows('2'))
  expect(open.state.shown[open.active]).toBe(items()[0]!.id)
  void open.query.run(open.active, caretAt(0))
  await open.server.answer(ok('1'))
  expect(open.state.shown[open.active]).toBe(MESSAGES)
})

test('a result behind USE or SET comes to the front, unless the person turned to another by then', async () => {
  await open.start('USE shop; SELECT 1; SELECT 2')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(ok('USE shop'))
  expect(open.state.shown[open.active]).toBe(MESSAGES)
  await open.server.answer(rows('1'))
  expect(open.state.shown[open.active]).toBe(items()[0]!.id)
  open.query.show(open.active, MESSAGES)
  await open.server.answer(rows('2'))
  expect(open.state.shown[open.active]).toBe(MESSAGES)
})

test('after USE the tab shows the database that it is in', async () => {
  await open.start('USE archive; SELECT 1')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(ok('USE archive'))
  expect(activeTab(open.state)).toMatchObject({ database: 'archive' })
  await open.server.answer(rows('1'))
  expect(open.server.ran.at(-1)).toMatchObject({ sql: 'SELECT 1', database: 'archive' })
  expect(shownScript(open.run)).toMatchObject({ database: 'archive' })
})

test('USE chooses nothing where it failed, nor where no session keeps it, which is not to be missed', async () => {
  await open.start('USE archive; SELECT 1')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(sqlError('USE archive'))
  expect(activeTab(open.state)).toMatchObject({ database: '' })
  void open.query.run(open.active, { kind: 'all' })
  const lost = { level: 'warning', code: 'noSession', params: { statement: 'USE' } } as const
  await open.server.answer({ ok: true, value: [{ kind: 'ok', sql: 'USE archive', elapsedMs: 1, notices: [lost], affectedRows: '0' }] })
  await open.server.answer(rows('1'))
  expect(activeTab(open.state)).toMatchObject({ database: '' })
  expect(open.state.shown[open.active]).toBe(MESSAGES)
})

test('a script stops at its first error, says what was not run, and can go on', async () => {
  await open.start('A; B; C; D')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(rows('A'))
  await open.server.answer(sqlError('B'))
  expect(open.run).toMatchObject({ kind: 'failed', script: { total: 4, rest: [{ text: 'C' }, { text: 'D' }] } })
  expect(open.server.running).toBe(false)
  expect(open.state.shown[open.active]).toBe(items()[1]!.id)
  void open.query.runRest(open.active)
  await open.server.answer(ok('C'))
  await open.server.answer(ok('D'))
  expect(open.run).toMatchObject({ kind: 'done', script: { total: 4 } })
  expect(shownScript(open.run)?.entries.map((entry) => entry.statement.text)).toEqual(['A', 'B', 'C', 'D'])
})

test('what is left of a script never goes to a connection that was chosen afterwards', async () => {
  await open.start('A; B')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(sqlError('A'))
  open.query.setConnection(open.active, connectionId('production'))
  await open.query.runRest(open.active)
  expect(open.server.ran.map((one) => one.sql)).toEqual(['A'])
})

test('a call that fails stops the script as an error does', async () => {
  await open.start('A; B')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer({ ok: false, failure: failureOf('internal', 'internal.defect', { params: { detail: 'x' } }) })
  expect(open.run).toMatchObject({ kind: 'failed', script: { rest: [{ text: 'B' }] } })
})

test('earlier results stay on screen until the first answer of the next run', async () => {
  await open.start('A')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(rows('A'))
  const before = shownScript(open.run)
  void open.query.run(open.active, { kind: 'all' })
  expect(open.run.kind).toBe('running')
  expect(shownScript(open.run)).toBe(before)
  await open.server.answer(rows('A'))
  expect(shownScript(open.run)).not.toBe(before)
})

test('a run says why it does not start', async () => {
  await open.query.load()
  open.type('SELECT 1')
  await open.query.run(open.active, { kind: 'all' })
  expect(open.state.refusal?.reason).toBe('noConnection')
  open.query.setConnection(open.active, shop)
  open.type('-- nothing')
  await open.query.run(open.active, { kind: 'all' })
  expect(open.state.refusal?.reason).toBe('nothingToRun')
  open.type('SELECT 1')
  void open.query.run(open.active, { kind: 'all' })
  expect(open.state.refusal).toBeNull()
  await open.query.run(open.active, { kind: 'all' })
  expect(open.state.refusal?.reason).toBe('alreadyRunning')
  expect(open.server.ran).toHaveLength(1)
})

test.each(['askedServer', 'mayStillRun'] as const)('a cancel ends the script and keeps its outcome: %s', async (outcome) => {
  open.server.cancelOutcome = outcome
  await open.start('A; B')
  void open.query.run(open.active, { kind: 'all' })
  await open.query.cancel(open.active)
  await settled()
  expect(open.run).toMatchObject({
    kind: 'failed',
    script: { entries: [{ cancel: outcome, answer: { failure: { kind: 'cancelled' } } }], rest: [{ text: 'B' }] },
  })
})

test('a cancel pressed three times is asked for once, and all wait for it', async () => {
  open.server.cancelOutcome = 'killedQuery'
  await open.start('A')
  void open.query.run(open.active, { kind: 'all' })
  await Promise.all([open.query.cancel(open.active), open.query.cancel(open.active), open.query.cancel(open.active)])
  await settled()
  expect(open.server.cancels).toBe(1)
  expect(open.run).toMatchObject({ kind: 'failed', script: { entries: [{ cancel: 'killedQuery' }] } })
})

test('a cancel that comes too late stops what follows and says so', async () => {
  await open.start('A; B')
  void open.query.run(open.active, { kind: 'all' })
  const answered = open.server.answer(ok('A'))
  const cancelled = open.query.cancel(open.active)
  await Promise.all([answered, cancelled])
  await settled()
  expect(open.run).toMatchObject({ kind: 'failed', script: { entries: [{ cancel: 'nothing' }], rest: [{ text: 'B' }] } })
  expect(open.server.ran).toHaveLength(1)
})

test('an answer for a tab that was closed meanwhile is dropped, and its statement cancelled', async () => {
  await open.start('A')
  const closing = open.active
  void open.query.run(closing, { kind: 'all' })
  await open.query.closeTab(closing)
  await open.query.answerQuestion('discard')
  await settled()
  expect(open.server.running).toBe(false)
  expect(open.state.runs[closing]).toBeUndefined()
})

test('a long run that ends while nobody looks is announced, a short one is not', async () => {
  await open.start('A')
  open.hidden = true
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(ok('A'))
  expect(open.server.notified).toEqual([])
  void open.query.run(open.active, { kind: 'all' })
  open.now += 12_000
  await open.server.answer(sqlError('A'))
  expect(open.server.notified).toEqual(['Query 1: 1 failed'])
})
