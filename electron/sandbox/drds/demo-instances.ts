/** The demo's instances, and generated ones by the hundred; the same at every start. */
import { addDemoDatabases } from './demo-databases.ts'
import { regionsWithoutVpc, zones } from './regions.ts'
import { scramble } from './scramble.ts'
import { DrdsState, type DrdsStateOptions, type RdsPrimary, type SandboxInstance, type SandboxVip, type StatusDigit } from './state.ts'

/** description, zone, type, status, network, specification, and what is odd about it */
type Sketch = [
  string, string, SandboxInstance['type'], StatusDigit, SandboxInstance['networkType'], string,
  Partial<Pick<SandboxInstance, 'version' | 'upgrading'>>?,
]

const sketches: Sketch[] = [
  ['商城订单（生产）', 'cn-hangzhou-e', '1', '0', 'vpc', 'drds.large'],
  ['商城订单（预发）', 'cn-hangzhou-e', '1', '0', 'vpc', 'drds.small'],
  ['会员中心', 'cn-hangzhou-b', '1', '0', 'classic', 'drds.standard'],
  ['开发测试共享实例', 'cn-hangzhou-b', '0', '0', 'classic', 'drds.small'],
  ['双十一扩容 🛒', 'cn-hangzhou-f', '1', '1', 'vpc', 'drds.xlarge'],
  ['库存 & 物流 <灾备>', 'cn-shanghai-b', '1', '0', 'vpc', 'drds.standard'],
  ['支付流水', 'cn-shanghai-d', '1', '2', 'vpc', 'drds.large'],
  ['旧报表（待续费）', 'cn-shanghai-e', '1', '3', 'classic', 'drds.small'],
  ['压测临时实例', 'cn-beijing-a', '1', '4', 'vpc', 'drds.standard'],
  ['活动页 2023', 'cn-beijing-c', '0', '5', 'classic', 'drds.small'],
  ['风控画像', 'cn-beijing-e', '1', '6', 'vpc', 'drds.large'],
  ['Cross-border orders', 'ap-southeast-1a', '1', '0', 'vpc', 'drds.standard'],
  ['Shared playground', 'us-east-1a', '0', '0', 'classic', 'drds.small'],
  ['华南门店', 'cn-shenzhen-d', '1', '0', 'vpc', 'drds.standard'],
  ['门店结算（变配中）', 'cn-shenzhen-b', '1', '0', 'vpc', 'drds.standard', { upgrading: true }],
  ['门店归档（老版本）', 'cn-shenzhen-e', '1', '0', 'classic', 'drds.small', { version: 3 }],
]

/**
 * The demo, or its first `instanceCount` instances and generated ones beyond. With `databaseCount` every instance has
 * that many databases, the demo's own first; none is then being created or released, which have none to show.
 */
export function createDrdsState(seed: { instanceCount?: number; databaseCount?: number }, options: DrdsStateOptions): DrdsState {
  const { instanceCount = sketches.length, databaseCount } = seed
  const instances = Array.from({ length: Math.max(instanceCount, 0) }, (_, index) => sketched(sketches[index] ?? generated(index), index, databaseCount !== undefined))
  const rds: RdsPrimary[] = addDemoDatabases(instances, databaseCount)
  return new DrdsState(instances, rds, options)
}

const systems = ['订单', '会员', '库存', '支付', '物流', '结算', '搜索', '风控', '营销', '报表']
const stages = ['生产', '预发', '测试', '开发']
const specifications = ['drds.small', 'drds.standard', 'drds.large', 'drds.xlarge']
/** Most are running, as in life. */
const statuses: StatusDigit[] = ['0', '0', '0', '0', '0', '0', '0', '1', '2', '3', '4', '5', '6']

function generated(index: number): Sketch {
  const pick = <T>(from: readonly T[], salt: number) => from[(index * 2_654_435_761 + salt * 40_503) % 4_294_967_296 % from.length] as T
  const shared = index % 9 === 0
  const zone = pick(zones, 3)
  return [
    `${pick(systems, 1)}-${pick(stages, 2)}-${String(index + 1).padStart(3, '0')}`,
    zone.zoneId,
    shared ? '0' : '1',
    pick(statuses, 4),
    shared || index % 4 === 0 || regionsWithoutVpc.has(zone.regionId) ? 'classic' : 'vpc',
    pick(specifications, 5),
  ]
}

function sketched([description, zoneId, type, sketchedStatus, networkType, specification, odd]: Sketch, index: number, hasDatabases: boolean): SandboxInstance {
  const status = hasDatabases && (sketchedStatus === '1' || sketchedStatus === '5') ? '0' : sketchedStatus
  const vpc = { vpcId: `vpc-bp1${scramble(index + 7_000, 12)}`, vswitchId: `vsw-bp1${scramble(index + 9_000, 12)}` }
  return {
    id: instanceId(index),
    description,
    regionId: zones.find((zone) => zone.zoneId === zoneId)?.regionId ?? '',
    zoneId,
    type,
    status,
    networkType,
    createTime: Date.UTC(2023, 0, 9, 2, 30) + index * 37 * 86_400_000 / (index < sketches.length ? 1 : 20),
    version: 5 + (index % 3),
    specification,
    vips: status === '1' || status === '5' ? [] : vipsOf(networkType === 'vpc' ? vpc : null, index),
    upgrading: false,
    databases: [],
    ...odd,
  }
}

export const instanceId = (index: number) => `drdshb${scramble(index, 10)}`

/** Internet addresses are of the ranges kept for documentation: they lead nowhere. */
export function vipsOf(vpc: { vpcId: string; vswitchId: string } | null, index: number): SandboxVip[] {
  const host = (index % 250) + 2
  const internet: SandboxVip[] = index % 3 === 0 ? [{ ip: `198.51.100.${host}`, port: '3306', type: 'internet' }] : []
  if (!vpc) return [{ ip: `10.26.${index % 200}.${host}`, port: '3306', type: 'intranet' }, ...internet]
  return [{ ip: `192.168.${index % 200}.${host}`, port: '3306', type: 'vpc', ...vpc }, ...internet]
}
