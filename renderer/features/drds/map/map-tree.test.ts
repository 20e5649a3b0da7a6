import { expect, test } from 'vitest'
import { failureOf } from '../../../../shared/model/failure.ts'
import { instance, nodesFrom, stateFrom } from './fixtures/sketched-map.ts'
import { ancestors, everyNode, opens, shownNodes } from './map-node.ts'
import { treeOf } from './map-tree.ts'

const two = [[[{ open: true, tables: 1, rds: [{ shards: 2, replicas: 1 }, { shards: 1, replicas: 0 }], homeless: 0 }]]]

test('a region holds instances, these databases, and these tables, shards by their RDS instance, and RDS instances with their read-only ones', () => {
  expect([...everyNode(nodesFrom(two))].map(({ level, fact, id }) => `${level} ${fact.kind} ${id}`)).toEqual([
    '1 region r0',
    '2 instance r0/i0',
    '3 database r0/i0/db0',
    '4 table r0/i0/db0/table:t0',
    '4 shard r0/i0/db0/shard:db0_0_0',
    '4 shard r0/i0/db0/shard:db0_0_1',
    '4 shard r0/i0/db0/shard:db0_1_0',
    '4 rds r0/i0/db0/rds:rm0',
    '5 replica r0/i0/db0/rds:rm0/rr00',
    '4 rds r0/i0/db0/rds:rm1',
  ])
})

test('a database is closed until it is opened; what it holds is in the tree all the same', () => {
  const state = stateFrom(two)
  const tree = treeOf({ ...state, toggled: new Set() })
  expect(shownNodes(tree).map(({ id }) => id)).toEqual(['r0', 'r0/i0', 'r0/i0/db0'])
  expect([...everyNode(tree)]).toHaveLength(10)
  expect(ancestors([...everyNode(tree)].at(-1)!).map(({ id }) => id)).toEqual(['r0/i0/db0', 'r0/i0', 'r0'])
})

test('a node says whether what lies below it was asked for, is on its way or failed; without anything below it does not open', () => {
  const failure = failureOf('network', 'network.refused')
  const state = stateFrom([])
  const instances = ['a', 'b', 'c', 'd'].map((id) => instance(id))
  const [root] = treeOf({
    ...state,
    regions: ['r0'],
    instances: new Map([['r0', { state: 'ready', value: { instances, total: 4 } }]]),
    databases: new Map([['r0/b', { state: 'loading' }], ['r0/c', { state: 'failed', failure }], ['r0/d', { state: 'ready', value: [] }]]),
  })
  expect(root!.children.map(({ below }) => below)).toEqual([{ state: 'unasked' }, { state: 'loading' }, { state: 'failed', failure }, { state: 'ready' }])
  expect(root!.children.map(opens)).toEqual([true, true, true, false])
})

test('the order does not depend on the order of the answer, numbers count as numbers, and what came twice is there once', () => {
  const state = stateFrom([])
  const names = (ids: string[]) => {
    const value = { instances: ids.map((id) => instance(id, { description: `shop ${id}` })), total: ids.length }
    return treeOf({ ...state, regions: ['r0'], instances: new Map([['r0', { state: 'ready', value }]]) })[0]!.children.map(({ id }) => id)
  }
  expect(names(['10', '9', '9', '1'])).toEqual(['r0/1', 'r0/9', 'r0/10'])
  expect(names(['1', '10', '9'])).toEqual(['r0/1', 'r0/9', 'r0/10'])
})
