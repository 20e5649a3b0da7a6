import type { TFunction } from 'i18next'
import type { DrdsDatabaseStatus } from '../../../../shared/model/drds-database.ts'
import type { DrdsTable } from '../../../../shared/model/drds-link.ts'
import { assertNever } from '../../../../shared/model/never.ts'
import { statusTone } from '../arrange-instances.ts'
import { opens, type MapNode } from './map-node.ts'

/** Each has a colour and a shape of its own. */
export type Tone = 'ok' | 'busy' | 'danger' | 'warning' | 'quiet'

/** What is written on a node, in the person's language. */
export interface NodeWords {
  title: string
  second: string
  status: { text: string; tone: Tone } | null
  /** Per cent of the reads. */
  weight: number | null
  /** Of a node that is not loaded, or could not be. */
  below: { text: string; tone: Tone } | null
}

const databaseTone = {
  creating: 'busy', normal: 'ok', createFailed: 'danger', deleting: 'busy', deleteFailed: 'danger', migrating: 'busy', migrateFailed: 'danger', unknown: 'quiet',
} as const satisfies Record<DrdsDatabaseStatus, Tone>

/** The words of a node. */
export function wordsOf(node: MapNode, t: TFunction): NodeWords {
  const { fact } = node
  const base = { second: '', status: null, weight: null, below: belowWords(node, t) }
  switch (fact.kind) {
    case 'region':
      return { ...base, title: fact.regionId, second: [fact.region?.name, counted(node, t)].filter(Boolean).join(' · ') }
    case 'instance': {
      const { id, description, status, rawStatus } = fact.instance
      const text = status === 'unknown' ? t('drds.status.unknown', { raw: rawStatus }) : t(`drds.status.${status}`)
      return { ...base, title: description || id, second: description ? id : '', status: { text, tone: statusTone[status] } }
    }
    case 'database': {
      const { name, status, rawStatus, mode } = fact.database
      const text = status === 'unknown' ? t('drds.map.database.unknown', { raw: rawStatus }) : t(`drds.map.database.${status}`)
      return { ...base, title: name, second: counted(node, t) || modeWords(mode, t), status: { text, tone: databaseTone[status] } }
    }
    case 'table':
      return { ...base, title: fact.table.name, second: ruleWords(fact.table, t) }
    case 'shard':
      return { ...base, title: fact.shard.name }
    case 'rds':
    case 'replica':
      return { ...base, title: fact.rds.name, status: rdsStatus(fact.rds.rawStatus, t), weight: fact.rds.readWeight }
    default:
      return assertNever(fact)
  }
}

/** The digits that the document's answers show; a service that writes names is quoted. */
function rdsStatus(raw: string, t: TFunction): { text: string; tone: Tone } | null {
  if (raw === '') return null
  if (raw === '1') return { text: t('drds.map.rds.inUse'), tone: 'ok' }
  if (raw === '5') return { text: t('drds.map.rds.restarting'), tone: 'busy' }
  return { text: t('drds.map.rds.other', { raw }), tone: 'quiet' }
}

/** How a table is split, short. */
export function ruleWords(table: DrdsTable, t: TFunction): string {
  const keys = [...new Set([table.dbPartitionKey, table.tbPartitionKey].filter(Boolean))].join(', ')
  if (table.kind === 'sharded' && keys) return t('drds.map.table.shardedBy', { keys })
  return t(`drds.map.table.${table.kind}`)
}

export function modeWords(mode: string, t: TFunction): string {
  const known = mode.toUpperCase()
  return known === 'HORIZONTAL' || known === 'VERTICAL' ? t(`drds.map.mode.${known}`) : mode
}

function counted({ fact, below, children }: MapNode, t: TFunction): string {
  if (below.state !== 'ready') return ''
  if (fact.kind === 'region') {
    const { total = 0 } = fact
    return children.length < total ? t('drds.countOf', { shown: children.length, count: total }) : t('drds.count', { count: children.length })
  }
  if (fact.kind !== 'database') return ''
  const shards = children.filter((child) => child.fact.kind === 'shard').length
  return t('drds.map.counted', { shards, rds: children.filter((child) => child.fact.kind === 'rds').length })
}

function belowWords(node: MapNode, t: TFunction): NodeWords['below'] {
  if (node.below.state === 'loading') return { text: t('drds.map.loading'), tone: 'busy' }
  if (node.below.state === 'failed') return { text: t('drds.map.failed'), tone: 'danger' }
  if (node.below.state === 'ready' && !opens(node)) return { text: t(`drds.map.nothing.${node.fact.kind === 'region' ? 'region' : node.fact.kind === 'instance' ? 'instance' : 'database'}`), tone: 'quiet' }
  return null
}

/** All that is said of a node where it is not seen. */
export function spokenWords(node: MapNode, words: NodeWords, t: TFunction): string {
  const { fact } = node
  return [
    t(`drds.map.kind.${fact.kind}`),
    words.title,
    words.second,
    words.status?.text,
    fact.kind === 'shard' && t('drds.map.on', { rds: fact.shard.rdsName }),
    words.weight !== null && t('drds.map.reads', { weight: words.weight }),
    words.below?.text,
  ]
    .filter(Boolean)
    .join(' · ')
}
