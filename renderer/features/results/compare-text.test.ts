import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareText } from './compare-text.ts'

test('text is ordered as its UTF-8 bytes are', () => {
  const hex = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const [left, right] = [hex(a), hex(b)]
      expect(Math.sign(compareText(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0)
    }),
  )
})

test('a character outside the basic plane comes after every one inside it', () => {
  expect(compareText('𝄞', '﹐')).toBeGreaterThan(0)
  expect(compareText('a', 'aa')).toBeLessThan(0)
  expect(compareText('Z', 'a')).toBeLessThan(0)
})
