import { XMLParser } from 'fast-xml-parser'
import { afterEach, describe, expect, test } from 'vitest'
import recorded from './drds/fixtures/signature-vectors.json' with { type: 'json' }
import { serverSignature, serverStringToSign } from './drds/server-signature.ts'
import { sendParameters, signedCall } from './drds/signed-call.ts'
import { startDrdsOpenApi, type DrdsOpenApiOptions } from './drds-openapi.ts'
import { createFaults, type FaultOrder } from './faults.ts'
import type { LoopbackServer } from './loopback-server.ts'

const account = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }
const recordedAt = Date.parse('2016-01-20T14:26:15Z')

let server: LoopbackServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start(options: Partial<DrdsOpenApiOptions> & { clock?: () => number } = {}): Promise<LoopbackServer> {
  const { clock = () => recordedAt, ...rest } = options
  server = await startDrdsOpenApi({ port: 0, accounts: [account], faults: createFaults(clock), ...rest })
  return server
}

const signed = signedCall({ url: () => server?.url ?? '', account, now: () => recordedAt })
const call = (parameters: Record<string, string | undefined>, method?: string, where?: 'query' | 'form') =>
  signed({ Action: 'DescribeDrdsInstances', ...parameters }, method, where)
const send = (method: string, parameters: ReadonlyMap<string, string>, where: 'query' | 'form') =>
  sendParameters(server?.url ?? '', method, parameters, where)

interface Listed {
  DrdsInstanceId: string
  Status: string
  Type: string
  RegionId: string
  Description: string
}
const instances = (answer: { json(): Record<string, unknown> }) =>
  (answer.json().Data as { Instance: Listed[] }).Instance

describe('signature', () => {
  const accepted = recorded.vectors.filter((vector) => vector.params.Version === '2015-04-13')

  test.each(accepted.map((vector) => [`${vector.client}: ${vector.note}`, vector] as const))(
    'accepts what was recorded from %s',
    async (_, vector) => {
      await start({ accounts: [{ accessKeyId: vector.params.AccessKeyId, accessKeySecret: vector.secret }], clock: () => Date.parse(vector.params.Timestamp) })
      const signed = new Map(Object.entries(vector.params)).set('Signature', vector.signature)
      for (const where of vector.method === 'POST' ? (['query', 'form'] as const) : (['query'] as const)) {
        const answer = await send(vector.method, signed, where)
        if (where === 'query') expect(answer.text).not.toMatch(/Signature|AccessKey|TimeStamp|Missing(?!Parameter)/)
        // The second time the same nonce comes: past the signature, refused as a replay.
        else expect(answer.text).toContain('SignatureNonceUsed')
      }
    },
  )

  test('prints the string to sign of the server when it does not match', async () => {
    await start()
    const answer = await call({ Signature: 'AAAA', SignatureNonce: 'n' })
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({
      Code: 'SignatureDoesNotMatch',
      Message:
        'Specified signature is not matched with our calculation. server string to sign is:' +
        'GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeDrdsInstances%26Format%3DJSON%26RegionId%3Dcn-hangzhou%26' +
        'SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3Dn%26SignatureVersion%3D1.0%26' +
        'Timestamp%3D2016-01-20T14%253A26%253A15Z%26Version%3D2015-04-13',
    })
  })

  test('covers the method: a GET signature does not serve a POST', async () => {
    await start()
    const parameters = new Map(Object.entries((recorded.vectors[0] as (typeof recorded.vectors)[number]).params))
    const signature = serverSignature(serverStringToSign('GET', parameters), account.accessKeySecret)
    const answer = await send('POST', parameters.set('Signature', signature), 'form')
    expect(answer.text).toContain('server string to sign is:POST&amp;%2F&amp;')
  })
})

describe('gateway errors', () => {
  const cases: [name: string, parameters: Record<string, string | undefined>, status: number, code: string][] = [
    ['no action', { Action: undefined }, 400, 'MissingAction'],
    ['no version', { Version: undefined }, 400, 'MissingVersion'],
    ['another version', { Version: '2019-01-23' }, 400, 'NoSuchVersion'],
    ['a version that is no date', { Version: '2015' }, 400, 'InvalidParameter'],
    ['an action that is no word', { Action: 'Describe Regions' }, 403, 'InvalidAction'],
    ['an unknown action', { Action: 'DescribeNothing' }, 404, 'InvalidApi.NotFound'],
    ['an action named like a property of every object', { Action: 'constructor' }, 404, 'InvalidApi.NotFound'],
    ['no access key', { AccessKeyId: undefined }, 400, 'MissingAccessKeyId'],
    ['an unknown access key', { AccessKeyId: 'nobody' }, 404, 'InvalidAccessKeyId.NotFound'],
    ['another signature method', { SignatureMethod: 'HMAC-SHA256' }, 400, 'IncompleteSignature'],
    ['another signature version', { SignatureVersion: '2.0' }, 400, 'IncompleteSignature'],
    ['no signature', { Signature: undefined }, 400, 'MissingSignature'],
    ['no nonce', { SignatureNonce: undefined }, 400, 'MissingSignatureNonce'],
    ['no timestamp', { Timestamp: undefined }, 400, 'IllegalTimestamp'],
    ['a timestamp with a zone', { Timestamp: '2016-01-20T22:26:15+08:00' }, 400, 'InvalidTimeStamp.Format'],
    ['a timestamp 15 minutes and a second early', { Timestamp: '2016-01-20T14:11:14Z' }, 400, 'InvalidTimeStamp.Expired'],
    ['a timestamp 15 minutes and a second late', { Timestamp: '2016-01-20T14:41:16Z' }, 400, 'InvalidTimeStamp.Expired'],
    ['a parameter that the action does not know', { type: '0' }, 400, 'UnsupportedParameter'],
    ['an owner of another account', { OwnerId: '7' }, 400, 'InvalidOwnerId'],
    ['an owner account that is not ours', { OwnerAccount: 'x' }, 400, 'InvalidOwnerAccount'],
    ['both ways of naming the owner', { OwnerId: '7', OwnerAccount: 'x' }, 400, 'InvalidOwner'],
    ['no region', { RegionId: undefined }, 400, 'MissingRegionId'],
    ['an unknown region', { RegionId: 'cn-atlantis' }, 404, 'InvalidRegionId.NotFound'],
    ['an unknown type', { Type: '2' }, 400, 'InvalidType.ValueNotSupported'],
    ['an unknown instance', { Action: 'DescribeDrdsInstance', DrdsInstanceId: 'drdsnone' }, 404, 'InvalidDRDSInstanceId.NotFound'],
    ['no instance id', { Action: 'DescribeDrdsInstance' }, 400, 'MissingParameter'],
  ]

  test.each(cases)('%s', async (_, parameters, status, code) => {
    await start()
    const json = await call(parameters)
    expect(json.status).toBe(status)
    expect(json.json()).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/) as string,
      HostId: new URL(server?.url ?? '').host,
      Code: code,
      Message: expect.stringMatching(/./) as string,
    })
    const xml = await call({ ...parameters, Format: undefined })
    expect(xml.status).toBe(status)
    expect(xml.headers.get('content-type')).toMatch(/^text\/xml/)
    expect((new XMLParser().parse(xml.text) as { Error: { Code: string } }).Error.Code).toBe(code)
  })

  test('timestamps up to 15 minutes away are taken', async () => {
    await start()
    expect((await call({ Timestamp: '2016-01-20T14:11:15Z' })).status).toBe(200)
    expect((await call({ Timestamp: '2016-01-20T14:41:15Z' })).status).toBe(200)
  })

  test('a nonce is used once, per access key', async () => {
    const other = { accessKeyId: 'other', accessKeySecret: account.accessKeySecret }
    await start({ accounts: [account, other] })
    expect((await call({ SignatureNonce: 'once' })).status).toBe(200)
    expect((await call({ SignatureNonce: 'once' })).json().Code).toBe('SignatureNonceUsed')
    expect((await call({ SignatureNonce: 'once', AccessKeyId: 'other' })).status).toBe(200)
  })

  test('a nonce of a refused signature is not used up', async () => {
    await start()
    await call({ SignatureNonce: 'again', Signature: 'AAAA' })
    expect((await call({ SignatureNonce: 'again' })).status).toBe(200)
  })

  test('other methods, paths and formats are refused', async () => {
    await start()
    expect((await call({}, 'PUT')).json()).toMatchObject({ Code: 'UnsupportedHTTPMethod' })
    expect((await call({ Format: 'YAML' })).text).toContain('<Code>InvalidFormat.ValueNotSupported</Code>')
    expect(await (await fetch(`${server?.url}/elsewhere`)).text()).toContain('<Code>InvalidApi.NotFound</Code>')
  })

  test('an action that the key may not call is refused as such', async () => {
    await start({ accounts: [{ ...account, refusals: [{ code: 'ActionUnauthorized', actions: ['DescribeRegions'] }] }] })
    const answer = await call({ Action: 'DescribeRegions' })
    expect(answer.status).toBe(403)
    expect(answer.json().Code).toBe('ActionUnauthorized')
  })
})

describe('instances', () => {
  test('are listed by region in the layout of the vendor, and filtered by type', async () => {
    await start()
    const all = instances(await call({}))
    expect(all[0]).toMatchObject({ RegionId: 'cn-hangzhou', Status: '0', Description: '商城订单（生产）' })
    expect(all.map((one) => one.DrdsInstanceId.length)).toEqual(all.map(() => 16))
    const shared = instances(await call({ Type: '0' }))
    const dedicated = instances(await call({ Type: 'PRIVATE' }))
    expect(new Set(shared.map((one) => one.Type))).toEqual(new Set(['0']))
    expect(new Set(dedicated.map((one) => one.Type))).toEqual(new Set(['1']))
    expect(shared.length + dedicated.length).toBe(all.length)
  })

  test('show every status, both types, and nothing twice', async () => {
    await start()
    const regions = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen', 'ap-southeast-1', 'us-east-1']
    const all = (await Promise.all(regions.map((RegionId) => call({ RegionId })))).flatMap(instances)
    expect([...new Set(all.map((one) => one.Status))].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    expect(new Set(all.map((one) => one.Type)).size).toBe(2)
    expect(new Set(all.map((one) => one.DrdsInstanceId)).size).toBe(all.length)
  })

  test('can be seeded by the hundred, the same at every start', async () => {
    const count = async () => {
      const answers = await Promise.all(['cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-shenzhen', 'cn-hongkong', 'ap-southeast-1', 'us-east-1'].map((RegionId) => call({ RegionId })))
      return answers.flatMap(instances).map((one) => one.DrdsInstanceId)
    }
    await start({ instanceCount: 200 })
    const first = await count()
    await server?.close()
    await start({ instanceCount: 200 })
    expect(new Set(first).size).toBe(200)
    expect(await count()).toEqual(first)
  })

  test('are described one by one, in their own region or without one', async () => {
    await start()
    const [one] = instances(await call({}))
    const DrdsInstanceId = one?.DrdsInstanceId
    const answer = await call({ Action: 'DescribeDrdsInstance', DrdsInstanceId, RegionId: undefined })
    expect(answer.json().Data).toMatchObject({ DrdsInstanceId, Specification: 'drds.large', Vips: { Vip: [{ Type: 'vpc', VpcId: expect.stringMatching(/^vpc-/) as string }, {}] } })
    const elsewhere = await call({ Action: 'DescribeDrdsInstance', DrdsInstanceId, RegionId: 'cn-beijing' })
    expect(elsewhere.json().Code).toBe('InvalidDRDSInstanceId.NotFound')
  })

  test('come in XML with the root of the action, with POST as with GET', async () => {
    await start()
    const answer = await call({ Format: 'xml' }, 'POST', 'form')
    const parsed = new XMLParser().parse(answer.text) as { DescribeDrdsInstancesResponse: { Data: { Instance: Listed[] } } }
    expect(parsed.DescribeDrdsInstancesResponse.Data.Instance.length).toBe(5)
  })

  test('come with bare lists where a test asks for that spelling', async () => {
    await start({ style: { lists: 'bare', success: 'text', status: 'number' } })
    const answer = (await call({})).json()
    expect(answer).toMatchObject({ Success: 'true', Data: [{ Status: 0, Vips: [{ Type: 'vpc' }, {}] }, {}, {}, {}, {}] })
  })

})

describe('faults', () => {
  const faultCases: [order: FaultOrder, status: number, code: string][] = [
    [{ fault: 'throttle' }, 400, 'Throttling.User'],
    [{ fault: 'unavailable' }, 503, 'ServiceUnavailable'],
    [{ fault: 'expired' }, 404, 'InvalidAccessKeyId.NotFound'],
    [{ fault: 'skew', seconds: 1_200 }, 400, 'InvalidTimeStamp.Expired'],
    [{ fault: 'skew', seconds: -1_200 }, 400, 'InvalidTimeStamp.Expired'],
  ]

  test.each(faultCases)('%o answers in the words of the gateway, once', async (order, status, code) => {
    const faults = createFaults(() => recordedAt)
    await start({ faults })
    faults.order(order)
    const answer = await call({})
    expect([answer.status, answer.json().Code]).toEqual([status, code])
    const date = Date.parse(answer.headers.get('date') ?? '')
    expect(date).toBe(recordedAt + (order.seconds ?? 0) * 1_000)
    expect((await call({})).status).toBe(200)
  })

  test('can be aimed at one action', async () => {
    const faults = createFaults(() => recordedAt)
    await start({ faults })
    faults.order({ fault: 'throttle', match: 'DescribeRegions' })
    expect((await call({})).status).toBe(200)
    expect((await call({ Action: 'DescribeRegions' }, 'POST', 'form')).json().Code).toBe('Throttling.User')
  })
})
