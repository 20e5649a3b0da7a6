import { most } from './answer-bounds.ts'
import { bodyFailure } from './body-failures.ts'
import { Byte } from './json-bytes.ts'

/**
 * How many values the bytes of sound JSON from `from` to `to` hold beyond the first, keys not counted: each stands behind
 * a comma or an opening bracket. Strings are passed over.
 */
function valuesIn(bytes: Uint8Array, from: number, to: number): number {
  let values = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte === Byte.quote) {
      for (at++; bytes[at] !== Byte.quote; at++) if (bytes[at] === Byte.backslash) at++
    } else if (byte === Byte.comma || byte === Byte.openArray || byte === Byte.openObject) values++
  }
  return values
}

/** Throws response.tooManyValues where sound JSON holds more values than are made into objects. */
export function checkValues(bytes: Uint8Array, parts: readonly { start: number; end: number }[]): void {
  let values = 0
  for (const { start, end } of parts) values += valuesIn(bytes, start, end)
  if (values > most.values) throw bodyFailure('response.tooManyValues', { limit: most.values, found: values })
}
