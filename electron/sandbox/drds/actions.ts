/** Every action of the document as a table (drds-openapi-2015-04-13; wire names and layouts as drds-actions settles them). */
import { describeDrdsDBIpWhiteList, modifyDrdsIpWhiteList, modifyFullTableScan } from './access-actions.ts'
import { createReadOnlyAccount, describeReadOnlyAccount, modifyReadOnlyAccountPassword, removeReadOnlyAccount } from './account-actions.ts'
import type { ActionName } from './action-errors.ts'
import { refusing, type Action, type ActionCall } from './action.ts'
import { createDrdsDB } from './create-database.ts'
import { createDrdsInstance } from './create-instance.ts'
import { deleteDrdsDB, deleteFailedDrdsDB, describeDrdsDB, describeDrdsDBs, modifyDrdsDBPasswd } from './database-actions.ts'
import type { WireObject } from './document.ts'
import { commonError } from './drds-error.ts'
import {
  describeDrdsInstance, describeDrdsInstances, describeRegions, modifyDrdsInstanceDescription, removeDrdsInstance,
} from './instance-actions.ts'
import { isRegion } from './regions.ts'
import { describeRdsList, describeShardDBs, modifyRdsReadWeight } from './storage-actions.ts'

const actions = {
  CreateDrdsInstance: createDrdsInstance,
  DescribeDrdsInstance: describeDrdsInstance,
  ModifyDrdsInstanceDescription: modifyDrdsInstanceDescription,
  DescribeDrdsInstances: describeDrdsInstances,
  RemoveDrdsInstance: removeDrdsInstance,
  CreateDrdsDB: createDrdsDB,
  DescribeDrdsDB: describeDrdsDB,
  DeleteDrdsDB: deleteDrdsDB,
  ModifyDrdsDBPasswd: modifyDrdsDBPasswd,
  DescribeDrdsDBs: describeDrdsDBs,
  ModifyDrdsIpWhiteList: modifyDrdsIpWhiteList,
  ModifyFullTableScan: modifyFullTableScan,
  DescribeDrdsDBIpWhiteList: describeDrdsDBIpWhiteList,
  DescribeRdsList: describeRdsList,
  DescribeShardDBs: describeShardDBs,
  DeleteFailedDrdsDB: deleteFailedDrdsDB,
  ModifyRdsReadWeight: modifyRdsReadWeight,
  CreateReadOnlyAccount: createReadOnlyAccount,
  DescribeReadOnlyAccount: describeReadOnlyAccount,
  ModifyReadOnlyAccountPassword: modifyReadOnlyAccountPassword,
  RemoveReadOnlyAccount: removeReadOnlyAccount,
  DescribeRegions: describeRegions,
} satisfies Record<ActionName | 'DescribeRegions', Action>

export const isAction = (name: string): name is keyof typeof actions => Object.hasOwn(actions, name)

/** 公共请求参数, and those that the vendor's clients add to any action. */
const commonParameters = [
  'Format', 'Action', 'Version', 'AccessKeyId', 'SignatureMethod', 'Timestamp', 'SignatureVersion', 'SignatureNonce', 'RegionId',
  'Signature', 'SignatureType', 'SecurityToken', 'OwnerId', 'OwnerAccount', 'ResourceOwnerId', 'ResourceOwnerAccount',
]

/** Checks the parameters and runs the action; throws a DrdsError. */
export function runAction(call: ActionCall): WireObject {
  if (!isAction(call.action)) throw commonError('InvalidApi.NotFound')
  const action: Action = actions[call.action]
  for (const name of action.required)
    if (!call.parameters.get(name)) throw name === 'RegionId' ? commonError('Missing<name>', name) : commonError('MissingParameter', name)
  const known = new Set([...commonParameters, ...action.required, ...(action.optional ?? [])])
  for (const name of call.parameters.keys()) if (!known.has(name)) throw commonError('UnsupportedParameter', name)
  const regionId = call.parameters.get('RegionId')
  // An order tells a malformed region from an unknown one.
  if (regionId && !isRegion(regionId) && call.action !== 'CreateDrdsInstance') throw refusing('DescribeDrdsInstances')('InvalidRegionId.NotFound')
  call.state.settle()
  return action.run(call)
}
