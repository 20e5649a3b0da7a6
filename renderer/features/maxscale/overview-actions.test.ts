import { beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId } from '../../../shared/model/ids.ts'
import { answerOf, MemoryMaxScale, sessions } from './fixtures/memory-maxscale.ts'
import { chooseSessions, lookAt, refreshOverview, waitsForPerson, type OverviewDependencies } from './overview-actions.ts'
import { createOverviewStore, type OverviewStore } from './overview-store.ts'

const id = connectionId('m')
const unreachable = failureOf('network', 'network.refused', { params: { host: 'm', port: '8989' }, retrySafe: true })
const everybody = answerOf({ sessions: { ok: true, value: sessions } })

let server: MemoryMaxScale
let overview: OverviewStore
let dependencies: OverviewDependencies
beforeEach(() => {
  server = new MemoryMaxScale()
  overview = createOverviewStore()
  dependencies = { rpc: server.rpc, overview }
})
const refresh = () => void refreshOverview(dependencies, id)
const shownIds = () => {
  const { answer } = overview.getState()
  return answer.state === 'ready' && answer.overview.sessions.ok ? answer.overview.sessions.value.map((session) => session.id) : null
}

test('while a question is on its way no second one is asked', async () => {
  refresh()
  refresh()
  expect(server.asked).toEqual(['ours'])
  await server.answer(answerOf())
  refresh()
  expect(server.asked).toEqual(['ours', 'ours'])
})

test('the last good answer stays in sight beside the failure, until a newer one comes', async () => {
  refresh()
  const good = answerOf()
  await server.answer(good)
  refresh()
  await server.answer(unreachable)
  expect(overview.getState().answer).toEqual({ state: 'ready', overview: good, stale: unreachable })
  refresh()
  await server.answer(answerOf({ readAt: 5 }))
  expect(overview.getState().answer).toMatchObject({ overview: { readAt: 5 }, stale: null })
})

test('without a good answer the failure stands alone', async () => {
  refresh()
  await server.answer(unreachable)
  expect(overview.getState()).toMatchObject({ asking: false, answer: { state: 'failed', failure: unreachable } })
})

test('an answer that comes after the tab was left is dropped', async () => {
  refresh()
  lookAt({ overview }, false)
  await server.answer(everybody)
  expect(overview.getState()).toMatchObject({ answer: { state: 'loading' }, asking: false })
})

test('an answer to what is not wanted any more is dropped, and the question asked anew', async () => {
  refresh()
  await server.answer(answerOf())
  chooseSessions(dependencies, id, 'all')
  chooseSessions(dependencies, id, 'ours')
  expect(server.waiting).toBe(1)
  await server.answer(everybody)
  expect([shownIds(), server.asked]).toEqual([['mine'], ['ours', 'all', 'ours']])
  await server.answer(answerOf())
  expect(overview.getState().asking).toBe(false)
})

test('what others run goes out of sight at once when everybody’s sessions are not wanted any more', async () => {
  chooseSessions(dependencies, id, 'all')
  await server.answer(everybody)
  expect(shownIds()).toEqual(['mine', 'theirs'])
  chooseSessions(dependencies, id, 'ours')
  expect(shownIds()).toEqual(['mine'])
})

test('an account that is no administrator any more sees only its own sessions', async () => {
  chooseSessions(dependencies, id, 'all')
  await server.answer(everybody)
  refresh()
  await server.answer(failureOf('permission', 'maxscale.notAdministrator', { params: { user: 'admin' } }))
  expect([overview.getState().sessions, shownIds()]).toEqual(['ours', ['mine']])
})

test('wrong credentials are not tried again by themselves, an unreachable server is', async () => {
  refresh()
  await server.answer(failureOf('signIn', 'maxscale.signInRefused'))
  expect(waitsForPerson(overview.getState())).toBe(true)
  refresh()
  await server.answer(unreachable)
  expect(waitsForPerson(overview.getState())).toBe(false)
})
