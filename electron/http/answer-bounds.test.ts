import { describe, expect, test } from 'vitest'
import { most } from './answer-bounds.ts'
import { bodyCollector } from './body-collector.ts'
import { bytesOf, dmsCode, failureCode, maxScaleCode } from './fixtures/read-cells.ts'
import { indexDmsBody } from './index-json.ts'
import { maskOf } from './masking/mask.ts'
import { serverWords } from './server-words.ts'

const maxScale = (results: string): string => `{"data":{"attributes":{"results":[${results}]}}}`

describe('a body that could not be held as objects', () => {
  test.each([
    ['of empty arrays', '[],'.repeat(most.values), '[]'], ['of maps', '{"a":{}},'.repeat(most.values / 2), '1'], ['of numbers', '1,'.repeat(most.values), '1'],
  ])('ended the host by its values around the rows: %s', (_, values, last) => {
    expect(dmsCode(`{"success":true,"columnMetas":[${values}${last}],"rows":[]}`)).toBe('response.tooManyValues')
    expect(maxScaleCode(`{"meta":[${values}${last}]}`)).toBe('response.tooManyValues')
  })

  test('is not taken for one because of what stands in a text, escaped or not, or in rows', () => {
    const text = `"${'[,{\\"\\\\'.repeat(most.values)}"`
    expect(dmsCode(`{"success":false,"msg":${text}}`)).toBeUndefined()
    expect(dmsCode(`{"success":true,"rows":[{"a":[${'1,'.repeat(most.values)}1]}]}`)).toBeUndefined()
    expect(maxScaleCode(maxScale(`{"fields":["a"],"data":[[[${'1,'.repeat(most.values)}1]]]}`))).toBeUndefined()
  })

  test('is refused for what stands around its rows, however few values that is', () => {
    expect(dmsCode(`{"success":false,"msg":"${'x'.repeat(most.dmsEnvelopeBytes)}"}`)).toBe('response.tooLarge')
    expect(dmsCode(`{"success":true,"rows":[{"a":"${'x'.repeat(most.dmsEnvelopeBytes)}"}]}`)).toBeUndefined()
  })

  test('ended the host by its columns', () => {
    const wide = (columns: number): string => Array.from({ length: columns }, () => '1').join(',')
    expect(maxScaleCode(maxScale(`{"data":[[${wide(most.columns)}]]}`))).toBeUndefined()
    expect(maxScaleCode(maxScale(`{"data":[[${wide(most.columns + 1)}]]}`))).toBe('response.tooManyColumns')
    expect(maxScaleCode(maxScale(`{"fields":[${wide(most.columns + 1)}],"data":[]}`))).toBe('response.tooManyColumns')
    const keys = (count: number): string => Array.from({ length: count }, (_, at) => `"k${at}":1`).join(',')
    expect(dmsCode(`{"rows":[{${keys(most.columns)}}]}`)).toBeUndefined()
    expect(dmsCode(`{"rows":[{${keys(most.columns + 1)}}]}`)).toBe('response.tooManyColumns')
    expect(dmsCode(`{"rows":[{"${'k'.repeat(most.columnNameBytes)}":1,"a":1}]}`)).toBe('response.tooLarge')
  })

  test('ended the host by its results', () => {
    const results = (count: number): string => Array.from({ length: count }, () => '{"data":[[1]]}').join(',')
    expect(maxScaleCode(maxScale(results(most.results)))).toBeUndefined()
    expect(maxScaleCode(maxScale(results(most.results + 1)))).toBe('response.tooManyResults')
  })

  test('is refused for more rows than anybody asks for, also where they have no cells', () => {
    const rows = (row: string): Uint8Array => {
      const [head, tail] = [bytesOf('{"rows":['), bytesOf(`${row.slice(0, -1)}]}`)]
      const body = Buffer.alloc(head.length + (most.rows + 1) * row.length + tail.length, row)
      body.set(head)
      body.fill(row, head.length, body.length - tail.length).set(tail, body.length - tail.length)
      return body
    }
    expect(failureCode(() => indexDmsBody(rows('{},')))).toBe('response.tooManyRows')
  })
})

describe('keys that were chosen to share a place in the table', () => {
  test('took minutes: one key in many spellings', () => {
    // Eight letters, each as it is or escaped: 256 spellings, and with the case of hex digits many more.
    const spellings = Array.from({ length: 20_000 }, (_, at) =>
      Array.from('abcdefgh', (letter, bit) => ((at >> bit) & 1 ? letter : `\\u00${letter.charCodeAt(0).toString(16)}`)).join('') + (at >> 8).toString().replaceAll(/\d/g, (digit) => `\\u003${digit}`))
    const body = indexDmsBody(bytesOf(`{"rows":[${spellings.slice(0, 256 * 16).map((key) => `{"${key}":1}`).join(',')}]}`))
    expect(body.keys).toHaveLength(16)
  })

  test('are all found, however often they meet', () => {
    const keys = collidingKeys(200)
    const row = `{${keys.map((key) => `"${key}":1`).join(',')}}`
    const body = indexDmsBody(bytesOf(`{"rows":[${row},${row.replace('":1', '":2')},${row}]}`))
    expect([body.keys, body.rowCount, body.keyAnomalies.missing]).toEqual([keys, 3, []])
  })
})

/** Keys whose hashes end alike (key-table.ts). */
function collidingKeys(count: number): string[] {
  const found: string[] = []
  for (let at = 0; found.length < count; at++) {
    const key = `k${at}`
    let hash = 0x811c9dc5
    for (const byte of bytesOf(key)) hash = Math.imul(hash ^ byte, 0x01000193)
    hash ^= hash >>> 15
    if ((hash & 16_383) === 7) found.push(key)
  }
  return found
}

test('a body in tiny chunks kept all that was read from the network around each of them', () => {
  const collector = bodyCollector(undefined)
  const network = new Uint8Array(65_536).map((_, at) => at)
  for (let at = 0; at < 65_536; at++) collector.add(network.subarray(at, at + 1))
  collector.add(network)
  collector.add(network.subarray(0, 3))
  const whole = collector.whole()
  expect(whole.byteLength).toBe(65_536 * 2 + 3)
  expect([whole.subarray(0, 65_536), whole.subarray(65_536, 131_072), [...whole.subarray(131_072)]]).toEqual([network, network, [0, 1, 2]])
})

test('the words of a server are cut to what a person reads, secrets hidden before', () => {
  const http = { status: 400, bytes: new Uint8Array(), mask: maskOf(['hush-hush']) }
  const words = serverWords(http, { text: `${'x'.repeat(8_185)}hush-hush${'y'.repeat(10_000_000)}` })
  expect(words.text).toBe(`${'x'.repeat(8_185)}[secret…`)
  expect(serverWords(http, { text: 'short' }).text).toBe('short')
})
