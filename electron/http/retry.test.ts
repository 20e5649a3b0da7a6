import { describe, expect, it } from 'vitest'
import { failureOf, FailureError, type FailureCode } from '../../shared/model/failure.ts'
import { isPassingNetwork, withRetry, type RetryPolicy } from './retry.ts'

const policy: RetryPolicy = { attempts: 3, baseMs: 1, maxMs: 2, isPassing: isPassingNetwork }

const failing = (...codes: FailureCode[]) => {
  let calls = 0
  return {
    calls: () => calls,
    call: async () => {
      calls += 1
      const code = codes.shift()
      if (code) throw new FailureError(failureOf('network', code))
      return 'answer'
    },
  }
}

describe('withRetry', () => {
  it('calls again after failures that pass', async () => {
    const attempts = failing('network.reset', 'network.cutShort')
    expect(await withRetry(policy, attempts.call)).toBe('answer')
    expect(attempts.calls()).toBe(3)
  })

  it('gives up after its attempts and throws the last failure', async () => {
    const attempts = failing('network.reset', 'network.reset', 'network.cutShort', 'network.reset')
    await expect(withRetry(policy, attempts.call)).rejects.toThrow('network.cutShort')
    expect(attempts.calls()).toBe(3)
  })

  it('does not repeat what a person must change', async () => {
    const attempts = failing('network.tlsExpired')
    await expect(withRetry(policy, attempts.call)).rejects.toThrow('network.tlsExpired')
    expect(attempts.calls()).toBe(1)
  })

  it('waits longer each time, up to its bound, and a random part of that', async () => {
    const asked: number[] = []
    const random = () => (asked.push(0), 0)
    await withRetry({ ...policy, baseMs: 60_000, maxMs: 600_000 }, failing('network.reset', 'network.reset').call, { random })
    expect(asked).toHaveLength(2)
  })

  it('stops waiting when it is cancelled', async () => {
    const cancel = new AbortController()
    const attempts = failing('network.reset', 'network.reset')
    const call = async () => {
      cancel.signal.throwIfAborted()
      return attempts.call()
    }
    setTimeout(() => cancel.abort(new Error('cancelled')), 20)
    await expect(withRetry({ ...policy, baseMs: 600_000, maxMs: 600_000 }, call, { signal: cancel.signal, random: () => 1 })).rejects.toThrow('cancelled')
  })
})
