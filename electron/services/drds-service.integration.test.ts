import { describe, expect, it } from 'vitest'
import { behindDrds } from './fixtures/behind-drds.ts'
import { failureOfCall, shopConnection, soon } from './fixtures/drds-services.ts'

describe('the service of DRDS reads', () => {
  const { state, instanceAt, at } = behindDrds()

  it('regions, instances, databases and what lies below them', async () => {
    const { handlers } = state.services
    expect((await handlers.regions({ connectionId: shopConnection })).map(({ id }) => id)).toContain('cn-hangzhou')
    const elsewhere = await handlers.listInstances({ connectionId: shopConnection, regionId: 'cn-shanghai', type: 'dedicated' })
    expect(elsewhere.instances.map(({ regionId }) => regionId)).toContain('cn-shanghai')
    expect(await handlers.instance(instanceAt())).toMatchObject({ id: state.instanceId, specification: 'drds.large' })
    expect((await handlers.databases(instanceAt())).map(({ name }) => name)).toEqual(['shop', 'shop_report', 'shop_archive'])
    expect(await handlers.database(at())).toMatchObject({ status: 'normal' })
    expect(await handlers.whitelist(at())).toEqual(['10.26.0.0/16', '192.168.0.0/16'])
    expect((await handlers.rdsList(at()))[0]).toMatchObject({ name: 'rm-shop1', readWeight: 50, children: [{ readWeight: 30 }, { readWeight: 20 }] })
    expect(await handlers.shards(at())).toHaveLength(16)
    expect(await handlers.readOnlyAccount(at())).toBeNull()
  })

  it('only through a connection to DRDS', async () => {
    expect(await failureOfCall(state.services.handlers.regions({ connectionId: 'dms' as typeof shopConnection }))).toMatchObject({ code: 'drds.otherKind' })
  })

  it('keeps each request for the inspector and tells of them now and then', async () => {
    await Promise.all(Array.from({ length: 20 }, () => state.services.handlers.database(at())))
    const [latest, ...others] = await state.services.handlers.calls({ connectionId: shopConnection })
    expect(others.length).toBeGreaterThanOrEqual(20)
    expect(latest).toMatchObject({ action: 'DescribeDrdsDB', status: 200, attempt: 1, regionId: 'cn-hangzhou' })
    expect(latest).not.toHaveProperty('stringToSign')
    expect(await state.services.handlers.callDetail({ id: latest?.id ?? 0 })).toMatchObject({ stringToSign: expect.stringContaining('GET&') as string })
    expect(await state.services.handlers.callDetail({ id: 0 })).toBeNull()
    await soon(() => state.services.callsTold() > 0)
    expect(state.services.callsTold()).toBeLessThan(4)
  })
})
