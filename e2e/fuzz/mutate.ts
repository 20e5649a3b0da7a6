/** What may have become of sound bytes: on a line, by a fault, or by somebody's will. */
import type { Random } from './random.ts'

export const MOST_BYTES = 65_536

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array, dictionary: readonly Uint8Array[]) => Uint8Array

const spliced = (bytes: Uint8Array, at: number, cut: number, added: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(bytes.length - cut + added.length)
  whole.set(bytes.subarray(0, at))
  whole.set(added, at)
  whole.set(bytes.subarray(at + cut), at + added.length)
  return whole
}

/** A place, and a stretch from it: short ones more often. */
function stretch(bytes: Uint8Array, random: Random): { at: number; length: number } {
  const at = random.below(bytes.length + 1)
  return { at, length: random.below(Math.min(bytes.length - at, 1 << random.below(13)) + 1) }
}

const telling = [0, 1, 9, 10, 13, 32, 34, 39, 44, 47, 48, 58, 59, 60, 62, 91, 92, 93, 96, 123, 125, 127, 128, 192, 237, 254, 255]
const brackets: readonly (readonly [string, string])[] = [['[', ']'], ['{"a":', '}'], ['(', ')'], ['<a>', '</a>'], ['/*', '*/'], ['"', '"']]
const encoder = new TextEncoder()

const mutations = {
  flipBit: (bytes, random) => {
    if (bytes.length === 0) return bytes
    const changed = bytes.slice()
    changed[random.below(bytes.length)]! ^= 1 << random.below(8)
    return changed
  },
  setByte: (bytes, random) => {
    const { at } = stretch(bytes, random)
    return spliced(bytes, at, Math.min(1, bytes.length - at), Uint8Array.of(random.pick(telling)))
  },
  insertByte: (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, Uint8Array.of(random.below(2) ? random.pick(telling) : random.below(256))),
  truncate: (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  remove: (bytes, random) => {
    const { at, length } = stretch(bytes, random)
    return spliced(bytes, at, length, new Uint8Array(0))
  },
  repeat: (bytes, random) => {
    const { at, length } = stretch(bytes, random)
    const part = bytes.subarray(at, at + length)
    let again = part
    for (let times = random.below(10); times > 0 && again.length * 2 < MOST_BYTES; times--) again = spliced(again, again.length, 0, again)
    return spliced(bytes, at, 0, again)
  },
  splice: (bytes, random, other) => {
    const { at, length } = stretch(bytes, random)
    const from = stretch(other, random)
    return spliced(bytes, at, length, other.subarray(from.at, from.at + from.length))
  },
  word: (bytes, random, _, dictionary) => {
    const { at, length } = stretch(bytes, random)
    return spliced(bytes, at, random.below(2) ? 0 : length, dictionary.length > 0 ? random.pick(dictionary) : new Uint8Array(0))
  },
  nest: (bytes, random) => {
    const { at, length } = stretch(bytes, random)
    const [open, close] = random.pick(brackets)
    const depth = 1 << random.below(13)
    const inside = bytes.slice(at, at + length)
    return spliced(spliced(bytes, at, length, encoder.encode(close.repeat(depth))), at, 0, spliced(inside, 0, 0, encoder.encode(open.repeat(depth))))
  },
} satisfies Record<string, Mutation>

const all: readonly Mutation[] = Object.values(mutations)

/** One to eight changes, few more often than many; never longer than MOST_BYTES. */
export function mutate(bytes: Uint8Array, random: Random, other: Uint8Array, dictionary: readonly Uint8Array[]): Uint8Array {
  let changed = bytes
  for (let left = 1 + random.below(1 + random.below(8)); left > 0; left--) changed = random.pick(all)(changed, random, other, dictionary).subarray(0, MOST_BYTES)
  return changed.slice()
}
