import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AppInfo } from '../shared/contract/app.ts'
import { type DmsSettings, usualNetwork } from '../shared/model/connection.ts'
import { connectionId, runId, tabId } from '../shared/model/ids.ts'
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

  it('says that it stopped, and leads to the new one when it is started again', async () => {
    const states: string[] = []
    const stopWatching = core.events.subscribe((event, payload) => void (event === 'app.changed' && states.push((payload as AppInfo).sandbox.state)))
    const run = (sql: string) => core.handlers.query.run({ runId: runId(sql), tabId: tabId('crashing'), connectionId: connectionId('sandbox-maxscale'), sql, rowLimit: 10 })
    expect(await run('SELECT 41 + 1 AS answer')).toMatchObject([{ kind: 'resultset' }])
    const dms = { runId: runId('crash'), tabId: tabId('other'), connectionId: connectionId('sandbox-dms'), sql: '/* sandbox: crash */ SELECT 1', rowLimit: 10 }
    await expect(async () => core.handlers.query.run(dms)).rejects.toThrow('network')
    await vi.waitFor(() => expect(states).toEqual(['stopped']))
    expect(await core.handlers.app.info({})).toMatchObject({ sandbox: { state: 'stopped', reason: 'it was told to crash' } })
    // Its connections are still there, with the tabs on them.
    await expect(async () => run('SELECT 1')).rejects.toThrow('network.refused')
    await core.handlers.app.startSandbox({})
    expect(states).toEqual(['stopped', 'starting', 'ready'])
    expect(await run('SELECT 2')).toMatchObject([{ kind: 'resultset' }])
    // One that runs is left alone.
    await core.handlers.app.startSandbox({})
    expect(states).toHaveLength(3)
    stopWatching()
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

  it('keeps in its log each call that failed, and every call where that is asked for', async () => {
    const sql = "SELECT 'kept out of the log'"
    const run = () => core.dispatch({ domain: 'query', action: 'run', input: { runId: 'log-run', tabId: 'log-tab', connectionId: 'nobody', sql, rowLimit: 1 } })
    core.dispatch({ domain: 'settings', action: 'set', input: { logLevel: 'error' } })
    await run()
    expect(core.log.newest(10_000)).not.toContain('query.run')
    await core.dispatch({ domain: 'settings', action: 'set', input: { logLevel: 'debug' } })
    await run()
    await core.dispatch({ domain: 'app', action: 'info', input: {} })
    expect(core.log.newest(10_000)).toMatch(/ warn query\.run code=connection\.unknown ms=\d+\n/)
    expect(core.log.newest(10_000)).toMatch(/ debug app\.info ms=\d+\n/)
    expect(core.log.newest(10_000)).not.toContain('kept out')
    await core.dispatch({ domain: 'settings', action: 'set', input: { logLevel: 'info' } })
  })

  it('names no server, user, statement, folder or secret in a support bundle', async () => {
    core.handlers.vault.useSession({})
    const settings: DmsSettings = { kind: 'dms', ...usualNetwork, name: 'marked-name', environment: 'production', readOnly: true, endpoint: 'https://marked-host.example.com', accessId: 'marked-id', schema: 'marked_schema', collaboration: 'secure', timeoutSeconds: 10 }
    const { id } = await core.handlers.connections.create({ settings, secrets: { accessSecret: 'marked-secret' } })
    const tab = { id: tabId('t'), connectionId: id, title: 'marked-title', text: 'SELECT marked_text', database: '', caret: 0, view: 'query' as const }
    await core.handlers.workspace.save({ tabs: [tab], activeTabId: null, layout: {}, typed: 0 })
    core.log.error('a defect', new Error(`in ${folder}`))
    const bundle = await core.handlers.support.read({})
    const text = Object.values(bundle).join('\n')
    expect(bundle.about).toContain('sandbox ready')
    expect(bundle.connections).toMatch(/4 dms, production, read-only, proxy system, trust system, timeout 10 s, accessSecret session/)
    expect(bundle.data).toMatch(/^connections 1$/m)
    expect(bundle.data).toMatch(/^tessera\.db \d+ bytes$/m)
    expect(bundle.log).toContain('a defect')
    expect(text).not.toMatch(/marked/)
    expect(text).not.toContain(folder)
    expect(text).not.toContain(process.env.HOME ?? folder)
    await core.handlers.connections.delete({ connectionId: id })
  })
})
