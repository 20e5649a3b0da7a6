/**
 * What is wrong with a connection as it is entered, beyond the shape of its settings: values that would be stored, and
 * then change or break on their way. The form says it as one types, main before anything is stored or sent; what is
 * stored already stays readable.
 */
import type { SecretName } from './connection.ts'

export type EntryProblem =
  | 'missing'
  | 'blanksAround' // pasted with it, and cut off by whoever reads a header
  | 'control' // line breaks, tabs and others that no header may hold (RFC 9110, 5.5)
  | 'colon' // Basic ends the user at the first one (RFC 7617, 2)
  | 'notLatin' // what headers are not written in (RFC 9110, 5.5)
  | 'half' // half of a character, for which UTF-8 has no bytes
  | 'direction' // makes what stands there read as something else (Unicode, UAX #9)

/** Of any kind of settings, complete or not. */
export type EnteredFields = Partial<Record<(typeof ids)[number] | (typeof names)[number] | 'proxy' | 'proxyUrl', string>>

/** White space of any script, and what is not seen at all: BOM, zero-width and direction marks, fillers of Hangul, Braille without dots. */
const blank = /^[\s\p{Z}\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]|[\s\p{Z}\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]$/u
const control = /\p{Cc}/u
const half = /\p{Cs}/u
/** Embeddings, overrides and isolates of another direction; marks of right-to-left scripts are none. */
const direction = /[\u202a-\u202e\u2066-\u2069]/
const beyondLatin = /[^\0-\u00ff]/u

/** Users and ids that travel in a header; `basic`: before a colon. */
const inHeaders: Readonly<Record<string, 'plain' | 'basic'>> = { accessId: 'plain', restUser: 'basic', proxyUser: 'basic' }
const ids = ['accessId', 'accessKeyId', 'restUser', 'databaseUser', 'proxyUser'] as const
/** What a person reads a connection by, and what a server knows its parts by. */
const names = ['name', 'target', 'schema', 'database'] as const
/** Secrets that travel in a header, as they are or in Basic. */
const headerSecrets: ReadonlySet<SecretName> = new Set(['accessSecret', 'restPassword', 'proxyPassword'])

export function secretProblem(name: SecretName, secret: string): EntryProblem | undefined {
  if (half.test(secret)) return 'half'
  if (blank.test(secret)) return 'blanksAround'
  if (headerSecrets.has(name) && control.test(secret)) return 'control'
  return name === 'accessSecret' && beyondLatin.test(secret) ? 'notLatin' : undefined
}

/** Fields of trimmed settings with their problem. */
export function fieldProblems(settings: EnteredFields): [field: keyof EnteredFields, problem: EntryProblem][] {
  const found: [keyof EnteredFields, EntryProblem][] = []
  for (const name of ids) {
    const problem = idProblem(inHeaders[name], settings[name] ?? '')
    if (problem && (name !== 'proxyUser' || settings.proxy === 'own')) found.push([name, problem])
  }
  for (const name of names) {
    const problem = lineProblem(settings[name] ?? '')
    if (problem) found.push([name, problem])
  }
  if (settings.proxy === 'own' && !settings.proxyUrl) found.push(['proxyUrl', 'missing'])
  return found
}

function lineProblem(text: string): EntryProblem | undefined {
  if (half.test(text)) return 'half'
  if (direction.test(text)) return 'direction'
  if (blank.test(text)) return 'blanksAround'
  return control.test(text) ? 'control' : undefined
}

function idProblem(way: 'plain' | 'basic' | undefined, id: string): EntryProblem | undefined {
  const problem = lineProblem(id)
  if (problem) return problem
  if (way === 'basic' && id.includes(':')) return 'colon'
  return way === 'plain' && beyondLatin.test(id) ? 'notLatin' : undefined
}
