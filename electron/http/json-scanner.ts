/**
 * JSON's grammar (RFC 8259) over bytes, as strict as JSON.parse, without building values.
 *
 * Every method takes a position and answers the position behind what it read, or throws a FailureError. The bytes
 * are valid UTF-8 and the last one is `}` (open-body.ts sees to both), so only strings can run past the end: every
 * other token stops at that brace.
 */
import { bodyFailure } from './body-failures.ts'
import { Byte } from './json-bytes.ts'

/** Deeper nesting is refused: JSON.parse's reviver and every viewer of a value recurse. MySQL itself stops at 100. */
export const MAX_DEPTH = 512

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39
const isHexDigit = (byte: number | undefined): boolean =>
  byte !== undefined && (isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))

export class JsonScanner {
  readonly bytes: Uint8Array
  readonly end: number
  private readonly closers = new Uint8Array(MAX_DEPTH)

  /** `end` is one past the last byte of the document. */
  constructor(bytes: Uint8Array, end: number) {
    this.bytes = bytes
    this.end = end
  }

  /** The failure for an unexpected byte at `at`: past the end, the body was cut. */
  unexpected(at: number): Error {
    return at >= this.end
      ? bodyFailure('response.truncated', { bytes: this.end })
      : bodyFailure('response.notJson', { offset: at })
  }

  skipSpace(at: number): number {
    const { bytes } = this
    for (;;) {
      const byte = bytes[at]
      if (byte !== Byte.space && byte !== Byte.newline && byte !== Byte.return && byte !== Byte.tab) return at
      at++
    }
  }

  /** Reads one value, behind white space or not, and writes where it starts into `index` at `slot`. */
  cell(at: number, index: Uint32Array, slot: number): number {
    const start = this.skipSpace(at)
    index[slot] = start
    return this.skipValue(start)
  }

  /** From behind the opening quote to the closing one. */
  stringEnd(at: number): number {
    const { bytes, end } = this
    for (;;) {
      const byte = bytes[at]
      if (at >= end || byte! < Byte.space) throw this.unexpected(at)
      if (byte === Byte.quote) return at
      at = byte === Byte.backslash ? this.escapeEnd(at + 1) : at + 1
    }
  }

  /** Reads any value without recursion. */
  skipValue(at: number): number {
    const { bytes } = this
    const closers = this.closers
    let depth = 0
    for (;;) {
      const byte = bytes[at]!
      if (byte === Byte.openObject || byte === Byte.openArray) {
        const closer = byte + 2 // `[` + 2 is `]`, `{` + 2 is `}`
        at = this.skipSpace(at + 1)
        if (bytes[at] === closer) at++
        else {
          if (depth === MAX_DEPTH) throw bodyFailure('response.tooDeep', { limit: MAX_DEPTH })
          closers[depth++] = closer
          if (closer === Byte.closeObject) at = this.memberValue(at)
          continue
        }
      } else at = this.scalarEnd(at, byte)

      for (;;) {
        if (depth === 0) return at
        at = this.skipSpace(at)
        const next = bytes[at]
        const closer = closers[depth - 1]!
        if (next === Byte.comma) {
          at = this.skipSpace(at + 1)
          if (closer === Byte.closeObject) at = this.memberValue(at)
          break
        }
        if (next !== closer) throw this.unexpected(at)
        depth--
        at++
      }
    }
  }

  /** From a member's key to the first byte of its value. */
  memberValue(at: number): number {
    if (this.bytes[at] !== Byte.quote) throw this.unexpected(at)
    return this.behindColon(this.stringEnd(at + 1) + 1)
  }

  behindColon(at: number): number {
    at = this.skipSpace(at)
    if (this.bytes[at] !== Byte.colon) throw this.unexpected(at)
    return this.skipSpace(at + 1)
  }

  private scalarEnd(at: number, byte: number): number {
    if (byte === Byte.quote) return this.stringEnd(at + 1) + 1
    if (isDigit(byte) || byte === Byte.minus) return this.numberEnd(at)
    return this.literalEnd(at, byte)
  }

  /** A misspelt literal's failure names where it goes wrong: behind the end when it was cut. */
  private literalEnd(at: number, byte: number): number {
    const word = byte === Byte.n ? 'null' : byte === Byte.t ? 'true' : byte === Byte.f ? 'false' : ''
    if (word === '') throw this.unexpected(at)
    for (let i = 1; i < word.length; i++) if (this.bytes[at + i] !== word.charCodeAt(i)) throw this.unexpected(at + i)
    return at + word.length
  }

  private numberEnd(at: number): number {
    const { bytes } = this
    if (bytes[at] === Byte.minus) at++
    return this.fractionEnd(bytes[at] === Byte.zero ? at + 1 : this.digitsEnd(at))
  }

  /** Behind a number's fraction and exponent, from behind its integer. */
  private fractionEnd(at: number): number {
    const { bytes } = this
    if (bytes[at] === Byte.dot) at = this.digitsEnd(at + 1)
    if (bytes[at] === Byte.e || bytes[at] === Byte.E) {
      at++
      if (bytes[at] === Byte.plus || bytes[at] === Byte.minus) at++
      at = this.digitsEnd(at)
    }
    return at
  }

  /** Behind one or more digits. */
  private digitsEnd(at: number): number {
    const { bytes } = this
    if (!isDigit(bytes[at])) throw this.unexpected(at)
    do at++
    while (isDigit(bytes[at]))
    return at
  }

  private escapeEnd(at: number): number {
    switch (this.bytes[at]) {
      case Byte.quote:
      case Byte.backslash:
      case Byte.slash:
      case Byte.b:
      case Byte.f:
      case Byte.n:
      case Byte.r:
      case Byte.t:
        return at + 1
      case Byte.u:
        for (let i = 1; i <= 4; i++) if (!isHexDigit(this.bytes[at + i])) throw this.unexpected(at + i)
        return at + 5
      default:
        throw this.unexpected(at)
    }
  }
}
