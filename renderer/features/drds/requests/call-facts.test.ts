import { expect, test } from 'vitest'
import { callOf } from '../fixtures/open-page.tsx'
import { filterCalls, hasFailed, latestSkew, parametersOf } from './call-facts.ts'

test('a request failed where no answer came, or an error code did, even under HTTP 200', () => {
  const failed = [callOf(1, { status: 0 }), callOf(2, { status: 503 }), callOf(3, { code: 'InvalidDbName.NotFound' }), callOf(4)].filter(hasFailed)
  expect(failed.map(({ id }) => id)).toEqual([1, 2, 3])
})

test('the filter joins action, outcome and every word of the search', () => {
  const calls = [callOf(1), callOf(2, { action: 'CreateDrdsDB', code: 'Throttling.User', status: 429 }), callOf(3, { action: 'CreateDrdsDB' })]
  const ids = (action: string, outcome: 'all' | 'failed', search: string) => filterCalls(calls, { action, outcome, search }).map(({ id }) => id)
  expect(ids('', 'all', '')).toEqual([1, 2, 3])
  expect(ids('CreateDrdsDB', 'all', '')).toEqual([2, 3])
  expect(ids('', 'failed', 'throttling 429')).toEqual([2])
  expect(ids('', 'all', 'req-3')).toEqual([3])
})

test('parameters are read in their order, decoded, and a mask is known as one', () => {
  expect(parametersOf('A=%E8%AE%A2%E5%8D%95&B=&C=a%2Bb%20c&Password=***')).toEqual([
    { name: 'A', value: '订单', masked: false },
    { name: 'B', value: '', masked: false },
    { name: 'C', value: 'a+b c', masked: false },
    { name: 'Password', value: '***', masked: true },
  ])
  expect(parametersOf('')).toEqual([])
  expect(parametersOf('A=%')).toEqual([{ name: 'A', value: '%', masked: false }])
})

test('the clock is read off the newest answer that had a Date', () => {
  expect(latestSkew([callOf(2, { skewMs: null }), callOf(1, { skewMs: 60_000 })])).toBe(60_000)
  expect(latestSkew([callOf(1, { skewMs: null })])).toBeNull()
})
