import type { DrdsInstance, DrdsRegion } from '../../../../shared/model/drds.ts'
import type { DrdsDatabase, DrdsDatabaseRef, DrdsShard, RdsNode, RdsPrimary } from '../../../../shared/model/drds-database.ts'
import type { DrdsLinkTarget, DrdsTable } from '../../../../shared/model/drds-link.ts'
import type { Failure } from '../../../../shared/model/failure.ts'

/** What a node stands for. */
export type MapFact =
  /** `total`: how many instances there are by the service's own count. */
  | { kind: 'region'; regionId: string; region: DrdsRegion | null; total?: number }
  | { kind: 'instance'; instance: DrdsInstance }
  | { kind: 'database'; at: DrdsDatabaseRef; database: DrdsDatabase; link: DrdsLinkTarget | null }
  | { kind: 'table'; table: DrdsTable }
  | { kind: 'shard'; shard: DrdsShard }
  | { kind: 'rds'; rds: RdsPrimary }
  | { kind: 'replica'; rds: RdsNode }
export type MapKind = MapFact['kind']

/** Whether what lies below a node is known. */
export type Below =
  | { state: 'leaf' }
  | { state: 'unasked' }
  | { state: 'loading' }
  | { state: 'failed'; failure: Failure }
  | { state: 'ready' }

/** One thing of the map. The tree holds everything that was loaded, whether its parent is open or not. */
export interface MapNode {
  /** The ids of its parents and its own name, joined by slashes. */
  id: string
  /** From 1, as aria-level counts. */
  level: number
  parent: MapNode | null
  children: MapNode[]
  fact: MapFact
  below: Below
  open: boolean
}

/** Every node of the tree, in the order in which it is read. */
export function* everyNode(nodes: readonly MapNode[]): Generator<MapNode> {
  for (const node of nodes) {
    yield node
    yield* everyNode(node.children)
  }
}

/** The nodes whose parents are all open, in the order in which they are read. */
export function shownNodes(nodes: readonly MapNode[]): MapNode[] {
  const shown: MapNode[] = []
  const walk = (level: readonly MapNode[]) => {
    for (const node of level) {
      shown.push(node)
      if (node.open) walk(node.children)
    }
  }
  walk(nodes)
  return shown
}

/** Whether it can be opened: it has something below, or may have. */
export const opens = (node: MapNode): boolean => node.below.state !== 'leaf' && !(node.below.state === 'ready' && node.children.length === 0)

/** Its parents, the nearest first. */
export function ancestors(node: MapNode): MapNode[] {
  const found: MapNode[] = []
  for (let at = node.parent; at; at = at.parent) found.push(at)
  return found
}
