import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { resultBound } from './answer-bounds.ts'
import { decodeContent } from './content-encoding.ts'
import { failureFrom } from './fixtures/test-servers.ts'

const text = JSON.stringify({ success: true, rows: Array.from({ length: 2_000 }, (_, a) => ({ a, 名: '茶壶' })) })
const plain = new TextEncoder().encode(text)
const MAX = 1_048_576
const BOUND = { ...resultBound, bytes: MAX }
const decoded = async (bytes: Uint8Array, encoding: string) => new TextDecoder().decode(await decodeContent(bytes, encoding, BOUND))

describe('an encoded body', () => {
  it.each([
    ['gzip', gzipSync(plain)], ['x-gzip', gzipSync(plain)], ['GZIP', gzipSync(plain)], [' gzip ', gzipSync(plain)],
    ['gzip', Buffer.concat([gzipSync(plain.subarray(0, 1_000)), gzipSync(plain.subarray(1_000))])],
    ['deflate', deflateSync(plain)], ['deflate', deflateSync(plain, { level: 1 })], ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)], ['identity', plain], ['', plain], ['identity, gzip', gzipSync(plain)],
    ['gzip, br', brotliCompressSync(gzipSync(plain))], ['deflate,,gzip', gzipSync(deflateSync(plain))], ['gzip, gzip', gzipSync(gzipSync(plain))],
  ])('was not read: %s', async (encoding, bytes) => expect(await decoded(bytes, encoding)).toBe(text))

  it('is held in an array of its own, however small', async () => {
    const { buffer, byteLength } = await decodeContent(gzipSync('{}'), 'gzip', BOUND)
    expect(buffer.byteLength).toBe(byteLength)
  })

  it.each(['gzip', 'deflate', 'br', 'compress', 'zstd'])('of no bytes is nothing, whatever %s says', async (encoding) => expect(await decoded(new Uint8Array(), encoding)).toBe(''))

  it.each([
    ['gzip', gzipSync(plain).subarray(0, -9)], ['gzip', gzipSync(plain).subarray(0, 5)], ['gzip', plain], ['gzip', gzipSync(plain).subarray(3)],
    ['gzip', Buffer.concat([gzipSync(plain).subarray(0, -8), Buffer.alloc(8)])],
    ['deflate', deflateSync(plain).subarray(0, -9)], ['deflate', deflateRawSync(plain).subarray(0, -9)], ['deflate', plain],
    ['br', brotliCompressSync(plain).subarray(0, -9)], ['br', plain], ['br, gzip', gzipSync(plain)],
  ])('that is broken, or not encoded so, is a failure of its own: %s', async (encoding, bytes) => {
    expect(await failureFrom(decodeContent(bytes, encoding, BOUND))).toMatchObject({ kind: 'server', code: 'response.encodingBroken', retrySafe: false })
  })

  it.each(['zstd', 'compress', 'gzip, zstd', 'constructor', '__proto__', 'gzip,gzip,gzip,gzip'])('in an encoding that nobody asked for is a failure that names it: %s', async (encoding) => {
    expect(await failureFrom(decodeContent(gzipSync(plain), encoding, BOUND))).toMatchObject({ code: 'response.encodingUnknown' })
  })

  it.each([['gzip', gzipSync], ['deflate', deflateSync], ['br', brotliCompressSync]] as const)('grows to no more than the limit: %s', async (encoding, encode) => {
    expect(await failureFrom(decodeContent(encode(Buffer.alloc(MAX + 1)), encoding, BOUND))).toMatchObject({ code: 'network.tooLarge', params: { limitMb: 1 } })
    expect((await decodeContent(encode(Buffer.alloc(MAX)), encoding, BOUND)).length).toBe(MAX)
  })
})
