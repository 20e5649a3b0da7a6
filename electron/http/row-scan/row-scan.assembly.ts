/**
 * Ordinary rows of JSON, sixteen bytes at a time: AssemblyScript, compiled to WebAssembly with SIMD by
 * `npm run row-scan`, since JavaScript has no way to compare more than four bytes at once.
 *
 * A window of the body lies at INPUT, with PADDING zero bytes behind it; a cell's place in the body goes to CELLS.
 * Scalars only: whatever is nested, malformed or cut by the window's end stops the reading at the start of its row,
 * and JsonScanner has the word. No function checks where the window ends, for zero bytes are no JSON: reading stops there.
 */

/** The window, its size and the zero bytes that must follow it: a load may begin at its last byte. */
export const INPUT: u32 = 1024
export const INPUT_SIZE: u32 = 262144
export const PADDING: u32 = 32
/** The cells that were read, in words. */
export const CELLS: u32 = INPUT + INPUT_SIZE + PADDING
export const CELLS_SIZE: u32 = 65536
/** What the rows of maps repeat before each value, every one from a multiple of 16 on … */
export const SEPARATORS: u32 = CELLS + CELLS_SIZE * 4
export const SEPARATORS_SIZE: u32 = 131072
/** … and for each its place, its length and the column of its value: three words. */
export const ENTRIES: u32 = SEPARATORS + SEPARATORS_SIZE
export const ENTRIES_SIZE: u32 = 4096

/** Where the first row begins that was not read, and up to where in it bytes were compared when the reading stopped. */
export let rowStart: u32 = 0
export let stoppedAt: u32 = 0

const TAB: u32 = 0x09
const NEWLINE: u32 = 0x0a
const RETURN: u32 = 0x0d
const SPACE: u32 = 0x20
const QUOTE: u32 = 0x22
const PLUS: u32 = 0x2b
const COMMA: u32 = 0x2c
const MINUS: u32 = 0x2d
const DOT: u32 = 0x2e
const SLASH: u32 = 0x2f
const ZERO: u32 = 0x30
const OPEN_ARRAY: u32 = 0x5b
const BACKSLASH: u32 = 0x5c
const CLOSE_ARRAY: u32 = 0x5d
const CLOSE_OBJECT: u32 = 0x7d
/** Words of four letters, little-endian. */
const NULL: u32 = 0x6c6c756e
const TRUE: u32 = 0x65757274
const ALSE: u32 = 0x65736c61

/**
 * Reads at most `most` arrays of `columns` (one at least) values with a comma behind each, the first at `at`; answers
 * how many. `base` is added to a place in the window to make it one in the body.
 */
export function arrayRows(at: u32, columns: u32, most: u32, base: u32): u32 {
  let slot = CELLS
  let rows: u32 = 0
  rowStart = at
  while (rows < most) {
    if (load<u8>(at) !== OPEN_ARRAY) return stop(at, rows)
    const end = slot + (columns << 2)
    do {
      at = behindSpace(at + 1)
      store<u32>(slot, at + base)
      slot += 4
      const behind = valueEnd(at)
      if (behind === 0) return rows
      at = behindSpace(behind)
    } while (slot < end && load<u8>(at) === COMMA)
    if (slot !== end || load<u8>(at) !== CLOSE_ARRAY) return stop(at, rows)
    at = behindSpace(at + 1)
    if (load<u8>(at) !== COMMA) return stop(at, rows)
    at = behindSpace(at + 1)
    // Where the window ends here, there may be more space to skip.
    if (load<u8>(at) === 0) return stop(at, rows)
    rowStart = at
    rows++
  }
  return rows
}

/**
 * The same for objects whose values have the separators of `count` ENTRIES before them; a row takes `width` cells, of
 * which it fills those of the entries' columns.
 */
export function mapRows(at: u32, count: u32, width: u32, most: u32, base: u32): u32 {
  const entriesEnd = ENTRIES + count * 12
  let row = CELLS
  let rows: u32 = 0
  rowStart = at
  while (rows < most) {
    for (let entry = ENTRIES; entry < entriesEnd; entry += 12) {
      const length = load<u32>(entry, 4)
      if (!isSame(at, load<u32>(entry), length)) return stop(at + length, rows)
      at = behindSpace(at + length)
      store<u32>(row + (load<u32>(entry, 8) << 2), at + base)
      at = valueEnd(at)
      if (at === 0) return rows
    }
    at = behindSpace(at)
    if (load<u8>(at) !== CLOSE_OBJECT) return stop(at, rows)
    at = behindSpace(at + 1)
    if (load<u8>(at) !== COMMA) return stop(at, rows)
    at = behindSpace(at + 1)
    // Where the window ends here, there may be more space to skip.
    if (load<u8>(at) === 0) return stop(at, rows)
    rowStart = at
    row += width << 2
    rows++
  }
  return rows
}

function stop(at: u32, rows: u32): u32 {
  stoppedAt = at
  return rows
}

function behindSpace(at: u32): u32 {
  let byte: u32 = load<u8>(at)
  while (byte <= SPACE && (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB)) byte = load<u8>(++at)
  return at
}

/** Whether the `length` bytes (one at least) at `a` and `b` are the same. */
function isSame(a: u32, b: u32, length: u32): bool {
  for (; length > 16; a += 16, b += 16, length -= 16) if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false
  const same = i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)))
  return (~same & ((1 << length) - 1)) === 0
}

/** Behind the scalar at `at`, or 0 where there is none. */
function valueEnd(at: u32): u32 {
  const first: u32 = load<u8>(at)
  if (first === QUOTE) return stringEnd(at + 1)
  if (first - ZERO <= 9 || first === MINUS) return numberEnd(at)
  const word = load<u32>(at)
  if (word === NULL || word === TRUE) return at + 4
  if (first === 0x66 && load<u32>(at + 1) === ALSE) return at + 5
  return stop(at, 0)
}

/** Behind the closing quote, from behind the opening one. */
function stringEnd(at: u32): u32 {
  while (true) {
    const bytes = v128.load(at)
    // A quote or a control character is 0x20 at most once bit 1 is flipped.
    const flipped = v128.xor(bytes, i8x16.splat(2))
    const ends = i8x16.eq(i8x16.min_u(flipped, i8x16.splat(0x20)), flipped)
    const hits = i8x16.bitmask(v128.or(ends, i8x16.eq(bytes, i8x16.splat(0x5c))))
    if (hits === 0) {
      at += 16
      continue
    }
    at += ctz(hits)
    const byte: u32 = load<u8>(at)
    if (byte === QUOTE) return at + 1
    if (byte !== BACKSLASH) return stop(at, 0)
    const escaped: u32 = load<u8>(at + 1)
    if (escaped === 0x75) {
      for (let i: u32 = 2; i < 6; i++) if (!isHexDigit(load<u8>(at + i))) return stop(at + i, 0)
      at += 6
    } else if (isShortEscape(escaped)) at += 2
    else return stop(at + 1, 0)
  }
}

function isHexDigit(byte: u32): bool {
  return byte - ZERO <= 9 || (byte | 0x20) - 0x61 <= 5
}

/** Whether a backslash and this byte are an escape: `"`, `\`, `/`, b, f, n, r or t. */
function isShortEscape(byte: u32): bool {
  return byte === QUOTE || byte === BACKSLASH || byte === SLASH || byte === 0x62 || byte === 0x66 || byte === 0x6e || byte === 0x72 || byte === 0x74
}

function numberEnd(at: u32): u32 {
  if (load<u8>(at) === MINUS) at++
  let end = digitsEnd(at)
  if (end === at || (end > at + 1 && load<u8>(at) === ZERO)) return stop(end, 0)
  if (load<u8>(end) === DOT) {
    at = end + 1
    end = digitsEnd(at)
    if (end === at) return stop(end, 0)
  }
  if ((load<u8>(end) | 0x20) === 0x65) {
    at = end + 1
    const sign: u32 = load<u8>(at)
    if (sign === PLUS || sign === MINUS) at++
    end = digitsEnd(at)
    if (end === at) return stop(end, 0)
  }
  return end
}

function digitsEnd(at: u32): u32 {
  while (true) {
    const digits = i8x16.sub(v128.load(at), i8x16.splat(0x30))
    const others = i8x16.bitmask(i8x16.eq(i8x16.min_u(digits, i8x16.splat(9)), digits)) ^ 0xffff
    if (others !== 0) return at + ctz(others)
    at += 16
  }
}
