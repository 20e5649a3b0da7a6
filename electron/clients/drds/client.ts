/** DRDS OpenAPI 2015-04-13: RPC calls, signed anew for every attempt. */
import { changeProblem } from '../../../shared/drds/constraints.ts'
import type { DrdsChange } from '../../../shared/model/drds-change.ts'
import type { DrdsDatabase, DrdsShard, RdsPrimary } from '../../../shared/model/drds-database.ts'
import type { DrdsInstance, DrdsInstanceList, DrdsRegion } from '../../../shared/model/drds.ts'
import { FailureError } from '../../../shared/model/failure.ts'
import type { DrdsAccess, DrdsCallOptions, ObservedCall } from './access.ts'
import type { Answered } from './attempt.ts'
import { createCall } from './call.ts'
import { createClocks } from './clocks.ts'
import type { Action } from './operations.ts'
import { actionOf, paramsOf, typeDigit } from './requests.ts'
import { createTurns } from './turns.ts'
import { createdOf, databaseOf, databasesOf, readOnlyAccountOf, whitelistOf } from './wire-databases.ts'
import { rdsListOf, shardsOf } from './wire-storage.ts'
import { instanceDetailOf, instancesOf, regionsOf } from './wire.ts'

export type { DrdsAccess, DrdsCallOptions, ObservedCall }

/** A database of an instance; the account and the region are the access's. */
export interface DatabaseName {
  instanceId: string
  database: string
}

/** What the service said to a change that it accepted. */
export interface Applied {
  requestId: string
  elapsedMs: number
  /** Of CreateDrdsInstance; empty otherwise. */
  instanceIds: string[]
  /** Of CreateDrdsInstance; a Long, so as text. */
  orderId: string
  /** Of CreateReadOnlyAccount; '' otherwise. */
  accountName: string
}

/** The actions of the document. All throw FailureErrors, with the server's words where it answered. */
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
  const call = createCall({ clocks: createClocks(), observe }, createTurns(CALLS_AT_ONCE))

  const reading =
    <Answer>(action: Action, read: (answered: Answered) => Answer) =>
    (access: DrdsAccess, of: DatabaseName, options: DrdsCallOptions = {}): Promise<Answer> =>
      call(access, action, { DrdsInstanceId: of.instanceId, DbName: of.database }, options).then(read)

  return {
    async regions(access, options = {}) {
      return regionsOf((await call(access, 'DescribeRegions', {}, options)).document)
    },
    async instances(access, { type } = {}, options = {}) {
      // The document prints `type`; the wire's name is Type.
      const { document, requestId, elapsedMs } = await call(access, 'DescribeDrdsInstances', type ? { Type: typeDigit(type) } : {}, options)
      return { instances: instancesOf(document), requestId, elapsedMs }
    },
    async instance(access, instanceId, options = {}) {
      return instanceDetailOf((await call(access, 'DescribeDrdsInstance', { DrdsInstanceId: instanceId }, options)).document)
    },
    async databases(access, instanceId, options = {}) {
      return databasesOf((await call(access, 'DescribeDrdsDBs', { DrdsInstanceId: instanceId }, options)).document)
    },
    database: reading('DescribeDrdsDB', ({ document }) => databaseOf(document)),
    whitelist: reading('DescribeDrdsDBIpWhiteList', ({ document }) => whitelistOf(document)),
    rdsList: reading('DescribeRdsList', ({ document }) => rdsListOf(document)),
    shards: reading('DescribeShardDBs', ({ document }) => shardsOf(document)),
    readOnlyAccount: reading('DescribeReadOnlyAccount', ({ document }) => readOnlyAccountOf(document) || null),
    async apply(access, change, options = {}) {
      const problem = changeProblem(change)
      if (problem) throw new FailureError(problem)
      const { document, requestId, elapsedMs } = await call({ ...access, regionId: change.at.regionId }, actionOf(change), paramsOf(change), options)
      return { requestId, elapsedMs, ...createdOf(document), accountName: readOnlyAccountOf(document) }
    },
  }
}
