import { expect, test } from 'vitest'
import { nodesFrom, stateFrom, table } from './fixtures/sketched-map.ts'
import { everyNode } from './map-node.ts'
import { find, nextHit, partsOf, searchable } from './map-search.ts'
import { treeOf } from './map-tree.ts'

const sketch = [[[{ open: false, tables: 0, rds: [{ shards: 2, replicas: 1 }], homeless: 0 }]]]
const index = [...everyNode(nodesFrom(sketch))].map((node) => searchable(node, node.id))

test('every word must be found, among nodes that are closed too, and by an address that is not said', () => {
  expect(find(index, 'DB0 shard').map(({ id }) => id)).toEqual(['r0/i0/db0/shard:db0_0_0', 'r0/i0/db0/shard:db0_0_1'])
  expect(find(index, 'rm0.mysql.rds').map(({ id }) => id)).toEqual(['r0/i0/db0/rds:rm0'])
  expect(find(index, ' ')).toEqual([])
  expect(find(index, 'nowhere')).toEqual([])
})

test('stepping goes around, forwards and back', () => {
  const hits = find(index, 'shard')
  expect(nextHit(hits, null, false)).toBe(hits[0])
  expect(nextHit(hits, hits[0]!.id, false)).toBe(hits[1])
  expect(nextHit(hits, hits[1]!.id, false)).toBe(hits[0])
  expect(nextHit(hits, null, true)).toBe(hits[1])
  expect(nextHit([], null, false)).toBeUndefined()
})

test('the parts of a table are at the shards of their groups, however SHOW TOPOLOGY spells them', () => {
  const state = stateFrom(sketch)
  const groups = [
    { group: 'DB0_0_0_GROUP', tables: ['t_0', 't_1'] },
    { group: 'db0_0_1', tables: ['t_2'] },
    { group: 'ELSEWHERE', tables: ['t_3'] },
  ]
  const tree = treeOf({ ...state, tables: new Map([['r0/i0/db0', { state: 'ready', value: [table('orders', groups)] }]]) })
  const orders = [...everyNode(tree)].find(({ fact }) => fact.kind === 'table')!
  expect([...partsOf(orders)].map(([{ id }, tables]) => [id, tables])).toEqual([
    ['r0/i0/db0/shard:db0_0_0', ['t_0', 't_1']],
    ['r0/i0/db0/shard:db0_0_1', ['t_2']],
  ])
})
