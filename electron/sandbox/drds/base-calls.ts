/** One call of every action that succeeds in the demo, for tests that break or repeat it. */
import type { ActionName } from './action-errors.ts'
import { instanceId } from './demo-instances.ts'

/** Instances of the demo, by what is special about them. */
export const demo = {
  production: instanceId(0),
  staging: instanceId(1),
  member: instanceId(2),
  /** Without databases. */
  empty: instanceId(3),
  creating: instanceId(4),
  abnormal: instanceId(6),
  expired: instanceId(7),
  released: instanceId(9),
  upgrading: instanceId(14),
  old: instanceId(15),
} as const

const shop = { DrdsInstanceId: demo.production, DbName: 'shop' }

export const baseCalls = {
  CreateDrdsInstance: {
    Description: '新实例', RegionId: 'cn-hangzhou', Type: '1', ZoneId: 'cn-hangzhou-e', Quantity: '1', Specification: 'drds.small', PayType: 'drdsPost',
  },
  DescribeDrdsInstance: { DrdsInstanceId: demo.production },
  ModifyDrdsInstanceDescription: { DrdsInstanceId: demo.production, Description: '商城 <订单> & co' },
  DescribeDrdsInstances: { RegionId: 'cn-hangzhou' },
  RemoveDrdsInstance: { DrdsInstanceId: demo.empty },
  CreateDrdsDB: {
    DrdsInstanceId: demo.production, DbName: 'crm', Encode: 'utf8mb4', Password: 'Password-1', RdsInstances: '["rm-cn-hangzhou-a", "rm-cn-hangzhou-b"]',
  },
  DescribeDrdsDB: shop,
  DeleteDrdsDB: { DrdsInstanceId: demo.production, DbName: 'shop_report' },
  ModifyDrdsDBPasswd: { ...shop, NewPasswd: 'Password-2' },
  DescribeDrdsDBs: { DrdsInstanceId: demo.production },
  ModifyDrdsIpWhiteList: { ...shop, IpWhiteList: '10.0.0.1,172.16.0.0/12' },
  ModifyFullTableScan: { ...shop, TableNames: 'orders,users', FullTableScan: 'true' },
  DescribeDrdsDBIpWhiteList: shop,
  DescribeRdsList: shop,
  DescribeShardDBs: shop,
  DeleteFailedDrdsDB: { DrdsInstanceId: demo.staging, DbName: 'shop_try' },
  ModifyRdsReadWeight: { ...shop, InstanceNames: 'rm-shop1,rr-shop1a,rr-shop1b', Weights: '10,20,70' },
  CreateReadOnlyAccount: { ...shop, password: 'Password-1' },
  DescribeReadOnlyAccount: shop,
  ModifyReadOnlyAccountPassword: { ...shop, AccountName: 'shop_RO', OriginPassword: 'Password-1', NewPasswd: 'Password-2' },
  RemoveReadOnlyAccount: { ...shop, AccountName: 'shop_RO' },
} satisfies Record<ActionName, Record<string, string>>
