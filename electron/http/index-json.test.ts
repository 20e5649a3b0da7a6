import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { ResultSet } from '../../shared/model/result-set.ts'
import { dmsText, maxScaleText } from './fixtures/json-documents.ts'
import recordedBodies from './fixtures/maxscale-bodies.json' with { type: 'json' }
import { bytesOf, dmsCode, expectSame, maxScaleCode, parsedCell, resultSet } from './fixtures/read-cells.ts'
import { arrangeColumns, indexDmsBody, indexMaxScaleBody } from './index-json.ts'

/** Rows of maps, each key with its value, as JSON.parse gives them. */
function checkMaps(set: ResultSet, keys: string[], rows: Record<string, unknown>[]): void {
  expect(set.rowCount).toBe(rows.length)
  rows.forEach((row, r) => {
    expect(Object.keys(row).toSorted()).toEqual(keys.filter((_, c) => set.cell(r, c).kind !== 'missing').toSorted())
    keys.forEach((key, c) => {
      if (Object.hasOwn(row, key)) expectSame(parsedCell(set, r, c), row[key])
    })
  })
}

describe('a DMS body', () => {
  test('reads every cell as JSON.parse does, whatever the order, spelling and number of keys', () => {
    fc.assert(
      fc.property(dmsText, (text) => {
        const bytes = bytesOf(text)
        const body = indexDmsBody(bytes)
        const parsed = JSON.parse(text) as { rows?: Record<string, unknown>[] }
        expect(body.hasRows).toBe(Array.isArray(parsed.rows))
        checkMaps(resultSet(bytes, body.keys, body), body.keys, parsed.rows ?? [])
        expect(body.index.length).toBe(body.rowCount * body.keys.length)
        expect(Object.keys(body.envelope).toSorted()).toEqual(Object.keys(parsed).filter((key) => key !== 'rows').toSorted())
      }),
      { numRuns: 400 },
    )
  })

  test('keeps every digit of numbers that a JavaScript number cannot hold', () => {
    const literals = ['9007199254740993', '18446744073709551615', '1.10', '1e400', '-0', '-1E-400', '0.10000000000000000000001']
    const bytes = bytesOf(`{"rows":[${literals.map((literal) => `{"n":${literal}}`).join(',')}]}`)
    const set = resultSet(bytes, ['n'], indexDmsBody(bytes))
    expect(literals.map((_, row) => set.text(row, 0))).toEqual(literals)
  })

  test('keeps every digit of counts in the envelope', () => {
    const { envelope } = indexDmsBody(bytesOf('{"updateCount":9223372036854775807,"rowCount":3,"time":0.10000000000000001}'))
    expect(envelope).toEqual({ updateCount: 9223372036854775807n, rowCount: 3, time: 0.1 })
  })

  test("does not lose the value of a key that no label names, as in the document's own example", () => {
    const bytes = bytesOf('{"columnMetas":[{"columnLabel":"column1"}],"rows":[{"col1":1,"col2":"xxxx"}],"success":true}')
    const body = indexDmsBody(bytes)
    expect(body.keys).toEqual(['col1', 'col2'])
    expect(resultSet(bytes, body.keys, body).text(0, 1)).toBe('xxxx')
  })

  test('counts the rows that lack a key, bring a new one, or hold one twice', () => {
    const body = indexDmsBody(bytesOf('{"rows":[{"a":1,"b":2},{"a":1},{"b":1,"a":2,"c":3},{"a":1,"b":2,"a":3,"\\u0061":4},{"a":1,"b":2}]}'))
    expect(body.keyAnomalies).toEqual({
      missing: [{ key: 'b', rows: 1 }, { key: 'c', rows: 4 }],
      extra: [{ key: 'c', rows: 1 }],
      duplicated: [{ key: 'a', rows: 1 }],
    })
  })

  test('lets the last of duplicate keys count', () => {
    const bytes = bytesOf('{"rows":[{"a":1,"b":true,"a":"last"}]}')
    expect(resultSet(bytes, ['a', 'b'], indexDmsBody(bytes)).text(0, 0)).toBe('last')
  })

  test('holds many rows, columns found late, and rows of changing shape', () => {
    const rows = Array.from({ length: 3_000 }, (_, r) => {
      const entries: [string, unknown][] = Array.from({ length: 40 }, (_, c) => [`column_${c}`, r * c])
      if (r % 7 === 3) entries.reverse()
      if (r % 5 === 2) entries.splice(r % 40, 3)
      if (r > 2_500) entries.push([`late_${r % 30}`, 'x'])
      return Object.fromEntries(entries)
    })
    const bytes = bytesOf(JSON.stringify({ rows }))
    const body = indexDmsBody(bytes)
    expect(body.rowCount).toBe(3_000)
    checkMaps(resultSet(bytes, body.keys, body), body.keys, rows)
  })

  test('refuses more different keys than a table can have columns', () => {
    const rows = Array.from({ length: 5_000 }, (_, r) => `{"k${r}":1}`)
    expect(dmsCode(`{"rows":[${rows.join(',')}]}`)).toBe('response.tooManyColumns')
  })

  test.each([
    ['{"rows":{}}', 'response.wrongShape'],
    ['{"rows":"none"}', 'response.wrongShape'],
    ['{"rows":[1]}', 'response.wrongShape'],
    ['{"rows":[{"a":1},[2]]}', 'response.wrongShape'],
    ['[{"rows":[]}]', 'response.wrongShape'],
    ['"text"', 'response.wrongShape'],
    ['null', 'response.wrongShape'],
    ['12', 'response.wrongShape'],
    ['', 'response.empty'],
    [' \n', 'response.empty'],
    ['<!DOCTYPE html><html><body>502 Bad Gateway</body></html>', 'response.notJson'],
    ['{"a":1} {"b":2}', 'response.notJson'],
    ['{"a":1}}', 'response.notJson'],
    ['{"a":1} x', 'response.notJson'],
    ['{"rows":[{"a":1},]}', 'response.notJson'],
    ['{"rows":[{"a":1,}]}', 'response.notJson'],
    ['{"rows":[{a:1}]}', 'response.notJson'],
    ['{"rows":[{"a" 1}]}', 'response.notJson'],
    ['{"rows":[{"a":1} {"a":2}]}', 'response.notJson'],
    ['{"rows":[{"a":nul}]}', 'response.notJson'],
    ['{"rows":[{"a":\u0001}]}', 'response.notJson'],
    ['{"rows":[{"a":\u00a01}]}', 'response.notJson'],
  ])('refuses %j with %s', (text, code) => {
    expect(dmsCode(text)).toBe(code)
  })

  test.each(['01', '-', '+1', '.5', '1.', '1e', '1e+', '0x10', '1_0', '-01', 'NaN', 'Infinity', '"\t"', '"a\nb"', '"\\x41"', '"\\u12g4"', '"\\', "'a'", 'True', 'nulll', 'undefined', '[1,]', '[,1]', '{"x"}', '{"x":1,}', '[1}', '{"x":1]'])(
    'refuses the value %j, as JSON.parse does',
    (value) => {
      for (const text of [`{"rows":[{"a":${value}}]}`, `{"x":${value}}`]) {
        expect(() => JSON.parse(text)).toThrow()
        expect(dmsCode(text)).toMatch(/notJson|truncated/)
      }
    },
  )

  test('skips a byte order mark in front, and only there', () => {
    expect(dmsCode('\ufeff{"rows":[]}')).toBeUndefined()
    expect(dmsCode('{\ufeff"rows":[]}')).toBe('response.notJson')
  })
})

describe('a MaxScale body', () => {
  test('reads every cell of every result as JSON.parse does', () => {
    fc.assert(
      fc.property(maxScaleText, (text) => {
        const bytes = bytesOf(text)
        const body = indexMaxScaleBody(bytes)
        const parsed = JSON.parse(text) as { data: { attributes: { results?: unknown } | null } }
        const results = parsed.data.attributes?.results
        if (!Array.isArray(results)) {
          expect(body.results).toBeNull()
          return
        }
        expect(body.results).toHaveLength(results.length)
        ;(results as { data?: unknown[][] | null }[]).forEach((result, i) => {
          const { rows } = body.results![i]!
          expect(rows !== null).toBe(Array.isArray(result.data))
          if (!rows || !result.data) return
          const set = resultSet(bytes, Array.from({ length: rows.columnCount }, String), rows)
          expect(rows.rowCount).toBe(result.data.length)
          const cells = result.data.map((_, r) => set.columns.map((_, c) => parsedCell(set, r, c)))
          expectSame(cells, result.data)
        })
      }),
      { numRuns: 400 },
    )
  })

  test.each(recordedBodies)('reads the recorded body $name', ({ body: text }) => {
    const bytes = bytesOf(text)
    const { results } = indexMaxScaleBody(bytes)
    const parsed = JSON.parse(text) as { data: { attributes: { results: { data?: unknown[][]; fields?: string[] }[] } } }
    const expected = parsed.data.attributes.results
    expect(results === null).toBe(!Array.isArray(expected))
    results?.forEach(({ members, rows }, i) => {
      const { data, ...rest } = expected[i]!
      expect(members).toEqual(rest)
      if (!rows) {
        expect(data).toBeUndefined()
        return
      }
      const set = resultSet(bytes, expected[i]!.fields!, rows)
      expect(data!.map((_, r) => set.columns.map((_, c) => parsedCell(set, r, c)))).toStrictEqual(data)
    })
  })

  test('keeps the integers that MaxScale writes beyond 2^53', () => {
    const bytes = bytesOf(recordedBodies.find(({ name }) => name === 'e04-bigint')!.body)
    const { rows, members } = indexMaxScaleBody(bytes).results![0]!
    const set = resultSet(bytes, members.fields as string[], rows!)
    expect(set.columns.map((_, c) => set.text(0, c))).toEqual([
      '9007199254740993', '9223372036854775807', '9223372036854775807', '9223372036854775807', '-9223372036854775808',
    ])
  })

  test('keeps every digit of what a statement changed', () => {
    const { results } = indexMaxScaleBody(bytesOf('{"data":{"attributes":{"results":[{"affected_rows":2,"last_insert_id":18446744073709551615}]}}}'))
    expect(results).toEqual([{ members: { affected_rows: 2, last_insert_id: 18446744073709551615n }, rows: null }])
  })

  test.each([
    ['a longer row', '{"data":[[1],[1,2]],"fields":["a"]}'],
    ['a shorter row', '{"data":[[1,2],[1]],"fields":["a","b"]}'],
    ['an empty row', '{"data":[[1],[]],"fields":["a"]}'],
    ['rows wider than the fields', '{"data":[[1,2]],"fields":["a"]}'],
    ['a row that is no array', '{"data":[[1],{"a":1}],"fields":["a"]}'],
    ['a result that is no object', '[[1]]'],
  ])('refuses %s, which would put values under wrong names', (_, result) => {
    expect(maxScaleCode(`{"data":{"attributes":{"results":[${result}]}}}`)).toBe('response.wrongShape')
  })

  test('takes the width of an empty result from its fields', () => {
    const { results } = indexMaxScaleBody(bytesOf('{"data":{"attributes":{"results":[{"data":[],"fields":["a","b"]}]}}}'))
    expect(results![0]!.rows).toEqual({ index: new Uint32Array(0), rowCount: 0, columnCount: 2 })
  })

  test('answers no results for a pending query and for a body of another kind', () => {
    expect(indexMaxScaleBody(bytesOf('{"data":{"attributes":{"results":{}}}}')).results).toBeNull()
    expect(indexMaxScaleBody(bytesOf('{"errors":[{"detail":"busy"}]}'))).toEqual({ envelope: { errors: [{ detail: 'busy' }] }, results: null })
  })
})

describe('arranging columns', () => {
  test('reorders, repeats and adds columns that no row has', () => {
    const bytes = bytesOf('{"rows":[{"a":1,"b":2},{"a":3,"b":4}]}')
    const body = indexDmsBody(bytes)
    const index = arrangeColumns(body.index, body.rowCount, 2, [1, -1, 0, 1])
    const set = resultSet(bytes, ['b', 'none', 'a', 'b'], { index, rowCount: 2 })
    expect([0, 1].map((row) => [0, 1, 2, 3].map((c) => parsedCell(set, row, c)))).toEqual([[2, undefined, 1, 2], [4, undefined, 3, 4]])
  })

  test('answers the same index when nothing changes', () => {
    const { index } = indexDmsBody(bytesOf('{"rows":[{"a":1,"b":2}]}'))
    expect(arrangeColumns(index, 1, 2, [0, 1])).toBe(index)
  })
})

test('rows are read alike where the processor has no SIMD', async () => {
  const validate = vi.spyOn(Reflect.get(globalThis, 'WebAssembly') as { validate: () => boolean }, 'validate').mockReturnValue(false)
  vi.resetModules()
  const without = await import('./index-json.ts')
  expect(validate).not.toHaveBeenCalled()
  const maps = bytesOf(JSON.stringify({ rows: Array.from({ length: 500 }, (_, row) => ({ a: row, b: `x${row}`, c: null })) }))
  const { index, rowCount } = without.indexDmsBody(maps)
  expect(validate).toHaveBeenCalled()
  validate.mockRestore()
  vi.resetModules()
  expect({ index, rowCount }).toEqual({ index: indexDmsBody(maps).index, rowCount: 500 })
})
