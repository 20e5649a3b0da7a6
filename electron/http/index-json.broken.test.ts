import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FailureCode } from '../../shared/model/failure.ts'
import { dmsText, maxScaleText, valueText } from './fixtures/json-documents.ts'
import { bytesOf, dmsCode, expectSame, failureCode, maxScaleCode, parsedCell, resultSet } from './fixtures/read-cells.ts'
import { indexDmsBody, indexMaxScaleBody } from './index-json.ts'
import { MAX_DEPTH } from './json-scanner.ts'

describe('a broken body', () => {
  const readers = { dms: { text: dmsText, index: indexDmsBody }, maxscale: { text: maxScaleText, index: indexMaxScaleBody } }

  test.each(Object.entries(readers))('of %s is told as cut wherever it is cut', (_, { text: texts, index }) => {
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = bytesOf(text)
        const codes = new Set<FailureCode | undefined>()
        for (let length = 1; length < bytes.length; length++) codes.add(failureCode(() => index(bytes.subarray(0, length))))
        expect([...codes]).toEqual(['response.truncated'])
      }),
      { numRuns: 40 },
    )
  })

  test.each(Object.entries(readers))('of %s is refused exactly when JSON.parse refuses it, after any change of a byte', (_, { text: texts, index }) => {
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.oneof(fc.nat(127), fc.constantFrom(...bytesOf('"\\{}[],:0-e.nu \n'))), cut: fc.nat(2), insert: fc.boolean() })
    fc.assert(
      fc.property(texts, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
        let bytes = [...bytesOf(text)]
        for (const { at, byte, cut, insert } of changes) bytes = bytes.toSpliced(Math.floor(at * bytes.length), cut, ...(insert ? [byte] : []))
        const changed = Uint8Array.from(bytes)
        const code = failureCode(() => index(changed))
        // A wrong shape is told as soon as it is seen, whatever comes behind it.
        expect(code === 'response.wrongShape' || (code === undefined) === isJson(changed)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('that is not UTF-8 is refused', () => {
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe4, 0xb8], [0xf5, 0x80, 0x80, 0x80]]) {
      const bytes = Uint8Array.from([...bytesOf('{"rows":[{"a":"'), ...bad, ...bytesOf('"}]}')])
      expect(failureCode(() => indexDmsBody(bytes))).toBe('response.invalidUtf8')
    }
  })

  test('that nests without end is refused without recursion', () => {
    const deep = (depth: number, open: string, close: string): string => `{"rows":[{"a":${open.repeat(depth)}1${close.repeat(depth)}}]}`
    expect(dmsCode(deep(MAX_DEPTH, '[', ']'))).toBeUndefined()
    expect(dmsCode(deep(MAX_DEPTH + 1, '[', ']'))).toBe('response.tooDeep')
    expect(dmsCode(deep(1_000_000, '{"x":', '}'))).toBe('response.tooDeep')
    expect(dmsCode(`{"x":${'['.repeat(1_000_000)}`)).toBe('response.tooDeep')
    expect(maxScaleCode(`{"data":${'['.repeat(1_000_000)}}`)).toBe('response.tooDeep')
  })

  test('is read at any offset of its buffer', () => {
    fc.assert(
      fc.property(valueText, fc.nat(7), (value, offset) => {
        const text = `{"rows":[{"a":${value}},{"a":${value}}]}`
        const buffer = new Uint8Array(bytesOf(text).length + offset + 3).fill(0x22)
        buffer.set(bytesOf(text), offset)
        const bytes = buffer.subarray(offset, buffer.length - 3)
        const set = resultSet(bytes, ['a'], indexDmsBody(bytes))
        expect(set.rowCount).toBe(2)
        expectSame(parsedCell(set, 1, 0), JSON.parse(value))
      }),
    )
  })
})

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}
