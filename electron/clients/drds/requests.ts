/** Changes as the wire spells them (drds-actions, "real"): action names, parameter names, booleans and lists as text. */
import type { DrdsChange } from '../../../shared/model/drds-change.ts'
import { assertNever } from '../../../shared/model/never.ts'
import type { Action } from './operations.ts'
import type { RpcParams } from './signer.ts'

const actions = {
  createInstance: 'CreateDrdsInstance',
  renameInstance: 'ModifyDrdsInstanceDescription',
  releaseInstance: 'RemoveDrdsInstance',
  createDatabase: 'CreateDrdsDB',
  deleteDatabase: 'DeleteDrdsDB',
  deleteFailedDatabase: 'DeleteFailedDrdsDB',
  // The document's table prints ModifyDrdsDBPswd (inconsistency 2).
  resetPassword: 'ModifyDrdsDBPasswd',
  setWhitelist: 'ModifyDrdsIpWhiteList',
  setReadWeights: 'ModifyRdsReadWeight',
  setFullTableScan: 'ModifyFullTableScan',
  createReadOnlyAccount: 'CreateReadOnlyAccount',
  changeReadOnlyPassword: 'ModifyReadOnlyAccountPassword',
  removeReadOnlyAccount: 'RemoveReadOnlyAccount',
} as const satisfies Record<DrdsChange['kind'], Action>

/** The action that carries a change out, as the wire names it. */
export const actionOf = (change: DrdsChange) => actions[change.kind]

const ofInstance = ({ at }: { at: { instanceId: string } }): RpcParams => ({ DrdsInstanceId: at.instanceId })
const ofDatabase = ({ at }: { at: { instanceId: string; database: string } }): RpcParams => ({ DrdsInstanceId: at.instanceId, DbName: at.database })

/** The action's own parameters; RegionId and the other common ones are added where it is signed. */
export function paramsOf(change: DrdsChange): RpcParams {
  switch (change.kind) {
    case 'createInstance':
      return {
        Description: change.description,
        ZoneId: change.zoneId,
        Type: typeDigit(change.type),
        Quantity: String(change.quantity),
        Specification: change.specification,
        // "付费类型，暂时只支持drdsPost".
        PayType: 'drdsPost',
        ...(change.vpcId && { VpcId: change.vpcId }),
        ...(change.vswitchId && { VswitchId: change.vswitchId }),
      }
    case 'renameInstance':
      return { ...ofInstance(change), Description: change.description }
    case 'releaseInstance':
      return ofInstance(change)
    case 'createDatabase':
      return { ...ofDatabase(change), Encode: change.encode, Password: change.password, RdsInstances: JSON.stringify(change.rdsInstances) }
    case 'deleteDatabase':
    case 'deleteFailedDatabase':
      return ofDatabase(change)
    case 'resetPassword':
      return { ...ofDatabase(change), NewPasswd: change.password }
    case 'setWhitelist':
      return { ...ofDatabase(change), IpWhiteList: change.entries.join(','), Mode: String(change.mode === 'append') }
    case 'setReadWeights':
      return {
        ...ofDatabase(change),
        InstanceNames: change.weights.map(({ name }) => name).join(','),
        Weights: change.weights.map(({ weight }) => weight).join(','),
      }
    case 'setFullTableScan':
      return { ...ofDatabase(change), TableNames: change.tables.join(','), FullTableScan: String(change.enabled) }
    case 'createReadOnlyAccount':
      // Really lower case (inconsistency 10).
      return { ...ofDatabase(change), password: change.password }
    case 'changeReadOnlyPassword':
      // The document prints NewPassword (inconsistency 4).
      return { ...ofDatabase(change), AccountName: change.at.accountName, OriginPassword: change.oldPassword, NewPasswd: change.password }
    case 'removeReadOnlyAccount':
      return { ...ofDatabase(change), AccountName: change.at.accountName }
    default:
      return assertNever(change)
  }
}

/** "实例类型0-共享实例 1-专享实例". */
export const typeDigit = (type: 'shared' | 'dedicated'): string => (type === 'dedicated' ? '1' : '0')
