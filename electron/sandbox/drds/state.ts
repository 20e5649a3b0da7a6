/** What the DRDS sandbox knows: instances over several regions. Kept apart from how it is spelt on the wire. */
import { zones } from './regions.ts'

/** 实例状态 of the document. */
export type StatusDigit = '0' | '1' | '2' | '3' | '4' | '5' | '6'

export interface SandboxVip {
  ip: string
  port: string
  type: 'internet' | 'intranet' | 'vpc'
  vpcId?: string
  vswitchId?: string
}

export interface SandboxInstance {
  /** 实例id, 16位字符串. */
  id: string
  description: string
  regionId: string
  zoneId: string
  /** 0 shared, 1 dedicated. */
  type: '0' | '1'
  status: StatusDigit
  networkType: 'vpc' | 'classic'
  /** Epoch milliseconds. */
  createTime: number
  version: number
  specification: string
  vips: SandboxVip[]
}

export interface DrdsState {
  instances: SandboxInstance[]
}

/** description, zone, type, status, network, specification */
type Sketch = [string, string, '0' | '1', StatusDigit, 'vpc' | 'classic', string]

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
]

/**
 * The demo's instances; with `instanceCount` above them, generated ones up to that number, the same at every start.
 */
export function createDrdsState(instanceCount = sketches.length): DrdsState {
  const all = Array.from({ length: Math.max(instanceCount, 0) }, (_, index) => sketches[index] ?? generated(index))
  return { instances: all.map(instanceOf) }
}

const systems = ['订单', '会员', '库存', '支付', '物流', '结算', '搜索', '风控', '营销', '报表']
const stages = ['生产', '预发', '测试', '开发']
const specifications = ['drds.small', 'drds.standard', 'drds.large', 'drds.xlarge']
/** Most are running, as in life. */
const statuses: StatusDigit[] = ['0', '0', '0', '0', '0', '0', '0', '1', '2', '3', '4', '5', '6']

function generated(index: number): Sketch {
  const pick = <T>(from: readonly T[], salt: number) => from[(index * 2_654_435_761 + salt * 40_503) % 4_294_967_296 % from.length] as T
  const shared = index % 9 === 0
  return [
    `${pick(systems, 1)}-${pick(stages, 2)}-${String(index + 1).padStart(3, '0')}`,
    pick(zones, 3).zoneId,
    shared ? '0' : '1',
    pick(statuses, 4),
    shared || index % 4 === 0 ? 'classic' : 'vpc',
    pick(specifications, 5),
  ]
}

const idLetters = 'abcdefghijklmnopqrstuvwxyz0123456789'

function instanceOf([description, zoneId, type, status, networkType, specification]: Sketch, index: number): SandboxInstance {
  const regionId = zones.find((zone) => zone.zoneId === zoneId)?.regionId ?? ''
  const id = `drdshb${scramble(index, 10)}`
  return {
    id,
    description,
    regionId,
    zoneId,
    type,
    status,
    networkType,
    createTime: Date.UTC(2023, 0, 9, 2, 30) + index * 37 * 86_400_000 / (index < sketches.length ? 1 : 20),
    version: 5 + (index % 3),
    specification,
    vips: status === '1' || status === '5' ? [] : vipsOf(networkType, index),
  }
}

/** Internet addresses are of the ranges kept for documentation: they lead nowhere. */
function vipsOf(networkType: 'vpc' | 'classic', index: number): SandboxVip[] {
  const host = (index % 250) + 2
  const internet: SandboxVip[] = index % 3 === 0 ? [{ ip: `198.51.100.${host}`, port: '3306', type: 'internet' }] : []
  if (networkType === 'classic') return [{ ip: `10.26.${index % 200}.${host}`, port: '3306', type: 'intranet' }, ...internet]
  const vpc = { vpcId: `vpc-bp1${scramble(index + 7_000, 12)}`, vswitchId: `vsw-bp1${scramble(index + 9_000, 12)}` }
  return [{ ip: `192.168.${index % 200}.${host}`, port: '3306', type: 'vpc', ...vpc }, ...internet]
}

/** `length` letters and digits that look random and are the same at every start. */
function scramble(seed: number, length: number): string {
  let state = (seed + 1) * 48_271
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return idLetters[state % idLetters.length]
  }).join('')
}
