/** What lies below a database, settled: RDS instances with their read-only children, and shards. */
import type { DrdsShard, RdsNode, RdsPrimary } from '../../../shared/model/drds-database.ts'
import { list, text, type WireNode } from './document.ts'

/** DescribeRdsList: Data.RdsInstance[]. The children's tag is told in two ways, and their port is lower case (inconsistency 13). */
export const rdsListOf = (document: WireNode): RdsPrimary[] =>
  list(document, ['Data'], ['RdsInstance']).map((item) => ({
    ...nodeOf(item),
    children: list(item, ['ReadOnlyChildren', 'ReadOnlyChild'], ['Child']).map(nodeOf),
  }))

function nodeOf(item: WireNode): RdsNode {
  const weight = text(item, 'ReadWeight')
  return {
    id: text(item, 'InstanceId'),
    name: text(item, 'InstanceName'),
    connectUrl: text(item, 'ConnectUrl'),
    port: text(item, 'Port'),
    rawStatus: text(item, 'InstanceStatus'),
    dbType: text(item, 'DbType'),
    readWeight: /^\d{1,3}$/.test(weight) ? Number(weight) : null,
  }
}

/** DescribeShardDBs: Data.DbIntancePair[], a typo that is real (inconsistency 17). */
export const shardsOf = (document: WireNode): DrdsShard[] =>
  list(document, ['Data'], ['DbIntancePair', 'DbInstancePair']).map((item) => ({ name: text(item, 'SubDbName'), rdsName: text(item, 'InstanceName') }))
