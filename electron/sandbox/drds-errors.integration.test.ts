import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { actionErrors, type ActionName } from './drds/action-errors.ts'
import { baseCalls, demo } from './drds/base-calls.ts'
import { demoPassword } from './drds/demo-databases.ts'
import documented from './drds/fixtures/documented-actions.json' with { type: 'json' }
import { signedCall } from './drds/signed-call.ts'
import { startDrdsOpenApi } from './drds-openapi.ts'
import { createFaults } from './faults.ts'
import type { LoopbackServer } from './loopback-server.ts'

const account = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }
const stopped = (accessKeyId: string, code: string, actions: string[]) => ({ accessKeyId, accessKeySecret: 'testsecret', refusals: [{ code, actions }] })
/** Keys that are stopped by what they are, each by an error of its own. */
const others = [
  stopped('denied', 'ActionUnauthorized', Object.keys(baseCalls)),
  stopped('ram', 'Forbidden.RAM', Object.keys(baseCalls)),
  stopped('ram-of-old', 'Forbidden.NotSupportRAM', Object.keys(baseCalls)),
  stopped('risky', 'Forbidden.RiskControl', ['CreateDrdsInstance']),
  stopped('poor', 'InsufficientBalance', ['CreateDrdsInstance']),
  stopped('nameless', 'Forbidden.Authentication', ['CreateDrdsInstance']),
]
const buying = (AccessKeyId: string): Given => ({ AccessKeyId, Action: 'CreateDrdsInstance', ...baseCalls.CreateDrdsInstance })
let server: LoopbackServer | undefined
let at = 0
let faults = createFaults()
const call = signedCall({ url: () => server?.url ?? '', account, now: () => at })

beforeEach(async () => {
  at = Date.parse('2016-01-20T14:26:15Z')
  faults = createFaults(() => at)
  server = await startDrdsOpenApi({ port: 0, accounts: [account, ...others], faults, clock: () => at, taskMilliseconds: 1_000 })
})
afterEach(async () => {
  await server?.close()
})

type Given = Record<string, string | undefined>
/** A row of the document's table: the parameters that are wrong, and what happened before. */
type Misuse = [code: string, given: Given | 'ordered', before?: () => Promise<unknown>]

const succeed = async (Action: ActionName, given: Given = {}) => {
  const answer = await call({ Action, ...baseCalls[Action], ...given })
  if (answer.status !== 200) throw new Error(answer.text)
}
const pass = () => void (at += 1_000)
const elsewhere = (DrdsInstanceId: string, DbName?: string): Given => ({ RegionId: undefined, DrdsInstanceId, ...(DbName && { DbName }) })

const unknownInstance: Given = { DrdsInstanceId: 'drdshb0000000000' }
const DRDSInstance: Misuse = ['InvalidDRDSInstanceId.NotFound', unknownInstance]
const drdsInstance: Misuse = ['InvalidDrdsInstanceId.NotFound', unknownInstance]
const database: Misuse = ['InvalidDbName.NotFound', { DbName: 'nothing' }]
const mismatch: Misuse = ['InvalidParameter.Mismatch', { DbName: 'No name' }]
const shortPassword: Misuse = ['InvalidPassword.Malformed', { password: '7 chars' }]
const upgrading: Misuse = ['OperationDenied.DrdsInstanceUpgrading', elsewhere(demo.upgrading, 'settlement')]
const instanceNotRunning: Misuse = ['InvalidInstanceStatus.NotRunning', elsewhere(demo.abnormal, 'payment')]
const databaseNotRunning: Misuse = ['InvalidDbStatus.NotRunning', { DbName: 'shop_archive' }]
const noAccount: Misuse = ['InvalidReadOnlyAccount.NotFound', {}]
const createAccount = () => succeed('CreateReadOnlyAccount')

const misuses: Record<ActionName, Misuse[]> = {
  CreateDrdsInstance: [
    ['ServiceUnable', 'ordered'],
    ['ParameterError', { Type: '2' }],
    ['ActionUnauthorized', { AccessKeyId: 'denied' }],
    ['OperationDenied', { RegionId: 'cn-beijing', ZoneId: 'cn-beijing-a' }],
    ['QuotaExceeded.DRDInstance', {}, async () => {
      for (const Description of ['one', 'two']) await succeed('CreateDrdsInstance', { Description, Quantity: '10' })
    }],
    ['InvalidRegionId.NotFound', { RegionId: 'cn-atlantis' }],
    ['InvalidDescription.Malformed', { Description: '一' }],
    ['CommunicateWithManager.Error', 'ordered'],
    ['InvalidVSwitchId', { VpcId: 'vpc-sandbox', VswitchId: 'sandbox' }],
    ['InvalidVpcId', { VpcId: 'sandbox', VswitchId: 'vsw-sandbox' }],
    ['InvalidZoneId.Mismatch', { ZoneId: 'cn-shanghai-b' }],
    ['LowInventory.ServerError', { ZoneId: 'cn-hangzhou-b', Specification: 'drds.xlarge' }],
    ['publicInstanceAlreadyExist.Error', { Type: 'PUBLIC' }],
    ['CreateDRDSInstanceId.Error', 'ordered'],
    ['AnotherOrderExist.Error', {}, () => succeed('CreateDrdsInstance')],
    ['InstanceExceedLimit.Error', { Quantity: '11' }],
    ['InvalidDRDSInstanceType.Error', { RegionId: 'cn-shanghai', ZoneId: 'cn-shanghai-b', Type: '0', VpcId: 'vpc-sandbox' }],
    ['InvalidParameter.Quantity', { Quantity: '0' }],
    ['InvalidParameter.RegionId', { RegionId: 'Hangzhou' }],
    ['InvalidParameter.ZoneId', { ZoneId: 'cn-hangzhou-z' }],
    ['InvalidParameter.PayType', { PayType: 'drdsPre' }],
    ['InvalidParameter.Specification', { Specification: 'drds.huge' }],
    ['QueryVSwitchFailed.InvalidVpcIdOrServerError', { VpcId: 'vpc-other', VswitchId: 'vsw-sandbox' }],
    ['RegionNotSupportVPC.Error', { RegionId: 'cn-qingdao', ZoneId: 'cn-qingdao-b', VpcId: 'vpc-sandbox', VswitchId: 'vsw-sandbox' }],
  ],
  DescribeDrdsInstance: [['ActionUnauthorized', { AccessKeyId: 'denied' }], DRDSInstance],
  ModifyDrdsInstanceDescription: [
    DRDSInstance,
    ['InvalidDescription.MalFormed', { Description: '一' }],
    ['InvalidDescription.MalFormed', { Description: '一'.repeat(129) }],
  ],
  DescribeDrdsInstances: [['InvalidRegionId.NotFound', { RegionId: 'cn-atlantis' }]],
  RemoveDrdsInstance: [DRDSInstance, ['RemoveDrdsDBFirst', { DrdsInstanceId: demo.production }]],
  CreateDrdsDB: [
    ['InvalidParameter.Mismatch', { RdsInstances: '["rm-of-somebody"]' }],
    ['QuotaExceeded.DrdsDB', {}, async () => {
      for (const digit of '1234567') await succeed('CreateDrdsDB', { DbName: `crm${digit}` })
    }],
    ['InvalidDbname.Malformed', { DbName: 'a'.repeat(25) }],
    ['InvalidEncode.ValueNotSupported', { Encode: 'utf16' }],
    ['OperationDenied.RdsDbNameExists', { DrdsInstanceId: demo.member, DbName: 'shop', RdsInstances: '["rm-shop1"]' }],
    ['OperationDenied.RdsAccountExists', { DbName: 'report' }],
    ['InvalidPassword.Malformed', { Password: 'x'.repeat(31) }],
    ['InvalidParameter_DbprefixCannotEndWithUnderline', { DbName: 'crm_' }],
    ['DrdsVersionIsOld', elsewhere(demo.old)],
    ['InvalidDbprefixDuplicated', { DbName: 'shop' }],
    ['InvalidRds.RegionNotMatch', { RdsInstances: '["rm-cn-beijing-a"]' }],
  ],
  DescribeDrdsDB: [DRDSInstance, database],
  DeleteDrdsDB: [
    DRDSInstance,
    database,
    ['DbIsCreating', { DbName: 'crm' }, () => succeed('CreateDrdsDB')],
    ['InvalidDbname.DeleteStatusOrFailed', {}, () => succeed('DeleteDrdsDB')],
  ],
  ModifyDrdsDBPasswd: [
    DRDSInstance,
    database,
    ['InvalidNewPasswd.Malformed', { NewPasswd: '7 chars' }],
    ['InvalidDbUserName.NotFound', { DbName: 'crm' }, () => succeed('CreateDrdsDB')],
    ['UpdateDbUserPasswordFailed', { NewPasswd: demoPassword }],
  ],
  DescribeDrdsDBs: [drdsInstance],
  ModifyDrdsIpWhiteList: [drdsInstance, database, mismatch],
  ModifyFullTableScan: [
    drdsInstance,
    database,
    ['InvalidParameter.Mismatch', { TableNames: 'orders,,users' }],
    ['InvalidDbname.Malformed', { DbName: 'No name' }],
    ['InvalidParameter.TableNotFound', { TableNames: 'orders,nothing' }],
    ['InvalidAction.ConflictWithAnotherAction', { DbName: 'shop_archive' }],
    ['InvalidParameter.Mismatch', { DbName: 'payment' }],
  ],
  DescribeDrdsDBIpWhiteList: [drdsInstance, database, mismatch],
  DescribeRdsList: [drdsInstance, database, mismatch],
  DescribeShardDBs: [drdsInstance, database, mismatch],
  DeleteFailedDrdsDB: [
    drdsInstance,
    database,
    ['InvalidParameter.Mismatch', { DbName: 'shop' }],
    ['InvalidDbname.DeleteStatusOrFailed', {}, () => succeed('DeleteFailedDrdsDB')],
  ],
  ModifyRdsReadWeight: [
    drdsInstance,
    database,
    ['InvalidParameter.Mismatch', { Weights: '100' }],
    ['InvalidAction.ConflictWithAnotherAction', { DbName: 'shop_archive' }],
    ['InvalidParameter.InvalidMainInstance', { InstanceNames: 'rr-shop1a,rr-shop1b', Weights: '50,50' }],
    ['InvalidParameter.IllegalWeightParameter', { Weights: '10,20,69' }],
    ['InvalidParameter.InvalidRdsReadInstance_NotFound', { InstanceNames: 'rm-shop1,rr-shop1a,rr-shop2a' }],
    ['InvalidStatus.RdsReadInstance', { InstanceNames: 'rm-shop3,rr-shop3a,rr-shop3b' }],
    ['InvalidMainInstance.WeightNotFound', { InstanceNames: 'rm-shop4', Weights: '100' }],
  ],
  CreateReadOnlyAccount: [
    drdsInstance, database, mismatch, shortPassword, upgrading,
    ['CreateReadOnlyAccount.Failed', {}, createAccount],
    instanceNotRunning, databaseNotRunning,
  ],
  DescribeReadOnlyAccount: [drdsInstance, database, mismatch, instanceNotRunning, databaseNotRunning],
  ModifyReadOnlyAccountPassword: [
    drdsInstance, database, mismatch,
    ['InvalidPassword.Malformed', { NewPasswd: '7 chars' }, createAccount],
    upgrading,
    ['UpdateDbUserPassword.Failed', { NewPasswd: 'Password-1' }, createAccount],
    noAccount,
    ['InvalidPassword.Malformed', { OriginPassword: 'Password-0' }, createAccount],
    instanceNotRunning, databaseNotRunning,
  ],
  RemoveReadOnlyAccount: [
    drdsInstance, database, mismatch,
    ['InvalidPassword.Malformed', 'ordered'],
    upgrading,
    ['OperationFailed.RemoveDbUserFailed', { DbName: 'crm_stuck', AccountName: 'crm_stuck_RO' }, async () => {
      await succeed('CreateDrdsDB', { DbName: 'crm_stuck' })
      pass()
      await succeed('CreateReadOnlyAccount', { DbName: 'crm_stuck' })
    }],
    noAccount, instanceNotRunning, databaseNotRunning,
  ],
}

const actions = Object.keys(misuses) as ActionName[]

describe.each(actions)('every error of %s can be provoked', (Action) => {
  const rows = actionErrors[Action]

  test('the rows below are all that the table has', () => {
    expect(misuses[Action].map(([code]) => code)).toEqual(rows.map(([code]) => code))
  })

  test.each(misuses[Action].map((misuse, index) => [`${misuse[0]} (row ${index + 1})`, misuse, rows[index]] as const))('%s', async (_, misuse, row) => {
    const [code, given, before] = misuse
    await before?.()
    if (given === 'ordered') faults.order({ fault: 'refuse', code, match: `Action=${Action}` })
    const answer = await call({ Action, ...baseCalls[Action], ...(given === 'ordered' ? {} : given) })
    const { Code, Message } = answer.json()
    expect([Code, answer.status, Message]).toEqual(row)
  })
})

describe('every common error can be provoked', () => {
  const Action = 'DescribeDrdsInstances'
  const named = (row: (typeof documented.common)[number], name: string) =>
    row.map((one) => (typeof one === 'string' ? one.replace(/"[^"]*(parameter name|Action or Version)[^"]*"/, `"${name}"`).replace('<parameter name>', name) : one))
  /** In the order of the appendix. */
  const common: [code: string, given: Given | 'ordered', name?: string][] = [
    ['MissingParameter', { Action: 'DescribeDrdsInstance' }, 'DrdsInstanceId'],
    ['InvalidParameter', { Version: 'latest' }, 'Action or Version'],
    ['InvalidAccessKeyId.NotFound', { AccessKeyId: 'nobody' }],
    ['IncompleteSignature', { SignatureMethod: 'HMAC-MD5' }],
    ['IllegalTimestamp', { Timestamp: undefined }],
    ['InvalidOwnerId', { OwnerId: '7' }],
    ['InvalidOwnerAccount', { OwnerAccount: 'somebody' }],
    ['InvalidOwner', { OwnerId: '7', OwnerAccount: 'somebody' }],
    ['Throttling', 'ordered'],
    ['InvalidAction', { Action: 'Describe!' }],
    ['ActionUnauthorized', { AccessKeyId: 'denied' }],
    ['UnsupportedHTTPMethod', {}],
    ['UnsupportedParameter', { Colour: 'red' }, 'Colour'],
    ['Forbidden.InstanceNotFound', { ...elsewhere(demo.released), Action: 'RemoveDrdsInstance' }],
    ['Forbidden.RAM', { AccessKeyId: 'ram' }],
    ['Forbidden.NotSupportRAM', { AccessKeyId: 'ram-of-old' }],
    ['Forbidden.RiskControl', buying('risky')],
    ['InsufficientBalance', buying('poor')],
    ['Forbidden.Authentication', buying('nameless')],
    ['Invalid<parameter name>.ValueNotSupported', { Type: '2' }, 'Type'],
    ['Invalid<parameter name>.Malformed', { Action: 'ModifyDrdsIpWhiteList', ...baseCalls.ModifyDrdsIpWhiteList, IpWhiteList: '300.1.1.1' }, 'IpWhiteList'],
    ['InvalidParameter', { Action: 'ModifyFullTableScan', ...baseCalls.ModifyFullTableScan, FullTableScan: 'yes' }, 'FullTableScan'],
    ['ServiceUnavailable', 'ordered'],
    ['InternalServerError', 'ordered'],
  ]

  test('the rows below are all that the appendix has', () => {
    expect(common.map(([code]) => code)).toEqual(documented.common.map(([code]) => code))
  })

  test.each(common.map((one, index) => [one[0], one, documented.common[index] ?? []] as const))('%s', async (_, [code, given, name = ''], row) => {
    if (given === 'ordered') faults.order({ fault: 'refuse', code })
    const answer = await call({ Action, ...(given === 'ordered' ? {} : given) }, code === 'UnsupportedHTTPMethod' ? 'PUT' : 'GET')
    const { Code, Message } = answer.json()
    expect([Code, answer.status, Message]).toEqual(named(row, name))
  })

  test('an unknown code can be ordered, too, for what a client does with one', async () => {
    faults.order({ fault: 'refuse', code: 'Never.Heard' })
    expect((await call({ Action })).json()).toMatchObject({ Code: 'Never.Heard' })
    expect((await call({ Action })).status).toBe(200)
  })
})
