/** 错误码 of every action, row by row as drds-openapi-2015-04-13 prints them: code, HTTP status, message. */
import type { DocumentedError } from './drds-error.ts'

const noDRDSInstance = ['InvalidDRDSInstanceId.NotFound', 404, 'The DrdsInstanceId provided does not exist in our records.'] as const
const noDrdsInstance = ['InvalidDrdsInstanceId.NotFound', 404, 'The DrdsInstanceId provided does not exist in our records.'] as const
const noDatabase = ['InvalidDbName.NotFound', 404, 'The Drds DbName provided does not exist in our records.'] as const
const mismatch = ['InvalidParameter.Mismatch', 400, 'The specified parameter does not match.'] as const
const noRegion = ['InvalidRegionId.NotFound', 404, 'The RegionId provided does not exist in our records.'] as const
const unauthorized = ['ActionUnauthorized', 400, 'The specified action is not available for you'] as const
const deletingOrFailed = ['InvalidDbname.DeleteStatusOrFailed', 400, 'The specified db is in deleting status or failed status'] as const
const conflict = ['InvalidAction.ConflictWithAnotherAction', 400, 'The specified action conflict with another.'] as const
const badPassword = ['InvalidPassword.Malformed', 400, 'The specified parameter password is not valid'] as const
const upgrading = ['OperationDenied.DrdsInstanceUpgrading', 400, 'The drds instance is upgrading, please try again later'] as const
const instanceNotRunning = ['InvalidInstanceStatus.NotRunning', 400, 'The Instance is not in running status'] as const
const databaseNotRunning = ['InvalidDbStatus.NotRunning', 400, 'The drds database is not in running status'] as const
const noReadOnlyAccount = ['InvalidReadOnlyAccount.NotFound', 400, 'read only account not found'] as const
const badDescription = ['InvalidDescription.MalFormed', 400, 'The specified parameter description is not valid.'] as const

/** A code that stands twice in one action's table has two rows, told apart by their order. */
export const actionErrors = {
  CreateDrdsInstance: [
    ['ServiceUnable', 400, 'drds service is not enable for you'],
    ['ParameterError', 400, 'Parameter error'],
    unauthorized,
    ['OperationDenied', 400, 'The resource is out of usage.'],
    ['QuotaExceeded.DRDInstance', 400, 'The quota of create instance exceeds.'],
    noRegion,
    ['InvalidDescription.Malformed', 400, 'The specified parameter description is not valid.'],
    ['CommunicateWithManager.Error', 400, 'Internal Error. Communicate with drds manager error'],
    ['InvalidVSwitchId', 400, 'Invalid vswitchId'],
    ['InvalidVpcId', 400, 'Invalid vpcId'],
    ['InvalidZoneId.Mismatch', 400, 'zone is illegal in this order'],
    ['LowInventory.ServerError', 400, 'low inventory error'],
    ['publicInstanceAlreadyExist.Error', 400, 'A public Drds instance is exist'],
    ['CreateDRDSInstanceId.Error', 400, 'create Drds instance id error'],
    ['AnotherOrderExist.Error', 400, 'there is another order'],
    ['InstanceExceedLimit.Error', 400, 'instance number has exceeded'],
    ['InvalidDRDSInstanceType.Error', 400, 'Cannot create Public Drds instance with vpcId or vswitch'],
    ['InvalidParameter.Quantity', 400, 'Invalid parameter of quantity'],
    ['InvalidParameter.RegionId', 400, 'Invalid parameter of region id'],
    ['InvalidParameter.ZoneId', 400, 'Invalid parameter of zone id'],
    ['InvalidParameter.PayType', 400, 'Invalid parameter of pay type'],
    ['InvalidParameter.Specification', 400, 'Invalid parameter of specification'],
    ['QueryVSwitchFailed.InvalidVpcIdOrServerError', 400, 'Query VSwitch failed, please check vpcId'],
    ['RegionNotSupportVPC.Error', 400, 'This region does not support vpc instance'],
  ],
  DescribeDrdsInstance: [unauthorized, noDRDSInstance],
  ModifyDrdsInstanceDescription: [noDRDSInstance, badDescription, badDescription],
  DescribeDrdsInstances: [noRegion],
  RemoveDrdsInstance: [
    noDRDSInstance,
    ['RemoveDrdsDBFirst', 400, 'There are Drds DB exist in this instance. Please delete drds db first'],
  ],
  CreateDrdsDB: [
    ['InvalidParameter.Mismatch', 400, 'RDS instance and drds instance must belong to owner'],
    ['QuotaExceeded.DrdsDB', 400, 'The quota of create DrdsDB exceeds.'],
    ['InvalidDbname.Malformed', 400, 'The specified parameter Dbname is not valid.'],
    ['InvalidEncode.ValueNotSupported', 400, 'The specified parameter encode is not valid.'],
    ['OperationDenied.RdsDbNameExists', 400, 'The operation is not permitted due to Rds DbName exist.'],
    ['OperationDenied.RdsAccountExists', 400, 'The operation is not permitted due to Rds account exist.'],
    ['InvalidPassword.Malformed', 400, 'The specified parameter password is not valid.'],
    ['InvalidParameter_DbprefixCannotEndWithUnderline', 400, 'DB prefix can not end up with underline.'],
    ['DrdsVersionIsOld', 400, 'This drds instance version too old.not allow create drds db'],
    ['InvalidDbprefixDuplicated', 400, 'db name in this drds instance duplicate'],
    ['InvalidRds.RegionNotMatch', 400, 'The rds region does not match Drds region'],
  ],
  DescribeDrdsDB: [noDRDSInstance, noDatabase],
  DeleteDrdsDB: [
    noDRDSInstance,
    noDatabase,
    ['DbIsCreating', 400, 'The specified db is in creating status'],
    deletingOrFailed,
  ],
  ModifyDrdsDBPasswd: [
    noDRDSInstance,
    noDatabase,
    ['InvalidNewPasswd.Malformed', 400, 'The specified parameter NewPasswd is not valid.'],
    ['InvalidDbUserName.NotFound', 400, 'The Username of db is not valid.'],
    ['UpdateDbUserPasswordFailed', 400, 'update password failed'],
  ],
  DescribeDrdsDBs: [noDrdsInstance],
  // The document prints no table for it; settled as the other whitelist action (drds-actions, inconsistency 36).
  ModifyDrdsIpWhiteList: [noDrdsInstance, noDatabase, mismatch],
  ModifyFullTableScan: [
    noDrdsInstance,
    noDatabase,
    mismatch,
    ['InvalidDbname.Malformed', 400, 'The specified db name does not match.'],
    ['InvalidParameter.TableNotFound', 400, 'The specified table name does not match'],
    conflict,
    ['InvalidParameter.Mismatch', 400, 'The Drds DbName provided does not exist in our records.'],
  ],
  DescribeDrdsDBIpWhiteList: [noDrdsInstance, noDatabase, mismatch],
  DescribeRdsList: [noDrdsInstance, noDatabase, mismatch],
  DescribeShardDBs: [noDrdsInstance, noDatabase, mismatch],
  DeleteFailedDrdsDB: [noDrdsInstance, noDatabase, mismatch, deletingOrFailed],
  ModifyRdsReadWeight: [
    noDrdsInstance,
    noDatabase,
    mismatch,
    conflict,
    ['InvalidParameter.InvalidMainInstance', 400, 'The specified main rds instance is invalid.'],
    ['InvalidParameter.IllegalWeightParameter', 400, 'The specified parameter weight is invalid.'],
    ['InvalidParameter.InvalidRdsReadInstance_NotFound', 404, 'The specified read rds instance not found.'],
    ['InvalidStatus.RdsReadInstance', 400, 'The specified rds read instance is in wrong status.'],
    ['InvalidMainInstance.WeightNotFound', 400, 'The specified main instance does not have weight configuration.'],
  ],
  CreateReadOnlyAccount: [
    noDrdsInstance,
    noDatabase,
    mismatch,
    badPassword,
    upgrading,
    ['CreateReadOnlyAccount.Failed', 400, 'Create read only account failed, please try again later'],
    instanceNotRunning,
    databaseNotRunning,
  ],
  DescribeReadOnlyAccount: [noDrdsInstance, noDatabase, mismatch, instanceNotRunning, databaseNotRunning],
  ModifyReadOnlyAccountPassword: [
    noDrdsInstance,
    noDatabase,
    mismatch,
    badPassword,
    upgrading,
    ['UpdateDbUserPassword.Failed', 400, 'Update password failed, Please try again later'],
    noReadOnlyAccount,
    badPassword,
    instanceNotRunning,
    databaseNotRunning,
  ],
  RemoveReadOnlyAccount: [
    noDrdsInstance,
    noDatabase,
    mismatch,
    badPassword,
    upgrading,
    ['OperationFailed.RemoveDbUserFailed', 400, 'Remove readonly account failed, please try again later'],
    noReadOnlyAccount,
    instanceNotRunning,
    databaseNotRunning,
  ],
} as const satisfies Record<string, readonly DocumentedError[]>

export type ActionName = keyof typeof actionErrors
export type ErrorCode<A extends ActionName> = (typeof actionErrors)[A][number][0]
