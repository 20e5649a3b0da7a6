import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSigned, publicKeyOf, signatureOf } from './signature.ts'
import { updateKeys } from './update-keys.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const key = publicKeyOf(privateKey)
const feed = Buffer.from('version: 1.0.0\n')
const signature = signatureOf(feed, 'latest.yml', privateKey, new Date(0))
const lines = signature.split('\n')
const withLine = (at: number, line: string) => lines.with(at, line).join('\n')
/** With one bit of a base64 line turned. */
const flipped = (line: string, at: number) => {
  const bytes = Buffer.from(line, 'base64')
  bytes[at]! ^= 1
  return bytes.toString('base64')
}

describe('the signature of a feed', () => {
  it('holds for the file that was signed, under its name, by one of the keys', () => {
    expect(isSigned(feed, 'latest.yml', signature, [...updateKeys, key])).toBe(true)
    expect(isSigned(feed, 'latest.yml', signature.replaceAll('\n', '\r\n'), [key])).toBe(true)
  })

  it('does not hold for another file, another name, or by another key', () => {
    expect(isSigned(Buffer.from('version: 1.0.1\n'), 'latest.yml', signature, [key])).toBe(false)
    expect(isSigned(feed, 'latest-mac.yml', signature, [key])).toBe(false)
    expect(isSigned(feed, 'latest.yml', signature, updateKeys)).toBe(false)
    expect(isSigned(feed, 'latest.yml', signature, [])).toBe(false)
    const { privateKey: other } = generateKeyPairSync('ed25519')
    expect(isSigned(feed, 'latest.yml', signatureOf(feed, 'latest.yml', other, new Date(0)), [key])).toBe(false)
  })

  it('does not hold with any byte of it changed', () => {
    for (let at = 0; at < 74; at++) expect(isSigned(feed, 'latest.yml', withLine(1, flipped(lines[1]!, at)), [key])).toBe(false)
    for (let at = 0; at < 64; at++) expect(isSigned(feed, 'latest.yml', withLine(3, flipped(lines[3]!, at)), [key])).toBe(false)
    expect(isSigned(feed, 'latest.yml', withLine(2, 'trusted comment: timestamp:1\tfile:latest.yml'), [key])).toBe(false)
  })

  it('does not hold where it is no signature at all', () => {
    for (const text of ['', '\n\n\n', '<html>', withLine(1, ''), withLine(3, 'AA=='), lines.slice(0, 3).join('\n'), `${signature}more`, 'x'.repeat(100_000)]) {
      expect(isSigned(feed, 'latest.yml', text, [key])).toBe(false)
    }
  })
})

it('the keys that are believed are keys', () => {
  expect(updateKeys.length).toBeGreaterThan(0)
  for (const one of updateKeys) expect(Buffer.from(one, 'base64')).toHaveLength(42)
  expect(() => isSigned(feed, 'latest.yml', signature, updateKeys)).not.toThrow()
})
