import { expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import { createAnswerStore, loadAnswer } from './answer-store.ts'

const answering = <T>(value: T) => () => Promise.resolve<Result<T>>({ ok: true, value })
const failure = failureOf('throttled', 'drds.throttled')
const failing = () => Promise.resolve<Result<never>>({ ok: false, failure })

test('an answer stays in sight while a newer one is asked for, and where none comes', async () => {
  const store = createAnswerStore<string>()
  await loadAnswer(store, answering('first'), true)
  const asking = loadAnswer(store, failing, true)
  expect(store.getState().answer).toEqual({ state: 'ready', value: 'first', refreshing: true, stale: null })
  await asking
  expect(store.getState().answer).toEqual({ state: 'ready', value: 'first', refreshing: false, stale: failure })
  await loadAnswer(store, answering('second'), true)
  expect(store.getState().answer).toEqual({ state: 'ready', value: 'second', refreshing: false, stale: null })
})

test('a failure without an answer before it stands in its place', async () => {
  const store = createAnswerStore<string>()
  await loadAnswer(store, failing, true)
  expect(store.getState().answer).toEqual({ state: 'failed', failure })
})

test('an answer that comes after a newer question is dropped', async () => {
  const store = createAnswerStore<string>()
  let late: ((result: Result<string>) => void) | undefined
  const first = loadAnswer(store, () => new Promise<Result<string>>((answer) => (late = answer)), false)
  await loadAnswer(store, answering('new'), false)
  late?.({ ok: true, value: 'old' })
  await first
  expect(store.getState().answer).toMatchObject({ value: 'new' })
})
