import { encode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameError, MOST_DEPTH, MOST_KEYS, MOST_VALUES } from './frame-bounds.ts'
import { decodeFrame, decodeRequest, encodeFrame } from './frame.ts'

/** A frame of a head as it is, with `area` bytes behind it. */
function frameOf(head: Uint8Array, area = 0): Uint8Array {
  const frame = new Uint8Array(Math.ceil((8 + head.byteLength) / 8) * 8 + area)
  new DataView(frame.buffer).setUint32(0, 1, true)
  new DataView(frame.buffer).setUint32(4, head.byteLength, true)
  frame.set(head, 8)
  return frame
}
const whole = (body: unknown) => new Uint8Array(Buffer.concat(encodeFrame(1, body)))
const repeated = (bytes: number[], times: number, end: number[] = []) => {
  const all = new Uint8Array(bytes.length * times + end.length)
  for (let time = 0; time < times; time++) all.set(bytes, time * bytes.length)
  all.set(end, bytes.length * times)
  return all
}
const joined = (...parts: (Uint8Array | number[])[]) => new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))

function faultOf(frame: Uint8Array): string {
  try {
    decodeRequest(frame)
    return 'none'
  } catch (error) {
    return error instanceof FrameError ? error.fault : 'late'
  }
}

describe('a request is not decoded', () => {
  it.each<[string, Uint8Array, string]>([
    // 5 kB that made room for a thousand lists of 100,000 values each.
    ['lists in lists that only announce their lengths', repeated([0xdd, 0x00, 0x01, 0x86, 0xa0], 1_000), 'malformed'],
    ['lists that announce what others have already announced', joined(repeated([0xdc, 0x10, 0x00], 1_000), repeated([0xc0], 5_000)), 'malformed'],
    ['a map that only announces its length', Uint8Array.from([0xdf, 0xff, 0xff, 0xff, 0xff]), 'malformed'],
    ['a text that only announces its length', Uint8Array.from([0xdb, 0x7f, 0xff, 0xff, 0xff, 0x61]), 'malformed'],
    ['bytes that only announce their length', Uint8Array.from([0xc6, 0xff, 0xff, 0xff, 0xff]), 'malformed'],
    ['lists of one within each other', repeated([0x91], 100_000, [0xc0]), 'tooDeep'],
    ['maps of one within each other', repeated([0x81, 0xa0], 100_000, [0xc0]), 'tooDeep'],
    ['lists whose last value is a list', repeated([0x92, 0xc0], 1_000, [0xc0]), 'tooDeep'],
    ['a map of 3 million keys', joined([0xdf, 0x00, 0x2d, 0xc6, 0xc0], repeated([0xa1, 0x61, 0xc0], 3_000_000)), 'tooMany'],
    ['a map of more keys than any form', encode(Object.fromEntries(Array.from({ length: MOST_KEYS + 1 }, (_, key) => [`k${key}`, null]))), 'tooMany'],
    ['a list of as many values as there may be, and one', encode(Array.from({ length: MOST_VALUES }, () => null)), 'tooMany'],
    ['many short lists', encode(Array.from({ length: MOST_VALUES / 4 }, () => [1, 2, 3])), 'tooMany'],
    ['a date, which is an extension of msgpack', encode(new Date(0)), 'malformed'],
    ['an extension of any length', Uint8Array.from([0xc9, 0, 0, 0, 1, 1, 0]), 'malformed'],
    ['the byte that msgpack never uses', Uint8Array.from([0xc1]), 'malformed'],
    ['nothing', new Uint8Array(0), 'malformed'],
    ['a value and something behind it', Uint8Array.from([0xc0, 0xc0]), 'malformed'],
  ])('%s', (_what, head, fault) => {
    expect(faultOf(frameOf(head))).toBe(fault)
  })

  it('where its arrays take more than lies behind it, as the same bytes a thousand times', () => {
    const reference = [0xd7, 0x02, 1, 0, 0, 0, 0x00, 0x01, 0, 0]
    const list = (times: number) => joined([0xdc, times >> 8, times & 0xff], repeated(reference, times))
    expect(faultOf(frameOf(list(1), 257))).toBe('none')
    expect(faultOf(frameOf(list(1_000), 257))).toBe('malformed')
  })
})

it('what a page may send is decoded as ever: 10,000 changes, 500 tabs, the deepest nesting', () => {
  const changes = Array.from({ length: 10_000 }, (_, at) => ({ at, removed: 1, text: '字' }))
  const tabs = Array.from({ length: 550 }, (_, place) => ({ id: `t${place}`, title: 'q', text: 'SELECT 1', connectionId: null, database: '', caret: 0, view: 'query' }))
  let deep: unknown = 'x'
  for (let level = 0; level < MOST_DEPTH; level++) deep = level % 2 ? [deep] : { deep }
  for (const body of [{ domain: 'workspace', action: 'typed', input: { changes } }, { domain: 'workspace', action: 'save', input: { tabs } }, deep]) {
    expect(decodeRequest(whole(body))).toEqual(body)
  }
  expect(faultOf(whole([deep]))).toBe('tooDeep')
})

it('any request that is decoded is decoded to the same with bounds as without, and damage is a fault, never a late one', () => {
  const body = fc.json({ maxDepth: 5 }).filter((text) => !text.includes('__proto__')).map((text): unknown => JSON.parse(text))
  fc.assert(
    fc.property(body, fc.nat(), fc.nat({ max: 255 }), (value, place, byte) => {
      const frame = whole({ value, bytes: new Uint8Array(3) })
      expect(decodeRequest(frame)).toEqual(decodeFrame(frame).body)
      frame[8 + (place % (frame.byteLength - 8))] = byte
      const fault = faultOf(frame)
      // What passes the walk may still have a key that is refused, or no text.
      expect(['none', 'malformed', 'tooMany', 'tooDeep', 'late']).toContain(fault)
      if (fault === 'none') expect(() => decodeFrame(frame)).not.toThrow()
    }),
  )
})
