import { expect, test } from 'vitest'
import type { DrdsInstance } from '../../../shared/model/drds.ts'
import { arrangeInstances, isFrozen } from './arrange-instances.ts'

const instance = (id: string, more: Partial<DrdsInstance> = {}): DrdsInstance => ({
  id, description: '', regionId: 'cn-hangzhou', zoneId: 'cn-hangzhou-b', type: 'shared', status: 'running', rawStatus: '0',
  networkType: 'vpc', vips: [], ...more,
})
const list = [
  instance('drds10', { description: '订单库', createdAt: 200 }),
  instance('drds9', { vips: [{ ip: '10.0.0.8', port: '3306', type: 'vpc' }], createdAt: 100 }),
  instance('drds11', { status: 'expired', type: 'dedicated' }),
]
const labels = ({ status }: DrdsInstance) => (status === 'expired' ? '已过期' : '')
const ids = (search: string, key: 'id' | 'created' = 'id', descending = false) =>
  arrangeInstances(list, search, { key, descending }, 'en', labels).map(({ id }) => id)

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

test('arranging leaves the answer itself as it was', () => {
  const before = [...list]
  ids('', 'id', true)
  expect(list).toEqual(before)
})

test('creating, expired, releasing and released instances can be neither managed nor released', () => {
  const statuses = ['running', 'creating', 'abnormal', 'expired', 'releasing', 'released', 'locked', 'unknown'] as const
  expect(statuses.filter(isFrozen)).toEqual(['creating', 'expired', 'releasing', 'released'])
})
