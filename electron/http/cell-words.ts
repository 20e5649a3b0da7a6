import { most } from './answer-bounds.ts'
import { bodyFailure } from './body-failures.ts'

/** Throws response.tooManyCells when an index of `words` would be too large. */
export function checkSize(words: number): void {
  if (words > most.cells) throw bodyFailure('response.tooManyCells', { limit: most.cells })
}

/** Throws response.tooManyRows beyond what can be shown: rows without cells take no room in an index. */
export function checkRows(rows: number): void {
  if (rows > most.rows) throw bodyFailure('response.tooManyRows', { limit: most.rows })
}

/** Throws response.tooManyColumns. */
export function checkColumns(columns: number): void {
  if (columns > most.columns) throw bodyFailure('response.tooManyColumns', { limit: most.columns })
}

/** A larger copy of `words` that holds at least `needed`. */
export function grow(words: Uint32Array, needed: number, wanted: number): Uint32Array {
  checkSize(needed)
  const larger = new Uint32Array(Math.min(Math.max(needed, wanted), most.cells))
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
