/** DRDS's answers, settled: wire spellings end here (drds-actions, "inconsistencies"). */
import type { DrdsInstance, DrdsInstanceStatus, DrdsRegion, DrdsVip } from '../../../shared/model/drds.ts'
import { leaves, node, part, text, time, type WireDocument, type WireNode } from './document.ts'
import { answeredList, entriesOf, type Listed } from './list.ts'

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
export const instancesOf = (document: WireDocument): Listed<DrdsInstance> | undefined =>
  answeredList(document, { places: ['Data', 'Items', 'Instances'], tags: ['Instance', 'DrdsInstance'], ids: ['DrdsInstanceId'] }, instanceOf)

/** DescribeDrdsInstance: flat in the document, inside Data on the wire; undefined where no instance is told of. */
export function instanceDetailOf({ content }: WireDocument): DrdsInstance | undefined {
  const item = part(content, 'Data') ?? content
  return text(item, 'DrdsInstanceId') === '' ? undefined : instanceOf(item)
}

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
    vips: vipsOf(item),
  }
}

/** Addresses are elements or, from some gateways, plain text. */
function vipsOf(item: WireNode): DrdsVip[] {
  const entries = entriesOf(item, { places: ['Vips'], tags: ['Vip'], ids: ['IP', 'Dns'] }) ?? leaves(item.Vips)
  return entries.flatMap((entry) => {
    const vip = node(entry)
    return vip ? vipOf(vip) : leaves(entry).flatMap((one) => one.split(',')).map(vipOfText)
  })
}

/** Host and port. */
function vipOfText(address: string): DrdsVip {
  const [, ip = address, port = ''] = /^(.*?):(\d{1,5})$/.exec(address.trim()) ?? []
  return { ip: ip.trim(), port, type: '' }
}

function vipOf(vip: WireNode): DrdsVip {
  const vpcId = text(vip, 'VpcId')
  const vswitchId = text(vip, 'VswitchId')
  return {
    ip: text(vip, 'IP') || text(vip, 'Dns'),
    port: text(vip, 'Port'),
    type: text(vip, 'Type').toLowerCase(),
    ...(vpcId && { vpcId }),
    ...(vswitchId && { vswitchId }),
  }
}

/** DescribeRegions: one item a zone, gathered by region in the order they came. */
export function regionsOf(document: WireDocument): Listed<DrdsRegion> | undefined {
  const zones = answeredList(document, { places: ['DrdsRegions', 'Data', 'Regions'], tags: ['DrdsRegion', 'Region'], ids: ['RegionId'] }, (item) => item)
  if (!zones) return undefined
  const regions = new Map<string, DrdsRegion>()
  for (const item of zones.items) {
    const id = text(item, 'RegionId')
    const region = regions.get(id) ?? { id, name: text(item, 'RegionName'), zones: [] }
    if (text(item, 'ZoneId')) region.zones.push({ id: text(item, 'ZoneId'), name: text(item, 'ZoneName') })
    regions.set(id, region)
  }
  // The answer counts zones.
  return { items: [...regions.values()], total: regions.size + zones.total - zones.items.length }
}
