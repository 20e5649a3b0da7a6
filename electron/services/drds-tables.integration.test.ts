import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ConnectionSettings, usualNetwork } from '../../shared/model/connection.ts'
import { connectionId } from '../../shared/model/ids.ts'
import { engineKinds } from '../clients/fixtures/seeded-engine.ts'
import { startDmsProxy } from '../sandbox/dms-proxy.ts'
import type { Engine } from '../sandbox/engine/engine.ts'
import { startMariadbEngine } from '../sandbox/engine/mariadb-engine.ts'
import { startSqliteEngine } from '../sandbox/engine/sqlite-engine.ts'
import { createFaults } from '../sandbox/faults.ts'
import type { LoopbackServer } from '../sandbox/loopback-server.ts'
import { startMaxScaleRest, type MaxScaleRest } from '../sandbox/maxscale-rest.ts'
import { Secret } from '../vault/secret.ts'
import { drdsServices, failureOfCall, shopConnection, type DrdsServices } from './fixtures/drds-services.ts'

const secrets = { accessSecret: new Secret('dms-secret'), restPassword: new Secret('rest-secret'), databasePassword: new Secret('db-secret') }

describe.each(engineKinds)('tables through a linked connection, on %s', (kind) => {
  let engine: Engine
  let dms: LoopbackServer
  let maxscale: MaxScaleRest
  let services: DrdsServices
  let folder: string

  beforeAll(async () => {
    const options = { seedFile: fileURLToPath(new URL('./fixtures/sharded-shop.sql', import.meta.url)), accounts: [{ user: 'shopkeeper', password: 'db-secret' }] }
    engine = await (kind === 'sqlite' ? startSqliteEngine(options) : startMariadbEngine(options))
    dms = await startDmsProxy({ engine, port: 0, grants: [{ accessId: 'user', accessSecret: 'dms-secret' }], collaboration: 'secure', faults: createFaults() })
    maxscale = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: 'rest-secret' }], faults: createFaults() })
  })
  afterAll(async () => {
    for (const part of [dms, maxscale, engine]) await part.close()
  })
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tessera-drds-'))
    services = await drdsServices(folder, (id) => Promise.resolve({ settings: settingsOf(id), secrets }))
  })
  afterEach(async () => {
    await services.close()
    rmSync(folder, { recursive: true })
  })

  const settingsOf = (id: string): ConnectionSettings => {
    const base = { environment: 'development', readOnly: true, timeoutSeconds: 20 } as const
    if (id === 'dms') return { ...base, kind: 'dms', ...usualNetwork, name: 'DMS', endpoint: dms.url, accessId: 'user', schema: '', collaboration: 'secure' }
    return {
      ...base, kind: 'maxscale', ...usualNetwork, name: 'MaxScale', baseUrl: maxscale.url, restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie', target: maxscale.targets[0] ?? '', databaseUser: 'shopkeeper', database: '',
    }
  }
  const shop = { connectionId: shopConnection, regionId: 'cn-hangzhou', instanceId: 'drdshb1', database: 'shop' }
  const linked = (through: string, schema = 'shop') => services.store.links.set(shop, { connectionId: connectionId(through), schema })

  it.each(['dms', 'maxscale'])('have their rules and their places through %s', async (through) => {
    linked(through)
    const tables = await services.handlers.tables(shop)
    expect(tables.map(({ name, kind: how, dbPartitionKey, dbPartitionCount, topology }) => [name, how, dbPartitionKey, dbPartitionCount, topology?.length])).toEqual([
      ['access_log', 'single', '', '1', 1],
      ['orders', 'sharded', 'user_id', '16', 16],
      ['regions', 'broadcast', '', '1', 16],
    ])
    expect(tables[1]).toMatchObject({ dbPartitionPolicy: 'hash', tbPartitionKey: '', topology: expect.arrayContaining([{ group: 'shop_rds4_0015', tables: ['orders'] }]) as unknown })
  })

  it('leave no session behind', async () => {
    linked('maxscale')
    await services.handlers.tables(shop)
    const headers = { Authorization: `Basic ${Buffer.from('admin:rest-secret').toString('base64')}` }
    expect(await (await fetch(`${maxscale.url}/v1/sql`, { headers })).json()).toMatchObject({ data: [] })
  })

  it('are not asked for without a link, and where nothing knows rules', async () => {
    expect(await failureOfCall(services.handlers.tables(shop))).toMatchObject({ code: 'drds.notLinked', params: { database: 'shop' } })
    linked('dms', 'plain')
    expect(await failureOfCall(services.handlers.tables(shop))).toMatchObject({ code: 'drds.noRules', params: { connection: 'DMS' }, server: { text: expect.stringMatching(/RULE/i) as string } })
  })

  it.each([
    ['SHOW RULE FROM orders', 1],
    ['show topology from `shop`.orders', 16],
    ['/* c */ /* d * */ SHOW BROADCASTS;', 1],
  ])('are told by %s', async (sql, rows) => {
    const session = await engine.open({ database: 'shop' })
    const [result] = await session.execute(sql)
    await session.close()
    expect(result?.kind === 'rows' && result.rows.length).toBe(rows)
  })

  it.each([['SHOW RULE FROM nowhere'], ['SHOW TOPOLOGY FROM nowhere']])('that are not there answer 1146: %s', async (sql) => {
    const session = await engine.open({ database: 'shop' })
    expect(await session.execute(sql)).toMatchObject([{ kind: 'error', errno: 1146 }])
    await session.close()
  })
})
