import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { DrdsClient } from '../clients/drds/client.ts'
import { scripted } from '../clients/maxscale/fixtures/scripted-session.ts'
import { createSignIn } from '../clients/maxscale/sign-in.ts'
import { steadyNow } from '../http/steady-clock.ts'
import { Secret } from '../vault/secret.ts'
import { taskStanding } from './drds-task-standing.ts'
import { watchToken } from './session-renewal.ts'

const DAY = 86_400_000
const days = [3 * DAY, -3 * DAY]

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())
const jump = (by: number) => vi.setSystemTime(Date.now() + by)

describe.each(days)('a clock that is set by %i ms', (by) => {
  it('moves nothing that is measured', () => {
    const before = steadyNow()
    jump(by)
    expect(steadyNow() - before).toBeGreaterThanOrEqual(0)
    expect(steadyNow() - before).toBeLessThan(DAY)
  })

  it('asks for no other token, and keeps none beyond its life', async () => {
    let asked = 0
    const access = { restUser: 'u', restPassword: new Secret('p'), signIn: 'token' } as const
    const signIn = createSignIn(access, async () => ({ token: `t${(asked += 1)}` }))
    await signIn.authorization()
    jump(by)
    await signIn.authorization()
    expect(asked).toBe(1)
  })
})

/** What is done to a session whose token is looked after. */
async function watched(lifeMs: number) {
  const session = await scripted(() => ({ status: 200 }), lifeMs)
  const told: string[] = []
  const stop = watchToken(session, {
    renew: async () => (told.push('renewed'), true),
    expire: async () => void told.push('expired'),
  })
  return { told, stop }
}

it('a clock that was set forward closed a session, and what it held with it, long before its token ended', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const { told, stop } = await watched(60_000)
  jump(3 * DAY)
  await vi.advanceTimersByTimeAsync(58_000)
  expect(told).toEqual([])
  stop()
})

it('a clock that was set back let a token end unseen', async () => {
  const { told, stop } = await watched(400)
  jump(-3 * DAY)
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), { timeout: 10_000 })
  stop()
})

it('a clock that was set back made a task that is gone one that was just begun, for days', async () => {
  const task = { kind: 'createDatabase', startedAt: Date.now() + 3 * DAY, instanceId: 'i', database: 'd' } as DrdsTask
  const gone = new FailureError(failureOf('server', 'drds.refused', { server: { text: 'no such database', code: 'InvalidDBName.NotFound' } }))
  const client = { database: () => Promise.reject(gone) } as unknown as DrdsClient
  expect(await taskStanding(client, {} as never, task, new AbortController().signal)).toMatchObject({ state: 'failed' })
  expect(await taskStanding(client, {} as never, { ...task, startedAt: Date.now() }, new AbortController().signal)).toMatchObject({ state: 'running' })
})
