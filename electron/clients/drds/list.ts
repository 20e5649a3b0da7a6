/** Lists in the layouts that gateways differ in, and what is no list of the kind that was asked for. */
import { field, isMarked, node, part, text, type WireDocument, type WireNode } from './document.ts'

/** A list as it came. */
export interface Listed<Item> {
  items: Item[]
  /** How many there are by the answer's own count; never less than came, those that could not be read included. */
  total: number
}

/** How lists of one kind are laid out. */
export interface ListLayout {
  /** Where the list may stand; the first that holds something counts. */
  places: readonly string[]
  /** What its elements may be called. */
  tags: readonly string[]
  /** Fields of which an element has one at least: what it is named by. */
  ids: readonly string[]
}

/** What answers count the elements of their list in. */
const totals = ['Total', 'TotalCount', 'TotalNumber']

/** How many elements an answer says that there are; undefined where it does not. */
export function countIn(content: WireNode, places: readonly string[]): number | undefined {
  const said = [...places.map((place) => part(content, place)), content].flatMap((at) => (at ? totals.map((name) => text(at, name)) : []))
  const digits = said.find((one) => /^\d{1,9}$/.test(one))
  return digits === undefined ? undefined : Number(digits)
}

/**
 * The list that an answer is about; undefined where none of the kind is there. One that has nothing at all in the list's
 * place is an empty list where it is marked as the action's own: null fields are left out by some gateways.
 */
export function answeredList<Item>(document: WireDocument, layout: ListLayout, settle: (item: WireNode) => Item): Listed<Item> | undefined {
  const { content } = document
  const count = countIn(content, layout.places)
  const isThere = layout.places.some((place) => field(content, place) !== undefined)
  if (!isThere && count === undefined && !isMarked(document)) return undefined
  const found = entriesOf(content, layout) ?? (count === undefined ? undefined : [])
  const elements = found && identified(found, layout)
  if (!elements || (elements.length === 0 && found.length > 0)) return undefined
  return { items: elements.map(settle), total: Math.max(count ?? 0, found.length) }
}

/** A list below an element; what is no list of the kind is none. */
export const listBelow = (from: WireNode, layout: ListLayout): WireNode[] => identified(entriesOf(from, layout) ?? [], layout)

const identified = (entries: readonly unknown[], { ids }: ListLayout): WireNode[] =>
  entries.flatMap((entry): WireNode[] => {
    const element = node(entry)
    return element && ids.some((id) => text(element, id) !== '') ? [element] : []
  })

/**
 * What stands in a list, however it is laid out: `Data: [..]`, `Data: {Instance: [..]}`, one element instead of a list, an
 * empty element, null. Undefined where something else stands in its place.
 */
export function entriesOf(from: WireNode, { places, tags, ids }: ListLayout): unknown[] | undefined {
  const holder = places.map((place) => field(from, place)).find((value) => !isNothing(value))
  if (holder === undefined) return []
  if (Array.isArray(holder)) return holder.filter((one) => !isNothing(one))
  const inner = node(holder)
  if (!inner) return undefined
  const tagged = tags.map((tag) => field(inner, tag)).filter((value) => value !== undefined)
  if (tagged.length > 0) return tagged.flat().filter((one) => !isNothing(one))
  return ids.some((id) => text(inner, id) !== '') ? [inner] : undefined
}

/** Absent, null, an element without fields, or blanks, as an empty XML element is read. */
export function isNothing(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  const element = node(value)
  return value === null || value === undefined || (element !== undefined && Object.keys(element).every((name) => name === '#text'))
}
