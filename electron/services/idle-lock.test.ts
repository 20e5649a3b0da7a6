import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import { createIdleLock, type IdleLock } from './idle-lock.ts'

const minutes = (count: number) => count * 60_000

let status: VaultStatus
let settings: { lockAfterMinutes: 0 | 5 | 15 | 60; lockWhenAway: boolean }
let away: () => void
let lock: IdleLock
beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  status = { kind: 'passphrase', state: 'open' }
  settings = { lockAfterMinutes: 15, lockWhenAway: true }
  away = () => undefined
  lock = createIdleLock({
    status: () => status,
    lock: () => (status = { kind: 'passphrase', state: 'locked' }),
    settings: () => settings,
    onAway: (told) => {
      away = told
      return () => (away = () => undefined)
    },
  })
  lock.start()
})
afterEach(() => {
  lock.stop()
  vi.useRealTimers()
})

/** The computer sleeps: the wall's clock goes on, ours and our timers do not. */
const sleep = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

describe('an open vault', () => {
  it('is locked when nobody did anything for as long as was set, and not before', () => {
    vi.advanceTimersByTime(minutes(10))
    lock.active()
    vi.advanceTimersByTime(minutes(14))
    expect(status.state).toBe('open')
    vi.advanceTimersByTime(minutes(1.5))
    expect(status.state).toBe('locked')
  })

  it('stays open for as long as one likes where that was set, and heeds another setting at once', () => {
    settings.lockAfterMinutes = 0
    vi.advanceTimersByTime(minutes(600))
    expect(status.state).toBe('open')
    settings.lockAfterMinutes = 60
    vi.advanceTimersByTime(5_000)
    expect(status.state).toBe('locked')
  })

  it('is locked when the computer sleeps or its screen is locked, unless that was switched off', () => {
    settings.lockWhenAway = false
    away()
    expect(status.state).toBe('open')
    settings.lockWhenAway = true
    away()
    expect(status.state).toBe('locked')
  })

  it('is locked after a sleep that no host told of: the clock has jumped', () => {
    sleep(minutes(3))
    vi.advanceTimersByTime(5_000)
    expect(status.state).toBe('locked')
  })

  it('is not kept open by the key that wakes the computer', () => {
    sleep(minutes(3))
    lock.active()
    expect(status.state).toBe('locked')
  })

  it('is open for as long again when it was opened after long', () => {
    vi.advanceTimersByTime(minutes(60))
    expect(status.state).toBe('locked')
    sleep(minutes(3))
    status = { kind: 'passphrase', state: 'open' }
    lock.opened()
    vi.advanceTimersByTime(minutes(14))
    expect(status.state).toBe('open')
  })

  it('is not kept open by a clock that is set back', () => {
    sleep(-minutes(24 * 60))
    vi.advanceTimersByTime(minutes(16))
    expect(status.state).toBe('locked')
  })

  it.each<VaultStatus>([{ kind: 'system', state: 'open' }, { kind: 'session', state: 'open' }, { kind: 'passphrase', state: 'absent' }])(
    'of the kind %j asks for no passphrase, so is left alone',
    (other) => {
      status = other
      away()
      vi.advanceTimersByTime(minutes(600))
      expect(status).toBe(other)
    },
  )

  it('is left alone once its Tessera ends', () => {
    lock.stop()
    away()
    vi.advanceTimersByTime(minutes(600))
    expect(status.state).toBe('open')
  })
})
