import { bodyFailure } from './body-failures.ts'
import { checkValues } from './count-values.ts'
import type { JsonScanner } from './json-scanner.ts'

/** A byte range of the body that the envelope leaves out. */
export interface Hole {
  start: number
  end: number
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Parses the document without the values in `holes` (in order, not nested), which read as null. Integers beyond
 * 2^53 become bigint, so counts and ids keep every digit; other numbers are numbers. Throws response.tooLarge beyond
 * `mostBytes` without the holes, and response.tooManyValues.
 */
export function parseEnvelope(scanner: JsonScanner, start: number, holes: readonly Hole[], mostBytes: number): unknown {
  const starts = [start, ...holes.map((hole) => hole.end)]
  const parts = starts.map((from, at) => ({ start: from, end: holes[at]?.start ?? scanner.end }))
  const size = parts.reduce((sum, part) => sum + part.end - part.start, 0)
  if (size > mostBytes) throw bodyFailure('response.tooLarge', { limitMb: mostBytes / 2 ** 20, sizeMb: Math.round(size / 2 ** 20) })
  checkValues(scanner.bytes, parts)
  const text = parts.map((part) => decoder.decode(scanner.bytes.subarray(part.start, part.end))).join('null')
  // Only 16 digits and more can be beyond 2^53, and a reviver takes several times as long.
  return /\d{16}/.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text)
}

function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** A member's key as JSON.parse reads it; `start` and `end` are inside its quotes. */
export function decodeKey(scanner: JsonScanner, start: number, end: number): string {
  const raw = decoder.decode(scanner.bytes.subarray(start, end))
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
}

/**
 * Walks an object from its `{`: `member` gets each key and the position of its value, and answers the position
 * behind that value. Answers the position behind the object.
 */
export function walkObject(scanner: JsonScanner, at: number, member: (key: string, valueAt: number) => number): number {
  const { bytes } = scanner
  at = scanner.skipSpace(at + 1)
  if (bytes[at] === 0x7d) return at + 1
  for (;;) {
    if (bytes[at] !== 0x22) throw scanner.unexpected(at)
    const keyEnd = scanner.stringEnd(at + 1)
    const key = decodeKey(scanner, at + 1, keyEnd)
    at = scanner.skipSpace(member(key, scanner.behindColon(keyEnd + 1)))
    if (bytes[at] === 0x7d) return at + 1
    if (bytes[at] !== 0x2c) throw scanner.unexpected(at)
    at = scanner.skipSpace(at + 1)
  }
}
