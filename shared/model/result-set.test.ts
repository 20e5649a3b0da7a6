import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CELL_WORDS, CellKind, KIND_BITS, ResultSet, type ResultColumn, type ResultSegment } from './result-set.ts'

const encoder = new TextEncoder()
const column = (label: string): ResultColumn => ({ label, type: '', family: 'other', fidelity: { kind: 'exact' } })

/** A segment of one cell a row; each cell as its kind and its bytes on the wire. */
function segmentOf(cells: [CellKind, string][]): ResultSegment {
  const bytes = encoder.encode(cells.map(([, text]) => text).join(','))
  const index = new Uint32Array(cells.length * CELL_WORDS)
  let start = 0
  cells.forEach(([kind, text], row) => {
    const { length } = encoder.encode(text)
    index.set([start, (length << KIND_BITS) | kind], row * CELL_WORDS)
    start += length + 1
  })
  return { bytes, index, rowCount: cells.length }
}

const resultOf = (...segments: [CellKind, string][][]): ResultSet => new ResultSet({ columns: [column('c')], segments: segments.map(segmentOf) })

describe('a result set', () => {
  test('decodes every kind of cell, numbers to their own spelling', () => {
    const set = resultOf([
      [CellKind.null, 'null'],
      [CellKind.string, 'text 中文'],
      [CellKind.escapedString, 'a\\n\\u4e2d\\"'],
      [CellKind.number, '1.10'],
      [CellKind.true, 'true'],
      [CellKind.false, 'false'],
      [CellKind.json, '{"a": 1.0}'],
      [CellKind.missing, ''],
    ])
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

  test('decodes text of every length and script exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('a', ' ', '\u007f', '\u0080', '中', '😀', '\ufeff'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 60 }), (text) => {
        const set = resultOf([[CellKind.string, 'x'], [CellKind.string, text], [CellKind.string, 'y']])
        expect(set.text(1, 0)).toBe(text)
        expect(set.byteLength(1, 0)).toBe(encoder.encode(text).length)
        expect([...set.rawBytes(1, 0)]).toEqual([...encoder.encode(text)])
      }),
    )
  })

  test('decodes every escaped string as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const set = resultOf([[CellKind.escapedString, JSON.stringify(text).slice(1, -1)]])
        expect(set.text(0, 0)).toBe(JSON.parse(JSON.stringify(text)))
      }),
    )
  })

  test('reads several segments as one table', () => {
    const rows = (from: number, to: number): [CellKind, string][] => Array.from({ length: to - from }, (_, i) => [CellKind.number, String(from + i)])
    const set = resultOf(rows(0, 3), rows(3, 3), rows(3, 10), rows(10, 11))
    expect(set.rowCount).toBe(11)
    expect(Array.from({ length: 11 }, (_, row) => set.text(row, 0))).toEqual(Array.from({ length: 11 }, (_, row) => String(row)))
    expect(set.kind(10, 0)).toBe(CellKind.number)
  })

  test('reads several columns row after row', () => {
    const { bytes, index } = segmentOf([[CellKind.number, '1'], [CellKind.number, '2'], [CellKind.number, '3'], [CellKind.number, '4']])
    const set = new ResultSet({ columns: [column('a'), column('b')], segments: [{ bytes, index, rowCount: 2 }] })
    expect([set.text(0, 0), set.text(0, 1), set.text(1, 0), set.text(1, 1)]).toEqual(['1', '2', '3', '4'])
  })

  test('has no cells outside of it, and none at all without segments', () => {
    const set = resultOf([[CellKind.number, '1']])
    for (const [row, at] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) expect(() => set.cell(row, at)).toThrow(RangeError)
    expect(resultOf().rowCount).toBe(0)
    expect(() => resultOf().text(0, 0)).toThrow(RangeError)
  })
})
