import { beforeEach, describe, expect, it } from 'vitest'
import type { DrdsChangeKind } from '../../../shared/model/drds-change.ts'
import { demo } from '../../sandbox/drds/base-calls.ts'
import { demoPassword } from '../../sandbox/drds/demo-databases.ts'
import type { ObservedCall } from './access.ts'
import { actionOf, createDrdsClient } from './client.ts'
import { baseChanges, before } from './fixtures/changes.ts'
import { drdsSandbox, failureFrom } from './fixtures/drds-sandbox.ts'
import { operations } from './operations.ts'

const { start, access } = drdsSandbox()
let calls: ObservedCall[] = []
const client = createDrdsClient({ observe: (call) => void calls.push(call) })
const shop = { instanceId: demo.production, database: 'shop' }
const begin = Date.parse('2016-01-20T14:26:15Z')
let at = 0
const pinned = { now: () => at }

beforeEach(() => {
  calls = []
  at = begin
})

const styles = [
  ['JSON', 'nested'], ['JSON', 'bare'], ['XML', 'nested'], ['XML', 'bare'],
] as const

describe.each(styles)('every action in %s with %s lists', (format, lists) => {
  const wire = () => access({ format })
  beforeEach(() => start({ clock: () => at, taskMilliseconds: 1_000, style: { lists, success: lists === 'bare' ? 'text' : 'boolean' } }))
  const make = async (kind: DrdsChangeKind) => {
    const first = before[kind]
    if (first) await client.apply(wire(), first, pinned)
    return client.apply(wire(), baseChanges[kind], pinned)
  }

  it('describes an instance', async () => {
    expect(await client.instance(wire(), demo.production, pinned)).toEqual({
      id: demo.production, description: '商城订单（生产）', regionId: 'cn-hangzhou', zoneId: 'cn-hangzhou-e', type: 'dedicated', status: 'running', rawStatus: '0',
      networkType: 'vpc', createdAt: Date.UTC(2023, 0, 9, 2, 30), version: '5', specification: 'drds.large',
      vips: expect.arrayContaining([expect.objectContaining({ type: 'vpc', port: '3306', vpcId: expect.stringMatching(/^vpc-/) as string, vswitchId: expect.stringMatching(/^vsw-/) as string })]) as unknown,
    })
  })

  it('lists and describes databases in their states', async () => {
    const databases = await client.databases(wire(), demo.production, pinned)
    expect(databases.map(({ name, status, message }) => [name, status, message])).toEqual([
      ['shop', 'normal', ''], ['shop_report', 'normal', ''], ['shop_archive', 'migrating', 'migrating 2 of 8 shards'],
    ])
    expect(await client.database(wire(), shop, pinned)).toEqual(databases[0])
    expect(databases[0]).toMatchObject({ rawStatus: '1', mode: 'HORIZONTAL', createdAt: Date.UTC(2023, 0, 9, 3, 30) })
    expect((await client.databases(wire(), demo.staging, pinned))[1]).toMatchObject({ status: 'createFailed', message: expect.stringContaining('RDS account') as string })
    expect(await client.databases(wire(), demo.empty, pinned)).toEqual([])
  })

  it('lists RDS instances with their children, weights and states', async () => {
    const list = await client.rdsList(wire(), shop, pinned)
    expect(list.map(({ name, readWeight, children }) => [name, readWeight, children.map((child) => `${child.name} ${child.readWeight} ${child.rawStatus}`)])).toEqual([
      ['rm-shop1', 50, ['rr-shop1a 30 1', 'rr-shop1b 20 1']],
      ['rm-shop2', 60, ['rr-shop2a 40 1']],
      ['rm-shop3', 60, ['rr-shop3a 40 1', 'rr-shop3b 0 5']],
      ['rm-shop4', 100, []],
    ])
    expect(list[0]).toMatchObject({ id: '1001', connectUrl: 'rm-shop1.mysql.rds.invalid', port: '3306', rawStatus: '1', dbType: 'MySQL' })
    expect(list[0]?.children[0]).toMatchObject({ id: '1002', port: '3306', dbType: 'MySQL' })
  })

  it('lists shards', async () => {
    const shards = await client.shards(wire(), shop, pinned)
    expect(shards).toHaveLength(16)
    expect([shards[0], shards[15]]).toEqual([{ name: 'shop_rds1_0000', rdsName: 'rm-shop1' }, { name: 'shop_rds4_0015', rdsName: 'rm-shop4' }])
  })

  it('orders instances, once, and reads their ids and the order’s', async () => {
    const { instanceIds, orderId, requestId } = await make('createInstance')
    expect(instanceIds).toHaveLength(2)
    expect(orderId).toMatch(/^201504\d+$/)
    expect(requestId).toMatch(/^[0-9A-F-]{36}$/)
    expect(await client.instance(wire(), instanceIds[0] ?? '', pinned)).toMatchObject({ status: 'creating', description: '新实例', type: 'dedicated', networkType: 'vpc' })
    at += 1_000
    expect(await client.instance(wire(), instanceIds[1] ?? '', pinned)).toMatchObject({ status: 'running' })
  })

  it('renames an instance, signs of every kind included', async () => {
    await make('renameInstance')
    expect((await client.instance(wire(), demo.production, pinned)).description).toBe(baseChanges.renameInstance.description)
  })

  it('releases an instance', async () => {
    await make('releaseInstance')
    expect((await client.instance(wire(), demo.empty, pinned)).status).toBe('releasing')
  })

  it('creates a database and sees it become ready', async () => {
    await make('createDatabase')
    const crm = { instanceId: demo.production, database: 'crm' }
    expect(await client.database(wire(), crm, pinned)).toMatchObject({ name: 'crm', status: 'creating', rawStatus: '0' })
    at += 1_000
    expect(await client.database(wire(), crm, pinned)).toMatchObject({ status: 'normal' })
    expect((await client.rdsList(wire(), crm, pinned)).map(({ name }) => name)).toEqual(['rm-cn-hangzhou-a', 'rm-cn-hangzhou-b'])
    // The password arrived as it was: it is refused as the present one.
    const again = client.apply(wire(), { ...baseChanges.resetPassword, at: { ...baseChanges.resetPassword.at, database: 'crm' }, password: baseChanges.createDatabase.password }, pinned)
    expect(await failureFrom(again)).toMatchObject({ code: 'drds.passwordNotChanged' })
  })

  it('deletes a database, and a failed one', async () => {
    await make('deleteDatabase')
    await make('deleteFailedDatabase')
    expect((await client.database(wire(), { ...shop, database: 'shop_report' }, pinned)).status).toBe('deleting')
    at += 1_000
    expect((await client.databases(wire(), demo.production, pinned)).map(({ name }) => name)).toEqual(['shop', 'shop_archive'])
    expect((await client.databases(wire(), demo.staging, pinned)).map(({ name }) => name)).toEqual(['shop'])
  })

  it('resets a password', async () => {
    expect(await failureFrom(client.apply(wire(), { ...baseChanges.resetPassword, password: demoPassword }, pinned))).toMatchObject({ code: 'drds.passwordNotChanged' })
    await make('resetPassword')
    expect(await failureFrom(make('resetPassword'))).toMatchObject({ code: 'drds.passwordNotChanged' })
  })

  it('replaces and appends to a whitelist, and reads lists of two and of one', async () => {
    expect(await client.whitelist(wire(), shop, pinned)).toEqual(['10.26.0.0/16', '192.168.0.0/16'])
    await make('setWhitelist')
    expect(await client.whitelist(wire(), shop, pinned)).toEqual(['10.0.0.1', '172.16.0.0/12'])
    await client.apply(wire(), { ...baseChanges.setWhitelist, entries: ['10.9.9.9'], mode: 'append' }, pinned)
    expect(await client.whitelist(wire(), shop, pinned)).toEqual(['10.0.0.1', '172.16.0.0/12', '10.9.9.9'])
    await client.apply(wire(), { ...baseChanges.setWhitelist, entries: ['127.0.0.1'] }, pinned)
    expect(await client.whitelist(wire(), shop, pinned)).toEqual(['127.0.0.1'])
  })

  it('sets read weights', async () => {
    await make('setReadWeights')
    const [first] = await client.rdsList(wire(), shop, pinned)
    expect([first?.readWeight, ...(first?.children ?? []).map(({ readWeight }) => readWeight)]).toEqual([10, 20, 70])
  })

  it('switches full-table scans on and off', async () => {
    await make('setFullTableScan')
    expect(await client.apply(wire(), { ...baseChanges.setFullTableScan, enabled: false }, pinned)).toMatchObject({ instanceIds: [], orderId: '', accountName: '' })
  })

  it('creates a read-only account, changes its password and removes it', async () => {
    expect(await client.readOnlyAccount(wire(), shop, pinned)).toBeNull()
    expect((await make('createReadOnlyAccount')).accountName).toBe('shop_RO')
    expect(await client.readOnlyAccount(wire(), shop, pinned)).toBe('shop_RO')
    await client.apply(wire(), baseChanges.changeReadOnlyPassword, pinned)
    expect(await failureFrom(client.apply(wire(), baseChanges.changeReadOnlyPassword, pinned))).toMatchObject({ code: 'drds.wrongOldPassword' })
    await client.apply(wire(), baseChanges.removeReadOnlyAccount, pinned)
    expect(await client.readOnlyAccount(wire(), shop, pinned)).toBeNull()
  })
})

describe('what is sent', () => {
  it('is every action of the document and DescribeRegions, which is all that the table has', async () => {
    await start({ clock: () => at })
    const a = access()
    await Promise.all([
      client.regions(a, pinned), client.instances(a, {}, pinned), client.instance(a, demo.production, pinned), client.databases(a, demo.production, pinned),
      client.database(a, shop, pinned), client.whitelist(a, shop, pinned), client.rdsList(a, shop, pinned), client.shards(a, shop, pinned),
      client.readOnlyAccount(a, shop, pinned),
    ])
    for (const change of Object.values(baseChanges)) await client.apply(a, change, pinned)
    expect([...new Set(calls.map(({ action }) => action))].sort()).toEqual(Object.keys(operations).sort())
    expect(Object.values(baseChanges).map(actionOf)).toContain('ModifyReadOnlyAccountPassword')
    // 21 and DescribeRegions.
    expect(Object.keys(operations)).toHaveLength(22)
  })

  const secret: DrdsChangeKind[] = ['createDatabase', 'resetPassword', 'createReadOnlyAccount', 'changeReadOnlyPassword']

  it.each(secret)('carries the password of %s in a form body, in the URL only where that is chosen', async (kind) => {
    for (const [passwordPlace, method] of [['body', 'POST'], ['url', 'GET']] as const) {
      await start({ clock: () => at })
      calls = []
      const first = before[kind]
      if (first) await client.apply(access({ passwordPlace }), first, pinned)
      await client.apply(access({ passwordPlace }), baseChanges[kind], pinned)
      expect(calls.at(-1)).toMatchObject({ action: actionOf(baseChanges[kind]), method, masked: true, status: 200 })
      expect(calls.at(-1)?.curl).toMatch(method === 'POST' ? /^curl -X POST --data '[^']+' 'http:\/\/[^?']+'$/ : /^curl 'http:\/\/[^?']+\?[^']+'$/)
    }
  })

  it('is nothing where a constraint of the document is broken', async () => {
    await start({ clock: () => at })
    expect(await failureFrom(client.apply(access(), { ...baseChanges.setReadWeights, weights: [{ name: 'rm-shop1', weight: 99 }] }, pinned))).toMatchObject({
      kind: 'input', code: 'drds.field.weightSum', params: { sum: 99 },
    })
    expect(calls).toEqual([])
  })

  it('goes to the region of the change', async () => {
    await start({ clock: () => at })
    await client.apply(access({ regionId: 'cn-beijing' }), baseChanges.renameInstance, pinned)
    expect(calls.at(-1)).toMatchObject({ regionId: 'cn-hangzhou', status: 200 })
  })
})
