import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import { failureOf } from '../../../../shared/model/failure.ts'
import type { Result } from '../../../../shared/model/result.ts'
import { createDatabaseReader } from './read-databases.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const instance = (id: string): DrdsInstance => ({
  id, description: '', regionId: 'r', zoneId: '', type: 'shared', status: 'running', rawStatus: '0', networkType: '', vips: [],
})

test('200 instances are read four at once, each once, and shown many together', async () => {
  const answers: ((result: Result<DrdsDatabase[]>) => void)[] = []
  const shown: Record<string, DrdsDatabase[] | null>[] = []
  let most = 0
  let open = 0
  const reader = createDatabaseReader({
    read: () => {
      most = Math.max(most, ++open)
      return new Promise((resolve) => answers.push(resolve))
    },
    show: (some) => shown.push(some),
  })
  const all = Array.from({ length: 200 }, (_, at) => instance(`drds${at}`))
  reader.want(all)
  reader.want(all.slice(4))
  while (answers.length > 0) {
    open -= 1
    answers.shift()?.({ ok: true, value: [] })
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }
  await vi.runAllTimersAsync()
  expect(most).toBe(4)
  expect(shown).toHaveLength(1)
  expect(Object.keys(shown[0] ?? {})).toHaveLength(200)
})

test('one that fails hides no other', async () => {
  const shown: Record<string, DrdsDatabase[] | null>[] = []
  const reader = createDatabaseReader({
    read: ({ id }) => Promise.resolve(id === 'a' ? { ok: false, failure: failureOf('throttled', 'drds.throttled') } : { ok: true, value: [] }),
    show: (some) => shown.push(some),
  })
  reader.want([instance('a'), instance('b')])
  await vi.runAllTimersAsync()
  expect(shown).toEqual([{ 'r/a': null, 'r/b': [] }])
})
