import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connectionId } from '../../../../shared/model/ids.ts'
import { MemoryDrds } from './fixtures/memory-drds.ts'
import { createMapActions } from './map-actions.ts'
import { everyNode, type MapNode } from './map-node.ts'
import { createMapStore } from './map-store.ts'
import { treeOf } from './map-tree.ts'

let server: MemoryDrds
let accounts = 0
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  server = new MemoryDrds()
})
afterEach(() => vi.useRealTimers())

/** A map of an account that no test opened before. */
function open(account = connectionId(`map-${++accounts}`)) {
  const store = createMapStore(account, 'r0')
  const actions = createMapActions({ rpc: server.rpc, store })
  const nodes = () => [...everyNode(treeOf(store.getState()))]
  const node = (id: string): MapNode => nodes().find((one) => one.id === id)!
  /** Everything answers, and is put into the picture. */
  const settle = async () => {
    do {
      await server.answerAll()
      vi.advanceTimersByTime(50)
    } while (server.waiting.length > 0)
  }
  return { account, store, actions, nodes, node, settle }
}

test('instances and their databases are asked for by themselves, shards and RDS instances when a database is opened, tables where it is linked', async () => {
  const map = open()
  map.actions.start()
  await map.settle()
  expect(server.asked).toEqual(['regions', 'links', 'listInstances r0', 'databases r0/i0', 'databases r0/i1'])
  expect(map.node('r0/i0/shop')).toMatchObject({ open: false, below: { state: 'unasked' } })
  map.actions.toggle(map.node('r0/i0/shop'))
  expect(map.node('r0/i0/shop').below).toEqual({ state: 'loading' })
  await map.settle()
  map.actions.toggle(map.node('r0/i1/shop'))
  await map.settle()
  expect(server.asked.slice(5)).toEqual(['shards r0/i0/shop', 'rdsList r0/i0/shop', 'tables r0/i0/shop', 'shards r0/i1/shop', 'rdsList r0/i1/shop'])
  expect(map.nodes().filter(({ fact }) => fact.kind === 'table').map(({ id }) => id)).toEqual(['r0/i0/shop/table:orders'])
})

test('what fails hides nothing else, and is asked again alone', async () => {
  const map = open()
  server.failing.add('databases r0/i0')
  map.actions.start()
  await map.settle()
  expect(map.node('r0/i0').below.state).toBe('failed')
  expect(map.node('r0/i1/shop')).toBeDefined()
  server.failing.clear()
  server.asked.length = 0
  map.actions.retryAll()
  await map.settle()
  expect(server.asked).toEqual(['databases r0/i0'])
  expect(map.node('r0/i0/shop')).toBeDefined()
})

test('tables that cannot be read leave the shards in sight', async () => {
  const map = open()
  server.failing.add('tables r0/i0/shop')
  map.actions.start()
  await map.settle()
  map.actions.openAll()
  await map.settle()
  expect(map.node('r0/i0/shop/shard:shop_0')).toBeDefined()
  expect(map.store.getState().tables.get('r0/i0/shop')).toMatchObject({ state: 'failed' })
  server.failing.clear()
  map.actions.retryAll()
  await map.settle()
  expect(map.node('r0/i0/shop/table:orders')).toBeDefined()
})

test('opening all opens what is still on its way, too', async () => {
  const map = open()
  map.actions.start()
  map.actions.openAll()
  await map.settle()
  expect(map.node('r0/i1/shop/shard:shop_0')).toBeDefined()
  map.actions.closeAll()
  expect(map.nodes().filter(({ open, fact }) => open && fact.kind !== 'rds').map(({ id }) => id)).toEqual(['r0'])
})

test('an answer that comes after everything was asked anew, or after the map was left, is dropped', async () => {
  const map = open()
  map.actions.start()
  const old = server.waiting.find(({ action }) => action === 'listInstances')!
  map.actions.refresh()
  await old.answer()
  vi.advanceTimersByTime(50)
  expect(map.node('r0').below.state).toBe('loading')
  map.actions.stop()
  await map.settle()
  expect(map.node('r0').below.state).toBe('unasked')
})

test('who comes back finds open what they opened, and it is asked for anew', async () => {
  const first = open()
  first.actions.start()
  await first.settle()
  first.actions.toggle(first.node('r0/i0/shop'))
  first.actions.select('r0/i0/shop')
  await first.settle()
  first.actions.stop()
  const again = open(first.account)
  again.actions.start()
  await again.settle()
  expect(again.node('r0/i0/shop/shard:shop_0')).toBeDefined()
  expect(again.store.getState().selected).toBe('r0/i0/shop')
})

test('a region is added and taken away; the last one stays', async () => {
  const map = open()
  map.actions.start()
  await map.settle()
  map.actions.toggleRegion('r1')
  await map.settle()
  expect(map.nodes().filter(({ level }) => level === 1).map(({ id }) => id)).toEqual(['r0', 'r1'])
  map.actions.toggleRegion('r0')
  map.actions.toggleRegion('r1')
  expect(map.store.getState().regions).toEqual(['r1'])
})
