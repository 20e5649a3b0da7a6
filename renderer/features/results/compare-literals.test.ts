import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareLiterals, isNumberLiteral } from './compare-literals.ts'

test('integers beyond 2^53 that are one double stay two numbers', () => {
  expect(Number('9007199254740992')).toBe(Number('9007199254740993'))
  expect(compareLiterals('9007199254740992', '9007199254740993')).toBe(-1)
  expect(compareLiterals('-9007199254740992', '-9007199254740993')).toBe(1)
  expect(compareLiterals('18446744073709551615', '18446744073709551614')).toBe(1)
})

test('decimals compare by value, not by spelling', () => {
  expect(compareLiterals('1.10', '1.1')).toBe(0)
  expect(compareLiterals('-0', '0')).toBe(0)
  expect(compareLiterals('0.1000000000000000000000000001', '0.1')).toBe(1)
  expect(compareLiterals('.5', '0.50')).toBe(0)
  expect(compareLiterals('1e400', '9e399')).toBe(1)
  expect(compareLiterals('1e-400', '0')).toBe(1)
  expect(compareLiterals('12e2', '1200')).toBe(0)
})

test('words are not number literals', () => {
  for (const text of ['', '.', '-', 'e5', '12a', '0x1F', '1 2', 'NULL']) expect(isNumberLiteral(text)).toBe(false)
  for (const text of ['0', '-1', '+1.', '.5', '1e5']) expect(isNumberLiteral(text)).toBe(true)
})

test('two equal negative numbers were told apart by a negative zero', () => {
  expect(compareLiterals('-14.', '-14.0')).toBe(0)
})

test('every pair of scaled integers is ordered as BigInt orders them', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), fc.nat(30), (a, b, scale) => {
      const spell = (value: bigint) => {
        const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
        const text = `${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`
        return (value < 0n ? '-' : '') + text
      }
      expect(compareLiterals(spell(a), spell(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
})
