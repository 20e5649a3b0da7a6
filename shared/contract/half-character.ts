import { failureOf, type Failure } from '../model/failure.ts'

/** What a request is made of, as a transport carries it. */
interface Request {
  domain: string
  action: string
  input: unknown
}

/** A surrogate without the other one: UTF-8 has no bytes for it (RFC 3629, section 3). */
const half = /\p{Cs}/u

/** Work is kept whatever is in it; the half of a character becomes U+FFFD there, and is complained of when it is run or saved as a file. */
const keepsAnyText: ReadonlySet<string> = new Set(['workspace.save', 'workspace.typed'])

/**
 * The complaint of a text with half of a character, which could neither be sent nor stored as it is; null where there is
 * none. It names the field and, for a text of several lines, where to look; lines and columns from 1. Asked by the page
 * before a frame is made, which would put U+FFFD in its place, and at the door.
 */
export function halfCharacterFailure({ domain, action, input }: Request): Failure | null {
  if (keepsAnyText.has(`${domain}.${action}`)) return null
  const found = firstHalf(input, [])
  if (!found) return null
  const before = found.text.slice(0, found.text.search(half)).split('\n')
  const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  const field = found.path.join('.') || 'input'
  return field === 'sql' ? failureOf('input', 'query.halfCharacter', { params: place }) : failureOf('input', 'input.halfCharacter', { params: { field, ...place } })
}

function firstHalf(value: unknown, path: string[]): { text: string; path: string[] } | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : { text: value, path }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null
  for (const [name, inner] of Object.entries(value)) {
    const found = name.isWellFormed() ? firstHalf(inner, [...path, name]) : { text: name, path }
    if (found) return found
  }
  return null
}
