import { expect, it, vi } from 'vitest'
import { ok, scripted } from '../clients/maxscale/fixtures/scripted-session.ts'
import { watchStatement } from './statement-watch.ts'

const row = (...cells: unknown[]) => [{ fields: cells.map((_, column) => `c${column}`), data: [cells], complete: true }]
const sql = 'ALTER TABLE t FORCE'

/** What is told first of a statement whose process list answers so; nothing where the watch ends before. */
async function toldWhere(results: unknown): Promise<unknown[]> {
  const session = await scripted(() => ({ status: 202 }))
  const second = await scripted(() => ({ status: 201, results }))
  const told: unknown[] = []
  const closed = Promise.withResolvers<void>()
  const stop = watchStatement({
    session,
    sql,
    second: { open: () => Promise.resolve(second), close: () => Promise.resolve(closed.resolve()) },
    tell: (state) => told.push(state),
  })
  await Promise.race([closed.promise, vi.waitUntil(() => told.length > 0, { timeout: 10_000 })])
  stop()
  return told
}

it.concurrent.each([
  ['fewer columns', row('Sending data', sql)], ['more columns', row('Sending data', sql, 1, 2, 3, 4)], ['no rows', [{ fields: ['a', 'b', 'c', 'd', 'e'], data: [], complete: true }]],
  ['no columns', [{ fields: [], data: [[]], complete: true }]], ['rows of another width', [{ fields: ['a', 'b', 'c', 'd', 'e'], data: [['x']], complete: true }]], ['an error', [{ errno: 1227, message: 'Access denied' }]],
  ['no result', []], ['an object', {}], ['a write', ok], ['another statement', row('Sending data', 'SELECT 1', 0, 0, 0)], ['objects', row({}, sql, {}, [], null)],
])('a process list that answers %s ends neither the statement nor the process', async (_, results) => {
  for (const state of await toldWhere(results)) expect(state).toEqual({ serverState: expect.any(String) as string })
})

it.concurrent.each([
  [row('copy to tmp table', sql, 2, 4, 50), { serverState: 'copy to tmp table', percent: 38 }],
  [row(null, sql, 0, 0, 0), { serverState: '' }], [row('x', sql, null, null, null), { serverState: 'x' }], [row('x', sql, 'two', 'four', 'half'), { serverState: 'x' }], [row('x', sql, 9, 4, 50), { serverState: 'x', percent: 100 }],
])('%j tells what it can', async (results, state) => {
  expect(await toldWhere(results)).toEqual([state])
})
