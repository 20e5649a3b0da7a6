import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segmentOf } from './fixtures/segment-of.ts'
import { ResultSet, type ResultColumn } from './result-set.ts'
import { CellKind } from './wire-cell.ts'

const encoder = new TextEncoder()
const column = (label: string): ResultColumn => ({ label, type: '', family: 'other', fidelity: { kind: 'exact' } })

/** A result of one column; each segment's cells as JSON texts, undefined for missing. */
const resultOf = (...segments: (string | undefined)[][]): ResultSet => new ResultSet({ columns: [column('c')], segments: segments.map((cells) => segmentOf(cells)) })

describe('a result set', () => {
  test('decodes every kind of cell, numbers to their own spelling', () => {
    const set = resultOf(['null', '"text 中文"', '"a\\n\\u4e2d\\""', '1.10', 'true', 'false', '{"a": 1.0}', undefined])
    expect(Array.from({ length: set.rowCount }, (_, row) => set.cell(row, 0))).toEqual([
      { kind: 'null' },
      { kind: 'string', text: 'text 中文' },
      { kind: 'string', text: 'a\n中"' },
      { kind: 'number', literal: '1.10' },
      { kind: 'boolean', value: true },
      { kind: 'boolean', value: false },
      { kind: 'json', text: '{"a": 1.0}' },
      { kind: 'missing' },
    ])
    expect(Array.from({ length: set.rowCount }, (_, row) => set.text(row, 0))).toEqual(['', 'text 中文', 'a\n中"', '1.10', 'true', 'false', '{"a": 1.0}', ''])
  })

  test('finds the end of every value, and the bytes between', () => {
    const value = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', 'a', '中'), maxLength: 60 }).map((text) => JSON.stringify(text)),
      fc.constantFrom('-0', '1E+400', '-1.5e-7', '18446744073709551615', `1${'0'.repeat(80)}`, '[]', '{}', '""', '"\\\\"', '[1, "]", {"}": "\\""}]'),
    )
    fc.assert(
      fc.property(value, value, (before, text) => {
        const set = resultOf([before, text, before])
        const parsed: unknown = JSON.parse(text)
        const inner = text.startsWith('"') ? text.slice(1, -1) : text
        expect(set.text(1, 0)).toBe(parsed === null ? '' : typeof parsed === 'string' ? parsed : text)
        expect([...set.rawBytes(1, 0)]).toEqual([...encoder.encode(inner)])
      }),
    )
  })

  test('megabytes were decoded for one line: a head is the start of the text, whole where it is short', () => {
    const unit = fc.constantFrom('"', '\\', 'a', '中', '😀', '\n', '\u0001', '{', ']')
    const string = fc.string({ unit, maxLength: 120 }).map((text) => JSON.stringify(text))
    const document = fc.array(fc.string({ unit, maxLength: 20 }), { minLength: 1, maxLength: 8 }).map((parts) => JSON.stringify(parts))
    fc.assert(
      fc.property(fc.oneof(string, document), fc.integer({ min: 1, max: 80 }), (written, most) => {
        const set = resultOf([written, '"z"'])
        const text = set.text(0, 0)
        const head = set.head(0, 0, most)
        expect(text.startsWith(head)).toBe(true)
        const raw = set.rawBytes(0, 0)
        expect(set.rawHead(0, 0, most).length).toBeGreaterThanOrEqual(Math.min(most, raw.length))
        if (raw.length <= most) expect(head).toBe(text)
        else expect(encoder.encode(JSON.stringify(head)).length).toBeGreaterThanOrEqual(most)
      }),
    )
  })

  test('decodes text of every length and script exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('a', ' ', '\u007f', '\u0080', '中', '😀', '\ufeff'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 60 }), (text) => {
        const set = resultOf(['"x"', JSON.stringify(text), '"y"'])
        expect(set.text(1, 0)).toBe(text)
      }),
    )
  })

  test('decodes every escaped string as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const set = resultOf([JSON.stringify(text)])
        expect(set.text(0, 0)).toBe(JSON.parse(JSON.stringify(text)))
      }),
    )
  })

  test('reads several segments as one table', () => {
    const rows = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => String(from + i))
    const set = resultOf(rows(0, 3), rows(3, 3), rows(3, 10), rows(10, 11))
    expect(set.rowCount).toBe(11)
    expect(Array.from({ length: 11 }, (_, row) => set.text(row, 0))).toEqual(Array.from({ length: 11 }, (_, row) => String(row)))
    expect(set.kind(10, 0)).toBe(CellKind.number)
  })

  test('reads several columns row after row', () => {
    const set = new ResultSet({ columns: [column('a'), column('b')], segments: [segmentOf(['1', '2', '3', '4'], 2)] })
    expect([set.text(0, 0), set.text(0, 1), set.text(1, 0), set.text(1, 1)]).toEqual(['1', '2', '3', '4'])
  })

  test('has no cells outside of it, and none at all without segments', () => {
    const set = resultOf(['1'])
    for (const [row, at] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) expect(() => set.cell(row, at)).toThrow(RangeError)
    expect(resultOf().rowCount).toBe(0)
    expect(() => resultOf().text(0, 0)).toThrow(RangeError)
  })
})
