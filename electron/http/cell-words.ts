import { bodyFailure } from './body-failures.ts'

/** A larger index is refused, so that no body can ask for unbounded memory: 512 MiB. */
const MAX_WORDS = 2 ** 27

/** Throws response.tooLarge when an index of `words` would be too large. */
export function checkSize(words: number): void {
  if (words > MAX_WORDS) throw bodyFailure('response.tooLarge', { limitMb: (MAX_WORDS * 4) / 2 ** 20 })
}

/** A larger copy of `words` that holds at least `needed`. */
export function grow(words: Uint32Array, needed: number, wanted: number): Uint32Array {
  checkSize(needed)
  const larger = new Uint32Array(Math.min(Math.max(needed, wanted), MAX_WORDS))
  larger.set(words)
  return larger
}

/** How many words the whole body will need when `used` words took `part` of it, above 0 and up to 1. */
export const estimateWords = (used: number, part: number): number => Math.ceil((used / part) * 1.02) + 64

/**
 * The used words alone. A structured clone copies the whole buffer behind a view, so a view will do only while
 * little of the buffer is spare; else the words move to a buffer of their own.
 */
export const trim = (words: Uint32Array, used: number): Uint32Array =>
  words.length - used <= used >> 4 ? words.subarray(0, used) : words.slice(0, used)
