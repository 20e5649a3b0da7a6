/** The demo's databases and the RDS instances below them; `shop` is the demo shop that DMS and MaxScale show. */
import { zones } from './regions.ts'
import { scramble } from './scramble.ts'
import type { DatabaseStatus, RdsPrimary, SandboxDatabase, SandboxInstance } from './state.ts'

/** The demo's databases are created with it. */
export const demoPassword = 'Sandbox-2015'

const shopTables = ['regions', 'cities', 'users', 'products', 'orders', 'order_items', 'access_log', 'oddities']

/** name, status, and what stands in Msg */
type Sketch = [string, DatabaseStatus, string?]

/** By the place of the instance in the demo. */
const sketches: Record<number, Sketch[]> = {
  0: [['shop', 1], ['shop_report', 1], ['shop_archive', 5, 'migrating 2 of 8 shards']],
  1: [['shop', 1], ['shop_try', 2, 'create database failed: RDS account could not be created']],
  2: [['member', 1], ['member_old', 4, 'delete database failed: RDS database is in use']],
  5: [['stock', 1], ['logistics', 1]],
  6: [['payment', 1]],
  7: [['report', 1]],
  10: [['risk', 6, 'migration failed: shard risk_rds2_0005 is behind']],
  11: [['orders', 1]],
  13: [['store', 1]],
  14: [['settlement', 1]],
  15: [['store_archive', 1]],
}

/**
 * Gives the instances their databases and answers all RDS instances. `databaseCount`: how many every instance has;
 * absent for the demo's own.
 */
export function addDemoDatabases(instances: readonly SandboxInstance[], databaseCount?: number): RdsPrimary[] {
  let id = 1_000
  const primary = (name: string, regionId: string, children: readonly string[], more: Partial<RdsPrimary> = {}): RdsPrimary => {
    id += 1
    const own = id
    return {
      id: own,
      name,
      regionId,
      status: '1',
      accounts: [],
      children: children.map((child) => ({ id: (id += 1), name: child, regionId, status: '1' })),
      ...more,
    }
  }
  const shopRds = [
    primary('rm-shop1', 'cn-hangzhou', ['rr-shop1a', 'rr-shop1b']),
    primary('rm-shop2', 'cn-hangzhou', ['rr-shop2a']),
    primary('rm-shop3', 'cn-hangzhou', ['rr-shop3a', 'rr-shop3b']),
    primary('rm-shop4', 'cn-hangzhou', []),
  ]
  const restarting = shopRds[2]?.children[1]
  if (restarting) restarting.status = '5'
  // Free ones, to create databases on: rm-cn-hangzhou-a, rm-cn-hangzhou-b, ...
  const free = [...new Set(zones.map((zone) => zone.regionId))].flatMap((regionId) => [
    primary(`rm-${regionId}-a`, regionId, [`rr-${regionId}-a1`]),
    primary(`rm-${regionId}-b`, regionId, [], { accounts: ['report', 'monitor'] }),
  ])
  const own = instances.flatMap((instance, index) => {
    const wanted = (sketches[index] ?? []).slice(0, databaseCount)
    for (let place = wanted.length; place < (databaseCount ?? 0); place += 1) wanted.push([`db_${String(index + 1).padStart(3, '0')}_${place + 1}`, 1])
    if (wanted.length === 0) return []
    const tail = scramble(index + 5_000, 8)
    const rds = index === 0 ? shopRds : [
      primary(`rm-bp1${tail}a`, instance.regionId, [`rr-bp1${tail}a`]),
      primary(`rm-bp1${tail}b`, instance.regionId, []),
    ]
    instance.databases = wanted.map((sketch, place) => demoDatabase(sketch, instance.createTime + (place + 1) * 3_600_000, rds))
    return rds
  })
  return [...new Set([...shopRds, ...own, ...free])]
}

function demoDatabase([name, status, message = '']: Sketch, createTime: number, rds: readonly RdsPrimary[]): SandboxDatabase {
  const shop = name === 'shop'
  return {
    ...newDatabase({ name, createTime, encode: 'utf8mb4', password: demoPassword, rds: rds.map((one) => one.name) }),
    status,
    message,
    whitelist: ['10.26.0.0/16', '192.168.0.0/16'],
    tables: shop ? shopTables : ['orders', 'items', 'log'],
    fullTableScan: new Set(shop ? ['access_log'] : []),
    weights: new Map(
      rds.flatMap((one): [string, number][] => {
        const [first, second] = one.children.filter((child) => child.status === '1')
        if (!first) return []
        return second ? [[one.name, 50], [first.name, 30], [second.name, 20]] : [[one.name, 60], [first.name, 40]]
      }),
    ),
  }
}

/** As CreateDrdsDB makes one: being created, reachable from the server itself only, no tables. */
export const newDatabase = (
  given: Pick<SandboxDatabase, 'name' | 'createTime' | 'encode' | 'password' | 'rds'>,
): SandboxDatabase => ({
  status: 0,
  message: '',
  mode: 'HORIZONTAL',
  whitelist: ['127.0.0.1'],
  weights: new Map(),
  tables: [],
  fullTableScan: new Set(),
  readOnlyPassword: null,
  ...given,
})
