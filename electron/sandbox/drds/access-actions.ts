/** The whitelist of a database (IP白名单) and which of its tables may be scanned whole (全表扫描). */
import { isIPv4 } from 'node:net'
import { databaseOf, entries, flag, instanceOf, instanceToChange, parameter, refusing, type Action } from './action.ts'
import { commonError } from './drds-error.ts'

export const describeDrdsDBIpWhiteList: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => ({ Data: { IpWhiteList: { Ip: databaseOf(call, instanceOf(call)).whitelist } } }),
}

/** Appends unless Mode is false. */
export const modifyDrdsIpWhiteList: Action = {
  required: ['DrdsInstanceId', 'DbName', 'IpWhiteList'],
  optional: ['Mode'],
  run: (call) => {
    const database = databaseOf(call, instanceToChange(call))
    const given = entries(parameter(call, 'IpWhiteList'))
    if (!given.every(isAddress)) throw commonError('Invalid<name>.Malformed', 'IpWhiteList')
    database.whitelist = [...new Set([...(flag(call, 'Mode', true) ? database.whitelist : []), ...given])]
    return {}
  },
}

/** 10.0.0.1 or 10.0.0.0/8 */
function isAddress(entry: string): boolean {
  const [, address = '', prefix = '0'] = /^([\d.]+)(?:\/(\d\d?))?$/.exec(entry) ?? []
  return isIPv4(address) && Number(prefix) <= 32
}

/** No action tells it again; only the state keeps it. */
export const modifyFullTableScan: Action = {
  required: ['DrdsInstanceId', 'DbName', 'TableNames', 'FullTableScan'],
  run: (call) => {
    const refuse = refusing('ModifyFullTableScan')
    const instance = instanceToChange(call)
    const name = parameter(call, 'DbName')
    const has = (one: { databases: { name: string }[] }) => one.databases.some((database) => database.name === name)
    // The second row of the code: the database is another instance's.
    if (!has(instance) && call.state.instances.some(has)) throw refuse('InvalidParameter.Mismatch', 1)
    const database = databaseOf(call, instance)
    const tables = entries(parameter(call, 'TableNames'))
    if (tables.includes('')) throw refuse('InvalidParameter.Mismatch')
    const allowed = flag(call, 'FullTableScan', false)
    if (database.status !== 1) throw refuse('InvalidAction.ConflictWithAnotherAction')
    if (!tables.every((table) => database.tables.includes(table))) throw refuse('InvalidParameter.TableNotFound')
    for (const table of tables)
      if (allowed) database.fullTableScan.add(table)
      else database.fullTableScan.delete(table)
    return {}
  },
}
