/** Answers about databases, and about what was created, settled (drds-actions, "realPath" and "inconsistencies"). */
import type { DrdsDatabase, DrdsDatabaseStatus } from '../../../shared/model/drds-database.ts'
import { field, leaves, list, part, text, time, type WireNode } from './document.ts'

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
export const databasesOf = (document: WireNode): DrdsDatabase[] =>
  list(document, ['Data', 'Items', 'Dbs'], ['Db', 'DrdsDB']).map(settled)

/** DescribeDrdsDB: flat in the document, inside Data on the wire. */
export const databaseOf = (document: WireNode): DrdsDatabase => settled(part(document, 'Data') ?? document)

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

/** DescribeDrdsDBIpWhiteList: Data.IpWhiteList.Ip[], bare lists, or text with commas. */
export function whitelistOf(document: WireNode): string[] {
  const data = field(document, 'Data')
  const holder = field(part(document, 'Data') ?? document, 'IpWhiteList')
  return leaves(holder ?? data).flatMap((one) => one.split(',')).map((one) => one.trim()).filter((one) => one !== '')
}

/** AccountName of the read-only account; '' where there is none ("如果不存在只读账户则为空"). */
export const readOnlyAccountOf = (document: WireNode): string => text(part(document, 'Data') ?? document, 'AccountName')

/** CreateDrdsInstance: Data.DrdsInstanceIdList.DrdsInstanceId[], flat in the document; OrderId is a Long. */
export function createdOf(document: WireNode): { instanceIds: string[]; orderId: string } {
  const data = part(document, 'Data') ?? document
  return {
    instanceIds: leaves(field(data, 'DrdsInstanceIdList') ?? field(data, 'DrdsInstanceId')),
    orderId: text(data, 'OrderId'),
  }
}
