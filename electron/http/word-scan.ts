/**
 * JSON read four bytes at a time, as far as nearly every body goes: strings without \u escapes, numbers without
 * exponents, and bytes that repeat earlier ones. The answer is -1 for everything else, malformed or not, and
 * JsonScanner reads it byte by byte.
 *
 * They are small, and their constants this module's own, so that V8 inlines them into the loops over rows: that is a
 * third of the time. `| 0` keeps positions machine integers there instead of tagged numbers. `words` are the whole
 * words of `bytes` (little-endian, as every machine that runs Electron is).
 */
import { Byte } from './json-bytes.ts'

const QUOTE = Byte.quote
const BACKSLASH = Byte.backslash
const DOT = Byte.dot
const MINUS = Byte.minus
const ZERO = Byte.zero
const NINE = ZERO + 9

/** 1 for the bytes that follow a backslash to make an escape of two bytes. */
const SHORT_ESCAPE = new Uint8Array(256)
for (const byte of [QUOTE, BACKSLASH, Byte.slash, Byte.b, Byte.f, Byte.n, Byte.r, Byte.t]) SHORT_ESCAPE[byte] = 1

/** Behind the string that `at` is inside of, at the start of a character. */
export function plainStringEnd(bytes: Uint8Array, words: Int32Array, at: number): number {
  const count = words.length
  for (;;) {
    let i = at >> 2
    if (i >= count) return -1
    let word = words[i]!
    const low = word & 0x7f7f7f7f
    // The high bit of each byte that is a quote, a control character (both below 0x21 once bit 1 is flipped) or a
    // backslash, exactly, since the bytes in front of `at` are shifted out and must not borrow from those behind.
    let hits = ~((((low ^ 0x02020202) + 0x5f5f5f5f) & ((low ^ 0x5c5c5c5c) + 0x7f7f7f7f)) | word) & 0x80808080 & (-1 << (at << 3))
    while (hits === 0) {
      i = (i + 1) | 0
      if (i >= count) return -1
      word = words[i]!
      // The same in fewer steps: only the lowest hit is sure to be one.
      hits = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
    }
    at = ((i << 2) + ((31 - Math.clz32(hits & -hits)) >> 3)) | 0
    const byte = bytes[at]!
    if (byte === QUOTE) return (at + 1) | 0
    if (byte !== BACKSLASH || SHORT_ESCAPE[bytes[at + 1]!] !== 1) return -1
    at = (at + 2) | 0
  }
}

/** Behind the number at `at`. Whether it ends there is the reader's to see. */
export function plainNumberEnd(bytes: Uint8Array, words: Int32Array, at: number): number {
  if (bytes[at] === MINUS) at = (at + 1) | 0
  const count = words.length
  let i = at >> 2
  if (i >= count) return -1
  let word = words[i]! ^ 0x30303030
  // The high bit of each byte that is no digit; digits are 0 to 9 now.
  let hits = (((word & 0x7f7f7f7f) + 0x76767676) | word) & 0x80808080 & (-1 << (at << 3))
  while (hits === 0) {
    i = (i + 1) | 0
    if (i >= count) return -1
    word = words[i]! ^ 0x30303030
    hits = (((word & 0x7f7f7f7f) + 0x76767676) | word) & 0x80808080
  }
  let end = ((i << 2) + ((31 - Math.clz32(hits & -hits)) >> 3)) | 0
  // No digit, or more behind a leading zero.
  if (end <= at || (bytes[at] === ZERO && end > at + 1)) return -1
  if (bytes[end] !== DOT) return end
  const dot = end
  let byte: number
  do {
    end = (end + 1) | 0
    byte = bytes[end]!
  } while (byte >= ZERO && byte <= NINE)
  return end === dot + 1 ? -1 : end
}

/** Whether the `length` bytes at `b` repeat those at the earlier `a`, all before `end`; four at least. */
export function repeats(view: DataView, end: number, a: number, b: number, length: number): boolean {
  if (b + length > end) return false
  const last = (length - 4) | 0
  for (let i = 0; i < last; i = (i + 4) | 0) if (view.getInt32((a + i) | 0, true) !== view.getInt32((b + i) | 0, true)) return false
  return view.getInt32((a + last) | 0, true) === view.getInt32((b + last) | 0, true)
}
