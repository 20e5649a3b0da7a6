/** What is looked for in a foreign text: a secret in the ways that whole texts are written otherwise. */
import { blanks, escapes, layerOf, tags, undone } from './layers.ts'

/** From this length on a secret is looked for everywhere; a shorter one stands in any text. */
export const LEAST = 4
/** As deep as texts are read: JSON in JSON, URLs in string-to-sign. */
export const MOST_LAYERS = 4

export interface Sought {
  /** As they read once all blanks are alike. */
  literal: string[]
  /** What Base64 writes of it whatever stands before and behind, in the alphabet with + and /. */
  base64: string[]
  /** Its bytes, in UTF-8, UTF-16 and Latin-1. */
  bytes: Buffer[]
  /** Secrets that are too short to be looked for everywhere. */
  short: string[]
  /** Blanks stand before or behind one, which headers lose and other texts keep. */
  edges: { before: boolean; behind: boolean }
  /** Of the longest one, in units. */
  longest: number
}

export function soughtFor(secrets: readonly string[]): Sought {
  const trimmed = unique(secrets.flatMap((secret) => [secret.trim(), ...partsOf(secret.trim())]))
  const long = trimmed.filter((secret) => secret.length >= LEAST)
  return {
    // The longest first: a secret may start like another.
    literal: unique(long.flatMap(readings)).toSorted((a, b) => b.length - a.length),
    base64: unique(long.flatMap(base64Cores)),
    bytes: long.flatMap(bytesOf),
    short: trimmed.filter((secret) => secret !== '' && secret.length < LEAST),
    edges: { before: secrets.some((secret) => secret !== secret.trimStart()), behind: secrets.some((secret) => secret !== secret.trimEnd()) },
    longest: Math.max(0, ...secrets.map((secret) => secret.length)),
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]

/** A token's claims and signature: the third part alone makes it one. Its first says what every token's says. */
const partsOf = (secret: string): string[] => (/^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(secret) ? secret.split('.').slice(1) : [])

const mistaken = ['latin1', 'windows-1252', 'gb18030'].map((encoding) => new TextDecoder(encoding))

/** As it is and as it reads when others read its bytes or lack its letters; and what is left where its own signs are taken for an escape. */
function readings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const isAscii = bytes.length === secret.length
  const wide = Buffer.from(secret, 'utf16le')
  const inHalves = [wide, Buffer.from(wide).swap16()].map((one) => one.toString('latin1').replaceAll('\0', ''))
  // Twice where a header, which is Latin-1 to who reads it, is written into a page that is.
  const twice = Buffer.from(bytes.toString('latin1'), 'utf8')
  const others = isAscii ? [] : [bytes.toString('latin1'), ...mistaken.flatMap((decoder) => [decoder.decode(bytes), decoder.decode(twice)]), twice.toString('latin1'), ...inHalves, ...withoutLetters(secret)]
  const withoutTags = undone(layerOf(secret), tags)?.text ?? ''
  return [secret, secret.toWellFormed(), secret.normalize('NFC'), secret.normalize('NFD'), ...(withoutTags.length < 2 * LEAST ? [] : [withoutTags]), ...others].flatMap(layersOf).flatMap((text) => {
    const even = (undone(layerOf(text), blanks) ?? layerOf(text)).text
    // A line break may have stood for each of its blanks.
    const joined = even.replaceAll(' ', '')
    return [even, joined].filter((one) => one.trim().length >= LEAST)
  })
}

/** What ASCII makes of it, where enough is left to tell it by. */
const withoutLetters = (secret: string): string[] =>
  // oxlint-disable-next-line no-control-regex
  secret.replaceAll(/[^\u0000-\u007f]/g, '').length < 2 * LEAST
    ? []
    // oxlint-disable-next-line no-control-regex
    : ['?', '\ufffd'].flatMap((sign) => [secret.replaceAll(/[^\u0000-\u007f]/gu, sign), Buffer.from(secret).toString('latin1').replaceAll(/[^\u0000-\u007f]/g, sign)])

function layersOf(secret: string): string[] {
  const texts = [secret]
  for (let layer = undone(layerOf(secret), escapes); layer && texts.length <= MOST_LAYERS; layer = undone(layer, escapes)) texts.push(layer.text)
  return texts
}

function bytesOf(text: string): Buffer[] {
  const wide = Buffer.from(text, 'utf16le')
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'latin1'), wide, Buffer.from(wide).swap16()]
}

/** Base64 writes six bits a letter: those which a secret decides alone, for each way that it may stand among groups of three bytes. */
function base64Cores(secret: string): string[] {
  const inUrl = encodeURIComponent(secret.toWellFormed())
  const strictly = inUrl.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const written = [secret, inUrl, strictly, JSON.stringify(secret).slice(1, -1)]
  return unique(written).flatMap(bytesOf).flatMap((bytes) =>
    [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))),
  )
}
