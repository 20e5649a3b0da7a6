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

const NULL_WORD = 0x6c6c756e // "null", little-endian
const TRUE_WORD = 0x65757274 // "true"
const ALSE_WORD = 0x65736c61 // "alse"

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39
const isHexDigit = (byte: number | undefined): boolean =>
  byte !== undefined && (isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))

export class JsonScanner {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly end: number
  readonly #closers = new Uint8Array(MAX_DEPTH)

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

  /** Reads one value and writes its start, length and kind into `index` at word `slot`. */
  cell(at: number, index: Uint32Array, slot: number): number {
    const byte = this.bytes[at]!
    if (byte === Byte.quote) {
      const start = at + 1
      let i = this.#plainEnd(start)
      let kind: number = CellKind.string
      if (this.bytes[i] !== Byte.quote) {
        kind = CellKind.escapedString
        i = this.#escapedEnd(i)
      }
      index[slot] = start
      index[slot + 1] = ((i - start) << KIND_BITS) | kind
      return i + 1
    }
    if (isDigit(byte) || byte === Byte.minus) {
      const end = this.#numberEnd(at)
      index[slot] = at
      index[slot + 1] = ((end - at) << KIND_BITS) | CellKind.number
      return end
    }
    return this.#rareCell(at, byte, index, slot)
  }

  #rareCell(at: number, byte: number, index: Uint32Array, slot: number): number {
    let kind: number
    let end: number
    if (byte === Byte.openObject || byte === Byte.openArray) {
      kind = CellKind.json
      end = this.skipValue(at)
    } else {
      kind = byte === Byte.n ? CellKind.null : byte === Byte.t ? CellKind.true : CellKind.false
      end = this.#literalEnd(at, byte)
    }
    index[slot] = at
    index[slot + 1] = ((end - at) << KIND_BITS) | kind
    return end
  }

  /** From behind the opening quote to the closing one. */
  stringEnd(at: number): number {
    const i = this.#plainEnd(at)
    return this.bytes[i] === Byte.quote ? i : this.#escapedEnd(i)
  }

  /** Reads any value without recursion. */
  skipValue(at: number): number {
    const { bytes } = this
    const closers = this.#closers
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
      } else at = this.#scalarEnd(at, byte)

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

  #scalarEnd(at: number, byte: number): number {
    if (byte === Byte.quote) return this.stringEnd(at + 1) + 1
    if (isDigit(byte) || byte === Byte.minus) return this.#numberEnd(at)
    return this.#literalEnd(at, byte)
  }

  #literalEnd(at: number, byte: number): number {
    const { view } = this
    if (at + 5 <= this.bytes.length) {
      if (byte === Byte.n && view.getInt32(at, true) === NULL_WORD) return at + 4
      if (byte === Byte.t && view.getInt32(at, true) === TRUE_WORD) return at + 4
      if (byte === Byte.f && view.getInt32(at + 1, true) === ALSE_WORD) return at + 5
    }
    throw this.unexpected(this.#literalFault(at, byte))
  }

  /** Where a misspelt literal goes wrong: behind the end when it was cut. */
  #literalFault(at: number, byte: number): number {
    const word = byte === Byte.n ? 'null' : byte === Byte.t ? 'true' : byte === Byte.f ? 'false' : ''
    let i = 0
    while (i < word.length && this.bytes[at + i] === word.charCodeAt(i)) i++
    return at + i
  }

  #numberEnd(at: number): number {
    const { bytes } = this
    let byte = bytes[at]!
    if (byte === Byte.minus) byte = bytes[++at]!
    if (byte === Byte.zero) byte = bytes[++at]!
    else if (isDigit(byte)) {
      do byte = bytes[++at]!
      while (isDigit(byte))
    } else throw this.unexpected(at)
    if (byte === Byte.dot) {
      if (!isDigit(bytes[++at])) throw this.unexpected(at)
      do byte = bytes[++at]!
      while (isDigit(byte))
    }
    if ((byte | 0x20) === Byte.e) {
      byte = bytes[++at]!
      if (byte === Byte.plus || byte === Byte.minus) byte = bytes[++at]!
      if (!isDigit(byte)) throw this.unexpected(at)
      do byte = bytes[++at]!
      while (isDigit(byte))
    }
    return at
  }

  /**
   * The first quote or backslash from `at` on. Four bytes at a time: the classic "has a zero byte" test for the
   * quote, the backslash and control characters; its lowest hit is always a true one.
   */
  #plainEnd(at: number): number {
    const { bytes, view, end } = this
    const lastWord = end - 4
    while (at <= lastWord) {
      const word = view.getInt32(at, true)
      const hits =
        ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) &
        ~word &
        0x80808080
      if (hits !== 0) {
        at += (31 - Math.clz32(hits & -hits)) >> 3
        if (bytes[at]! < Byte.space) throw this.unexpected(at)
        return at
      }
      at += 4
    }
    for (; at < end; at++) {
      const byte = bytes[at]!
      if (byte === Byte.quote || byte === Byte.backslash) return at
      if (byte < Byte.space) throw this.unexpected(at)
    }
    throw this.unexpected(end)
  }

  /** The closing quote of a string whose first escape is at `at`. */
  #escapedEnd(at: number): number {
    const { bytes } = this
    while (bytes[at] === Byte.backslash) at = this.#plainEnd(this.#escapeEnd(at + 1))
    return at
  }

  #escapeEnd(at: number): number {
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
