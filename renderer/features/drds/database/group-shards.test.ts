import { expect, test } from 'vitest'
import { groupShards } from './group-shards.ts'

const shards = [
  { name: 'shop_0010', rdsName: 'rm-shop2' },
  { name: 'shop_0002', rdsName: 'rm-shop10' },
  { name: 'shop_0001', rdsName: 'rm-shop2' },
]

test('shards stand below their RDS instance, in the order that people count', () => {
  expect(groupShards(shards, '', 'en')).toEqual([
    { rdsName: 'rm-shop2', shards: ['shop_0001', 'shop_0010'], total: 2 },
    { rdsName: 'rm-shop10', shards: ['shop_0002'], total: 1 },
  ])
})

test('a search finds by either name, and says how many there are besides', () => {
  expect(groupShards(shards, 'SHOP2 0010', 'en')).toEqual([{ rdsName: 'rm-shop2', shards: ['shop_0010'], total: 2 }])
  expect(groupShards(shards, 'nothing', 'en')).toEqual([])
})
