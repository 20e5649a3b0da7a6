// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import { createRpc } from '../../rpc/client.ts'
import { tellActivity } from './vault-actions.ts'
import { createVaultStore } from './vault-store.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('main is told that somebody is there, seldom, and only while there is a vault that it may lock', () => {
  const sent: Request[] = []
  const rpc = createRpc({
    invoke: (request) => {
      sent.push(request)
      return Promise.resolve({ ok: true, value: null })
    },
    subscribe: () => () => {},
  })
  const vault = createVaultStore()
  const stop = tellActivity({ rpc, vault })
  const key = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
  key()
  vault.setState({ status: { kind: 'system', state: 'open' } })
  key()
  expect(sent).toEqual([])
  vault.setState({ status: { kind: 'passphrase', state: 'open' } })
  for (let second = 0; second < 60; second++) {
    key()
    window.dispatchEvent(new Event('wheel'))
    vi.advanceTimersByTime(1_000)
  }
  expect(sent).toEqual(Array.from({ length: 6 }, () => ({ domain: 'vault', action: 'active', input: {} })))
  vi.advanceTimersByTime(60_000)
  expect(sent).toHaveLength(6)
  stop()
  key()
  expect(sent).toHaveLength(6)
})
