import { expect, test } from 'vitest'
import { BadJson, readJson } from './read-json.ts'

const complaint = (text: string): string => {
  try {
    readJson(Buffer.from(text))
    return 'none'
  } catch (error) {
    if (error instanceof BadJson) return error.message
    throw error
  }
}

test('reads what a request is made of', () => {
  expect(readJson(Buffer.from(String.raw`{"a": [1, -0.5e1, true, null], "b": "\u00e9\ud83d\ude00\n", "a": 2}`))).toEqual({ a: 2n, b: 'é😀\n' })
})

test('numbers that end too early or begin with a zero are no tokens', () => {
  expect(complaint('{"a": 1.}')).toBe("invalid token near '1.'")
  expect(complaint('{"a": 1e}')).toBe("invalid token near '1e'")
  expect(complaint('{"a": 1.5e+}')).toBe("invalid token near '1.5e+'")
  expect(complaint('{"a": 01}')).toBe("invalid token near '0'")
  expect(complaint('{"a": -}')).toBe("invalid token near '-'")
  expect(complaint('{"a": 1.5.2}')).toBe("'}' expected near '.'")
  expect(complaint('{"a": 99999999999999999999}')).toBe("too big integer near '99999999999999999999'")
})

test('half a character is refused by its number', () => {
  expect(complaint(String.raw`{"a": "\ud800"}`)).toBe(String.raw`invalid Unicode '\uD800' near '"\ud800"'`)
  expect(complaint(String.raw`{"a": "\udc00"}`)).toBe(String.raw`invalid Unicode '\uDC00' near '"\udc00"'`)
  expect(complaint(String.raw`{"a": "\ud800\u0041"}`)).toBe(String.raw`invalid Unicode '\uD800\u0041' near '"\ud800\u0041"'`)
  expect(complaint(String.raw`{"a": "\\ud800"}`)).toBe('none')
})

test('only an array or an object is a document', () => {
  for (const text of ['5', 'true', '"x"', '']) expect(complaint(text)).toMatch(/^'\[' or '\{' expected near /)
  expect(complaint('{} x')).toBe("end of file expected near 'x'")
})
