import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ActionName } from './drds/action-errors.ts'
import { baseCalls, demo } from './drds/base-calls.ts'
import { createDrdsState } from './drds/demo-instances.ts'
import { runAction } from './drds/actions.ts'
import { signedCall } from './drds/signed-call.ts'
import { startDrdsOpenApi, type DrdsOpenApiOptions } from './drds-openapi.ts'
import { createFaults } from './faults.ts'
import type { LoopbackServer } from './loopback-server.ts'
import { zones } from './drds/regions.ts'
import { shardDatabases } from './demo-data.ts'

const account = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }
let server: LoopbackServer | undefined
let at = 0
const send = signedCall({ url: () => server?.url ?? '', account, now: () => at })

async function start(options: Partial<DrdsOpenApiOptions> = {}) {
  await server?.close()
  server = await startDrdsOpenApi({ port: 0, accounts: [account], faults: createFaults(() => at), clock: () => at, taskMilliseconds: 1_000, ...options })
}
beforeEach(async () => {
  at = Date.parse('2016-01-20T14:26:15Z')
  await start()
})
afterEach(async () => {
  await server?.close()
})

interface Content {
  Code?: string
  Data: Record<string, unknown>
}
/** Data of the base call, changed by `given`; or the error's code. */
async function call(Action: ActionName, given: Record<string, string | undefined> = {}): Promise<Record<string, unknown> | string> {
  const { Code, Data } = (await send({ Action, ...baseCalls[Action], RegionId: undefined, ...given })).json() as unknown as Content
  return Code ?? Data ?? {}
}
async function data<T>(Action: ActionName, given: Record<string, string | undefined> = {}): Promise<T> {
  const found = await call(Action, given)
  if (typeof found === 'string') throw new Error(found)
  return found as T
}
const crm = { DbName: 'crm' }
const status = async (DbName: string, DrdsInstanceId: string = demo.production) => {
  const found = await call('DescribeDrdsDB', { DbName, DrdsInstanceId })
  return typeof found === 'string' ? found : found.Status
}
const instanceStatus = async (DrdsInstanceId: string) => {
  const found = await call('DescribeDrdsInstance', { DrdsInstanceId })
  return typeof found === 'string' ? found : found.Status
}

test('a database is created, gets its shards, and is deleted', async () => {
  expect(await call('CreateDrdsDB')).toEqual({})
  expect(await status('crm')).toBe(0)
  expect(await data('DescribeShardDBs', crm)).toEqual({ DbIntancePair: [] })
  at += 999
  expect(await status('crm')).toBe(0)
  at += 1
  expect(await status('crm')).toBe(1)
  const { DbIntancePair } = await data<{ DbIntancePair: unknown[] }>('DescribeShardDBs', crm)
  expect(DbIntancePair).toHaveLength(8)
  expect(DbIntancePair[4]).toEqual({ SubDbName: 'crm_rds2_0004', InstanceName: 'rm-cn-hangzhou-b' })
  expect(await call('DeleteDrdsDB', crm)).toEqual({})
  expect(await status('crm')).toBe(3)
  at += 1_000
  expect(await status('crm')).toBe('InvalidDbName.NotFound')
})

test('a database whose name says fail fails, and is deleted as failed only', async () => {
  const failing = { DbName: 'crm_fail' }
  await call('CreateDrdsDB', failing)
  at += 1_000
  expect(await data('DescribeDrdsDB', failing)).toMatchObject({ Status: 2, Msg: expect.stringContaining('failed') as string })
  expect(await call('DeleteDrdsDB', failing)).toBe('InvalidDbname.DeleteStatusOrFailed')
  expect(await call('DeleteFailedDrdsDB', { ...failing, DrdsInstanceId: demo.production })).toEqual({})
  at += 1_000
  expect(await status('crm_fail')).toBe('InvalidDbName.NotFound')
  expect(await call('CreateDrdsDB', { DbName: 'crm_failover' })).toEqual({})
  at += 1_000
  expect(await status('crm_failover')).toBe(1)
})

test('a database whose name says stuck is not deleted, and goes as a failed one', async () => {
  await call('CreateDrdsDB', { DbName: 'stuck' })
  at += 1_000
  await call('DeleteDrdsDB', { DbName: 'stuck' })
  at += 1_000
  expect(await data('DescribeDrdsDB', { DbName: 'stuck' })).toMatchObject({ Status: 4, Msg: expect.stringContaining('failed') as string })
  await call('DeleteFailedDrdsDB', { DbName: 'stuck', DrdsInstanceId: demo.production })
  at += 1_000
  expect(await status('stuck')).toBe('InvalidDbName.NotFound')
})

test('an instance is created in its VPC, is released when it is empty, and leaves the records', async () => {
  const { DrdsInstanceIdList } = await data<{ DrdsInstanceIdList: { DrdsInstanceId: string[] } }>('CreateDrdsInstance', {
    RegionId: 'cn-hangzhou', Quantity: '2', VpcId: 'vpc-sandbox', VswitchId: 'vsw-sandbox',
  })
  const [first = '', second = ''] = DrdsInstanceIdList.DrdsInstanceId
  expect(new Set([first, second]).size).toBe(2)
  expect(await data('DescribeDrdsInstance', { DrdsInstanceId: first })).toMatchObject({ Status: '1', Vips: { Vip: [] }, CreateTime: at })
  expect(await call('ModifyDrdsInstanceDescription', { DrdsInstanceId: first })).toBe('UnsupportedOperation')
  at += 1_000
  expect(await data('DescribeDrdsInstance', { DrdsInstanceId: first })).toMatchObject({
    Status: '0', NetworkType: 'vpc', Vips: { Vip: [{ Type: 'vpc', VpcId: 'vpc-sandbox', VswitchId: 'vsw-sandbox' }] },
  })
  expect(await call('CreateDrdsDB', { DrdsInstanceId: first })).toEqual({})
  expect(await call('RemoveDrdsInstance', { DrdsInstanceId: first })).toBe('RemoveDrdsDBFirst')
  at += 1_000
  await call('DeleteDrdsDB', { DrdsInstanceId: first, DbName: 'crm' })
  at += 1_000
  expect(await call('RemoveDrdsInstance', { DrdsInstanceId: first })).toEqual({})
  expect(await instanceStatus(first)).toBe('4')
  at += 1_000
  expect(await instanceStatus(first)).toBe('5')
  at += 1_000
  expect(await instanceStatus(first)).toBe('InvalidDRDSInstanceId.NotFound')
  expect(await instanceStatus(second)).toBe('0')
})

test('an instance whose description asks for it becomes abnormal', async () => {
  const { DrdsInstanceIdList } = await data<{ DrdsInstanceIdList: { DrdsInstanceId: string[] } }>('CreateDrdsInstance', { RegionId: 'cn-hangzhou', Description: '新实例 [fail]' })
  at += 1_000
  expect(await instanceStatus(DrdsInstanceIdList.DrdsInstanceId[0] ?? '')).toBe('2')
})

test.each([
  ['being created', demo.creating, 'UnsupportedOperation'],
  ['expired', demo.expired, 'UnsupportedOperation'],
  ['released', demo.released, 'Forbidden.InstanceNotFound'],
])('an instance that is %s can be read but not managed or released', async (_, DrdsInstanceId, code) => {
  expect(await call('DescribeDrdsInstance', { DrdsInstanceId })).toBeTypeOf('object')
  expect(await call('DescribeDrdsDBs', { DrdsInstanceId })).toBeTypeOf('object')
  for (const action of ['RemoveDrdsInstance', 'ModifyDrdsInstanceDescription', 'CreateDrdsDB'] as const)
    expect(await call(action, { DrdsInstanceId })).toBe(code)
})

test('two steps that were never looked at happened all the same', async () => {
  await call('RemoveDrdsInstance')
  at += 2_000
  expect(await instanceStatus(demo.empty)).toBe('InvalidDRDSInstanceId.NotFound')
})

test('descriptions, whitelists, weights, accounts and passwords stay', async () => {
  await call('ModifyDrdsInstanceDescription')
  expect(await data('DescribeDrdsInstance')).toMatchObject({ Description: baseCalls.ModifyDrdsInstanceDescription.Description })

  const whitelist = () => data('DescribeDrdsDBIpWhiteList')
  await call('ModifyDrdsIpWhiteList')
  await call('ModifyDrdsIpWhiteList', { IpWhiteList: '10.0.0.1, 10.0.0.2', Mode: 'true' })
  expect(await whitelist()).toEqual({ IpWhiteList: { Ip: ['10.26.0.0/16', '192.168.0.0/16', '10.0.0.1', '172.16.0.0/12', '10.0.0.2'] } })
  await call('ModifyDrdsIpWhiteList', { IpWhiteList: '10.0.0.3', Mode: 'false' })
  expect(await whitelist()).toEqual({ IpWhiteList: { Ip: ['10.0.0.3'] } })

  await call('ModifyRdsReadWeight')
  await call('ModifyRdsReadWeight', { InstanceNames: 'rm-shop3', Weights: '100' })
  interface Rds { InstanceName: string; ReadWeight: number; ReadOnlyChildren: { Child: Rds[] } }
  const { RdsInstance } = await data<{ RdsInstance: Rds[] }>('DescribeRdsList')
  const weights = RdsInstance.map((one) => [one].concat(one.ReadOnlyChildren.Child).map((node) => node.ReadWeight).join(' '))
  expect(weights).toEqual(['10 20 70', '60 40', '100 0 0', '100'])

  expect(await data('DescribeReadOnlyAccount')).toMatchObject({ AccountName: '' })
  expect(await data('CreateReadOnlyAccount')).toMatchObject({ DbName: 'shop', AccountName: 'shop_RO' })
  await call('ModifyReadOnlyAccountPassword')
  expect(await call('ModifyReadOnlyAccountPassword')).toBe('InvalidPassword.Malformed')
  expect(await call('RemoveReadOnlyAccount')).toEqual({})
  expect(await data('DescribeReadOnlyAccount')).toMatchObject({ AccountName: '' })

  await call('ModifyDrdsDBPasswd')
  expect(await call('ModifyDrdsDBPasswd')).toBe('UpdateDbUserPasswordFailed')
})

test('the switches of full table scans stay', () => {
  const state = createDrdsState({}, { clock: () => at, taskMilliseconds: 1_000 })
  const scan = () => [...(state.instances[0]?.databases[0]?.fullTableScan ?? [])]
  const change = (given: Record<string, string>) =>
    runAction({ action: 'ModifyFullTableScan', state, parameters: new Map(Object.entries({ ...baseCalls.ModifyFullTableScan, ...given })) })
  expect(scan()).toEqual(['access_log'])
  change({})
  expect(scan()).toEqual(['access_log', 'orders', 'users'])
  change({ TableNames: 'access_log, orders', FullTableScan: 'false' })
  expect(scan()).toEqual(['users'])
})

test('the demo shop lies on four RDS instances with the shards that the engine has', async () => {
  const { DbIntancePair } = await data<{ DbIntancePair: { SubDbName: string; InstanceName: string }[] }>('DescribeShardDBs')
  expect(DbIntancePair.map((one) => one.SubDbName)).toEqual(shardDatabases)
  expect(DbIntancePair.map((one) => one.InstanceName)).toEqual([1, 2, 3, 4].flatMap((rds) => Array<string>(4).fill(`rm-shop${rds}`)))
})

test('the demo shows databases in every lasting state', async () => {
  const found = await Promise.all([demo.production, demo.staging, demo.member].map((DrdsInstanceId) => data<{ Db: { Status: number }[] }>('DescribeDrdsDBs', { DrdsInstanceId })))
  expect(new Set(found.flatMap(({ Db }) => Db.map((one) => one.Status)))).toEqual(new Set([1, 2, 4, 5]))
})

test('200 instances with 5 databases each can be seeded', async () => {
  await start({ instanceCount: 200, databaseCount: 5 })
  const regions = [...new Set(zones.map((zone) => zone.regionId))]
  const lists = await Promise.all(regions.map((RegionId) => data<{ Instance: { DrdsInstanceId: string }[] }>('DescribeDrdsInstances', { RegionId })))
  const ids = lists.flatMap(({ Instance }) => Instance.map((one) => one.DrdsInstanceId))
  expect(ids).toHaveLength(200)
  for (const DrdsInstanceId of ids) {
    const { Db } = await data<{ Db: { DbName: string }[] }>('DescribeDrdsDBs', { DrdsInstanceId })
    expect(new Set(Db.map((one) => one.DbName)).size).toBe(5)
  }
})
