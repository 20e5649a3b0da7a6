/** Answers in JSON and XML read into one shape, and the layouts that differ between gateways evened out. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { most } from '../../http/answer-bounds.ts'
import { bodyFailure } from '../../http/body-failures.ts'
import { readJson } from '../../http/read-json.ts'

/** An element: fields by name, as the wire spells them. Leaves are text. */
export type WireNode = { readonly [name: string]: unknown }

export interface WireDocument {
  /** The name of XML's root element; '' in JSON, which has none. */
  root: string
  content: WireNode
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  // Texts stay texts: an id of digits must not lose its zeros.
  parseTagValue: false,
  trimValues: false,
  // Numeric references are only read with this; entities of a document type never get here.
  htmlEntities: true,
})

/**
 * Reads a body by what it is, not by what was asked for: gateways answer errors in XML whatever the Format.
 * Undefined when it is neither JSON nor XML of one root, cut, or declares entities of its own. Throws a FailureError where
 * it holds more values than any answer: response.tooDeep, .tooManyValues.
 */
export function readDocument(bytes: Uint8Array): WireDocument | undefined {
  const text = new TextDecoder().decode(bytes).trim()
  if (text.startsWith('{')) return documentOf('', readJson(new TextEncoder().encode(text), withDigits))
  if (!text.startsWith('<') || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined
  checkElements(text)
  const [root, ...more] = parseXml(text)
  return root && more.length === 0 ? documentOf(...root) : undefined
}

function documentOf(root: string, value: unknown): WireDocument | undefined {
  const content = node(value)
  return content && { root, content }
}

/** An element; undefined for a leaf, a list or nothing. */
export const node = (value: unknown): WireNode | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireNode) : undefined

/** Numbers beyond 2^53 (an OrderId is a Long) keep their digits as text. */
const withDigits = (_: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) ? (context?.source ?? value) : value

/** The parser makes an object of each, and of an instruction or a section of CDATA as well. */
function checkElements(text: string): void {
  let elements = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) if (text[at + 1] !== '/') elements++
  if (elements > most.elements) throw bodyFailure('response.tooManyValues', { limit: most.elements, found: elements })
}

/** The elements at the top, by name. */
function parseXml(text: string): [string, unknown][] {
  if (XMLValidator.validate(text) !== true) return []
  try {
    return Object.entries(parser.parse(text) as Record<string, unknown>).filter(([name]) => name !== '#text')
  } catch {
    return []
  }
}

/** A field, whatever its case (the document prints zoneId, the wire ZoneId); undefined when absent. */
export function field(from: WireNode, name: string): unknown {
  const wanted = name.toLowerCase()
  const key = Object.keys(from).find((candidate) => candidate.toLowerCase() === wanted)
  return key === undefined ? undefined : from[key]
}

/** A field's text: numbers and booleans in digits and words, blanks around it gone; '' when absent or not a leaf. */
export function text(from: WireNode, name: string): string {
  const value = field(from, name)
  return typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** Whether a field says a word, whatever its case: booleans come as text, too. */
export const says = (from: WireNode, name: string, word: string): boolean => text(from, name).toLowerCase() === word

/** Whether an answer is marked as a success of its action: in JSON by Success, in XML by its root, which was looked at before. */
export const isMarked = ({ root, content }: WireDocument): boolean => root !== '' || says(content, 'Success', 'true')

/** An element's child by name; undefined when absent or not an element. */
export const part = (from: WireNode, name: string): WireNode | undefined => node(field(from, name))

/** Every leaf below a value as text, in order: a list of texts, however it is laid out. Empty ones are none. */
export function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (typeof value === 'number') return [String(value)]
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()]
  const element = node(value)
  return element ? Object.values(element).flatMap(leaves) : []
}

/** `createdAt` from a field of epoch milliseconds, a number or digits; nothing where there is none. */
export function time(from: WireNode, name: string): { createdAt?: number } {
  const digits = text(from, name)
  return /^\d{1,15}$/.test(digits) ? { createdAt: Number(digits) } : {}
}
