import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DecimalSum, withScale } from './mysql-decimal.ts'

test('a literal gets exactly the digits of its scale, rounded half away from zero', () => {
  expect(['1.1', '1.005', '-1.005', '.5', '7', '-0.000001', '1e3', '-1.0e-06'].map((literal) => withScale(literal, 2))).toEqual(['1.10', '1.01', '-1.01', '0.50', '7.00', '0.00', '1000.00', '0.00'])
  expect(withScale('99999999999999999999999999999999.5', 0)).toBe('100000000000000000000000000000000')
})

test('sums are exact, whatever the order and size', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.constantFrom(2, 6))), (values) => {
      const sum = new DecimalSum()
      let expected = 0n
      for (const [units, scale] of values) {
        const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
        sum.add(`${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`)
        expected += units * 10n ** BigInt(6 - scale)
      }
      const total = sum.sum()
      expect(total === null ? null : withScale(String(total), 6)).toBe(values.length === 0 ? null : withScale(`${expected < 0n ? '-' : ''}${String(expected < 0n ? -expected : expected).padStart(7, '0').replace(/(.{6})$/, '.$1')}`, 6))
    }),
  )
})

test('a value can be taken out of a sum again', () => {
  const sum = new DecimalSum()
  for (const value of ['1.10', '2.20', null, '3.30']) sum.add(value)
  sum.remove('2.20')
  expect([sum.sum(), sum.average()]).toEqual(['4.40', '2.200000'])
})

test('integers sum to an integer, floats to a float', () => {
  const [whole, float] = [new DecimalSum(), new DecimalSum()]
  for (const value of [1n, 2n]) whole.add(value)
  for (const value of [0.5, '1.5']) float.add(value)
  expect([whole.sum(), float.sum()]).toEqual([3n, 2])
})
