/** The vendor's published Node client speaks to the sandbox: what it accepts from us, it accepts from others' programs. */
import RPCClient from '@alicloud/pop-core'
import { beforeEach, expect, it } from 'vitest'
import { demo } from '../../sandbox/drds/base-calls.ts'
import { createDrdsClient } from './client.ts'
import { account, drdsSandbox } from './fixtures/drds-sandbox.ts'

const { start, access, url } = drdsSandbox()
const shop = { DrdsInstanceId: demo.production, DbName: 'shop' }
let vendor: RPCClient

beforeEach(async () => {
  await start()
  vendor = new RPCClient({ endpoint: url(), apiVersion: '2015-04-13', ...account })
})
const ask = (action: string, params: Record<string, string>, options: { method?: 'POST'; formatParams?: false } = {}) =>
  vendor.request<{ RequestId: string; Success: boolean; Data?: unknown; DrdsRegions?: unknown }>(action, { RegionId: 'cn-hangzhou', ...params }, options)

it.each([
  ['DescribeDrdsInstances', {}, { Instance: expect.arrayContaining([expect.objectContaining({ DrdsInstanceId: demo.production, Status: '0' })]) as unknown }],
  ['DescribeDrdsInstance', { DrdsInstanceId: demo.production }, { DrdsInstanceId: demo.production, Specification: 'drds.large' }],
  ['DescribeDrdsDBs', { DrdsInstanceId: demo.production }, { Db: expect.arrayContaining([expect.objectContaining({ DbName: 'shop', Status: 1 })]) as unknown }],
  ['DescribeDrdsDB', shop, { DbName: 'shop', Status: 1, Mode: 'HORIZONTAL' }],
  ['DescribeDrdsDBIpWhiteList', shop, { IpWhiteList: { Ip: ['10.26.0.0/16', '192.168.0.0/16'] } }],
  ['DescribeRdsList', shop, { RdsInstance: expect.arrayContaining([expect.objectContaining({ InstanceName: 'rm-shop1', ReadWeight: 50 })]) as unknown }],
  ['DescribeShardDBs', shop, { DbIntancePair: expect.arrayContaining([{ SubDbName: 'shop_rds1_0000', InstanceName: 'rm-shop1' }]) as unknown }],
  ['DescribeReadOnlyAccount', shop, { DbName: 'shop', AccountName: '' }],
] as const)('reads with %s, by GET and by POST', async (action, params, data) => {
  for (const options of [{}, { method: 'POST' }] as const) {
    expect(await ask(action, params, { ...options })).toMatchObject({ Success: true, RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string, Data: data })
  }
})

it('reads the regions', async () => {
  expect(await ask('DescribeRegions', {})).toMatchObject({ DrdsRegions: { DrdsRegion: expect.arrayContaining([expect.objectContaining({ RegionId: 'cn-hangzhou' })]) as unknown } })
})

it.each([['GET', {}], ['POST', { method: 'POST' }]] as const)('creates a database by %s that our client then sees', async (_, options) => {
  const created = { DrdsInstanceId: demo.production, DbName: 'crm', Encode: 'utf8mb4', Password: "Pass word+1&=%*~'()!", RdsInstances: JSON.stringify(['rm-cn-hangzhou-a']) }
  expect(await ask('CreateDrdsDB', created, { ...options })).toMatchObject({ Success: true })
  expect(await createDrdsClient().database(access(), { instanceId: demo.production, database: 'crm' })).toMatchObject({ name: 'crm', status: 'creating' })
})

it('sends CreateReadOnlyAccount’s lower-case password only where it is told to leave parameters alone', async () => {
  const params = { ...shop, password: 'Password-1' }
  await expect(ask('CreateReadOnlyAccount', params)).rejects.toMatchObject({ code: expect.stringMatching(/Parameter/) as string })
  expect(await ask('CreateReadOnlyAccount', params, { formatParams: false })).toMatchObject({ Data: { AccountName: 'shop_RO' } })
})

it('is refused with the server’s string to sign where its secret is wrong', async () => {
  vendor = new RPCClient({ endpoint: url(), apiVersion: '2015-04-13', ...account, accessKeySecret: 'another' })
  await expect(ask('DescribeDrdsDB', shop)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch', message: expect.stringContaining('string to sign is:GET&%2F&') as string })
})
