import { wrongShape } from './body-failures.ts'
import { decodeKey } from './envelope.ts'
import type { JsonScanner } from './json-scanner.ts'

/** MySQL's own limit for a table; a select list may not be longer either. */
const MAX_KEYS = 4_096
/** Slots of the hash table: a power of two, at most half full. */
const TABLE_SIZE = 16_384

/**
 * The keys of rows of maps, numbered in the order of first sight. Found by the bytes of their spelling; a spelling
 * not seen before is decoded, so `"a\u0062"` and `"ab"` are one key.
 */
export class KeyTable {
  readonly keys: string[] = []
  private readonly scanner: JsonScanner
  private readonly byText = new Map<string, number>()
  /** Hash table of spellings: number + 1, or 0. */
  private readonly table = new Uint16Array(TABLE_SIZE)
  private readonly start: number[] = []
  private readonly length: number[] = []
  private readonly key: number[] = []

  constructor(scanner: JsonScanner) {
    this.scanner = scanner
  }

  /** The number of the key spelt by the bytes from `start` to `end`, inside its quotes; a new key gets the next one. */
  numberOf(start: number, end: number): number {
    const { bytes } = this.scanner
    let hash = 0x811c9dc5
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    hash ^= hash >>> 15
    for (let at = hash & (TABLE_SIZE - 1); ; at = (at + 1) & (TABLE_SIZE - 1)) {
      const entry = this.table[at]! - 1
      if (entry < 0) return this.add(start, end, at)
      if (this.length[entry] === end - start && isSame(bytes, this.start[entry]!, start, end - start)) return this.key[entry]!
    }
  }

  private add(start: number, end: number, at: number): number {
    const text = decodeKey(this.scanner, start, end)
    let key = this.byText.get(text)
    if (key === undefined) {
      key = this.keys.length
      if (key === MAX_KEYS) throw wrongShape(`rows have more than ${MAX_KEYS} different keys`)
      this.keys.push(text)
      this.byText.set(text, key)
    }
    if (this.start.length < TABLE_SIZE / 2) {
      this.start.push(start)
      this.length.push(end - start)
      this.table[at] = this.key.push(key)
    }
    return key
  }
}

/** Whether the `length` bytes at `a` and `b` are the same. */
export function isSame(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}
