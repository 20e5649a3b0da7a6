import { describe, expect, it } from 'vitest'
import { segmentOf } from '../../shared/model/fixtures/segment-of.ts'
import { ResultSet, type ColumnFamily } from '../../shared/model/result-set.ts'
import { displayWidth, harmless } from './display-width.ts'
import { distinctLabels, formatRows } from './format-rows.ts'

/** A result from cells as the wire wrote them; undefined for missing. */
const resultOf = (columns: Array<[label: string, family: ColumnFamily]>, rows: (string | undefined)[][]): ResultSet =>
  new ResultSet({
    columns: columns.map(([label, family]) => ({ label, family, type: '', fidelity: { kind: 'exact' } })),
    segments: [segmentOf(rows.flat(), columns.length)],
  })

const rows = resultOf(
  [['id', 'integer'], ['名称', 'text'], ['price', 'decimal']],
  [
    ['9007199254740993', '"订单 🐘"', '1.10'],
    ['-0', '"a\\"b,\\r\\n\\u001b[31m"', 'null'],
    ['1e400', '""', undefined],
  ],
)
const text = (format: 'table' | 'json' | 'csv', given = rows) => [...formatRows[format](given)].join('')

describe('the table', () => {
  it('aligns Chinese and emoji by the columns they take, numbers to the right, and lets nothing steer the terminal', () => {
    expect(text('table')).toBe(
      [
        'id               │ 名称               │ price',
        '─────────────────┼────────────────────┼──────',
        '9007199254740993 │ 订单 🐘            │  1.10',
        '              -0 │ a"b,\\r\\n\\u001b[31m │  NULL',
        '           1e400 │                    │     —',
        '',
      ].join('\n'),
    )
  })

  it('is its head alone where there are no rows', () => {
    expect(text('table', resultOf([['a', 'text']], []))).toBe('a\n─\n')
  })
})

describe('JSON', () => {
  it('has number literals bare and exact, and leaves a missing key out', () => {
    expect(text('json')).toBe(
      '[\n{"id":9007199254740993,"名称":"订单 🐘","price":1.10},\n' +
        '{"id":-0,"名称":"a\\"b,\\r\\n\\u001b[31m","price":null},\n{"id":1e400,"名称":""}\n]\n',
    )
    expect(JSON.parse(text('json'))).toHaveLength(3)
  })

  it('keeps JSON values as they were written, and is [] for no rows', () => {
    const nested = resultOf([['doc', 'json'], ['yes', 'other']], [['{"a": 1.0,"a":2}', 'true']])
    expect(text('json', nested)).toBe('[\n{"doc":{"a": 1.0,"a":2},"yes":true}\n]\n')
    expect(text('json', resultOf([['a', 'text']], []))).toBe('[]\n')
  })

  it('numbers labels that repeat, around those that look numbered already', () => {
    const columns: Array<[string, ColumnFamily]> = [['a', 'text'], ['a', 'text'], ['a (2)', 'text'], ['a', 'text']]
    expect(distinctLabels(resultOf(columns, []))).toEqual(['a', 'a (3)', 'a (2)', 'a (4)'])
  })
})

describe('CSV', () => {
  it('follows RFC 4180, tells NULL from the empty string, and changes no value', () => {
    expect(text('csv')).toBe(
      'id,名称,price\r\n9007199254740993,订单 🐘,1.10\r\n-0,"a""b,\r\n\u001b[31m",\r\n1e400,"",\r\n',
    )
  })
})

describe('the width of a text', () => {
  it.each([
    ['abc', 3],
    ['中文', 4],
    ['ｆｕｌｌ', 8],
    ['ﾊﾝｶｸ', 4],
    ['한국어', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['❤️', 2],
    ['a\u200bb', 2],
    ['', 0],
  ])('%j is %i columns', (given, width) => {
    expect(displayWidth(given)).toBe(width)
  })

  it('spells out what would move the cursor or turn the reading direction', () => {
    expect(harmless('a\tb\nc\u001b]0;x\u0007\u009b2J\u202e')).toBe('a\\tb\\nc\\u001b]0;x\\u0007\\u009b2J\\u202e')
  })
})
