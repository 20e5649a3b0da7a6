import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { decodeFrame, encodeFrame, frameId } from './frame.ts'

const join = (parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

describe('frames', () => {
  it('carry typed arrays as the arrays they were, wherever they stand', () => {
    const bytes = new Uint8Array(1_001).map((_, place) => place)
    const index = new Uint32Array([0, 1, 2 ** 32 - 1])
    const body = { result: { ok: true, value: [{ segments: [{ bytes, index, rowCount: 3 }], empty: new Uint8Array(0) }] } }
    expect(decodeFrame(join(encodeFrame(7, body)))).toEqual({ id: 7, body })
  })

  it('send large arrays from where they lie and read them as views of the message', () => {
    const bytes = new Uint8Array(100)
    expect(encodeFrame(1, { bytes }).some((part) => part.buffer === bytes.buffer)).toBe(true)
    const message = join(encodeFrame(1, { bytes, index: new Uint32Array(2) }))
    const read = decodeFrame(message).body as { bytes: Uint8Array; index: Uint32Array }
    expect(read.bytes.buffer).toBe(message.buffer)
    expect(read.index.buffer).toBe(message.buffer)
  })

  it('send only the seen part of a view', () => {
    const view = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3)
    expect(decodeFrame(join(encodeFrame(1, { view }))).body).toEqual({ view: new Uint8Array([2, 3]) })
  })

  it('read words that lie at an odd address', () => {
    const message = join(encodeFrame(1, { index: new Uint32Array([1, 2]) }))
    const shifted = new Uint8Array(message.byteLength + 1)
    shifted.set(message, 1)
    expect(decodeFrame(shifted.subarray(1)).body).toEqual({ index: new Uint32Array([1, 2]) })
  })

  it('leave out what is undefined, as structured clone’s readers expect of absent fields', () => {
    expect(decodeFrame(join(encodeFrame(1, { a: undefined, b: null }))).body).toEqual({ b: null })
  })

  it('round-trip any plain data; a key named __proto__ is refused', () => {
    expect(() => decodeFrame(join(encodeFrame(3, JSON.parse('{"__proto__":1}'))))).toThrow()
    // Through JSON, which knows no -0 either (see frame.ts).
    const plain = fc.json({ maxDepth: 4 }).filter((text) => !text.includes('__proto__')).map((text): unknown => JSON.parse(JSON.stringify(JSON.parse(text))))
    fc.assert(
      fc.property(plain, (value) => {
        expect(decodeFrame(join(encodeFrame(3, { value }))).body).toEqual({ value })
      }),
    )
  })

  it('make no room for a list that only announces its length', () => {
    // Nested, each with room for 2^24 values: some 100 MB apiece, were they believed.
    const head = new Uint8Array(8 + 5 * 100)
    new DataView(head.buffer).setUint32(4, 500, true)
    for (let at = 8; at < head.length; at += 5) head.set([0xdd, 0x01, 0x00, 0x00, 0x00], at)
    expect(() => decodeFrame(head)).toThrow(/max length exceeded/i)
  })

  it('never read past a cut or damaged message: they throw or decode, and the id is still readable', () => {
    const message = join(encodeFrame(9, { bytes: new Uint8Array(16), text: 'x' }))
    for (let length = 0; length < message.byteLength; length++) {
      expect(() => decodeFrame(message.subarray(0, length))).toThrow()
      if (length >= 8) expect(frameId(message.subarray(0, length))).toBe(9)
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        try {
          decodeFrame(noise)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})
