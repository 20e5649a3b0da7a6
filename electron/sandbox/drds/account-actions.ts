/** 只读账户: a database has one or none, named after it. */
import {
  databaseOf, instanceOf, instanceToChange, isPassword, parameter, refusing, type Action, type ActionCall,
} from './action.ts'
import { isStuck } from './database-actions.ts'
import type { WireObject } from './document.ts'
import type { SandboxDatabase, SandboxInstance } from './state.ts'

const accountName = (database: SandboxDatabase) => `${database.name}_RO`

/** AccountName is empty where there is none. */
export const describeReadOnlyAccount: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => {
    const instance = instanceOf(call)
    const database = databaseOf(call, instance)
    if (instance.status !== '0') throw refusing('DescribeReadOnlyAccount')('InvalidInstanceStatus.NotRunning')
    if (database.status !== 1) throw refusing('DescribeReadOnlyAccount')('InvalidDbStatus.NotRunning')
    return account(instance, database)
  },
}

export const createReadOnlyAccount: Action = {
  // Really lower case (drds-actions, inconsistency 10).
  required: ['DrdsInstanceId', 'DbName', 'password'],
  run: (call) => {
    const refuse = refusing('CreateReadOnlyAccount')
    const { instance, database } = toChange(call, 'CreateReadOnlyAccount')
    const password = parameter(call, 'password')
    if (!isPassword(password)) throw refuse('InvalidPassword.Malformed')
    if (database.readOnlyPassword !== null) throw refuse('CreateReadOnlyAccount.Failed')
    database.readOnlyPassword = password
    return account(instance, database)
  },
}

export const modifyReadOnlyAccountPassword: Action = {
  // The document prints NewPassword; the wire's name is NewPasswd (drds-actions, inconsistency 4).
  required: ['DrdsInstanceId', 'DbName', 'AccountName', 'OriginPassword', 'NewPasswd'],
  run: (call) => {
    const refuse = refusing('ModifyReadOnlyAccountPassword')
    const { database } = toChange(call, 'ModifyReadOnlyAccountPassword')
    const password = parameter(call, 'NewPasswd')
    if (!isPassword(password)) throw refuse('InvalidPassword.Malformed')
    if (!hasAccount(call, database)) throw refuse('InvalidReadOnlyAccount.NotFound')
    if (parameter(call, 'OriginPassword') !== database.readOnlyPassword) throw refuse('InvalidPassword.Malformed', 1)
    if (password === database.readOnlyPassword) throw refuse('UpdateDbUserPassword.Failed')
    database.readOnlyPassword = password
    return {}
  },
}

export const removeReadOnlyAccount: Action = {
  required: ['DrdsInstanceId', 'DbName', 'AccountName'],
  run: (call) => {
    const refuse = refusing('RemoveReadOnlyAccount')
    const { database } = toChange(call, 'RemoveReadOnlyAccount')
    if (!hasAccount(call, database)) throw refuse('InvalidReadOnlyAccount.NotFound')
    if (isStuck(database)) throw refuse('OperationFailed.RemoveDbUserFailed')
    database.readOnlyPassword = null
    return {}
  },
}

const hasAccount = (call: ActionCall, database: SandboxDatabase) =>
  database.readOnlyPassword !== null && parameter(call, 'AccountName') === accountName(database)

const account = (instance: SandboxInstance, database: SandboxDatabase): WireObject => ({
  Data: {
    DrdsInstanceId: instance.id,
    DbName: database.name,
    AccountName: database.readOnlyPassword === null ? '' : accountName(database),
  },
})

/** The states that all three changes ask for. */
function toChange(
  call: ActionCall,
  action: 'CreateReadOnlyAccount' | 'ModifyReadOnlyAccountPassword' | 'RemoveReadOnlyAccount',
): { instance: SandboxInstance; database: SandboxDatabase } {
  const refuse = refusing(action)
  const instance = instanceToChange(call)
  const database = databaseOf(call, instance)
  if (instance.status !== '0') throw refuse('InvalidInstanceStatus.NotRunning')
  if (instance.upgrading) throw refuse('OperationDenied.DrdsInstanceUpgrading')
  if (database.status !== 1) throw refuse('InvalidDbStatus.NotRunning')
  return { instance, database }
}
