/** CreateDrdsDB (创建DRDS数据库): the checks of its parameters, and the task. */
import { instanceToChange, isDatabaseName, isPassword, parameter, refusing, type Action, type ActionCall } from './action.ts'
import { newDatabase } from './demo-databases.ts'
import { commonError } from './drds-error.ts'
import type { SandboxInstance } from './state.ts'

const refuse = refusing('CreateDrdsDB')

const encodings = new Set(['utf8', 'gbk', 'latin1', 'utf8mb4'])
const databaseQuota = 10
const oldestVersion = 4

/** Names with this word among their underscores fail to be created. */
const failing = /(^|_)fail(_|$)/

export const createDrdsDB: Action = {
  required: ['DrdsInstanceId', 'DbName', 'Encode', 'Password', 'RdsInstances'],
  run: (call) => {
    const { state } = call
    const instance = instanceToChange(call)
    const name = checkedName(call, instance)
    if (!encodings.has(parameter(call, 'Encode'))) throw refuse('InvalidEncode.ValueNotSupported')
    const password = parameter(call, 'Password')
    if (!isPassword(password)) throw refuse('InvalidPassword.Malformed')
    const rds = checkedRds(call, instance, name)
    const database = newDatabase({ name, createTime: state.now(), encode: parameter(call, 'Encode'), password, rds })
    instance.databases.push(database)
    state.later(() => {
      const fails = failing.test(name)
      database.status = fails ? 2 : 1
      database.message = fails ? 'create database failed: RDS account could not be created' : ''
    })
    return {}
  },
}

function checkedName(call: ActionCall, instance: SandboxInstance): string {
  const name = parameter(call, 'DbName')
  if (instance.version < oldestVersion) throw refuse('DrdsVersionIsOld')
  if (!isDatabaseName(name)) throw refuse('InvalidDbname.Malformed')
  if (name.endsWith('_')) throw refuse('InvalidParameter_DbprefixCannotEndWithUnderline')
  if (instance.databases.some((one) => one.name === name)) throw refuse('InvalidDbprefixDuplicated')
  if (instance.databases.length >= databaseQuota) throw refuse('QuotaExceeded.DrdsDB')
  return name
}

function checkedRds(call: ActionCall, instance: SandboxInstance, name: string): string[] {
  const names = namesOf(parameter(call, 'RdsInstances'))
  for (const rds of names) {
    const found = call.state.rds.get(rds)
    if (!found) throw refuse('InvalidParameter.Mismatch')
    if (found.regionId !== instance.regionId) throw refuse('InvalidRds.RegionNotMatch')
    if (found.accounts.includes(name)) throw refuse('OperationDenied.RdsAccountExists')
    const others = call.state.instances.flatMap((one) => one.databases)
    if (others.some((one) => one.name === name && one.rds.includes(rds))) throw refuse('OperationDenied.RdsDbNameExists')
  }
  return names
}

/** "字符串形式的json数组": ["rdsId1", "rdsId2"]. */
function namesOf(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed) && parsed.length > 0 && parsed.every((one): one is string => typeof one === 'string'))
      return [...new Set(parsed)]
  } catch {
    // Not JSON: refused like JSON of another shape.
  }
  throw commonError('Invalid<name>.Malformed', 'RdsInstances')
}
