import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DmsSettings, usualNetwork } from '../shared/model/connection.ts'
import { connectionId } from '../shared/model/ids.ts'
import { openCore, type Core } from './app-core.ts'
import { nodePlatform } from './platform/node-platform.ts'

describe('the app with its sandbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-core-'))
  const drds = { connectionId: connectionId('sandbox-drds') }
  let core: Core

  beforeAll(async () => {
    core = await openCore(nodePlatform('browser', folder), { sandboxEngine: 'sqlite' })
    await core.startSandbox()
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true })
  })

  it('shows the rules of the demo shop, which is linked to the connection that queries it', async () => {
    const [link] = await core.handlers.drds.links(drds)
    expect(link).toMatchObject({ regionId: 'cn-hangzhou', database: 'shop', target: { connectionId: 'sandbox-dms', schema: 'shop' } })
    const at = { ...drds, regionId: 'cn-hangzhou', instanceId: link?.instanceId ?? '', database: 'shop' }
    const [tables, shards] = await Promise.all([core.handlers.drds.tables(at), core.handlers.drds.shards(at)])
    const orders = tables.find(({ name }) => name === 'orders')
    expect(orders).toMatchObject({ kind: 'sharded', dbPartitionKey: 'user_id' })
    expect(orders?.topology?.map(({ group }) => group)).toEqual(shards.map(({ name }) => name))
    expect(tables.find(({ name }) => name === 'products')).toMatchObject({ kind: 'broadcast' })
    expect(tables.find(({ name }) => name === 'access_log')).toMatchObject({ kind: 'single', topology: [{ group: 'shop_rds1_0000' }] })
  })

  it('links to connections that can query, and unlinks what is deleted', async () => {
    const at = { ...drds, regionId: 'cn-hangzhou', instanceId: 'drdshb1', database: 'orders' }
    const target = (id: string) => ({ at, target: { connectionId: connectionId(id), schema: '' } })
    await expect(async () => core.handlers.drds.setLink(target('sandbox-drds'))).rejects.toThrow('query.notQueryable')
    await expect(async () => core.handlers.drds.setLink(target('nobody'))).rejects.toThrow('connection.unknown')
    core.handlers.vault.useSession({})
    const settings: DmsSettings = { kind: 'dms', ...usualNetwork, name: 'other', environment: 'development', readOnly: false, endpoint: 'https://dp.example.com', accessId: 'id', schema: '', collaboration: 'secure', timeoutSeconds: 10 }
    const { id } = await core.handlers.connections.create({ settings, secrets: { accessSecret: 'secret' } })
    await core.handlers.drds.setLink(target(id))
    expect(await core.handlers.drds.links(drds)).toHaveLength(2)
    await core.handlers.connections.delete({ connectionId: id })
    expect(await core.handlers.drds.links(drds)).toHaveLength(1)
  })
})
