import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import type { Below, MapFact, MapKind, MapNode } from './map-node.ts'
import type { Answer, MapState } from './map-store.ts'

/** Names in an order that answers of another order do not change: the picture stays put when it is asked anew. */
const { compare } = new Intl.Collator('en', { numeric: true })

const openByItself = ({ allOpen }: MapState, kind: MapKind) => kind === 'region' || kind === 'instance' || kind === 'rds' || (kind === 'database' && allOpen)

/** What a state holds, as a tree: regions, instances, databases; below these tables, shards and RDS instances. */
export function treeOf(state: MapState): MapNode[] {
  return state.regions.map((regionId) => {
    const answer = state.instances.get(regionId)
    const list = answer?.state === 'ready' ? answer.value : undefined
    const region = state.known.find(({ id }) => id === regionId) ?? null
    const node = nodeOf(state, null, regionId, { kind: 'region', regionId, region, ...(list && { total: list.total }) }, belowOf(answer))
    node.children = children(list?.instances ?? [], ({ description, id }) => `${description || id}\n${id}`, (instance) => instanceNode(state, node, instance))
    return node
  })
}

function instanceNode(state: MapState, parent: MapNode, instance: DrdsInstance): MapNode {
  const answer = state.databases.get(idBelow(parent, instance.id))
  const node = nodeOf(state, parent, instance.id, { kind: 'instance', instance }, belowOf(answer))
  node.children = children(valueOf(answer), ({ name }) => name, (database) => databaseNode(state, node, instance, database))
  return node
}

function databaseNode(state: MapState, parent: MapNode, instance: DrdsInstance, database: DrdsDatabase): MapNode {
  const id = idBelow(parent, database.name)
  const at = { connectionId: state.connectionId, regionId: parent.parent!.id, instanceId: instance.id, database: database.name }
  const link = state.links.find((one) => one.regionId === at.regionId && one.instanceId === at.instanceId && one.database === at.database)
  const answer = state.insides.get(id)
  const node = nodeOf(state, parent, database.name, { kind: 'database', at, database, link: link?.target ?? null }, belowOf(answer))
  const leaf = (prefix: string, name: string, fact: MapFact) => nodeOf(state, node, `${prefix}:${name}`, fact, { state: 'leaf' })
  const { shards = [], rds = [] } = answer?.state === 'ready' ? answer.value : {}
  const order = [...rds].sort((a, b) => compare(a.name, b.name))
  const place = new Map(order.map(({ name }, at) => [name, at]))
  const byPlace = [...shards].sort(
    (a, b) => (place.get(a.rdsName) ?? place.size) - (place.get(b.rdsName) ?? place.size) || compare(a.name, b.name),
  )
  node.children = unique([
    ...children(valueOf(state.tables.get(id)), ({ name }) => name, (table) => leaf('table', table.name, { kind: 'table', table })),
    ...byPlace.map((shard) => leaf('shard', shard.name, { kind: 'shard', shard })),
    ...order.map((primary) => {
      const below = nodeOf(state, node, `rds:${primary.name}`, { kind: 'rds', rds: primary }, { state: primary.children.length > 0 ? 'ready' : 'leaf' })
      below.children = children(primary.children, ({ name }) => name, (child) => nodeOf(state, below, child.name, { kind: 'replica', rds: child }, { state: 'leaf' }))
      return below
    }),
  ])
  return node
}

const idBelow = (parent: MapNode | null, name: string) => (parent ? `${parent.id}/${name}` : name)

function nodeOf(state: MapState, parent: MapNode | null, name: string, fact: MapFact, below: Below): MapNode {
  const id = idBelow(parent, name)
  return {
    id, parent, fact, below, level: (parent?.level ?? 0) + 1, children: [],
    open: below.state !== 'leaf' && openByItself(state, fact.kind) !== state.toggled.has(id),
  }
}

/** Nodes of an answer, in order. */
function children<T>(values: readonly T[], name: (value: T) => string, node: (value: T) => MapNode): MapNode[] {
  return unique([...values].sort((a, b) => compare(name(a), name(b))).map(node))
}

/** A server that names a thing twice has it drawn once: two nodes of one id could not be told apart. */
function unique(nodes: MapNode[]): MapNode[] {
  const seen = new Set<string>()
  return nodes.filter(({ id }) => !seen.has(id) && seen.add(id))
}

function belowOf(answer: Answer<unknown> | undefined): Below {
  if (!answer) return { state: 'unasked' }
  return answer.state === 'ready' ? { state: 'ready' } : answer
}

const valueOf = <T>(answer: Answer<T[]> | undefined): T[] => (answer?.state === 'ready' ? answer.value : [])
