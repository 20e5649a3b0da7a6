import type { MapKind, MapNode } from './map-node.ts'

/** A node's place in the picture; pixels at full size. */
export interface Box {
  node: MapNode
  x: number
  y: number
  width: number
  height: number
  /** How far up and down it may slide beside what lies below it, so that it stays in view; absent where it stays put. */
  slide?: { from: number; to: number }
  /** A table slides with its database. */
  with?: Box
}

/** A line from the right side of one box to the left side of another. */
export interface Edge {
  from: Box
  to: Box
}

export interface Layout {
  boxes: Box[]
  byId: ReadonlyMap<string, Box>
  edges: Edge[]
  width: number
  height: number
}

const sizes: Record<MapKind, { width: number; height: number }> = {
  region: { width: 188, height: 42 },
  instance: { width: 236, height: 42 },
  database: { width: 208, height: 42 },
  table: { width: 192, height: 24 },
  shard: { width: 208, height: 24 },
  rds: { width: 268, height: 28 },
  replica: { width: 252, height: 24 },
}
/** Between columns: room for the lines. */
const GUTTER = 44
/** What stands below its parent instead of beside it is moved in by this. */
const INDENT = 16
const ROW_GAP = 4
const gaps = { region: 36, instance: 20, database: 12 } as const
/** Between the shards of one RDS instance and those of the next. */
const GROUP_GAP = 12

const columns = (() => {
  const kinds = ['region', 'instance', 'database', 'shard', 'rds'] as const
  const left = new Map<MapKind, number>()
  let x = 0
  for (const kind of kinds) {
    left.set(kind, x)
    x += sizes[kind].width + GUTTER
  }
  left.set('table', left.get('database')! + INDENT)
  left.set('replica', left.get('rds')! + INDENT)
  return left
})()

/**
 * A tidy tree from left to right: a column for each kind, parents beside the middle of their children. The shards of a
 * database stand beside the RDS instance that holds them, so no line crosses another; tables stand below their database
 * and read-only instances below their primary. `everything` draws what closed nodes hold, too.
 */
export function layoutOf(roots: readonly MapNode[], everything = false): Layout {
  const boxes: Box[] = []
  const byId = new Map<string, Box>()
  const edges: Edge[] = []
  let height = 0

  const put = (node: MapNode, y: number): Box => {
    const box = { node, x: columns.get(node.fact.kind)!, y, ...sizes[node.fact.kind] }
    boxes.push(box)
    byId.set(node.id, box)
    height = Math.max(height, y + box.height)
    return box
  }
  /** Boxes one below the other; answers them and where the next would begin. */
  const stack = (nodes: readonly MapNode[], top: number): { placed: Box[]; bottom: number } => {
    let y = top
    const placed = nodes.map((node) => {
      const box = put(node, y)
      y += box.height + ROW_GAP
      return box
    })
    return { placed, bottom: placed.length > 0 ? y - ROW_GAP : top }
  }

  /** Places a node with all below it from `top` on; answers its box and the bottom of it all. */
  const place = (node: MapNode, top: number): { box: Box; bottom: number } => {
    const own = sizes[node.fact.kind].height
    if (node.children.length === 0 || !(node.open || everything)) return { box: put(node, top), bottom: top + own }
    if (node.fact.kind === 'database') return placeDatabase(node, top)
    const gap = node.fact.kind === 'region' ? gaps.instance : gaps.database
    let y = top
    const below: Box[] = []
    for (const child of node.children) {
      const { box, bottom } = place(child, y)
      below.push(box)
      y = bottom + gap
    }
    const bottom = y - gap
    const [first, last] = [below[0]!, below.at(-1)!]
    const box = put(node, Math.max(top, (middle(first) + middle(last) - own) / 2))
    for (const to of below) edges.push({ from: box, to })
    box.slide = { from: Math.min(box.y, top), to: Math.max(box.y, bottom - own) }
    return { box, bottom: Math.max(bottom, box.y + own) }
  }

  const placeDatabase = (node: MapNode, top: number): { box: Box; bottom: number } => {
    const tables = node.children.filter(({ fact }) => fact.kind === 'table')
    const own = sizes.database.height + (tables.length > 0 ? ROW_GAP : 0) + stackHeight(tables)
    const groups = groupsOf(node)
    const beside = groups.reduce((sum, group) => sum + groupHeight(group) + GROUP_GAP, -GROUP_GAP)
    const whole = Math.max(own, beside)
    const box = put(node, top + (whole - own) / 2)
    box.slide = { from: top, to: top + whole - own }
    for (const table of stack(tables, box.y + box.height + ROW_GAP).placed) table.with = box
    let y = top + (whole - beside) / 2
    for (const group of groups) {
      const room = groupHeight(group)
      const shards = stack(group.shards, y + (room - stackHeight(group.shards)) / 2).placed
      for (const to of shards) edges.push({ from: box, to })
      if (group.rds) {
        const [primary] = stack(group.rds, y + (room - stackHeight(group.rds)) / 2).placed
        for (const from of shards.length > 0 ? shards : [box]) edges.push({ from, to: primary! })
      }
      y += room + GROUP_GAP
    }
    return { box, bottom: top + whole }
  }

  const groupsOf = (database: MapNode): Group[] => {
    const groups = new Map<string, Group>()
    for (const node of database.children) {
      if (node.fact.kind === 'rds') groups.set(node.fact.rds.name, { shards: [], rds: [node, ...(node.open || everything ? node.children : [])] })
    }
    const homeless: Group = { shards: [], rds: null }
    for (const node of database.children) {
      if (node.fact.kind === 'shard') (groups.get(node.fact.shard.rdsName) ?? homeless).shards.push(node)
    }
    return [...groups.values(), ...(homeless.shards.length > 0 ? [homeless] : [])]
  }

  let y = 0
  for (const root of roots) y = place(root, y).bottom + gaps.region
  const width = boxes.reduce((right, box) => Math.max(right, box.x + box.width), 0)
  return { boxes, byId, edges, width, height }
}

/** The shards that one RDS instance holds; null for those whose instance is not listed. */
interface Group {
  shards: MapNode[]
  /** The primary first, then its read-only instances. */
  rds: MapNode[] | null
}

const groupHeight = ({ shards, rds }: Group) => Math.max(stackHeight(shards), stackHeight(rds ?? []))

const stackHeight = (nodes: readonly MapNode[]) =>
  nodes.reduce((sum, { fact }) => sum + sizes[fact.kind].height + ROW_GAP, nodes.length > 0 ? -ROW_GAP : 0)

const middle = (box: Box) => box.y + box.height / 2

/** What is seen of the picture, from top to bottom. */
export interface Seen {
  top: number
  bottom: number
}

/** Everything is seen: nothing slides. */
const whole: Seen = { top: -Infinity, bottom: Infinity }
/** What slides keeps this far from the view's edges. */
const KEPT = 12

/**
 * Where the top of a box is drawn while a part of the picture is seen: a parent slides along its children, since beside
 * the middle of a hundred of them it would mostly be out of sight.
 */
export function topOf(box: Box, seen: Seen): number {
  if (box.with) return box.y + topOf(box.with, seen) - box.with.y
  if (!box.slide) return box.y
  const wished = Math.max(seen.top + KEPT, Math.min(box.y, seen.bottom - KEPT - box.height))
  return Math.min(box.slide.to, Math.max(box.slide.from, wished))
}

/** Where a line between two boxes goes: straight out, up or down in the middle of the gutter, straight in. */
export function elbow({ from, to }: Edge, seen: Seen = whole): { x1: number; y1: number; bend: number; x2: number; y2: number } {
  const x1 = from.x + from.width
  return { x1, y1: centreOf(from, seen), bend: x1 + GUTTER / 2, x2: to.x, y2: centreOf(to, seen) }
}

/** The lines that leave one box, or arrive at one, and share the upright part between. */
export interface Bundle {
  one: Box
  /** From top to bottom. */
  many: Box[]
  /** Whether they lead to `one`: shards to their RDS instance. */
  joins: boolean
}

/** Lines drawn together cost a third of lines drawn one by one. */
export function bundlesOf(edges: readonly Edge[]): Bundle[] {
  const bundles = new Map<string, Bundle>()
  for (const { from, to } of edges) {
    const joins = from.node.fact.kind === 'shard'
    const [one, other] = joins ? [to, from] : [from, to]
    const key = `${joins} ${one.node.id}`
    const bundle = bundles.get(key)
    if (bundle) bundle.many.push(other)
    else bundles.set(key, { one, many: [other], joins })
  }
  for (const { many } of bundles.values()) many.sort((a, b) => a.y - b.y)
  return [...bundles.values()]
}

/** Where the upright part of a bundle stands. */
export const bendOf = ({ one, many, joins }: Bundle): number => {
  const left = joins ? many[0]! : one
  return left.x + left.width + GUTTER / 2
}

export const centreOf = (box: Box, seen: Seen): number => topOf(box, seen) + box.height / 2
