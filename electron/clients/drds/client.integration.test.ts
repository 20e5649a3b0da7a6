import { describe, expect, it } from 'vitest'
import type { FaultOrder } from '../../sandbox/faults.ts'
import { Secret } from '../../vault/secret.ts'
import { createDrdsClient } from './client.ts'
import { account, drdsSandbox, failureFrom } from './fixtures/drds-sandbox.ts'

const { start, access, order } = drdsSandbox()
const client = createDrdsClient()

describe.each(['JSON', 'XML'] as const)('the DRDS client in %s', (format) => {
  it('lists the instances of a region, the same in every layout', async () => {
    await start()
    const common = (await client.instances(access({ format }))).instances
    expect(common.length).toBeGreaterThan(0)
    for (const instance of common) {
      expect(instance).toMatchObject({ id: expect.stringMatching(/^\w+$/) as string, regionId: 'cn-hangzhou' })
      expect(['shared', 'dedicated']).toContain(instance.type)
      expect(instance.status).not.toBe('unknown')
    }
    await start({ style: { lists: 'bare', success: 'text', status: 'number' } })
    const other = (await client.instances(access({ format }))).instances
    const timeless = (list: typeof common) => list.map((instance) => ({ ...instance, createdAt: 0 }))
    expect(timeless(other)).toEqual(timeless(common))
  })

  it('lists 200 instances, one, and none', async () => {
    await start({ instanceCount: 200 })
    const all = await client.instances(access({ format }))
    expect(all.instances.length).toBeGreaterThan(1)
    expect(all.requestId).toMatch(/^[0-9A-F-]{36}$/)
    await start({ instanceCount: 1 })
    const counts = await Promise.all(['cn-hangzhou', 'cn-shanghai', 'cn-shenzhen'].map(async (regionId) => (await client.instances(access({ format, regionId }))).instances.length))
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(1)
  })

  it('narrows by type', async () => {
    await start({ instanceCount: 60 })
    for (const type of ['shared', 'dedicated'] as const) {
      const { instances } = await client.instances(access({ format }), { type })
      expect(instances.length).toBeGreaterThan(0)
      expect(new Set(instances.map((instance) => instance.type))).toEqual(new Set([type]))
    }
  })

  it('knows the regions and their zones', async () => {
    await start()
    const regions = await client.regions(access({ format }))
    expect(regions.find(({ id }) => id === 'cn-hangzhou')).toMatchObject({ name: expect.stringContaining('杭州') as string })
    expect(regions.every(({ zones }) => zones.length > 0)).toBe(true)
  })

  it.each([
    ['a wrong secret', { accessKeySecret: new Secret('hush-hush') }, 'signIn', 'drds.signatureMismatch', 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'nobody' }, 'signIn', 'drds.unknownAccessKey', 'InvalidAccessKeyId.NotFound'],
    ['an unknown region', { regionId: 'mars-1' }, 'input', 'drds.unknownRegion', 'InvalidRegionId.NotFound'],
  ] as const)('refuses %s with the words, RequestId and HostId of the server', async (_, wrong, kind, code, serverCode) => {
    await start()
    const failure = await failureFrom(client.instances(access({ format, ...wrong })))
    expect(failure).toMatchObject({ kind, code, server: { code: serverCode, requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string, hostId: expect.any(String) as string } })
    expect(JSON.stringify(failure)).not.toContain('hush-hush')
  })

  it('says how far the clock is off', async () => {
    await start()
    order({ fault: 'skew', seconds: 3_600 })
    const failure = await failureFrom(client.instances(access({ format })))
    expect(failure).toMatchObject({ kind: 'signIn', code: 'drds.clockSkew', server: { code: 'InvalidTimeStamp.Expired' } })
    expect(failure.params.seconds).toBeGreaterThan(-3_610)
    expect(failure.params.seconds).toBeLessThan(-3_590)
  })

  it('says which action is not permitted', async () => {
    await start({ accounts: [{ ...account, refusals: [{ code: 'ActionUnauthorized', actions: ['DescribeDrdsInstances'] }] }] })
    expect(await failureFrom(client.instances(access({ format })))).toMatchObject({ kind: 'permission', code: 'drds.notPermitted', params: { action: 'DescribeDrdsInstances' } })
  })

  it.each(['throttle', 'unavailable', 'reset', 'short', 'drop'] as const)('survives %s by signing anew', async (fault: FaultOrder['fault']) => {
    await start()
    order({ fault, times: 2 })
    expect((await client.instances(access({ format }))).instances.length).toBeGreaterThan(0)
  })

  it.each([
    ['throttle', 'drds.throttled'],
    ['unavailable', 'drds.unavailable'],
    ['badGateway', 'drds.serverError'],
    ['empty', 'drds.unreadable'],
    ['truncate', 'drds.unreadable'],
  ] as const)('fails in its own words where %s stays', async (fault, code) => {
    await start()
    order({ fault, persistent: true })
    expect(await failureFrom(client.instances(access({ format })))).toMatchObject({ code })
  })

  it('ends all trying at its timeout', async () => {
    await start()
    order({ fault: 'latency', milliseconds: 30_000, persistent: true })
    expect(await failureFrom(client.instances(access({ format, timeoutMs: 200 })))).toMatchObject({ code: 'network.answerTimeout' })
  })

  it('refuses a replay, which a pinned nonce makes, and does not try it for ever', async () => {
    await start()
    const nonce = () => 'always-the-same'
    await client.instances(access({ format }), {}, { nonce })
    expect(await failureFrom(client.instances(access({ format }), {}, { nonce }))).toMatchObject({ code: 'drds.nonceUsed', server: { code: 'SignatureNonceUsed' } })
  })
})
