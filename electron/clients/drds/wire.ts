/** DRDS's answers, settled: wire spellings end here (drds-actions, "inconsistencies"). */
import type { DrdsInstance, DrdsInstanceStatus, DrdsRegion, DrdsVip } from '../../../shared/model/drds.ts'
import { list, part, text, time, type WireNode } from './document.ts'

/** Numbers, digit text (2015-04-13) and names (2019-01-23) of enums.instanceStatus. */
const statuses: Readonly<Record<string, DrdsInstanceStatus>> = {
  '0': 'running', RUN: 'running', RUNNING: 'running',
  '1': 'creating', DO_CREATE: 'creating', CREATING: 'creating',
  '2': 'abnormal', EXCEPTION: 'abnormal', ABNORMAL: 'abnormal',
  '3': 'expired', EXPIRE: 'expired', EXPIRED: 'expired',
  '4': 'releasing', DO_RELEASE: 'releasing', RELEASING: 'releasing',
  '5': 'released', RELEASE: 'released', RELEASED: 'released',
  '6': 'locked', LOCK: 'locked', LOCKED: 'locked',
}

const types: Readonly<Record<string, DrdsInstance['type']>> = { '0': 'shared', PUBLIC: 'shared', '1': 'dedicated', PRIVATE: 'dedicated' }

/** DescribeDrdsInstances: the document's Items, the wire's Data.Instance[], the later Instances.Instance[]. */
export const instancesOf = (document: WireNode): DrdsInstance[] =>
  list(document, ['Data', 'Items', 'Instances'], ['Instance', 'DrdsInstance']).map(instanceOf)

/** DescribeDrdsInstance: flat in the document, inside Data on the wire. */
export const instanceDetailOf = (document: WireNode): DrdsInstance => instanceOf(part(document, 'Data') ?? document)

function instanceOf(item: WireNode): DrdsInstance {
  const rawStatus = text(item, 'Status')
  const version = text(item, 'Version')
  const specification = text(item, 'Specification')
  return {
    id: text(item, 'DrdsInstanceId'),
    description: text(item, 'Description'),
    regionId: text(item, 'RegionId'),
    zoneId: text(item, 'ZoneId'),
    type: types[text(item, 'Type').toUpperCase()] ?? 'unknown',
    status: statuses[rawStatus.toUpperCase()] ?? 'unknown',
    rawStatus,
    networkType: text(item, 'NetworkType').toLowerCase(),
    ...time(item, 'CreateTime'),
    ...(version && { version }),
    ...(specification && { specification }),
    vips: list(item, ['Vips'], ['Vip']).map(vipOf),
  }
}

function vipOf(vip: WireNode): DrdsVip {
  const vpcId = text(vip, 'VpcId')
  const vswitchId = text(vip, 'VswitchId')
  return {
    ip: text(vip, 'IP'),
    port: text(vip, 'Port'),
    type: text(vip, 'Type').toLowerCase(),
    ...(vpcId && { vpcId }),
    ...(vswitchId && { vswitchId }),
  }
}

/** DescribeRegions: one item a zone, gathered by region in the order they came. */
export function regionsOf(document: WireNode): DrdsRegion[] {
  const regions = new Map<string, DrdsRegion>()
  for (const item of list(document, ['DrdsRegions', 'Data'], ['DrdsRegion', 'Region'])) {
    const id = text(item, 'RegionId')
    const region = regions.get(id) ?? { id, name: text(item, 'RegionName'), zones: [] }
    if (text(item, 'ZoneId')) region.zones.push({ id: text(item, 'ZoneId'), name: text(item, 'ZoneName') })
    regions.set(id, region)
  }
  return [...regions.values()]
}
