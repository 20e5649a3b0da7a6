import { expect, test } from 'vitest'
import type { DrdsDatabase } from '../../../shared/model/drds-database.ts'
import type { DrdsInstance } from '../../../shared/model/drds.ts'
import { findRows, instanceRows, isFrozen, sortRows, statuses } from './arrange-instances.ts'

const instance = (id: string, more: Partial<DrdsInstance> = {}): DrdsInstance => ({
  id, description: '', regionId: 'cn-hangzhou', zoneId: 'cn-hangzhou-b', type: 'shared', status: 'running', rawStatus: '0',
  networkType: 'vpc', vips: [], ...more,
})
const list = [
  instance('drds10', { description: '订单库', createdAt: 200 }),
  instance('drds9', { vips: [{ ip: '10.0.0.8', port: '3306', type: 'vpc' }], createdAt: 100 }),
  instance('drds11', { status: 'expired', type: 'dedicated' }),
]
const words = ({ status }: DrdsInstance) => ({ type: '', network: '', status: status === 'expired' ? '已过期' : '', databases: '', addresses: '', everyAddress: '' })
const database = (name: string): DrdsDatabase => ({ name, status: 'normal', rawStatus: '1', message: '', mode: 'HORIZONTAL' })
const databases = { 'cn-hangzhou/drds9': [database('crm'), database('orders')], 'cn-hangzhou/drds10': [], 'cn-hangzhou/drds11': null }
const rows = instanceRows(list, databases, words)
const ids = (search: string, key: 'id' | 'created' | 'databases' = 'id', descending = false) =>
  findRows(sortRows(rows, { key, descending }, 'en'), search).map(({ instance }) => instance.id)

test('numbers in ids are ordered as numbers', () => {
  expect(ids('')).toEqual(['drds9', 'drds10', 'drds11'])
  expect(ids('', 'id', true)).toEqual(['drds11', 'drds10', 'drds9'])
})

test('an instance without a time is the oldest', () => {
  expect(ids('', 'created')).toEqual(['drds11', 'drds9', 'drds10'])
})

test('a search finds descriptions, addresses and shown words, and wants every word', () => {
  expect(ids('订单')).toEqual(['drds10'])
  expect(ids('10.0.0.8:3306')).toEqual(['drds9'])
  expect(ids('已过期 dedicated')).toEqual(['drds11'])
  expect(ids('已过期 shared')).toEqual([])
})

test('a database leads to its instance, and instances are ordered by how many they have, unread ones first', () => {
  expect(ids('crm')).toEqual(['drds9'])
  expect(ids('', 'databases')).toEqual(['drds11', 'drds10', 'drds9'])
})

test('the same id in another region is another instance', () => {
  const [, other] = instanceRows([instance('drds9'), instance('drds9', { regionId: 'cn-beijing' })], databases, words)
  expect(other?.databases).toBeUndefined()
})

test('arranging leaves the answer itself as it was', () => {
  const before = [...rows]
  ids('', 'id', true)
  expect(rows).toEqual(before)
})

test('creating, expired, releasing and released instances can be neither managed nor released', () => {
  expect(statuses.filter(isFrozen)).toEqual(['creating', 'expired', 'releasing', 'released'])
})
