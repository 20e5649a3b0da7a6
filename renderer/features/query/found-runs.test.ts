import { beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { rows, settled } from './fixtures/memory-server.ts'
import { OpenModel } from './fixtures/open-model.ts'
import { shownScript } from './run-state.ts'

let open: OpenModel
beforeEach(() => {
  open = new OpenModel()
})

const disconnected = { ok: false, failure: failureOf('network', 'host.disconnected') } as const

/** The same main, its window loaded again. */
async function loadedAgain(): Promise<OpenModel> {
  await open.query.autosave.flush()
  const later = new OpenModel(open.server)
  await later.query.load()
  void later.query.findRuns()
  await settled()
  return later
}

test('a run survived no reload of its window: it is found again with its script, its result comes', async () => {
  await open.start('SELECT 1;\nSELECT SLEEP(60);\nDELETE FROM t')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(rows('1'))
  const later = await loadedAgain()
  expect(later.run).toMatchObject({ kind: 'running', startedAt: 1_000_000, current: { text: 'SELECT SLEEP(60)', line: 2 } })
  await later.server.answer(rows('2'))
  // What was to follow is offered and not run unasked.
  expect(later.run).toMatchObject({ kind: 'failed', script: { origin: 'text', entries: [{ statement: { line: 2 } }], rest: [{ text: 'DELETE FROM t' }] } })
  expect(later.server.ran).toHaveLength(2)
  expect(later.server.underWay.size).toBe(0)
})

test('a run that is found again can be cancelled', async () => {
  await open.start('SELECT SLEEP(60)')
  void open.query.run(open.active, { kind: 'all' })
  const later = await loadedAgain()
  await later.query.cancel(later.active)
  await settled()
  expect(shownScript(later.run)?.entries).toMatchObject([{ cancel: 'mayStillRun', answer: { failure: { kind: 'cancelled' } } }])
})

test('a run whose text is not there any more, or that a button started, is found as it was sent', async () => {
  await open.start('SELECT 1')
  void open.query.runSql(open.active, 'SHOW WARNINGS')
  const later = await loadedAgain()
  expect(later.run).toMatchObject({ kind: 'running', current: { text: 'SHOW WARNINGS' }, script: { origin: 'action', rest: [] } })
})

test('a run whose window could not be reached goes on, with the results before it', async () => {
  await open.start('SELECT 1; SELECT 2; SELECT 3')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(rows('1'))
  await open.server.answer(disconnected)
  expect(open.run).toMatchObject({ kind: 'failed', script: { entries: [{}, { answer: { failure: { code: 'host.disconnected' } } }] } })
  void open.query.findRuns()
  await settled()
  expect(open.run).toMatchObject({ kind: 'running', current: { text: 'SELECT 2' } })
  await open.server.answer(rows('2'))
  expect(open.run).toMatchObject({ kind: 'failed', script: { total: 3, entries: [{}, { answer: { kind: 'results' } }], rest: [{ text: 'SELECT 3' }] } })
})

test('a result that is on screen is not asked for again, and a run that main knows no more stays as it was', async () => {
  await open.start('SELECT 1')
  void open.query.run(open.active, { kind: 'all' })
  await open.server.answer(rows('1'))
  const { run } = open
  await open.query.findRuns()
  expect(open.run).toBe(run)

  void open.query.run(open.active, { kind: 'all' })
  const [unknown] = open.server.underWay.values()
  await open.server.answer(disconnected)
  const before = open.run
  const finding = open.query.findRuns()
  open.server.underWay.delete(unknown!.runId)
  await finding
  expect(open.run).toBe(before)
})
