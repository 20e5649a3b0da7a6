/**
 * One value in a JSON text, read from its first byte on. The text is valid (electron/http/index-json.ts saw to that),
 * so nothing is checked here: a value is decoded when somebody looks at it.
 */

/** What stands in a cell, as the wire wrote it. */
export const CellKind = {
  null: 0,
  string: 1,
  number: 2, // the literal, never turned into a JavaScript number
  true: 3,
  false: 4,
  json: 5, // an object or array, as its JSON text
  missing: 6, // this row of maps has no such key
} as const
export type CellKind = (typeof CellKind)[keyof typeof CellKind]

/** Where the cell that a row of maps lacks "starts". No value starts there: a body is an object, its brace comes first. */
export const MISSING = 0

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const OPEN_BRACKET = 0x5b
const LOWER_F = 0x66
const LOWER_N = 0x6e
const LOWER_T = 0x74
const LOWER_U = 0x75

/** Node and browsers have it; shared code is typed with neither one's library. */
declare const TextDecoder: new (label: string, options: { ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string }

const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The kind of the value that starts at `start`. */
export function kindAt(bytes: Uint8Array, start: number): CellKind {
  if (start === MISSING) return CellKind.missing
  switch (bytes[start]) {
    case QUOTE:
      return CellKind.string
    case LOWER_N:
      return CellKind.null
    case LOWER_T:
      return CellKind.true
    case LOWER_F:
      return CellKind.false
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return CellKind.json
    default:
      return CellKind.number
  }
}

/** The text of the value: a string's own, a number's spelling, JSON as written; '' for NULL and missing. */
export function textAt(bytes: Uint8Array, start: number): string {
  switch (kindAt(bytes, start)) {
    case CellKind.null:
    case CellKind.missing:
      return ''
    case CellKind.true:
      return 'true'
    case CellKind.false:
      return 'false'
    case CellKind.number:
      return ascii(bytes, start, numberEnd(bytes, start))
    case CellKind.json:
      return textDecoder.decode(bytes.subarray(start, nestedEnd(bytes, start)))
    default:
      return stringText(bytes, start + 1)
  }
}

/**
 * As `textAt`, but of a longer string or document only what its first `most` bytes on the wire say, or a little more:
 * megabytes are not decoded for what a line shows.
 */
export function headAt(bytes: Uint8Array, start: number, most: number): string {
  switch (kindAt(bytes, start)) {
    case CellKind.json:
      return textDecoder.decode(bytes.subarray(start, nestedEnd(bytes, start, most)))
    case CellKind.string:
      return stringText(bytes, start + 1, most)
    default:
      return textAt(bytes, start)
  }
}

/** The text of a string or document from its bytes on the wire, as `rawAt` answers them. */
export const textOfRaw = (raw: Uint8Array, kind: CellKind): string => (kind === CellKind.string ? decodeString(raw) : textDecoder.decode(raw))

/** The first bytes of the value on the wire, `most` of them or a little more: as `rawAt`, a view. */
export function rawHeadAt(bytes: Uint8Array, start: number, most: number): Uint8Array {
  switch (kindAt(bytes, start)) {
    case CellKind.json:
      return bytes.subarray(start, nestedEnd(bytes, start, most))
    case CellKind.string:
      return bytes.subarray(start + 1, headEnd(bytes, start + 1, most))
    default:
      return rawAt(bytes, start)
  }
}

/** The value's bytes as the wire wrote them, a view: a string's between its quotes, escapes included; none for missing. */
export function rawAt(bytes: Uint8Array, start: number): Uint8Array {
  switch (kindAt(bytes, start)) {
    case CellKind.missing:
      return bytes.subarray(0, 0)
    case CellKind.null:
    case CellKind.true:
      return bytes.subarray(start, start + 4)
    case CellKind.false:
      return bytes.subarray(start, start + 5)
    case CellKind.number:
      return bytes.subarray(start, numberEnd(bytes, start))
    case CellKind.json:
      return bytes.subarray(start, nestedEnd(bytes, start))
    default:
      return bytes.subarray(start + 1, stringEnd(bytes, start + 1))
  }
}

/**
 * Up to this many bytes, ASCII is put together by hand: a call of TextDecoder costs some 210 ns in Chromium and 75 ns
 * in Node whatever the length, by hand it is 15 ns for 8 bytes and 105 ns for 36.
 */
const SHORT = 40

/** A string from behind its opening quote; of a longer one what `most` bytes say. */
function stringText(bytes: Uint8Array, start: number, most = Infinity): string {
  for (let at = start; at <= start + SHORT; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) return ascii(bytes, start, at)
    if (byte === BACKSLASH || byte >= 0x80) break
  }
  return decodeString(bytes.subarray(start, most === Infinity ? stringEnd(bytes, start) : headEnd(bytes, start, most)))
}

function decodeString(raw: Uint8Array): string {
  const text = textDecoder.decode(raw)
  return raw.includes(BACKSLASH) ? (JSON.parse(`"${text}"`) as string) : text
}

/** Where a string ends, or behind the first character or escape that begins past `most` bytes. */
function headEnd(bytes: Uint8Array, start: number, most: number): number {
  const quote = bytes.indexOf(QUOTE, start)
  if (quote - start <= most && bytes[quote - 1] !== BACKSLASH) return quote
  let at = start
  while (at - start < most && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? (bytes[at + 1] === LOWER_U ? 6 : 2) : 1
  return behindCharacter(bytes, at)
}

/** Past the bytes of a character that `at` is in the midst of. */
function behindCharacter(bytes: Uint8Array, at: number): number {
  while ((bytes[at]! & 0xc0) === 0x80) at++
  return at
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return textDecoder.decode(bytes.subarray(start, end))
  let text = ''
  let at = start
  for (; at + 8 <= end; at += 8) {
    text += String.fromCharCode(
      bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!, bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!, bytes[at + 7]!,
    )
  }
  for (; at < end; at++) text += String.fromCharCode(bytes[at]!)
  return text
}

/** The closing quote of a string, from behind its opening one. */
function stringEnd(bytes: Uint8Array, start: number): number {
  // The engine's own search, since a text may be megabytes.
  const quote = bytes.indexOf(QUOTE, start)
  if (bytes[quote - 1] !== BACKSLASH || quote === start) return quote
  // A document in a string escapes every quote of its own: one search for each costs more than to go through it.
  let at = start
  while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function numberEnd(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at]!
    // Digits, a dot, either sign, an exponent.
    if (!((byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2d || byte === 0x2b || byte === 0x65 || byte === 0x45)) return at
    at++
  }
}

/** Behind an object or array, or behind the first character that begins past `most` bytes. */
function nestedEnd(bytes: Uint8Array, start: number, most = Infinity): number {
  let depth = 0
  for (let at = start; ; ) {
    const byte = bytes[at]!
    if (byte === QUOTE) at = most === Infinity ? stringEnd(bytes, at + 1) : headEnd(bytes, at + 1, most)
    // `[` and `{` are 32 apart, `]` and `}` are too.
    else if ((byte | 0x20) === OPEN_BRACE) depth++
    else if ((byte | 0x20) === OPEN_BRACE + 2) depth--
    at++
    if (depth === 0) return at
    if (at - start >= most) return behindCharacter(bytes, at)
  }
}
