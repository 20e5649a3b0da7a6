import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'
import { jsonRows, plainRows, type TextRows } from './text-rows.ts'

const all = (rows: TextRows | null) => (rows ? Array.from({ length: rows.count }, (_, at) => rows.row(at)) : null)

test('JSON in rows of any width holds what was written, and nothing else, in its order', () => {
  const places = fc.integer({ min: 8, max: 60 })
  fc.assert(
    fc.property(fc.jsonValue(), places, (value, width) => {
      const text = JSON.stringify(value)
      const laidOut = jsonRows(text, width)
      const rows = all(laidOut) ?? []
      expect(rows.map((row, at) => (laidOut!.isContinued(at) || at === 0 ? row : `\n${row}`)).join('')).toBe(JSON.stringify(value, null, 2))
      expect(all(jsonRows(JSON.stringify(value, null, 3), width))).toEqual(rows)
    }),
  )
})

test('a text in rows of any width is the text, line for line', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '中', '😀', '\t', ' ', 'é'), maxLength: 200 })
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (written, width) => {
      const rows = all(plainRows(written, width)) ?? []
      expect(rows.join('')).toBe(written.replace(/[\r\n]/g, ''))
      expect(rows.every((row) => [...row].reduce((sum, sign) => sum + (sign.codePointAt(0)! < 0x1100 ? 1 : 2), 0) <= width)).toBe(true)
      expect(rows.length).toBeGreaterThanOrEqual(written.split(/\r\n|\r|\n/).length)
      expect(rows.every((row) => !/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(row))).toBe(true)
    }),
  )
})

test('100,000 brackets overflowed the stack, or needed gigabytes of spaces', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const rows = jsonRows(deep, 80)
  expect(rows?.count).toBe(199_999)
  expect(rows?.row(99_999).trim()).toBe('[]')
  expect(prettyJson('{"a":'.repeat(100_000))).toBe('{"a":'.repeat(100_000))
})

test('a string of megabytes in one line is cut into rows, and no escape with it', () => {
  const text = JSON.stringify({ long: 'say "中文"\\ '.repeat(300_000) })
  const rows = jsonRows(text, 100)
  expect(rows!.count).toBeGreaterThan(40_000)
  expect(all(rows)!.join('')).toBe(text.replace('{"long":', '{  "long": '))
})

test('numbers, repeated keys and escapes stay as they were written, and several documents stand below each other', () => {
  expect(all(jsonRows('{"n":12345678901234567890.10,"n":-0.0e+5} [1E400]\n"\\u00e9"', 80))).toEqual([
    '{', '  "n": 12345678901234567890.10,', '  "n": -0.0e+5', '}', '[', '  1E400', ']', '"\\u00e9"',
  ])
})

test('what is not JSON is said not to be, wherever it breaks', () => {
  const broken = [
    '', ' ', '{', ']', '{]', '[1,]', '{"a":1,}', '{"a"}', '{a:1}', "{'a':1}", '[1 2]', '{"a" 1}', '[01]', '[+1]', '[.5]', '[1.]', '[NaN]',
    '["a\nb"]', '["\t"]', '{"\u0000":1}', '["\\x41"]', '["\\u12"]', '["\\u12G4"]', '["\\', "['a']", '["open', '["a\\', 'hello', '[1]]', '{"a":1 "b":2}', '[,]', '{:1}', '[1}', '[:]', '{"a"::1}', '[1',
  ]
  for (const text of broken) expect([text, jsonRows(text, 80)]).toEqual([text, null])
})
