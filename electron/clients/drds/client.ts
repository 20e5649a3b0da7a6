/** DRDS OpenAPI 2015-04-13: RPC calls, signed anew for every attempt. */
import { changeProblem } from '../../../shared/drds/constraints.ts'
import type { DrdsChange } from '../../../shared/model/drds-change.ts'
import type { DrdsDatabase, DrdsShard, RdsPrimary } from '../../../shared/model/drds-database.ts'
import type { DrdsInstance, DrdsInstanceList, DrdsRegion } from '../../../shared/model/drds.ts'
import { FailureError, failureOf } from '../../../shared/model/failure.ts'
import type { DrdsAccess, DrdsCallOptions, ObservedCall } from './access.ts'
import type { Answered, ReadAnswer } from './attempt.ts'
import { createCall } from './call.ts'
import { createClocks } from './clocks.ts'
import type { Listed } from './list.ts'
import type { Action } from './operations.ts'
import { actionOf, paramsOf, typeDigit } from './requests.ts'
import { createSentPasswords } from './sent-passwords.ts'
import type { RpcParams } from './signer.ts'
import { createTurns } from './turns.ts'
import { createdOf, databaseOf, databasesOf, readOnlyAccountOf, whitelistOf, type Created } from './wire-databases.ts'
import { rdsListOf, shardsOf } from './wire-storage.ts'
import { instanceDetailOf, instancesOf, regionsOf } from './wire.ts'

export type { DrdsAccess, DrdsCallOptions, ObservedCall }

/** A database of an instance; the account and the region are the access's. */
export interface DatabaseName {
  instanceId: string
  database: string
}

/** What the service said to a change that it accepted. */
export interface Applied extends Created {
  requestId: string
  elapsedMs: number
}

/**
 * The actions of the document. All throw FailureErrors, with the server's words where it answered. Of instances, what came
 * of a list is answered with its total; other lists are rested upon by plans, and a part of one is a failure (drds.listCut).
 */
export interface DrdsClient {
  /** DescribeRegions, with the zones of each. */
  regions(access: DrdsAccess, options?: DrdsCallOptions): Promise<DrdsRegion[]>
  /** 查询drds实例列表, of the access's region. `type` narrows to shared or dedicated instances. */
  instances(access: DrdsAccess, filter?: { type?: 'shared' | 'dedicated' }, options?: DrdsCallOptions): Promise<DrdsInstanceList>
  /** 查询drds实例详情. */
  instance(access: DrdsAccess, instanceId: string, options?: DrdsCallOptions): Promise<DrdsInstance>
  /** 查看drds数据库列表. */
  databases(access: DrdsAccess, instanceId: string, options?: DrdsCallOptions): Promise<DrdsDatabase[]>
  /** 查询DRDS数据库. */
  database(access: DrdsAccess, of: DatabaseName, options?: DrdsCallOptions): Promise<DrdsDatabase>
  /** 查询DRDS数据库的IP白名单: addresses and networks as the server writes them. */
  whitelist(access: DrdsAccess, of: DatabaseName, options?: DrdsCallOptions): Promise<string[]>
  /** 查询数据库的RDS列表. */
  rdsList(access: DrdsAccess, of: DatabaseName, options?: DrdsCallOptions): Promise<RdsPrimary[]>
  /** 查询分库列表. */
  shards(access: DrdsAccess, of: DatabaseName, options?: DrdsCallOptions): Promise<DrdsShard[]>
  /** 查询只读账户: its name, null where there is none. */
  readOnlyAccount(access: DrdsAccess, of: DatabaseName, options?: DrdsCallOptions): Promise<string | null>
  /** Carries a change out, in the change's own region. What breaks a constraint of the document is not sent. */
  apply(access: DrdsAccess, change: DrdsChange, options?: DrdsCallOptions): Promise<Applied>
}

export { actionOf }

/** The vendor states no limit of calls at once; this leaves room for other programs of the account. */
const CALLS_AT_ONCE = 6

/** One for the app: it knows the servers' clocks and limits the calls of each AccessKey. `observe` gets every attempt. */
export function createDrdsClient({ observe = () => undefined }: { observe?: (call: ObservedCall) => void } = {}): DrdsClient {
  const call = createCall({ clocks: createClocks(), observe, passwords: createSentPasswords() }, createTurns(CALLS_AT_ONCE))

  const entire = <Item>(action: Action, { answer: { items, total } }: Answered<Listed<Item>>): Item[] => {
    if (items.length >= total) return items
    throw new FailureError(failureOf('server', 'drds.listCut', { params: { action, shown: items.length, total }, retrySafe: true }))
  }
  const ofDatabase = ({ instanceId, database }: DatabaseName) => ({ DrdsInstanceId: instanceId, DbName: database })
  const describing =
    <Answer>(action: Action, read: ReadAnswer<Answer>) =>
    async (access: DrdsAccess, of: DatabaseName, options: DrdsCallOptions = {}): Promise<Answer> =>
      (await call(access, { action, params: ofDatabase(of), read }, options)).answer
  const listing =
    <Item>(action: Action, read: ReadAnswer<Listed<Item>>) =>
    async (access: DrdsAccess, of: DatabaseName, options: DrdsCallOptions = {}): Promise<Item[]> =>
      entire(action, await call(access, { action, params: ofDatabase(of), read }, options))
  const readOnlyAccount = describing('DescribeReadOnlyAccount', readOnlyAccountOf)

  return {
    async regions(access, options = {}) {
      const action = 'DescribeRegions'
      return entire(action, await call(access, { action, params: {}, read: regionsOf }, options))
    },
    async instances(access, { type } = {}, options = {}) {
      // The document prints `type`; the wire's name is Type.
      const params: RpcParams = type ? { Type: typeDigit(type) } : {}
      const { answer, requestId, elapsedMs } = await call(access, { action: 'DescribeDrdsInstances', params, read: instancesOf }, options)
      return { instances: answer.items, total: answer.total, requestId, elapsedMs }
    },
    async instance(access, instanceId, options = {}) {
      return (await call(access, { action: 'DescribeDrdsInstance', params: { DrdsInstanceId: instanceId }, read: instanceDetailOf }, options)).answer
    },
    async databases(access, instanceId, options = {}) {
      const action = 'DescribeDrdsDBs'
      return entire(action, await call(access, { action, params: { DrdsInstanceId: instanceId }, read: databasesOf }, options))
    },
    database: describing('DescribeDrdsDB', databaseOf),
    whitelist: listing('DescribeDrdsDBIpWhiteList', whitelistOf),
    rdsList: listing('DescribeRdsList', rdsListOf),
    shards: listing('DescribeShardDBs', shardsOf),
    async readOnlyAccount(access, of, options) {
      return (await readOnlyAccount(access, of, options)) || null
    },
    async apply(access, change, options = {}) {
      const problem = changeProblem(change)
      if (problem) throw new FailureError(problem)
      const calling = { action: actionOf(change), params: paramsOf(change), read: createdOf }
      const { answer, requestId, elapsedMs } = await call({ ...access, regionId: change.at.regionId }, calling, options)
      return { requestId, elapsedMs, ...answer }
    },
  }
}
