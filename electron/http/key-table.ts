import { most } from './answer-bounds.ts'
import { checkColumns } from './cell-words.ts'
import { bodyFailure } from './body-failures.ts'
import { decodeKey } from './envelope.ts'
import type { JsonScanner } from './json-scanner.ts'

/** Slots of the hash table: a power of two, at most half full. */
const TABLE_SIZE = 16_384
/** Slots that are looked at for one key: whoever chooses keys can have them share a place, and every look would be at all. */
const MOST_PROBES = 32

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
  private nameBytes = 0

  constructor(scanner: JsonScanner) {
    this.scanner = scanner
  }

  /**
   * The number of the key spelt by the bytes from `start` to `end`, inside its quotes; a new key gets the next one. Throws
   * response.tooManyColumns, and .tooLarge where the names alone are beyond their bound.
   */
  numberOf(start: number, end: number): number {
    const { bytes } = this.scanner
    let hash = 0x811c9dc5
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    hash ^= hash >>> 15
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const at = (hash + probe) & (TABLE_SIZE - 1)
      const entry = this.table[at]! - 1
      if (entry < 0) return this.add(start, end, at)
      if (this.length[entry] === end - start && isSame(bytes, this.start[entry]!, start, end - start)) return this.key[entry]!
    }
    return this.byName(start, end)
  }

  private add(start: number, end: number, at: number): number {
    const key = this.byName(start, end)
    if (this.start.length < TABLE_SIZE / 2) {
      this.start.push(start)
      this.length.push(end - start)
      this.table[at] = this.key.push(key)
    }
    return key
  }

  private byName(start: number, end: number): number {
    if (this.nameBytes + end - start > most.columnNameBytes) throw namesTooLong()
    const text = decodeKey(this.scanner, start, end)
    const known = this.byText.get(text)
    if (known !== undefined) return known
    this.nameBytes += end - start
    const key = this.keys.push(text) - 1
    checkColumns(this.keys.length)
    this.byText.set(text, key)
    return key
  }
}

function namesTooLong(): Error {
  const limitMb = most.columnNameBytes / 2 ** 20
  return bodyFailure('response.tooLarge', { limitMb, sizeMb: limitMb })
}

/** Whether the `length` bytes at `a` and `b` are the same. */
export function isSame(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}
