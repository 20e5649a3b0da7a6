import type { DrdsDatabase } from '../../../shared/model/drds-database.ts'
import type { DrdsInstance, DrdsInstanceStatus } from '../../../shared/model/drds.ts'

export const sortKeys = ['id', 'description', 'region', 'type', 'status', 'databases', 'specification', 'version', 'created'] as const
export type SortKey = (typeof sortKeys)[number]
export interface Sort {
  key: SortKey
  descending: boolean
}

/** The words that stand for codes and numbers in a row, in the person's language; empty for what is not there. */
export interface InstanceWords {
  type: string
  network: string
  status: string
  /** How many databases; empty until they were read. */
  databases: string
  /** The first address's network, and how many more addresses there are. */
  addresses: string
  /** Every address with its network, a line each. */
  everyAddress: string
}

/** An instance as it is listed, with everything that a search looks in. */
export interface InstanceRow {
  instance: DrdsInstance
  /** Undefined until they were read, null where they could not be. */
  databases: DrdsDatabase[] | null | undefined
  words: InstanceWords
  text: string
}

/** Ids are the region's own. */
export const instanceKey = ({ regionId, id }: Pick<DrdsInstance, 'regionId' | 'id'>): string => `${regionId}/${id}`

export const instanceRows = (
  instances: readonly DrdsInstance[],
  databases: Readonly<Record<string, DrdsDatabase[] | null>>,
  wordsOf: (instance: DrdsInstance, databases: InstanceRow['databases']) => InstanceWords,
): InstanceRow[] =>
  instances.map((instance) => {
    const own = databases[instanceKey(instance)]
    const words = wordsOf(instance, own)
    const text = [searchable(instance), words.type, words.status, words.network, ...(own ?? []).map(({ name }) => name)].join('\n').toLowerCase()
    return { instance, databases: own, words, text }
  })

const sortValue = {
  id: ({ instance }) => instance.id,
  description: ({ instance }) => instance.description,
  region: ({ instance }) => `${instance.regionId} ${instance.zoneId}`,
  type: ({ instance }) => `${instance.type} ${instance.networkType}`,
  status: ({ instance }) => instance.status,
  databases: ({ databases }) => databases?.length ?? -1,
  specification: ({ instance }) => instance.specification ?? '',
  version: ({ instance }) => instance.version ?? '',
  created: ({ instance }) => instance.createdAt ?? 0,
} as const satisfies Record<SortKey, (row: InstanceRow) => string | number>

/** Rows in order; sorted once, since a search leaves the order as it is. */
export function sortRows(rows: readonly InstanceRow[], sort: Sort, locale: string): InstanceRow[] {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const value = sortValue[sort.key]
  const direction = sort.descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)]
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right))
    return direction * order
  })
}

/** The rows that a search finds. Every word must occur somewhere in a row. */
export function findRows(rows: readonly InstanceRow[], search: string): readonly InstanceRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.length === 0 ? rows : rows.filter(({ text }) => words.every((word) => text.includes(word)))
}

const searchable = (instance: DrdsInstance) =>
  [
    instance.id, instance.description, instance.regionId, instance.zoneId, instance.type, instance.status, instance.networkType,
    instance.specification, instance.version, ...instance.vips.map((vip) => `${vip.ip}:${vip.port} ${vip.type}`),
  ].join('\n')

/** "查询drds实例列表", Status: an instance that is being created, expired, releasing or released takes no orders. */
export const isFrozen = (status: DrdsInstanceStatus): boolean =>
  status === 'creating' || status === 'expired' || status === 'releasing' || status === 'released'

/** A state that ends by itself. */
export const isChanging = (status: DrdsInstanceStatus): boolean => status === 'creating' || status === 'releasing'

export const statuses = ['running', 'creating', 'abnormal', 'expired', 'releasing', 'released', 'locked', 'unknown'] as const satisfies readonly DrdsInstanceStatus[]

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
