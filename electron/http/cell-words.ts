import { CELL_WORDS } from '../../shared/model/result-set.ts'
import { bodyFailure } from './body-failures.ts'

/** More cells than this (1 GiB of index) are refused, so that no body can ask for unbounded memory. */
const MAX_CELLS = 2 ** 27

/** A larger copy of `words` that holds at least `needed`. */
export function grow(words: Uint32Array, needed: number, wanted: number): Uint32Array {
  if (needed > MAX_CELLS * CELL_WORDS) throw bodyFailure('response.tooLarge', { limitMb: 1024 })
  const larger = new Uint32Array(Math.min(Math.max(needed, wanted), MAX_CELLS * CELL_WORDS))
  larger.set(words)
  return larger
}

/** How many words the whole body will need when `used` words took `read` of `total` bytes. */
export const estimateWords = (used: number, read: number, total: number): number =>
  Math.ceil((used / Math.max(read, 1)) * total * 1.02) + 64

/** The used words alone, in a buffer of their own: a structured clone copies the whole buffer behind a view. */
export const trim = (words: Uint32Array, used: number): Uint32Array =>
  words.length === used ? words : words.slice(0, used)
