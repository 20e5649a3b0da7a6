import type { TFunction } from 'i18next'
import type { DrdsTable } from '../../../../shared/model/drds-link.ts'
import { assertNever } from '../../../../shared/model/never.ts'
import { networkWords } from '../network-words.ts'
import type { MapNode } from './map-node.ts'
import { modeWords, ruleWords } from './map-words.ts'

/** One line of the details. */
export interface NodeFact {
  label: string
  value: string
  /** Whether it is worth copying: ids, names and addresses. */
  copy?: boolean
}

export interface FactWords {
  t: TFunction
  /** Local time of epoch milliseconds. */
  time: (at: number) => string
  /** A connection's name. */
  connection: (id: string) => string
}

/** What is known of a node. Lines without a value are left out. */
export function factsOf(node: MapNode, words: FactWords): NodeFact[] {
  return factLines(node, words).filter(({ value }) => value !== '')
}

function factLines(node: MapNode, { t, time, connection }: FactWords): NodeFact[] {
  const { fact } = node
  switch (fact.kind) {
    case 'region':
      return [
        { label: t('drds.map.fact.id'), value: fact.regionId, copy: true },
        { label: t('drds.map.fact.name'), value: fact.region?.name ?? '' },
        { label: t('drds.map.fact.zones'), value: fact.region?.zones.map(({ id }) => id).join(', ') ?? '' },
      ]
    case 'instance': {
      const { instance } = fact
      return [
        { label: t('drds.map.fact.id'), value: instance.id, copy: true },
        { label: t('drds.map.fact.description'), value: instance.description },
        { label: t('drds.map.fact.zone'), value: instance.zoneId },
        { label: t('drds.map.fact.type'), value: instance.type === 'unknown' ? '' : t(`drds.types.${instance.type}`) },
        { label: t('drds.map.fact.specification'), value: instance.specification ?? '' },
        { label: t('drds.map.fact.network'), value: networkWords(t, instance.networkType) },
        { label: t('drds.map.fact.created'), value: instance.createdAt ? time(instance.createdAt) : '' },
        ...instance.vips.map(({ ip, port, type }) => ({ label: `${t('drds.map.fact.address')} (${networkWords(t, type)})`, value: `${ip}:${port}`, copy: true })),
      ]
    }
    case 'database':
      return [
        { label: t('drds.map.fact.name'), value: fact.database.name, copy: true },
        { label: t('drds.map.fact.instance'), value: fact.at.instanceId, copy: true },
        { label: t('drds.map.fact.message'), value: fact.database.message },
        { label: t('drds.map.fact.mode'), value: modeWords(fact.database.mode, t) },
        { label: t('drds.map.fact.created'), value: fact.database.createdAt ? time(fact.database.createdAt) : '' },
        { label: t('drds.map.fact.link'), value: fact.link ? [connection(fact.link.connectionId), fact.link.schema].filter(Boolean).join(' · ') : '' },
      ]
    case 'table':
      return [
        { label: t('drds.map.fact.name'), value: fact.table.name, copy: true },
        { label: t('drds.map.fact.rule'), value: ruleWords(fact.table, t) },
        { label: t('drds.map.fact.dbPartition'), value: partition(fact.table, 'db', t) },
        { label: t('drds.map.fact.tbPartition'), value: partition(fact.table, 'tb', t) },
      ]
    case 'shard':
      return [
        { label: t('drds.map.fact.name'), value: fact.shard.name, copy: true },
        { label: t('drds.map.fact.rds'), value: fact.shard.rdsName, copy: true },
      ]
    case 'rds':
    case 'replica':
      return [
        { label: t('drds.map.fact.name'), value: fact.rds.name, copy: true },
        { label: t('drds.map.fact.id'), value: fact.rds.id === fact.rds.name ? '' : fact.rds.id, copy: true },
        { label: t('drds.map.fact.address'), value: [fact.rds.connectUrl, fact.rds.port].filter(Boolean).join(':'), copy: true },
        { label: t('drds.map.fact.dbType'), value: fact.rds.dbType },
        { label: t('drds.map.fact.shards'), value: fact.kind === 'rds' ? shardsOn(node, fact.rds.name) : '' },
      ]
    default:
      return assertNever(fact)
  }
}

const shardsOn = ({ parent }: MapNode, rds: string) =>
  (parent?.children ?? []).flatMap(({ fact }) => (fact.kind === 'shard' && fact.shard.rdsName === rds ? [fact.shard.name] : [])).join(', ')

function partition(table: DrdsTable, of: 'db' | 'tb', t: TFunction): string {
  const key = of === 'db' ? table.dbPartitionKey : table.tbPartitionKey
  if (!key) return ''
  const [policy, count] = of === 'db' ? [table.dbPartitionPolicy, table.dbPartitionCount] : [table.tbPartitionPolicy, table.tbPartitionCount]
  return t('drds.map.partition', { key, policy, count })
}
