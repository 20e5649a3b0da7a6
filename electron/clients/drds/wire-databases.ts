/** Answers about databases, and about what was created, settled (drds-actions, "realPath" and "inconsistencies"). */
import type { DrdsDatabase, DrdsDatabaseStatus } from '../../../shared/model/drds-database.ts'
import { field, isMarked, leaves, node, part, text, time, type WireDocument, type WireNode } from './document.ts'
import { answeredList, countIn, isNothing, type Listed } from './list.ts'

/** Digits as numbers or text (2015-04-13) and names (2019-01-23) of enums.dbStatus. */
const statuses: Readonly<Record<string, DrdsDatabaseStatus>> = {
  '0': 'creating', CREATING: 'creating', DO_CREATE: 'creating', TO_BE_INIT: 'creating',
  '1': 'normal', NORMAL: 'normal',
  '2': 'createFailed', CREATE_FAILED: 'createFailed',
  '3': 'deleting', DELETING: 'deleting', DO_DELETE: 'deleting',
  '4': 'deleteFailed', DELETE_FAILED: 'deleteFailed',
  '5': 'migrating', MIGRATING: 'migrating',
  '6': 'migrateFailed', MIGRATE_FAILED: 'migrateFailed',
}

/** DescribeDrdsDBs: the document's Items, the wire's Data.Db[]. */
export const databasesOf = (document: WireDocument): Listed<DrdsDatabase> | undefined =>
  answeredList(document, { places: ['Data', 'Items', 'Dbs'], tags: ['Db', 'DrdsDB'], ids: ['DbName'] }, settled)

/** DescribeDrdsDB: flat in the document, inside Data on the wire; undefined where no database is told of. */
export function databaseOf({ content }: WireDocument): DrdsDatabase | undefined {
  const item = part(content, 'Data') ?? content
  return text(item, 'DbName') === '' ? undefined : settled(item)
}

function settled(item: WireNode): DrdsDatabase {
  const rawStatus = text(item, 'Status')
  return {
    name: text(item, 'DbName'),
    status: statuses[rawStatus.toUpperCase()] ?? 'unknown',
    rawStatus,
    message: text(item, 'Msg'),
    mode: text(item, 'Mode'),
    ...time(item, 'CreateTime'),
  }
}

/** DescribeDrdsDBIpWhiteList: Data.IpWhiteList.Ip[], bare lists, or text with commas; undefined where none is told of. */
export function whitelistOf(document: WireDocument): Listed<string> | undefined {
  const { content } = document
  const data = field(content, 'Data')
  const named = field(node(data) ?? content, 'IpWhiteList')
  const count = countIn(content, ['Data'])
  const holder = named === undefined && typeof data !== 'string' ? data : named
  const inner = node(holder)
  const entries = inner ? field(inner, 'Ip') : holder
  if (entries === undefined && count === undefined && !isNothing(holder) && !isMarked(document)) return undefined
  if (holder === undefined && count === undefined && !isMarked(document)) return undefined
  const items = leaves(entries).flatMap((one) => one.split(',')).map((one) => one.trim()).filter((one) => one !== '')
  // Addresses in a place that is not known make no empty whitelist, which a change would then be planned upon.
  if (items.length === 0 && leaves(content).some((leaf) => ADDRESS.test(leaf))) return undefined
  return { items, total: Math.max(count ?? 0, items.length) }
}

const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/

/** AccountName of the read-only account; '' where there is none ("如果不存在只读账户则为空"), undefined where nothing is told of one. */
export function readOnlyAccountOf(document: WireDocument): string | undefined {
  const { content } = document
  const data = field(content, 'Data')
  const at = node(data) ?? content
  const isTold = (data !== undefined && isNothing(data)) || field(at, 'AccountName') !== undefined || isMarked(document)
  return isTold ? text(at, 'AccountName') : undefined
}

/** What a change answers beside being accepted. */
export interface Created {
  /** CreateDrdsInstance: Data.DrdsInstanceIdList.DrdsInstanceId[], flat in the document. */
  instanceIds: string[]
  /** A Long. */
  orderId: string
  /** Of CreateReadOnlyAccount. */
  accountName: string
}

/** Empty where the answer of the change has nothing of the kind. */
export function createdOf(document: WireDocument): Created {
  const data = part(document.content, 'Data') ?? document.content
  return {
    instanceIds: leaves(field(data, 'DrdsInstanceIdList') ?? field(data, 'DrdsInstanceId')),
    orderId: text(data, 'OrderId'),
    accountName: text(data, 'AccountName'),
  }
}
