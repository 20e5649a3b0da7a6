import type { MapNode } from './map-node.ts'

/** Words to look for in a node. */
export interface Searchable {
  node: MapNode
  text: string
}

/** The nodes that have every word of a search, in the order of the tree; none for an empty search. */
export function find(all: readonly Searchable[], search: string): MapNode[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return all.filter(({ text }) => words.every((word) => text.includes(word))).map(({ node }) => node)
}

/** What a node can be found by: what is said of it, and ids and addresses that are not. */
export function searchable(node: MapNode, spoken: string): Searchable {
  const { fact } = node
  const more =
    fact.kind === 'instance' ? [fact.instance.id, fact.instance.zoneId, fact.instance.networkType, ...fact.instance.vips.map(({ ip, port }) => `${ip}:${port}`)]
    : fact.kind === 'rds' || fact.kind === 'replica' ? [fact.rds.id, fact.rds.connectUrl]
    : fact.kind === 'database' ? [fact.database.message]
    : []
  return { node, text: [spoken, ...more].join('\n').toLowerCase() }
}

/** Which hit comes after the one that a search stands at. */
export function nextHit(hits: readonly MapNode[], current: string | null, back: boolean): MapNode | undefined {
  const at = hits.findIndex(({ id }) => id === current)
  if (at < 0) return back ? hits.at(-1) : hits[0]
  return hits[(at + (back ? -1 : 1) + hits.length) % hits.length]
}

/** The shards that hold parts of a table, with the physical tables in each. SHOW TOPOLOGY writes groups in capitals and with a tail. */
export function partsOf(table: MapNode): Map<MapNode, string[]> {
  const parts = new Map<MapNode, string[]>()
  if (table.fact.kind !== 'table') return parts
  const shards = new Map<string, MapNode>()
  for (const node of table.parent?.children ?? []) if (node.fact.kind === 'shard') shards.set(node.fact.shard.name.toLowerCase(), node)
  for (const { group, tables } of table.fact.table.topology ?? []) {
    const name = group.toLowerCase()
    const shard = shards.get(name) ?? shards.get(name.replace(/_group$/, '')) ?? [...shards].find(([key]) => name.startsWith(`${key}_`))?.[1]
    if (shard) parts.set(shard, [...(parts.get(shard) ?? []), ...tables])
  }
  return parts
}
