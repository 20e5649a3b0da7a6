/** What lies below a database, settled: RDS instances with their read-only children, and shards. */
import type { DrdsShard, RdsNode, RdsPrimary } from '../../../shared/model/drds-database.ts'
import { text, type WireDocument, type WireNode } from './document.ts'
import { answeredList, listBelow, type Listed } from './list.ts'

/** What DRDS's own actions name an RDS instance by comes first. */
const ids = ['InstanceName', 'InstanceId']

/** DescribeRdsList: Data.RdsInstance[]. The children's tag is told in two ways, and their port is lower case (inconsistency 13). */
export const rdsListOf = (document: WireDocument): Listed<RdsPrimary> | undefined =>
  answeredList(document, { places: ['Data'], tags: ['RdsInstance'], ids }, (item) => ({
    ...nodeOf(item),
    children: listBelow(item, { places: ['ReadOnlyChildren', 'ReadOnlyChild'], tags: ['Child'], ids }).map(nodeOf),
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
export const shardsOf = (document: WireDocument): Listed<DrdsShard> | undefined =>
  answeredList(document, { places: ['Data'], tags: ['DbIntancePair', 'DbInstancePair'], ids: ['SubDbName'] }, (item) => ({
    name: text(item, 'SubDbName'),
    rdsName: text(item, 'InstanceName'),
  }))
