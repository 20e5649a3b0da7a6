import { beforeEach, describe, expect, it } from 'vitest'
import { describeFailure } from '../../../shared/i18n/describe-failure.ts'
import type { Failure, FailureCode } from '../../../shared/model/failure.ts'
import { actionErrors, type ActionName } from '../../sandbox/drds/action-errors.ts'
import { demo } from '../../sandbox/drds/base-calls.ts'
import { commonErrors } from '../../sandbox/drds/drds-error.ts'
import documented from '../../sandbox/drds/fixtures/documented-actions.json' with { type: 'json' }
import { createDrdsClient } from './client.ts'
import { baseChanges } from './fixtures/changes.ts'
import { account, drdsSandbox, failureFrom } from './fixtures/drds-sandbox.ts'
import { misuses, type Provocation, type Stage } from './fixtures/misuses.ts'
import { actionOf } from './requests.ts'

const { start, access, order } = drdsSandbox()
const actions = Object.keys(actionErrors) as ActionName[]
const stopped = (accessKeyId: string, code: string, of: readonly string[]) => ({ accessKeyId, accessKeySecret: account.accessKeySecret, refusals: [{ code, actions: of }] })
/** Keys that are stopped by what they are. */
const others = [
  stopped('denied', 'ActionUnauthorized', actions),
  stopped('ram', 'Forbidden.RAM', actions),
  stopped('ram-of-old', 'Forbidden.NotSupportRAM', actions),
  stopped('risky', 'Forbidden.RiskControl', ['CreateDrdsInstance']),
  stopped('poor', 'InsufficientBalance', ['CreateDrdsInstance']),
  stopped('nameless', 'Forbidden.Authentication', ['CreateDrdsInstance']),
]
const buying = (accessKeyId: string): Provocation => ({ apply }) => apply(baseChanges.createInstance, { accessKeyId })
let at = 0
const pinned = { now: () => at }

/** The client with its clock pinned to the sandbox's. */
const pinnedClient = (): Stage['client'] => {
  const client = createDrdsClient()
  return {
    regions: (a) => client.regions(a, pinned),
    instances: (a, filter) => client.instances(a, filter, pinned),
    instance: (a, id) => client.instance(a, id, pinned),
    databases: (a, id) => client.databases(a, id, pinned),
    database: (a, of) => client.database(a, of, pinned),
    whitelist: (a, of) => client.whitelist(a, of, pinned),
    rdsList: (a, of) => client.rdsList(a, of, pinned),
    shards: (a, of) => client.shards(a, of, pinned),
    readOnlyAccount: (a, of) => client.readOnlyAccount(a, of, pinned),
    apply: (a, change) => client.apply(a, change, pinned),
  }
}
let client = pinnedClient()
const stage: Stage = {
  get client() {
    return client
  },
  access,
  apply: (change, more) => client.apply(access(more), change),
  pass: () => void (at += 1_000),
}

beforeEach(async () => {
  at = Date.parse('2016-01-20T14:26:15Z')
  client = pinnedClient()
  await start({ accounts: [account, ...others], clock: () => at, taskMilliseconds: 1_000 })
})

/** A call of the action that would succeed. */
const plainly = (action: ActionName): Provocation => ({ client: c, apply }) => {
  const shop = { instanceId: demo.production, database: 'shop' }
  const change = Object.values(baseChanges).find((one) => actionOf(one) === action)
  if (change) return apply(change)
  switch (action) {
    case 'DescribeDrdsInstances': return c.instances(access())
    case 'DescribeDrdsInstance': return c.instance(access(), demo.production)
    case 'DescribeDrdsDBs': return c.databases(access(), demo.production)
    case 'DescribeDrdsDB': return c.database(access(), shop)
    case 'DescribeDrdsDBIpWhiteList': return c.whitelist(access(), shop)
    case 'DescribeRdsList': return c.rdsList(access(), shop)
    case 'DescribeShardDBs': return c.shards(access(), shop)
    case 'DescribeReadOnlyAccount': return c.readOnlyAccount(access(), shop)
    default: throw new Error(action)
  }
}

/** Explained in both languages with every blank filled, beside the server's words and both ids. */
function expectExplained(failure: Failure, code: string, explanation: FailureCode): void {
  expect(failure).toMatchObject({
    code: explanation,
    server: { code, requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string, hostId: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string },
  })
  for (const locale of ['en', 'zh-CN'] as const) {
    const { message, next } = describeFailure(failure, locale)
    expect(`${message} ${next}`).not.toMatch(/\{\{|“”|undefined/)
    expect(Math.min(message.length, next.length)).toBeGreaterThan(4)
  }
}

describe.each(actions)('every error of %s is explained', (action) => {
  const rows = actionErrors[action]

  it('and the rows below are all that the document has', () => {
    expect(misuses[action].map(([code]) => code)).toEqual(rows.map(([code]) => code))
    const printed = Object.entries(documented.actions).find(([name]) => name === action)?.[1] ?? []
    // It prints no table for ModifyDrdsIpWhiteList.
    if (printed.length > 0) expect(rows.map(([code]) => code)).toEqual(printed.map(([code]) => code))
  })

  it.each(misuses[action].map((misuse, index) => [`${misuse[0]} (row ${index + 1})`, misuse, rows[index]] as const))('%s', async (_, misuse, row) => {
    const [code, explanation, provocation] = misuse
    if (provocation === 'ordered') order({ fault: 'refuse', code, match: `Action=${action}` })
    const failure = await failureFrom((provocation === 'ordered' ? plainly(action) : provocation)(stage))
    expectExplained(failure, code, explanation)
    // An ordered code that stands twice in a table comes with the words of its first row.
    const first = rows.find(([one]) => one === code)
    const [, status, text] = (provocation === 'ordered' ? first : row) ?? []
    expect(failure.server).toMatchObject({ status, text })
  })
})

describe('every error of the appendix and of the gateway is explained', () => {
  const common: [code: string, explanation: FailureCode, provocation: Provocation | 'ordered', name?: string][] = [
    ['MissingParameter', 'drds.missingParameter', ({ client: c }) => c.database(access(), { instanceId: demo.production, database: '' })],
    ['InvalidParameter', 'drds.invalidParameter', 'ordered'],
    ['InvalidAccessKeyId.NotFound', 'drds.unknownAccessKey', ({ client: c }) => c.instances(access({ accessKeyId: 'nobody' }))],
    ['IncompleteSignature', 'drds.incompleteSignature', 'ordered'],
    ['IllegalTimestamp', 'drds.clockSkew', 'ordered'],
    ['InvalidOwnerId', 'drds.invalidOwner', 'ordered'],
    ['InvalidOwnerAccount', 'drds.invalidOwner', 'ordered'],
    ['InvalidOwner', 'drds.ownerTwice', 'ordered'],
    ['Throttling', 'drds.throttled', 'ordered'],
    ['InvalidAction', 'drds.wrongEndpoint', 'ordered'],
    ['ActionUnauthorized', 'drds.notPermitted', ({ client: c }) => c.instances(access({ accessKeyId: 'denied' }))],
    ['UnsupportedHTTPMethod', 'drds.httpMethod', 'ordered'],
    ['UnsupportedParameter', 'drds.unsupportedParameter', 'ordered'],
    ['Forbidden.InstanceNotFound', 'drds.instanceGone', ({ apply }) => apply({ ...baseChanges.releaseInstance, at: { ...baseChanges.releaseInstance.at, regionId: 'cn-beijing', instanceId: demo.released } })],
    ['Forbidden.RAM', 'drds.notPermitted', ({ client: c }) => c.instances(access({ accessKeyId: 'ram' }))],
    ['Forbidden.NotSupportRAM', 'drds.noRam', ({ client: c }) => c.instances(access({ accessKeyId: 'ram-of-old' }))],
    ['Forbidden.RiskControl', 'drds.riskControl', buying('risky')],
    ['InsufficientBalance', 'drds.balance', buying('poor')],
    ['Forbidden.Authentication', 'drds.realName', buying('nameless')],
    ['Invalid<name>.ValueNotSupported', 'drds.valueNotSupported', 'ordered', 'Type'],
    ['Invalid<name>.Malformed', 'drds.malformed', 'ordered', 'IpWhiteList'],
    ['ServiceUnavailable', 'drds.unavailable', 'ordered'],
    ['InternalServerError', 'drds.serverError', 'ordered'],
    ['SignatureDoesNotMatch', 'drds.signatureMismatch', 'ordered'],
    ['InvalidTimeStamp.Expired', 'drds.clockSkew', 'ordered'],
    ['InvalidTimeStamp.Format', 'drds.timestampFormat', 'ordered'],
    ['SignatureNonceUsed', 'drds.nonceUsed', 'ordered'],
    ['InvalidApi.NotFound', 'drds.wrongEndpoint', 'ordered'],
    ['Missing<name>', 'drds.missingParameter', 'ordered', 'RegionId'],
    ['Throttling.User', 'drds.throttled', 'ordered'],
    ['UnsupportedOperation', 'drds.unsupportedOperation', 'ordered'],
    ['NoSuchVersion', 'drds.wrongEndpoint', 'ordered'],
    // The gateway's that the sandbox has no words for.
    ['Throttling.Api', 'drds.throttled', 'ordered'],
    ['InvalidProduct.NotFound', 'drds.wrongEndpoint', 'ordered'],
    ['InvalidProtocol.NeedSsl', 'drds.needsTls', 'ordered'],
    ['InternalError', 'drds.serverError', 'ordered'],
    ['InvalidAccessKeyId.Inactive', 'drds.unknownAccessKey', 'ordered'],
    ['QuotaExceeded.DRDSInstance', 'drds.instanceQuota', 'ordered'],
  ]

  it('and the rows below begin with all that the document and the gateway have', () => {
    expect(common.map(([code]) => code).slice(0, commonErrors.length)).toEqual(commonErrors.map(([code]) => code))
  })

  it.each(common)('%s', async (pattern, explanation, provocation, name = '') => {
    const code = pattern.replace('<name>', name)
    // For good, since reads survive some of them.
    if (provocation === 'ordered') order({ fault: 'refuse', code, persistent: true })
    const failure = await failureFrom((provocation === 'ordered' ? plainly('DescribeDrdsInstances') : provocation)(stage))
    expectExplained(failure, code, explanation)
    expect(failure.params.parameter).toContain(name)
  })

  it('but for one that no document has, which is shown as it came', async () => {
    order({ fault: 'refuse', code: 'Never.Heard' })
    expect(await failureFrom(client.instances(access()))).toMatchObject({ code: 'drds.refused', params: { code: 'Never.Heard' }, server: { code: 'Never.Heard' } })
  })
})
