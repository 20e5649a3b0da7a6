/** Where secrets stand in a text, whichever way they are written there. */
import { blanks, continued, endOf, escapes, layerOf, quotedPrintable, seams, startOf, tags, undone, type Layer } from './layers.ts'
import { LEAST, MOST_LAYERS, type Sought } from './sought.ts'

/** Of the text that was given: from a unit to before another. */
export type Span = readonly [from: number, to: number]

/** Base64 in hex, and the like. */
const MOST_ENCODINGS = 2

export function findSecrets(text: string, sought: Sought, depth = 0): Span[] {
  const given = layerOf(text)
  return [given, ...[quotedPrintable, continued, seams, tags].map((spelling) => undone(given, spelling))].flatMap((first) => {
    const spans: Span[] = []
    let layer = first
    for (let level = 0; layer && level <= MOST_LAYERS; level += 1) {
      spans.push(...inLayer(layer, sought, depth))
      layer = undone(layer, escapes)
    }
    return spans
  })
}

function inLayer(layer: Layer, sought: Sought, depth: number): Span[] {
  const even = undone(layer, blanks) ?? layer
  const letters = { ...layer, text: layer.text.replaceAll('-', '+').replaceAll('_', '/') }
  return [
    ...sought.literal.flatMap((one) => beginnings(even, one)),
    ...sought.base64.flatMap((one) => occurrences(letters, one, /[\w+/-]/, /[\w+/=-]/)),
    ...(depth === 0 ? [...cutAtTheEnd(even, sought.literal, LEAST), ...cutAtTheEnd(letters, sought.base64, 2 * LEAST)] : []),
    ...tokens(layer),
    ...sought.short.flatMap((one) => standingAlone(layer, one)),
    ...(depth < MOST_ENCODINGS ? encodedRuns(layer, sought, depth) : []),
  ]
}

/** JSON Web Tokens, whoever's: one that a server just made is no secret that is known yet. */
const tokens = (layer: Layer): Span[] => [...layer.text.matchAll(/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g)].map((match) => spanOf(layer, match.index, match.index + match[0].length))

/** Of a layer's units to the text that was given. */
const spanOf = (layer: Layer, from: number, to: number): Span => [startOf(layer, from), endOf(layer, to - 1)]

/** Each place of a text, with the letters around it that belong to it. */
function occurrences(layer: Layer, text: string, before?: RegExp, behind?: RegExp): Span[] {
  const spans: Span[] = []
  for (let at = layer.text.indexOf(text); at >= 0; at = layer.text.indexOf(text, at + text.length)) {
    let [from, to] = [at, at + text.length]
    while (before?.test(layer.text[from - 1] ?? '')) from -= 1
    while (behind?.test(layer.text[to] ?? '')) to += 1
    spans.push(spanOf(layer, from, to))
    at = to - text.length
  }
  return spans
}

/** Each place of a text, or of its beginning where that gives it away: servers shorten what they repeat. */
function beginnings(layer: Layer, text: string): Span[] {
  const enough = Math.min(text.length, Math.max(2 * LEAST, Math.ceil(text.length / 2)))
  const beginning = text.slice(0, enough)
  const spans: Span[] = []
  for (let at = layer.text.indexOf(beginning); at >= 0; at = layer.text.indexOf(beginning, at + enough)) {
    let length = enough
    while (length < text.length && layer.text[at + length] === text[length]) length += 1
    if (length === text.length || tells(text.slice(0, length))) spans.push(spanOf(layer, at, at + length))
  }
  return spans
}

/** “Password” stands in many texts, and begins many passwords. */
const tells = (beginning: string): boolean => beginning.length >= MOST_WORD || !/^[a-z]+$/i.test(beginning)
const MOST_WORD = 12

/** What may follow where a text was cut: quotes that were closed behind it, dots that say so, half an escape. */
const afterACut = /(?:%[\da-f]?|\\[ux]?[\da-f]{0,3}|&#?\w{0,9}|[…."'`)\]}>\s]+)$/i

/** A text that others cut may end with the beginning of a secret: half of it, and of long ones eight letters, give it away. */
function cutAtTheEnd(layer: Layer, texts: readonly string[], least: number): Span[] {
  const whole = layer.text.length
  const ends = [whole, whole - (afterACut.exec(layer.text.slice(-16))?.[0].length ?? 0)]
  return ends.flatMap((end) =>
    texts.flatMap((text): Span[] => {
      const enough = Math.max(least, Math.min(2 * LEAST, Math.ceil(text.length / 2)))
      const beginning = text.slice(0, enough)
      for (let at = layer.text.indexOf(beginning, Math.max(0, end - text.length + 1)); at >= 0 && at + enough <= end; at = layer.text.indexOf(beginning, at + 1)) {
        const left = layer.text.slice(at, end)
        if (text.startsWith(left) && tells(left)) return [spanOf(layer, at, end)]
      }
      return []
    }),
  )
}

const namesOfSecrets = /(?:secret|pass(?:word|wd|phrase)?|pwd|passwd|token|key)["'`\])]?\s*[:=]\s*["'`[(]?$/i

/** A secret of one to three letters is masked as a value of its own: all of a text, in quotes, or behind the name of a secret. */
function standingAlone(layer: Layer, secret: string): Span[] {
  const { text } = layer
  if (text.trim() === secret) return [spanOf(layer, 0, text.length)]
  return placesOf(text, secret).flatMap((at): Span[] => {
    const [before, behind] = [text.slice(Math.max(0, at - 40), at), text[at + secret.length] ?? '']
    const isQuoted = /["'`]$/.test(before) && before.endsWith(behind) && behind !== ''
    const isNamed = namesOfSecrets.test(before) && !/\w/.test(behind)
    return isQuoted || isNamed ? [spanOf(layer, at, at + secret.length)] : []
  })
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at)
  return places
}

/** Runs that may be bytes: in hex digits with or without something between, in decimal numbers, in long Base64. */
const runs: readonly { pattern: RegExp; read(run: string): Buffer[] }[] = [
  {
    pattern: /(?:(?:0x)?[\da-f]{2}[\s:,;._-]{0,2}){4,}/gi,
    read(run) {
      const digits = run.replaceAll(/0x|[^\da-f]/gi, '')
      // Digits that belong to something else may stand before it.
      return [Buffer.from(digits, 'hex'), Buffer.from(digits.slice(1), 'hex')]
    },
  },
  { pattern: /\d{1,3}(?:[,\s]+\d{1,3}){3,}/g, read: (run) => [Buffer.from(run.split(/[,\s]+/).map(Number))] },
  { pattern: /[\w+/-]{24,}={0,2}/g, read: (run) => [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64')) },
]

function encodedRuns(layer: Layer, sought: Sought, depth: number): Span[] {
  return runs.flatMap(({ pattern, read }) =>
    [...layer.text.matchAll(pattern)].flatMap((match): Span[] => {
      const isSecret = read(match[0]).some(
        (bytes) => sought.bytes.some((secret) => bytes.includes(secret)) || readAsText(bytes).some((text) => findSecrets(text, sought, depth + 1).length > 0),
      )
      return isSecret ? [spanOf(layer, match.index, match.index + match[0].length)] : []
    }),
  )
}

/** Bytes that are a text at all: most of what is decoded by chance holds signs that no text has. */
function readAsText(bytes: Buffer): string[] {
  let odd = 0
  for (const byte of bytes) if (byte < 0x20 && byte !== 0 && (byte < 0x09 || byte > 0x0d)) odd += 1
  if (odd > bytes.length / 20) return []
  if (!bytes.includes(0)) {
    const text = bytes.toString('utf8')
    return text.split('\ufffd').length > text.length / 8 + 2 ? [] : [text]
  }
  const even = bytes.subarray(0, bytes.length & ~1)
  return [bytes.toString('latin1'), even.toString('utf16le'), Buffer.from(even).swap16().toString('utf16le')]
}
