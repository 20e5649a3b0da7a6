import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'

test('layout is what JSON.stringify gives for ordinary documents', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

test('literals, repeated keys and escapes stay as written', () => {
  expect(prettyJson('{"a":9007199254740993,"a":1.10,"b":"\\u4e2d\\"}"}')).toBe(
    '{\n  "a": 9007199254740993,\n  "a": 1.10,\n  "b": "\\u4e2d\\"}"\n}',
  )
})

test('text that is not JSON is left alone', () => {
  for (const text of ['{"a":1', 'plain: text, here]', '"open']) expect(prettyJson(text)).toBe(text)
})
