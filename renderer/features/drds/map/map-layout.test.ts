import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bigMap, nodesFrom, type Sketch } from './fixtures/sketched-map.ts'
import { layoutOf, topOf, type Box } from './map-layout.ts'
import { everyNode, shownNodes } from './map-node.ts'

const overlap = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const rds = fc.record({ shards: fc.nat(5), replicas: fc.nat(3) })
const database = fc.record({ open: fc.boolean(), tables: fc.nat(6), rds: fc.array(rds, { maxLength: 4 }), homeless: fc.nat(3) })
const sketch: fc.Arbitrary<Sketch> = fc.array(fc.array(fc.array(database, { maxLength: 4 }), { maxLength: 4 }), { maxLength: 3 })

test('no two boxes lie over each other, whatever is open', () => {
  fc.assert(
    fc.property(sketch, fc.boolean(), (regions, everything) => {
      const { boxes } = layoutOf(nodesFrom(regions), everything)
      expect(boxes.filter((box, at) => boxes.slice(at + 1).some((other) => overlap(box, other))).map(({ node }) => node.id)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('every node that is shown has one box, inside the picture, and those of a column keep the order of the tree', () => {
  fc.assert(
    fc.property(sketch, (regions) => {
      const tree = nodesFrom(regions)
      const layout = layoutOf(tree)
      const shown = shownNodes(tree)
      expect(new Set(layout.byId.keys())).toEqual(new Set(shown.map(({ id }) => id)))
      expect(layout.boxes).toHaveLength(shown.length)
      for (const { x, y, width, height } of layout.boxes) {
        expect(x >= 0 && y >= 0 && x + width <= layout.width && y + height <= layout.height).toBe(true)
      }
      for (const kind of ['region', 'instance', 'database', 'shard', 'rds'] as const) {
        const tops = shown.filter(({ fact }) => fact.kind === kind).map(({ id }) => layout.byId.get(id)!.y)
        expect(tops).toEqual([...tops].sort((a, b) => a - b))
      }
    }),
    { numRuns: 60 },
  )
})

test('each shard is joined to the RDS instance that holds it and stands beside it, and lines lead from left to right', () => {
  const { edges, byId } = layoutOf(nodesFrom([[[{ open: true, tables: 2, rds: [{ shards: 4, replicas: 2 }, { shards: 4, replicas: 0 }], homeless: 1 }]]]))
  const toRds = edges.filter(({ to }) => to.node.fact.kind === 'rds')
  expect(toRds).toHaveLength(8)
  for (const { from, to } of toRds) expect(from.node.fact).toMatchObject({ shard: { rdsName: to.node.fact.kind === 'rds' && to.node.fact.rds.name } })
  for (const { from, to } of edges) expect(from.x + from.width).toBeLessThan(to.x)
  const first = byId.get('r0/i0/db0/rds:rm0')!
  const beside = toRds.filter(({ to }) => to === first).map(({ from }) => from)
  expect(first.y).toBeGreaterThanOrEqual(beside[0]!.y - 1)
  expect(first.y).toBeLessThanOrEqual(beside.at(-1)!.y + 24)
})

test('wherever one looks, parents slide along what lies below them, and still nothing lies over another', () => {
  fc.assert(
    fc.property(sketch, fc.integer({ min: -200, max: 4_000 }), fc.integer({ min: 50, max: 900 }), (regions, top, height) => {
      const { boxes } = layoutOf(nodesFrom(regions))
      const seen = { top, bottom: top + height }
      const slid = boxes.map((box) => ({ ...box, y: topOf(box, seen) }))
      expect(slid.filter((box, at) => slid.slice(at + 1).some((other) => overlap(box, other))).map(({ node }) => node.id)).toEqual([])
    }),
    { numRuns: 60 },
  )
  const layout = layoutOf(nodesFrom(bigMap(4)))
  const middle = layout.byId.get('r0/i2/db1/shard:db1_1_2')!.y
  const seen = { top: middle - 100, bottom: middle + 100 }
  for (const id of ['r0', 'r0/i2', 'r0/i2/db1']) {
    const top = topOf(layout.byId.get(id)!, seen)
    expect(top > seen.top && top + 42 < seen.bottom).toBe(true)
  }
})

test('the same tree has the same layout, and what is opened below moves nothing above', () => {
  const closed = layoutOf(nodesFrom(bigMap(3)))
  expect(layoutOf(nodesFrom(bigMap(3))).boxes.map(({ x, y }) => [x, y])).toEqual(closed.boxes.map(({ x, y }) => [x, y]))
  const tree = nodesFrom(bigMap(3))
  const last = [...everyNode(tree)].findLast(({ fact }) => fact.kind === 'database')!
  last.open = false
  const after = layoutOf(tree)
  expect(after.byId.get('r0/i0/db0')!.y).toBe(closed.byId.get('r0/i0/db0')!.y)
})

test('1,000 nodes are laid out in less time than sorting them a hundred times takes', () => {
  const tree = nodesFrom(bigMap(16))
  const nodes = [...everyNode(tree)]
  expect(nodes.length).toBeGreaterThan(1_000)
  const cost = (work: () => void) => {
    let best = Infinity
    for (let round = 0; round < 5; round++) {
      const began = performance.now()
      work()
      best = Math.min(best, performance.now() - began)
    }
    return best
  }
  const floor = cost(() => {
    for (let round = 0; round < 100; round++) [...nodes].sort((a, b) => (a.id < b.id ? 1 : -1))
  })
  expect(cost(() => layoutOf(tree, true))).toBeLessThan(floor)
})
