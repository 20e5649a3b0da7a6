// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { failureOf } from '../../../../shared/model/failure.ts'
import { DatabasePage } from './database-page.tsx'
import { at, isDisabled, openPart, prepareJsdom, press, shop } from './fixtures/open-part.tsx'

beforeAll(prepareJsdom)
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const place = { regionId: at.regionId, instanceId: at.instanceId, database: at.database }
const goneFailure = failureOf('input', 'drds.refused', { params: { action: 'DescribeDrdsDB', code: 'InvalidDbName.NotFound' }, server: { text: 'gone', code: 'InvalidDbname.NotFound' } })

test('a section that fails leaves the others as they are', async () => {
  openPart(<DatabasePage at={place} inFront />, { rdsList: failureOf('throttled', 'drds.throttled') })
  expect(await screen.findByText('DRDS throttled the call.')).toBeTruthy()
  expect(screen.getByText('10.0.0.1')).toBeTruthy()
  expect(screen.getByText('shop_0001')).toBeTruthy()
  expect(screen.getByText('Normal')).toBeTruthy()
})

test('a database says when it was created and how it is split; what the service does not tell is a dash', async () => {
  const createdAt = new Date(2026, 3, 10, 14, 3).getTime()
  const facts = () => screen.getAllByRole('term').slice(0, 2).map((term) => [term.textContent, term.nextElementSibling?.textContent])
  for (const [mode, shown] of [['HORIZONTAL', 'Horizontal'], ['VERTICAL', 'Vertical'], ['BROADCAST', 'BROADCAST']] as const) {
    openPart(<DatabasePage at={place} inFront />, { database: { ...shop, createdAt, mode } })
    await screen.findByText('Normal')
    expect(facts()).toEqual([['Created', '2026-04-10 14:03'], ['Sharding mode', shown]])
    cleanup()
  }
  const { createdAt: _, ...untold } = shop
  openPart(<DatabasePage at={place} inFront />, { database: { ...untold, mode: '' } })
  await screen.findByText('Normal')
  expect(facts()).toEqual([['Created', '–None'], ['Sharding mode', '–None']])
})

test('a database that is created is asked every 3 s, and its sections once it is ready', async () => {
  vi.useFakeTimers()
  const { far, asked } = openPart(<DatabasePage at={place} inFront />, { database: { ...shop, status: 'creating', rawStatus: '0' } })
  await act(() => vi.advanceTimersByTimeAsync(0))
  expect(screen.getByText('Creating')).toBeTruthy()
  expect(isDisabled('Delete database')).toBe(true)
  const count = (action: string) => asked.filter((one) => one === action).length
  expect([count('database'), count('shards')]).toEqual([1, 1])
  await act(() => vi.advanceTimersByTimeAsync(3_000))
  expect([count('database'), count('shards')]).toEqual([2, 1])
  far.database = shop
  await act(() => vi.advanceTimersByTimeAsync(3_000))
  expect(screen.getByText('Normal')).toBeTruthy()
  expect([count('database'), count('shards')]).toEqual([3, 2])
  await act(() => vi.advanceTimersByTimeAsync(30_000))
  expect([count('database'), count('shards')]).toEqual([3, 2])
})

test('a database whose creation failed says why, and is deleted by the action for it', async () => {
  const { proposed } = openPart(<DatabasePage at={place} inFront />, { database: { ...shop, status: 'createFailed', rawStatus: '2', message: 'RDS account could not be created' } })
  expect(await screen.findByText('RDS account could not be created')).toBeTruthy()
  press('Clean up failed database')
  await waitFor(() => expect(proposed).toEqual([{ kind: 'deleteFailedDatabase', at }]))
})

test('a database that is gone after its deletion is said to be, and leads back to its instance', async () => {
  vi.useFakeTimers()
  const { far, gone } = openPart(<DatabasePage at={place} inFront />, { database: { ...shop, status: 'deleting', rawStatus: '3' } })
  await act(() => vi.advanceTimersByTimeAsync(0))
  far.database = goneFailure
  await act(() => vi.advanceTimersByTimeAsync(3_000))
  expect(screen.getByText('shop no longer exists')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show instance' }))
  expect(gone).toEqual([{ page: 'instance', regionId: at.regionId, instanceId: at.instanceId }])
})

test('the password is reset by a new one that keeps the rules', async () => {
  const { proposed } = openPart(<DatabasePage at={place} inFront />)
  fireEvent.click(await screen.findByRole('button', { name: 'Reset password' }))
  fireEvent.change(screen.getByLabelText('New password'), { target: { value: 'long enough' } })
  press('Review')
  await waitFor(() => expect(proposed).toEqual([{ kind: 'resetPassword', at, password: 'long enough' }]))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})
