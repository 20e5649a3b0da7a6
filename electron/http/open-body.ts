import { isUtf8 } from 'node:buffer'
import { FailureError } from '../../shared/model/failure.ts'
import { bodyFailure, wrongShape } from './body-failures.ts'
import { Byte } from './json-bytes.ts'
import { JsonScanner } from './json-scanner.ts'

/** V8's longest text is 2^29 - 24 characters, so a longer cell could not be shown. */
const MAX_BODY_BYTES = 2 ** 29 - 1

/** An opened body: a scanner, and the position of the document's `{`. */
interface OpenBody {
  scanner: JsonScanner
  start: number
}

/**
 * Checks what can be checked without reading the grammar: size, UTF-8, and that the body starts with `{` and ends
 * with `}`. A leading byte order mark is skipped, as fetch's `json()` does and RFC 8259 §8.1 allows.
 * Throws FailureErrors of kind `server`: response.empty, .tooLarge, .invalidUtf8, .truncated, .notJson, .wrongShape.
 */
export function openBody(bytes: Uint8Array): OpenBody {
  if (bytes.length > MAX_BODY_BYTES) throw bodyFailure('response.tooLarge', { limitMb: (MAX_BODY_BYTES + 1) / 2 ** 20, sizeMb: Math.round(bytes.length / 2 ** 20) })
  if (!isUtf8(bytes)) throw endsInsideCharacter(bytes) ? bodyFailure('response.truncated', { bytes: bytes.length }) : bodyFailure('response.invalidUtf8')
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let end = bytes.length
  while (end > start && isSpace(bytes[end - 1])) end--
  while (start < end && isSpace(bytes[start])) start++
  if (start === end) throw bodyFailure('response.empty')
  if (bytes[start] !== Byte.openObject || bytes[end - 1] !== Byte.closeObject) throw notAnObject(bytes.slice(start, end))
  return { scanner: new JsonScanner(bytes, end), start }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === Byte.space || byte === Byte.newline || byte === Byte.return || byte === Byte.tab

/** Whether only the last character is broken, which is what a cut in mid-character leaves. */
function endsInsideCharacter(bytes: Uint8Array): boolean {
  let lead = bytes.length - 1
  while (lead > 0 && bytes.length - lead < 4 && (bytes[lead]! & 0xc0) === 0x80) lead--
  const byte = bytes[lead] ?? 0
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
  return bytes.length - lead < length && isUtf8(bytes.subarray(0, lead))
}

/** Tells a cut body, other JSON and no JSON apart. */
function notAnObject(text: Uint8Array): Error {
  const withBrace = new Uint8Array(text.length + 1)
  withBrace.set(text)
  withBrace[text.length] = Byte.closeObject
  try {
    const scanner = new JsonScanner(withBrace, text.length)
    const end = scanner.skipSpace(scanner.skipValue(0))
    return end === text.length ? wrongShape('the body is not an object') : scanner.unexpected(end)
  } catch (error) {
    if (error instanceof FailureError) return error
    throw error
  }
}
