/**
 * JSON's grammar (RFC 8259) over bytes, as strict as JSON.parse, without building values.
 *
 * Every method takes a position and answers the position behind what it read, or throws a FailureError. The bytes
 * are valid UTF-8 and the last one is `}` (open-body.ts sees to both), so only strings can run past the end: every
 * other token stops at that brace.
 */
import { CellKind, KIND_BITS } from '../../shared/model/result-set.ts'
import { bodyFailure } from './body-failures.ts'
import { Byte } from './json-bytes.ts'

/** Deeper nesting is refused: JSON.parse's reviver and every viewer of a value recurse. MySQL itself stops at 100. */
export const MAX_DEPTH = 512

// The hot path's constants, as this module's own: V8 folds these into the code, but not what is imported.
const QUOTE = Byte.quote
const DOT = Byte.dot
const ZERO = Byte.zero
const LOWER_E = Byte.e
const UPPER_E = Byte.E
const SHIFT = KIND_BITS
const STRING = CellKind.string
const NUMBER = CellKind.number

export const NULL_WORD = 0x6c6c756e // "null", little-endian
const TRUE_WORD = 0x65757274 // "true"
const ALSE_WORD = 0x65736c61 // "alse"

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39
const isHexDigit = (byte: number | undefined): boolean =>
  byte !== undefined && (isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))

export class JsonScanner {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly end: number
  private readonly closers = new Uint8Array(MAX_DEPTH)

  /** `end` is one past the last byte of the document. */
  constructor(bytes: Uint8Array, end: number) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
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

  /**
   * Reads one value, behind white space or not, and writes its start, length and kind into `index` at word `slot`.
   * This is the hot path: V8 inlines it and what it calls only while they are small, so all that is rare is elsewhere.
   */
  cell(at: number, index: Uint32Array, slot: number): number {
    const { bytes } = this
    const first = bytes[at]!
    if (first === QUOTE) {
      const end = this.plainEnd(at + 1)
      if (bytes[end] !== QUOTE) return this.escapedCell(at + 1, end, index, slot)
      index[slot] = at + 1
      index[slot + 1] = ((end - at - 1) << SHIFT) | STRING
      return end + 1
    }
    if (first >= 0x30 && first <= 0x39) {
      let end = at
      let byte: number
      do byte = bytes[++end]!
      while (byte >= 0x30 && byte <= 0x39)
      if (first === ZERO && end > at + 1) throw this.unexpected(at + 1)
      if (byte === DOT || byte === LOWER_E || byte === UPPER_E) end = this.fractionEnd(end)
      index[slot] = at
      index[slot + 1] = ((end - at) << SHIFT) | NUMBER
      return end
    }
    return this.rareCell(at, first, index, slot)
  }

  /** As `cell`, for a string whose first byte is at `start` and whose first escape at `escape`. */
  escapedCell(start: number, escape: number, index: Uint32Array, slot: number): number {
    const end = this.escapedEnd(escape)
    index[slot] = start
    index[slot + 1] = ((end - start) << KIND_BITS) | CellKind.escapedString
    return end + 1
  }

  private rareCell(at: number, first: number, index: Uint32Array, slot: number): number {
    let kind: number = CellKind.null
    let end: number
    if (first === Byte.n) end = this.literalEnd(at, first)
    else if (first === Byte.minus) {
      kind = CellKind.number
      end = this.numberEnd(at)
    } else if (first === Byte.openObject || first === Byte.openArray) {
      kind = CellKind.json
      end = this.skipValue(at)
    } else if (first <= Byte.space) {
      const value = this.skipSpace(at)
      if (value === at) throw this.unexpected(at)
      return this.cell(value, index, slot)
    } else {
      kind = first === Byte.t ? CellKind.true : CellKind.false
      end = this.literalEnd(at, first)
    }
    index[slot] = at
    index[slot + 1] = ((end - at) << KIND_BITS) | kind
    return end
  }

  /** From behind the opening quote to the closing one. */
  stringEnd(at: number): number {
    const i = this.plainEnd(at)
    return this.bytes[i] === Byte.quote ? i : this.escapedEnd(i)
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

  private literalEnd(at: number, byte: number): number {
    const { view } = this
    if (at + 5 <= this.bytes.length) {
      if (byte === Byte.n && view.getInt32(at, true) === NULL_WORD) return at + 4
      if (byte === Byte.t && view.getInt32(at, true) === TRUE_WORD) return at + 4
      if (byte === Byte.f && view.getInt32(at + 1, true) === ALSE_WORD) return at + 5
    }
    throw this.unexpected(this.literalFault(at, byte))
  }

  /** Where a misspelt literal goes wrong: behind the end when it was cut. */
  private literalFault(at: number, byte: number): number {
    const word = byte === Byte.n ? 'null' : byte === Byte.t ? 'true' : byte === Byte.f ? 'false' : ''
    let i = 0
    while (i < word.length && this.bytes[at + i] === word.charCodeAt(i)) i++
    return at + i
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

  /**
   * The first quote, backslash or control character from `at` on. Four bytes at a time, by the classic "has a zero
   * byte" and "has a byte less than" tests; the lowest hit is always a true one.
   */
  private plainEnd(at: number): number {
    const { view } = this
    const lastWord = this.end - 4
    while (at <= lastWord) {
      const word = view.getInt32(at, true)
      const hits =
        ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
      if (hits !== 0) return at + ((31 - Math.clz32(hits & -hits)) >> 3)
      at += 4
    }
    return this.plainEndInTail(at)
  }

  /** Byte by byte through the document's last three. */
  private plainEndInTail(at: number): number {
    const { bytes, end } = this
    for (; at < end; at++) {
      const byte = bytes[at]!
      if (byte === Byte.quote || byte === Byte.backslash || byte < Byte.space) return at
    }
    throw this.unexpected(end)
  }

  /** The closing quote of a string whose first escape is at `at`. */
  private escapedEnd(at: number): number {
    const { bytes } = this
    while (bytes[at] === Byte.backslash) {
      at = this.plainEnd(bytes[at + 1] === Byte.quote ? at + 2 : this.escapeEnd(at + 1))
    }
    if (bytes[at] !== Byte.quote) throw this.unexpected(at)
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
