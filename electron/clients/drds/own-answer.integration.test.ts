import { beforeEach, describe, expect, it } from 'vitest'
import type { DrdsChange } from '../../../shared/model/drds-change.ts'
import { demo } from '../../sandbox/drds/base-calls.ts'
import type { DrdsAccess, ObservedCall } from './access.ts'
import { createDrdsClient, type DrdsClient } from './client.ts'
import { baseChanges, before } from './fixtures/changes.ts'
import { drdsSandbox, failureFrom } from './fixtures/drds-sandbox.ts'
import { foreignAnswers } from './fixtures/foreign-answers.ts'

const { start, access, order } = drdsSandbox()
let seen: ObservedCall[] = []
const client = createDrdsClient({ observe: (call) => void seen.push(call) })
const shop = { instanceId: demo.production, database: 'shop' }
const readings: Record<string, (client: DrdsClient, access: DrdsAccess) => Promise<unknown>> = {
  DescribeRegions: (of, at) => of.regions(at),
  DescribeDrdsInstances: (of, at) => of.instances(at),
  DescribeDrdsInstance: (of, at) => of.instance(at, demo.production),
  DescribeDrdsDBs: (of, at) => of.databases(at, demo.production),
  DescribeDrdsDB: (of, at) => of.database(at, shop),
  DescribeDrdsDBIpWhiteList: (of, at) => of.whitelist(at, shop),
  DescribeRdsList: (of, at) => of.rdsList(at, shop),
  DescribeShardDBs: (of, at) => of.shards(at, shop),
  DescribeReadOnlyAccount: (of, at) => of.readOnlyAccount(at, shop),
}
beforeEach(() => {
  seen = []
  return start()
})

describe.each(foreignAnswers)('%s with HTTP 200', (_, type, body) => {
  it.each(Object.keys(readings))('passed for an answer of %s', async (action) => {
    order({ fault: 'answer', type, body, persistent: true })
    for (const format of ['JSON', 'XML'] as const) {
      // A reading changes nothing: it can always be tried again.
      expect(await failureFrom(readings[action]!(client, access({ format })))).toMatchObject({ kind: 'server', code: body.includes('<html') ? 'drds.webPage' : 'drds.unreadable', retrySafe: true })
    }
  })

  it('passed for the success of a change, which may have happened', async () => {
    order({ fault: 'answer', type, body, persistent: true })
    for (const change of Object.values<DrdsChange>(baseChanges)) {
      expect(await failureFrom(client.apply(access(), change))).toMatchObject({ kind: 'server', retrySafe: false })
    }
  })
})

it('is no answer in the list of requests either, which still shows what came', async () => {
  order({ fault: 'answer', body: '<html><body>portal</body></html>' })
  await failureFrom(client.shards(access(), shop))
  expect(seen).toMatchObject([{ status: 200, failure: 'drds.webPage', response: '<html><body>portal</body></html>' }])
  await client.shards(access(), shop)
  expect(seen[1]).toMatchObject({ status: 200, failure: '' })
})

it('a 204 passed for an answer', async () => {
  order({ fault: 'answer', status: 204, persistent: true })
  expect(await failureFrom(client.instances(access()))).toMatchObject({ code: 'drds.unreadable' })
  expect(await failureFrom(client.apply(access(), baseChanges.resetPassword))).toMatchObject({ code: 'drds.unreadable', retrySafe: false })
})

describe('an answer of the service', () => {
  it.each(Object.values(baseChanges).map((change) => [change.kind, change] as const))('is accepted for %s by its RequestId and root alone, as the document prints it', async (kind, change) => {
    const first = before[kind]
    if (first) await client.apply(access(), first)
    const action = { createInstance: 'CreateDrdsInstance', resetPassword: 'ModifyDrdsDBPasswd' }[kind as string]
    order({ fault: 'answer', type: 'application/json', body: '{"RequestId":"R-1"}' })
    expect(await client.apply(access(), change)).toMatchObject({ requestId: 'R-1', instanceIds: [] })
    if (!action) return
    order({ fault: 'answer', type: 'text/xml', body: `\uFEFF <?xml version="1.0"?>\n<${action}Response>\n<RequestId> R-2 </RequestId>\n</${action}Response>` })
    expect(await client.apply(access({ format: 'XML' }), change)).toMatchObject({ requestId: 'R-2' })
  })

  it.each([
    ['application/json', '{"RequestId":"R","HostId":"h","Code":"InvalidDbName.NotFound","Message":"no such"}'],
    ['text/xml', '<Error><RequestId>R</RequestId><HostId>h</HostId><Code>InvalidDbName.NotFound</Code><Message>no such</Message></Error>'],
  ])('refuses in its own words under HTTP 200, too: %s', async (type, body) => {
    order({ fault: 'answer', type, body, times: 2 })
    expect(await failureFrom(client.database(access(), shop))).toMatchObject({ code: 'drds.unknownDatabase', server: { code: 'InvalidDbName.NotFound', requestId: 'R' } })
    expect(await failureFrom(client.apply(access(), baseChanges.deleteDatabase))).toMatchObject({ code: 'drds.unknownDatabase' })
  })

  it('that is a part of its list said nothing of the rest', async () => {
    order({ fault: 'answer', type: 'application/json', body: '{"RequestId":"R","Data":{"Total":25,"Instance":[{"DrdsInstanceId":"d1"}]}}' })
    expect(await client.instances(access())).toMatchObject({ instances: [{ id: 'd1' }], total: 25 })
    order({ fault: 'answer', type: 'application/json', body: '{"RequestId":"R","Data":{"Total":25,"Db":[{"DbName":"a"}]}}' })
    expect(await failureFrom(client.databases(access(), demo.production))).toMatchObject({ code: 'drds.listCut', params: { shown: 1, total: 25, action: 'DescribeDrdsDBs' } })
  })
})
