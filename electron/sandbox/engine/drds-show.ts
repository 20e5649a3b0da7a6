/**
 * What DRDS tells of the demo shop beyond MySQL: SHOW RULE [FROM t], SHOW TOPOLOGY FROM t and SHOW BROADCASTS, with the
 * columns that the vendor documents. Groups are named as DescribeShardDBs names the shards, so that both can be joined.
 */
import { shardDatabases } from '../demo-data.ts'

export interface DrdsRows {
  labels: string[]
  rows: (bigint | string | null)[][]
}

export interface DrdsShow {
  kind: 'rule' | 'topology' | 'broadcasts'
  /** '' for all tables. */
  table: string
}

/** The logical database that the shards carry. */
export const logicalDatabase = 'shop'
/** Where it is sharded at all, there is this one. */
export const firstShard = shardDatabases[0] ?? ''

/** Ends at its own end and nowhere else, so that a statement behind many is not tried in many ways. */
const comment = '/\\*[^*]*\\*+(?:[^/*][^*]*\\*+)*/'
const name = '`((?:[^`]|``)+)`|([\\w$]+)'
const pattern = new RegExp(
  `^\\s*(?:${comment}\\s*)*SHOW\\s+(?:(RULE)(?:\\s+FROM\\s+(?:(?:${name})\\.)?(?:${name}))?|(TOPOLOGY)\\s+FROM\\s+(?:(?:${name})\\.)?(?:${name})|(BROADCASTS))\\s*;?\\s*$`,
  'i',
)

/** Null where a statement is none of these. */
export function readDrdsShow(sql: string): DrdsShow | null {
  const found = pattern.exec(sql)
  if (!found) return null
  const [, rule, , , ruleQuoted, ruleTable, topology, , , topologyQuoted, topologyTable] = found
  const unquoted = (quoted: string | undefined, plain: string | undefined) => quoted?.replaceAll('``', '`') ?? plain ?? ''
  if (rule) return { kind: 'rule', table: unquoted(ruleQuoted, ruleTable) }
  return topology ? { kind: 'topology', table: unquoted(topologyQuoted, topologyTable) } : { kind: 'broadcasts', table: '' }
}

/** Tables that are split, by the column that tells where a row is. */
const keys: Readonly<Record<string, string>> = { users: 'id', orders: 'user_id', order_items: 'user_id' }
const broadcasts = new Set(['cities', 'products', 'regions'])

/** `tables` are those of the logical database; a table that is neither split nor broadcast is whole in the first shard. */
export function drdsShow({ kind, table }: DrdsShow, tables: readonly string[]): DrdsRows {
  const wanted = tables.filter((one) => table === '' || one === table).toSorted()
  switch (kind) {
    case 'rule':
      return {
        labels: ['ID', 'TABLE_NAME', 'BROADCAST', 'DB_PARTITION_KEY', 'DB_PARTITION_POLICY', 'DB_PARTITION_COUNT', 'TB_PARTITION_KEY', 'TB_PARTITION_POLICY', 'TB_PARTITION_COUNT'],
        rows: wanted.map((one, id) => {
          const key = keys[one]
          const split = key === undefined ? ['', null, 1n] : [key, 'hash', BigInt(shardDatabases.length)]
          return [BigInt(id), one, broadcasts.has(one) ? 1n : 0n, ...split, '', null, 1n]
        }),
      }
    case 'topology': {
      const groups = keys[table] !== undefined || broadcasts.has(table) ? shardDatabases : shardDatabases.slice(0, 1)
      return { labels: ['ID', 'GROUP_NAME', 'TABLE_NAME'], rows: groups.map((group, id) => [BigInt(id), group, table]) }
    }
    case 'broadcasts':
      return { labels: ['ID', 'TABLE_NAME'], rows: wanted.filter((one) => broadcasts.has(one)).map((one, id) => [BigInt(id), one]) }
  }
}
