import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letsEverybodyIn, networkProblem } from './networks.ts'

const octet = fc.nat(255)
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'))

describe('networkProblem', () => {
  it('takes every IPv4 address, alone and with 0 to 32 bits', () => {
    fc.assert(
      fc.property(address, fc.nat(32), (one, bits) => {
        expect(networkProblem(one)).toBeUndefined()
        expect(networkProblem(`${one}/${bits}`)).toBeUndefined()
      }),
    )
  })

  it('refuses an octet beyond 255 and more bits than there are', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 256, max: 999 }), fc.integer({ min: 33, max: 999 }), (one, much, bits) => {
        expect(networkProblem(one.replace(/\d+$/, String(much)))).toBe('drds.field.whitelistAddress')
        expect(networkProblem(`${one}/${bits}`)).toBe('drds.field.whitelistBits')
      }),
    )
  })

  it.each(['', ' ', '10.0.0', '10.0.0.1.2', '10.0.0.01', '010.0.0.1', '10.0.0.-1', '10.0.0.1 ', '1e1.0.0.1', '0x0a.0.0.1', '::1', 'localhost', '10.0.0.1,10.0.0.2', '10.0.0.0/8/8', '/8', '１0.0.0.1'])(
    'refuses %j',
    (entry) => expect(networkProblem(entry)).toBe('drds.field.whitelistAddress'),
  )

  it.each(['10.0.0.0/', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0.0/255.0.0.0', '10.0.0.0/ 8', '10.0.0.0/8 '])('refuses the length of %j', (entry) =>
    expect(networkProblem(entry)).toBe('drds.field.whitelistBits'),
  )
})

it.each([
  ['0.0.0.0', true],
  ['0.0.0.0/0', true],
  ['10.0.0.0/0', true],
  ['10.0.0.0', false],
  ['10.0.0.0/10', false],
  ['0.0.0.0/1', false],
])('%s lets everybody in: %s', (entry, everybody) => {
  expect(letsEverybodyIn(entry)).toBe(everybody)
})
