import { expect, test } from 'vitest'
import { createFaults, faultsOfComments } from './faults.ts'

test.each([
  ['/* sandbox: latency 3000 */ SELECT 1', { fault: 'latency', milliseconds: 3_000 }],
  ['  -- what follows is slow\n/*sandbox:LATENCY 5*/SELECT 1', { fault: 'latency', milliseconds: 5 }],
  ['/*+TDDL:node(0)*/ /* sandbox: reset */ SELECT 1', { fault: 'reset' }],
  ['# note\r\n/* sandbox: bad-gateway */ SELECT 1', { fault: 'badGateway' }],
  ['/* sandbox: 502 */ SELECT 1', { fault: 'badGateway' }],
  ['/* sandbox: skew -1200 */ SELECT 1', { fault: 'skew', seconds: -1_200 }],
  ['/* sandbox: latency 99999999999 */ SELECT 1', { fault: 'latency', milliseconds: 600_000 }],
])('%j asks for a fault', (sql, order) => {
  expect(faultsOfComments(sql)).toEqual([order])
})

test.each([
  'SELECT 1',
  "SELECT '/* sandbox: reset */'",
  'SELECT 1 /* sandbox: reset */',
  '-- /* sandbox: reset */\nSELECT 1',
  '/* sandbox: explode */ SELECT 1',
  '/* sandbox: constructor */ SELECT 1',
  '',
])('%j asks for none', (sql) => {
  expect(faultsOfComments(sql)).toEqual([])
})

test('several can be asked for at once', () => {
  expect(faultsOfComments('/* sandbox: latency 9 */ /* sandbox: reset */ SELECT 1')).toEqual([
    { fault: 'latency', milliseconds: 9 },
    { fault: 'reset' },
  ])
})

test('a long head of comments is read in linear time', () => {
  const head = '/**/ -- x\n'.repeat(20_000)
  expect(faultsOfComments(`${head}/* sandbox: empty */ SELECT 1`)).toEqual([{ fault: 'empty' }])
  expect(faultsOfComments(`${head}/* sandbox: empty`)).toEqual([])
})

test('orders are used up in turn, and persist where told to', () => {
  const faults = createFaults(() => 0)
  faults.order({ fault: 'reset', times: 2 })
  faults.order({ fault: 'throttle', persistent: true, match: 'INSERT' })
  const spoilt = (sql = '') => {
    const plan = faults.planFor({ target: '/', sql })
    return [plan.spoiling, plan.refusal]
  }
  expect(spoilt('INSERT')).toEqual(['reset', 'throttle'])
  expect(spoilt()).toEqual(['reset', null])
  expect(spoilt()).toEqual([null, null])
  expect(spoilt('INSERT')).toEqual([null, 'throttle'])
  faults.clear()
  expect(spoilt('INSERT')).toEqual([null, null])
})

test('an order that makes no sense is refused', () => {
  expect(() => createFaults().order({ fault: 'latency', milliseconds: -1 })).toThrow()
})
