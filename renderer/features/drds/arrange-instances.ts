import type { DrdsInstance, DrdsInstanceStatus } from '../../../shared/model/drds.ts'

export const sortKeys = ['id', 'description', 'region', 'type', 'status', 'created'] as const
export type SortKey = (typeof sortKeys)[number]
export interface Sort {
  key: SortKey
  descending: boolean
}

const sortValue = {
  id: (instance) => instance.id,
  description: (instance) => instance.description,
  region: (instance) => `${instance.regionId} ${instance.zoneId}`,
  type: (instance) => `${instance.type} ${instance.networkType}`,
  status: (instance) => instance.status,
  created: (instance) => instance.createdAt ?? 0,
} as const satisfies Record<SortKey, (instance: DrdsInstance) => string | number>

/**
 * The instances that a search finds, in order. Every word must occur somewhere in what is shown; `labels` answers the
 * words that stand for codes, in the person's language.
 */
export function arrangeInstances(
  instances: DrdsInstance[],
  search: string,
  sort: Sort,
  locale: string,
  labels: (instance: DrdsInstance) => string,
): DrdsInstance[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const value = sortValue[sort.key]
  const direction = sort.descending ? -1 : 1
  return instances
    .filter((instance) => {
      const text = `${searchable(instance)}\n${labels(instance).toLowerCase()}`
      return words.every((word) => text.includes(word))
    })
    .sort((a, b) => {
      const [left, right] = [value(a), value(b)]
      const order = typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right))
      return direction * order
    })
}

const searchable = (instance: DrdsInstance) =>
  [
    instance.id, instance.description, instance.regionId, instance.zoneId, instance.type, instance.status,
    instance.networkType, ...instance.vips.map((vip) => `${vip.ip}:${vip.port} ${vip.type}`),
  ]
    .join('\n')
    .toLowerCase()

/** "查询drds实例列表", Status: an instance that is being created, expired, releasing or released takes no orders. */
export const isFrozen = (status: DrdsInstanceStatus): boolean =>
  status === 'creating' || status === 'expired' || status === 'releasing' || status === 'released'

export const statusTone = {
  running: 'ok',
  creating: 'busy',
  abnormal: 'danger',
  expired: 'warning',
  releasing: 'busy',
  released: 'quiet',
  locked: 'warning',
  unknown: 'quiet',
} as const satisfies Record<DrdsInstanceStatus, 'ok' | 'busy' | 'danger' | 'warning' | 'quiet'>
