import { expect, test } from 'vitest'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { createKeptRuns } from './kept-runs.ts'

const queryOf = (id: string, tab = 'tab') => ({ runId: runId(id), tabId: tabId(tab), connectionId: connectionId('shop'), sql: `SELECT ${id}`, rowLimit: 10 })
const ok: StatementResult[] = [{ kind: 'ok', sql: 'DO 1', elapsedMs: 1, notices: [], affectedRows: '1' }]

test('a run is kept with its answer until a window says to have it', async () => {
  const kept = createKeptRuns(() => 7)
  const { promise, resolve } = Promise.withResolvers<StatementResult[]>()
  const own = kept.keep(queryOf('1'), promise)
  expect(kept.list()).toEqual([{ ...queryOf('1'), startedAt: 7 }])
  kept.received(runId('1'))
  expect(kept.list()).toHaveLength(1)
  resolve(ok)
  expect(await own).toBe(ok)
  expect(await kept.answerOf(runId('1'))).toBe(ok)
  kept.received(runId('1'))
  expect([kept.list(), kept.answerOf(runId('1'))]).toEqual([[], null])
})

test('of a tab the last run is kept, a failure as well, and nothing of a tab that is closed', async () => {
  const kept = createKeptRuns(() => 7)
  await kept.keep(queryOf('1'), Promise.resolve(ok))
  await expect(kept.keep(queryOf('2'), Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  await kept.keep(queryOf('3', 'other'), Promise.resolve(ok))
  expect(kept.list().map(({ sql }) => sql)).toEqual(['SELECT 2', 'SELECT 3'])
  await expect(kept.answerOf(runId('2'))).rejects.toThrow('refused')
  kept.forgetTab(tabId('tab'))
  expect(kept.list().map(({ sql }) => sql)).toEqual(['SELECT 3'])
})
