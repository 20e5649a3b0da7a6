/** What every resource can be asked for: a filter, some fields, a page. */
import { document, type Call, type Reply } from './call.ts'
import { integer, NumberLiteral, writeJson, type Json } from './json.ts'

export type JsonObject = { [key: string]: Json }

/** A resource, or a collection of them, as far as the request wants it; `self` is the link to it all. */
export function resourceDocument(call: Call, self: string, data: JsonObject | readonly JsonObject[]): Reply {
  const whole = { data, links: { self } }
  if (!isList(data)) return document(call, 200, { data: sparse(call, data), links: { self } }, [], whole)
  const kept = data.filter((one) => matches(call, one)).map((one) => sparse(call, one))
  const size = Number.parseInt(call.parameters.get('page[size]') ?? '', 10)
  if (!(size > 0)) return document(call, 200, { data: kept, links: { self } }, [], whole)
  const page = Math.max(0, Number.parseInt(call.parameters.get('page[number]') ?? '', 10) || 0)
  const link = (number: number) => `${self}?page%5Bsize%5D=${size}&page%5Bnumber%5D=${number}`
  const links = {
    first: link(0),
    last: link(Math.ceil(kept.length / size) - 1),
    self: link(page),
    next: (page + 1) * size < kept.length ? link(page + 1) : undefined,
    prev: page > 0 && page * size < kept.length ? link(page - 1) : undefined,
  }
  return document(call, 200, { data: kept.length > size ? kept.slice(page * size, (page + 1) * size) : kept, links, meta: { total: integer(kept.length) } }, [], whole)
}

const isList = (data: JsonObject | readonly JsonObject[]): data is readonly JsonObject[] => Array.isArray(data)
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberLiteral)

/** The value at a path such as attributes/state. */
function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => {
    if (Array.isArray(found)) return (found as readonly Json[])[Number(key)]
    return isObject(found) ? found[key] : undefined
  }, value)
}

/** filter=/attributes/state="Down", and filter[/attributes/state]=ne("Down"); several must all hold. */
function matches(call: Call, resource: JsonObject): boolean {
  return [...call.parameters].every(([name, value]) => {
    const pointer = /^filter\[(.+)\]$/.exec(name)?.[1]
    const [, path, wanted] = pointer === undefined && name === 'filter' ? (/^([^=]+)=(.*)$/.exec(value) ?? []) : [null, pointer, value]
    if (path === undefined || wanted === undefined) return true
    const found = at(resource, path.replace(/^\//, '').split('/'))
    return found !== undefined && holds(found, wanted)
  })
}

const comparisons: Record<string, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
}

function holds(found: Json, expression: string): boolean {
  const [, name = 'eq', literal = expression] = /^(eq|ne|lt|le|gt|ge)\((.*)\)$/.exec(expression) ?? []
  const text = writeJson(found, false)
  if (text === literal) return comparisons[name]?.(0) ?? false
  const [a, b] = [Number(text), Number(literal)]
  const order = Number.isNaN(a) || Number.isNaN(b) ? (text < literal ? -1 : 1) : a - b
  return comparisons[name]?.(order) ?? false
}

/** fields[servers]=state,statistics/connections: those attributes and relationships only, each in its place. */
function sparse(call: Call, resource: JsonObject): JsonObject {
  const type = resource['type']
  const fields = typeof type === 'string' ? call.parameters.get(`fields[${type}]`) : null
  if (!fields) return resource
  const { attributes, relationships, ...others } = resource
  const paths = fields.split(',').map((field) => field.trim().split('/').filter(Boolean))
  const [kept, related] = [chosen(attributes, paths), chosen(relationships, paths)]
  return { ...others, ...(kept && { attributes: kept }), ...(related && { relationships: related }) }
}

function chosen(from: Json | undefined, paths: readonly string[][]): JsonObject | null {
  if (!isObject(from)) return null
  const kept: JsonObject = {}
  for (const path of paths) {
    const value = at(from, path)
    if (value === undefined) continue
    let place = kept
    for (const key of path.slice(0, -1)) {
      const inner = place[key]
      const next: JsonObject = isObject(inner) ? inner : {}
      place[key] = next
      place = next
    }
    place[path.at(-1) ?? ''] = value
  }
  return Object.keys(kept).length > 0 ? kept : null
}
