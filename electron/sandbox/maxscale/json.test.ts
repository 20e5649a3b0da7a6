import { expect, test } from 'vitest'
import { integer, real, writeJson } from './json.ts'
import { BadJson, readJson } from './read-json.ts'

test('reals are spelt with 17 digits, as C does, and always as reals', () => {
  const spelt = [1.1, 0.1, 0, 3.40282e38, 1.7976931348623157e308, 1 / 3, 5.8738e-5, 0.0001, 123_456_789, 1e16, 1e17, -2.5, 5e-324].map((value) => real(value).text)
  expect(spelt).toEqual([
    '1.1000000000000001', '0.10000000000000001', '0.0', '3.4028200000000001e38', '1.7976931348623157e308', '0.33333333333333331', '5.8737999999999999e-5',
    '0.0001', '123456789.0', '10000000000000000.0', '1e17', '-2.5', '4.9406564584124654e-324',
  ])
})

test('keys are sorted, undefined ones left out, and the layout is four spaces or none', () => {
  const value = { b: [integer('18446744073709551615'), null], a: { text: 'tab\t"\\/\u001f😀' }, none: undefined, empty: [] }
  expect(writeJson(value, false)).toBe(String.raw`{"a":{"text":"tab\t\"\\/\u001F😀"},"b":[18446744073709551615,null],"empty":[]}`)
  expect(writeJson({ a: [true] }, true)).toBe('{\n    "a": [\n        true\n    ]\n}')
})

const complaint = (text: string | Uint8Array): string => {
  try {
    readJson(typeof text === 'string' ? Buffer.from(text) : text)
    return 'none'
  } catch (error) {
    return error instanceof BadJson ? error.message : String(error)
  }
}

test('complaints are the words of the real parser', () => {
  expect(complaint('{"target":')).toBe('unexpected token near end of file')
  expect(complaint('null')).toBe("'[' or '{' expected near 'null'")
  expect(complaint('{"sql":"SELECT 1"')).toBe("'}' expected near end of file")
  expect(complaint('{"a":99999999999999999999}')).toBe("too big integer near '99999999999999999999'")
  expect(complaint(String.raw`{"sql":"SELECT 'a\u0000b'"}`)).toBe(String.raw`\u0000 is not allowed without JSON_ALLOW_NUL near '"SELECT 'a\u0000b'"'`)
  expect(complaint(Buffer.concat([Buffer.from('{"sql":"SELECT \''), Buffer.from([0xff]), Buffer.from('\'"}')]))).toBe(`unable to decode byte 0xff near '"SELECT ''`)
  expect(complaint('{"a":1} x')).toBe("end of file expected near 'x'")
})

test('integers stay whole, strings whole, and no key reaches a prototype', () => {
  expect(readJson(Buffer.from('{"a":9007199254740993,"b":1.5,"c":"\\u00e9\\ud83d\\ude00中\\\\","__proto__":[true,null]}'))).toEqual(
    Object.assign(Object.create(null), JSON.parse('{"b":1.5,"c":"é😀中\\\\","__proto__":[true,null]}'), { a: 9007199254740993n }),
  )
})
