import { expect, test } from 'vitest'
import type { DrdsCall } from '../../../../shared/model/drds-call.ts'
import type { Result } from '../../../../shared/model/result.ts'
import { createRpc } from '../../../rpc/client.ts'
import { account, callOf } from '../fixtures/open-page.tsx'
import { loadCalls } from './calls-actions.ts'
import { createCallsStore } from './calls-store.ts'

test('however often requests are told of, main is asked once at a time, and once more at the end', async () => {
  const waiting: ((result: Result<DrdsCall[]>) => void)[] = []
  let asked = 0
  const rpc = createRpc({
    invoke: () => {
      asked++
      return new Promise((resolve) => waiting.push(resolve as (result: Result<unknown>) => void))
    },
    subscribe: () => () => {},
  })
  const calls = createCallsStore()
  const first = loadCalls({ rpc, calls }, account.id)
  for (let times = 0; times < 200; times++) await loadCalls({ rpc, calls }, account.id)
  expect(asked).toBe(1)
  waiting.shift()?.({ ok: true, value: [callOf(1)] })
  await expect.poll(() => asked).toBe(2)
  waiting.shift()?.({ ok: true, value: [callOf(2), callOf(1)] })
  await first
  expect(asked).toBe(2)
  expect(calls.getState().accounts[account.id]).toMatchObject({ asking: 'no', answer: { state: 'ready', calls: [{ id: 2 }, { id: 1 }] } })
})
