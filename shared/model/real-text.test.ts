import fc from 'fast-check'
import { expect, test } from 'vitest'
import { realText } from './real-text.ts'

test.each([
  ['1.1000000000000001', undefined, '1.1'],
  ['0.10000000000000001', 31, '0.1'],
  ['3.1415929999999999', 6, '3.141593'],
  ['3.1415926535897931', 31, '3.141592653589793'],
  ['1.5', 3, '1.500'],
  ['0.0', 3, '0.000'],
  ['-0.0', 3, '-0.000'],
  ['-0.0', 31, '-0'],
  ['0.0', 31, '0'],
  ['5.0', 31, '5'],
  ['5.0', 0, '5'],
  ['16777200.0', 31, '16777200'],
  ['10000000000000000.0', 31, '1e16'],
  ['10000000000000000.0', 2, '10000000000000000.00'],
  ['100000000000000.0', 31, '100000000000000'],
  ['1000000000000000.0', 31, '1e15'],
  ['999999999999999.0', 31, '999999999999999'],
  ['1.2345678901234568e17', 31, '1.2345678901234568e17'],
  ['-1.2345678901234568e17', 31, '-1.2345678901234568e17'],
  ['1e22', 2, '1e22'],
  ['1.0000000000000001e-5', 31, '0.00001'],
  ['-9.9999999999999995e-8', 31, '-0.0000001'],
  ['1.0000000000000001e-15', 31, '0.000000000000001'],
  ['9.9999999999999998e-17', 31, '1e-16'],
  ['1.7976931348623157e308', 31, '1.7976931348623157e308'],
  ['4.9406564584124654e-324', 31, '5e-324'],
  // Not forced into decimals that would change it.
  ['0.10000000149011612', 2, '0.10000000149011612'],
  // No double holds it.
  ['1e400', 31, '1e400'],
] as const)('%s with %s decimals is %s', (wire, decimals, text) => {
  expect(realText(wire, decimals)).toBe(text)
})

/** As C's %.17g. */
const wireOf = (value: number): string => (Object.is(value, -0) ? '-0.0' : value.toPrecision(17))
const digitsOf = (text: string): string => text.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+|0+$/g, '')

test('any double reads back as itself, in no more digits than the wire has', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 2, 7, 31), (value, decimals) => {
      const text = realText(wireOf(value), decimals)
      expect(Object.is(Number(text), value)).toBe(true)
      if (decimals === 31) expect(digitsOf(text).length).toBeLessThanOrEqual(17)
    }),
  )
})

test('six digits of a FLOAT come back as they were sent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: -20, max: 20 }), (digits, exponent) => {
      const sent = Number(`${digits}e${exponent}`)
      const shown = realText(wireOf(sent))
      expect(Number(shown)).toBe(sent)
      expect(digitsOf(shown).length).toBeLessThanOrEqual(6)
      expect(Math.fround(Number(shown))).toBe(Math.fround(sent))
    }),
  )
})
