import { describe, expect, it } from 'vitest'
import { MOST_DEPTH, MOST_KEYS, MOST_VALUES } from '../../shared/contract/frame-bounds.ts'
import { sizeFault } from './input-size.ts'

const nested = (levels: number) => {
  let value: unknown = null
  for (let level = 0; level < levels; level++) value = [value]
  return value
}
const keyed = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, key) => [`k${key}`, 1]))
const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic
const withHoles: unknown[] = []
withHoles.length = 4_000_000_000

describe('what structured clone brings is measured before a schema looks at it', () => {
  it.each<[string, unknown, ReturnType<typeof sizeFault>]>([
    ['nothing', undefined, null],
    ['a list as long as may be', Array.from({ length: MOST_VALUES }, () => 1), null],
    ['a list that is longer', Array.from({ length: MOST_VALUES + 1 }, () => 1), 'tooMany'],
    ['a list of four thousand million holes', withHoles, 'tooMany'],
    ['a list of such lists', [[withHoles]], 'tooMany'],
    ['a map of as many keys as may be', keyed(MOST_KEYS), null],
    ['a map of one more', [keyed(MOST_KEYS + 1)], 'tooMany'],
    ['maps of many keys', Array.from({ length: 200 }, () => keyed(600)), 'tooMany'],
    ['as deep as may be', nested(MOST_DEPTH), null],
    ['deeper', nested(MOST_DEPTH + 1), 'tooDeep'],
    ['a cycle', cyclic, 'tooDeep'],
    ['a text that is too long', { sql: 'x'.repeat(1_001) }, 'tooLarge'],
    ['a key that is too long', { ['x'.repeat(1_001)]: 1 }, 'tooLarge'],
    ['bytes that are too many', new Uint8Array(1_001), 'tooLarge'],
    ['a Map', { map: new Map([['a', 1]]) }, 'notPlain'],
    ['a Set', [new Set([1])], 'notPlain'],
    ['a Date', new Date(0), 'notPlain'],
    ['an Error', new Error('x'), 'notPlain'],
    ['a buffer without a view', new ArrayBuffer(8), 'notPlain'],
    ['a map without a prototype', Object.assign(Object.create(null), { a: 1 }), null],
  ])('%s', (what, input, fault) => {
    expect(sizeFault(input, /too (long|many)$/.test(what) ? 1_000 : undefined)).toBe(fault)
  })
})
