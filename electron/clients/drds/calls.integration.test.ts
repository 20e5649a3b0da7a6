import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FailureError, failureOf } from '../../../shared/model/failure.ts'
import { demo } from '../../sandbox/drds/base-calls.ts'
import { closeServers, gateway, http } from '../../http/fixtures/test-servers.ts'
import { Secret } from '../../vault/secret.ts'
import type { ObservedCall } from './access.ts'
import { createDrdsClient, type DrdsClient } from './client.ts'
import { baseChanges, before } from './fixtures/changes.ts'
import { startChangingProxy } from './fixtures/changing-proxy.ts'
import { account, drdsSandbox, failureFrom } from './fixtures/drds-sandbox.ts'

const { start, access, order, url } = drdsSandbox()
const shop = { instanceId: demo.production, database: 'shop' }
let calls: ObservedCall[] = []
let client: DrdsClient

beforeEach(async () => {
  calls = []
  client = createDrdsClient({ observe: (call) => void calls.push(call) })
  await start()
})
const said = () => calls.map(({ action, attempt, status, code }) => `${action} ${attempt} ${status} ${code}`)

describe('a skewed clock', () => {
  it.each([3_600, -3_600])('that the server is %i s ahead of is healed at the first refusal, and remembered', async (seconds) => {
    order({ fault: 'skew', seconds, persistent: true })
    expect((await client.instances(access())).instances.length).toBeGreaterThan(0)
    expect(said()).toEqual(['DescribeDrdsInstances 1 400 InvalidTimeStamp.Expired', 'DescribeDrdsInstances 2 200 '])
    for (const { skewMs } of calls) expect(Math.abs((skewMs ?? 0) + seconds * 1_000)).toBeLessThan(2_000)
    await client.databases(access(), demo.production)
    expect(said()[2]).toBe('DescribeDrdsDBs 1 200 ')
  })

  it('is healed for a change, too: it was refused before it ran', async () => {
    order({ fault: 'skew', seconds: 7_200, persistent: true })
    await client.apply(access(), baseChanges.createDatabase)
    expect(said()).toEqual(['CreateDrdsDB 1 400 InvalidTimeStamp.Expired', 'CreateDrdsDB 2 200 '])
    expect(calls[0]?.stringToSign).not.toBe(calls[1]?.stringToSign)
  })

  it('does not make an order be sent twice', async () => {
    order({ fault: 'skew', seconds: 7_200, persistent: true })
    expect(await failureFrom(client.apply(access(), baseChanges.createInstance))).toMatchObject({ code: 'drds.clockSkew', params: { seconds: -7_200 } })
    expect(said()).toEqual(['CreateDrdsInstance 1 400 InvalidTimeStamp.Expired'])
  })

  it('is not corrected by what is within a second or two', async () => {
    order({ fault: 'skew', seconds: 1 })
    await client.instances(access())
    await client.instances(access())
    const timestamp = /Timestamp=([^&]+)/.exec(calls[1]?.canonicalizedQueryString ?? '')?.[1] ?? ''
    expect(Math.abs(Date.parse(decodeURIComponent(timestamp)) - Date.now())).toBeLessThan(2_000)
  })
})

describe('a path before the service', () => {
  afterEach(closeServers)

  it.each([
    ['body', 'JSON'], ['url', 'JSON'], ['body', 'XML'], ['url', 'XML'],
  ] as const)('is kept, and not signed: passwords in the %s, answers in %s', async (passwordPlace, format) => {
    const endpoint = `${await http(gateway(url(), '/team/drds'))}/team/drds`
    const behind = access({ endpoint, passwordPlace, format })
    expect((await client.instances(behind)).instances.length).toBeGreaterThan(0)
    await client.apply(behind, baseChanges.createDatabase)
    expect(calls.map(({ status }) => status)).toEqual([200, 200])
    for (const { curl, stringToSign } of calls) {
      expect(curl).toContain(`${endpoint}/`)
      expect(stringToSign).toMatch(/^(?:GET|POST)&%2F&/)
    }
  })
})

describe('trying again', () => {
  it.each(['throttle', 'unavailable', 'reset', 'drop'] as const)('survives %s when reading, signed anew with another nonce', async (fault) => {
    order({ fault, times: 2 })
    expect(await client.shards(access(), shop)).toHaveLength(16)
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(new Set(calls.map(({ canonicalizedQueryString }) => /SignatureNonce=([^&]+)/.exec(canonicalizedQueryString)?.[1])).size).toBe(3)
    expect(new Set(calls.map(({ signature }) => signature)).size).toBe(3)
  })

  it('stamps every attempt with its own time', async () => {
    // A timestamp has whole seconds.
    order({ fault: 'latency', milliseconds: 1_050, times: 2 })
    order({ fault: 'throttle', times: 2 })
    await client.shards(access(), shop)
    const times = calls.map(({ canonicalizedQueryString }) => Date.parse(decodeURIComponent(/Timestamp=([^&]+)/.exec(canonicalizedQueryString)?.[1] ?? '')))
    expect(times).toHaveLength(3)
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b))
  })

  describe.each(Object.values(baseChanges).map((change) => [change.kind, change] as const))('does not send %s again', (kind, change) => {
    beforeEach(async () => {
      const first = before[kind]
      if (first) await client.apply(access(), first)
      calls = []
    })

    it('after a reset, though it ran', async () => {
      order({ fault: 'reset' })
      expect(await failureFrom(client.apply(access(), change))).toMatchObject({ kind: 'network', retrySafe: false })
      expect(calls).toHaveLength(1)
      expect(calls[0]).toMatchObject({ status: 0, requestId: '', skewMs: null, failure: 'network.cutShort' })
    })

    it.each([['throttle', 'drds.throttled'], ['unavailable', 'drds.unavailable']] as const)('after %s', async (fault, code) => {
      order({ fault })
      expect(await failureFrom(client.apply(access(), change))).toMatchObject({ code })
      expect(calls).toHaveLength(1)
    })
  })
})

describe('calls of one account', () => {
  it('are six at a time at most, the rest in order', async () => {
    order({ fault: 'latency', milliseconds: 60, persistent: true })
    const began = performance.now()
    const ended: number[] = []
    await Promise.all(Array.from({ length: 20 }, async () => {
      await client.databases(access({ timeoutMs: 5_000 }), demo.production)
      ended.push(performance.now() - began)
    }))
    // Four rounds of 60 ms at least; had they all run at once, it would have been one.
    expect(ended.filter((one) => one < 118).length).toBeLessThanOrEqual(6)
    expect(ended.filter((one) => one < 178).length).toBeLessThanOrEqual(12)
    expect(calls.every(({ status }) => status === 200)).toBe(true)
  })

  it('are limited together over connections, and another account has turns of its own', async () => {
    const other = { accessKeyId: 'other', accessKeySecret: 'other-secret' }
    await start({ accounts: [account, other] })
    order({ fault: 'latency', milliseconds: 150, match: `AccessKeyId=${account.accessKeyId}`, persistent: true })
    let ended = 0
    const own = Array.from({ length: 12 }, async (_, at) => {
      await client.databases(access({ connectionId: at % 2 === 0 ? 'production' : 'staging' }), demo.production)
      ended += 1
    })
    await client.databases(access({ accessKeyId: other.accessKeyId, accessKeySecret: new Secret(other.accessKeySecret) }), demo.production)
    // It did not stand behind the twelve.
    expect(ended).toBe(0)
    await Promise.race(own)
    await sleep(60)
    expect(ended).toBeLessThanOrEqual(6)
    await Promise.all(own)
  })

  it('wait without their timeout running', async () => {
    order({ fault: 'latency', milliseconds: 400, persistent: true })
    await Promise.all(Array.from({ length: 18 }, () => client.databases(access({ timeoutMs: 1_000 }), demo.production)))
    expect(calls).toHaveLength(18)
  })

  it('leave the queue when they are aborted, and are never sent', async () => {
    order({ fault: 'latency', milliseconds: 100, persistent: true })
    const running = Array.from({ length: 6 }, () => client.databases(access(), demo.production))
    const reason = new FailureError(failureOf('cancelled', 'network.cancelled'))
    const controller = new AbortController()
    const waiting = Array.from({ length: 3 }, () => failureFrom(client.shards(access(), shop, { signal: controller.signal })))
    await sleep(10)
    controller.abort(reason)
    expect(await Promise.all(waiting)).toEqual([reason.failure, reason.failure, reason.failure])
    await Promise.all(running)
    await client.databases(access(), demo.production)
    expect(new Set(calls.map(({ action }) => action))).toEqual(new Set(['DescribeDrdsDBs']))
  })

  it('end when they are aborted between attempts', async () => {
    order({ fault: 'unavailable', persistent: true })
    const controller = new AbortController()
    const call = failureFrom(client.shards(access(), shop, { signal: controller.signal }))
    while (calls.length === 0) await sleep(2)
    controller.abort()
    expect(await call).toMatchObject({ kind: 'cancelled' })
  })
})

describe('a signature that does not match', () => {
  const through = async (change: (parameters: string) => string, more: { passwordPlace?: 'url' } = {}) => {
    const proxy = await startChangingProxy(url(), change)
    try {
      return await failureFrom(client.apply(access({ endpoint: proxy.url, ...more }), baseChanges.createDatabase))
    } finally {
      await proxy.close()
    }
  }

  it('is laid at the parameter that was changed on the way', async () => {
    expect(await through((parameters) => parameters.replace('cn-hangzhou&', 'cn-beijing&'), { passwordPlace: 'url' })).toMatchObject({
      kind: 'signIn', code: 'drds.signatureDiffers', params: { parameter: 'RegionId', ours: 'cn-hangzhou', theirs: 'cn-beijing' },
    })
  })

  it('shows no password, though the server prints the one that it got', async () => {
    const { password } = baseChanges.createDatabase
    const failure = await through((parameters) => parameters.replace('Pass%20word%2B1', 'Pass%20word+1'))
    expect(failure).toMatchObject({ code: 'drds.signatureDiffers', params: { parameter: 'Password', ours: '***', theirs: '***' } })
    for (const spelt of [password, encodeURIComponent(password), 'Pass%20word%2B1', 'Pass%2520word%252B1']) {
      expect(JSON.stringify(failure)).not.toContain(spelt)
      expect(JSON.stringify(calls)).not.toContain(spelt)
    }
  })

  it('is the secret’s fault where both signed the same text', async () => {
    expect(await failureFrom(client.instances(access({ accessKeySecret: new Secret('hush-hush') })))).toMatchObject({ code: 'drds.signatureMismatch' })
  })
})

describe('an answer of status 200', () => {
  it.each(['"false"', 'false', '"False"'])('whose Success is %s is a refusal', async (success) => {
    const server = createServer((_, response) => response.end(`{"RequestId":"R-1","Success":${success},"Data":{"DbName":"shop","Status":"1"}}`))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      expect(await failureFrom(client.database(access({ endpoint: `http://127.0.0.1:${port}` }), shop))).toMatchObject({ kind: 'server', code: 'drds.unreadable', server: { requestId: 'R-1' } })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

describe('what is observed', () => {
  it('is every attempt as it was sent and answered', async () => {
    await client.database(access({ connectionId: 'production' }), shop)
    const [call] = calls
    expect(call).toMatchObject({
      connectionId: 'production', action: 'DescribeDrdsDB', attempt: 1, method: 'GET', regionId: 'cn-hangzhou', status: 200, code: '', failure: '', masked: false,
      requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string, signature: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/) as string,
    })
    expect(call?.host).toBe(new URL(url()).host)
    expect(call?.canonicalizedQueryString).toMatch(/^AccessKeyId=testid&Action=DescribeDrdsDB&DbName=shop&/)
    expect(call?.stringToSign).toBe(`GET&%2F&${encodeURIComponent(call?.canonicalizedQueryString ?? '')}`)
    expect(call?.curl).toBe(`curl '${url()}/?${call?.canonicalizedQueryString}'`)
    expect(JSON.parse(call?.response ?? '')).toMatchObject({ Success: true, Data: { DbName: 'shop' } })
    expect(call?.responseBytes).toBe(Buffer.byteLength(call?.response ?? ''))
    expect(call?.elapsedMs).toBeGreaterThan(0)
  })

  it('has HostId and code of a refusal, and no secret of the account', async () => {
    await failureFrom(client.instance(access(), 'drdshb0000000000'))
    expect(calls[0]).toMatchObject({ status: 404, code: 'InvalidDRDSInstanceId.NotFound', hostId: new URL(url()).host })
    expect(JSON.stringify(calls)).not.toContain(account.accessKeySecret)
  })

  it.each(['body', 'url'] as const)('masks passwords in the %s wherever they stand', async (passwordPlace) => {
    const change = { ...baseChanges.changeReadOnlyPassword, oldPassword: 'Old secret*1', password: 'Old secret*12' }
    await failureFrom(client.apply(access({ passwordPlace }), change))
    await failureFrom(client.apply(access({ passwordPlace, accessKeySecret: new Secret('hush-hush') }), change))
    expect(calls[0]?.canonicalizedQueryString).toContain('NewPasswd=***&OriginPassword=***&')
    expect(calls[0]?.stringToSign).toContain('NewPasswd%3D***%26OriginPassword%3D***%26')
    expect(calls[1]).toMatchObject({ masked: true, code: 'SignatureDoesNotMatch' })
    expect(calls[1]?.response).toContain('NewPasswd%3D***%26OriginPassword%3D***%26')
    expect(JSON.stringify(calls)).not.toMatch(/Old(?: |\+|%20|%2520)secret|hush-hush/)
  })

  it('is cut at 64 KiB, and says how long it was', async () => {
    await start({ instanceCount: 2_000 })
    await client.instances(access())
    const bytes = Buffer.byteLength(calls[0]?.response ?? '')
    expect(bytes).toBeLessThanOrEqual(65_536)
    expect(bytes).toBeGreaterThan(65_532)
    expect(calls[0]?.responseBytes).toBeGreaterThan(65_536)
  })
})
