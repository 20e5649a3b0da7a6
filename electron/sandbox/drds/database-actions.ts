/** DRDS数据库相关接口: describing, deleting and the database's own password. */
import { databaseOf, instanceOf, instanceToChange, isPassword, parameter, refusing, type Action } from './action.ts'
import type { WireObject } from './document.ts'
import type { DrdsState, SandboxDatabase, SandboxInstance } from './state.ts'

export const describeDrdsDBs: Action = {
  required: ['DrdsInstanceId'],
  run: (call) => ({ Data: { Db: instanceOf(call).databases.map(described) } }),
}

export const describeDrdsDB: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => ({ Data: described(databaseOf(call, instanceOf(call))) }),
}

/** Status is a number and CreateTime text (drds-actions, inconsistencies 7 and 16). */
const described = (database: SandboxDatabase): WireObject => ({
  DbName: database.name,
  Status: database.status,
  CreateTime: String(database.createTime),
  Msg: database.message,
  Mode: database.mode,
})

/** A failed creation is deleted by DeleteFailedDrdsDB. */
export const deleteDrdsDB: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => {
    const refuse = refusing('DeleteDrdsDB')
    const instance = instanceToChange(call)
    const database = databaseOf(call, instance)
    if (database.status === 0) throw refuse('DbIsCreating')
    if ([2, 3, 4].includes(database.status)) throw refuse('InvalidDbname.DeleteStatusOrFailed')
    beginDeletion(call.state, instance, database, isStuck(database))
    return {}
  },
}

/** Takes what DeleteDrdsDB cannot: a database whose creation failed, and one whose deletion failed. */
export const deleteFailedDrdsDB: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => {
    const refuse = refusing('DeleteFailedDrdsDB')
    const instance = instanceToChange(call)
    const database = databaseOf(call, instance)
    if (database.status === 3) throw refuse('InvalidDbname.DeleteStatusOrFailed')
    if (database.status !== 2 && database.status !== 4) throw refuse('InvalidParameter.Mismatch')
    beginDeletion(call.state, instance, database, false)
    return {}
  },
}

export const modifyDrdsDBPasswd: Action = {
  required: ['DrdsInstanceId', 'DbName', 'NewPasswd'],
  run: (call) => {
    const refuse = refusing('ModifyDrdsDBPasswd')
    const database = databaseOf(call, instanceToChange(call))
    const password = parameter(call, 'NewPasswd')
    if (!isPassword(password)) throw refuse('InvalidNewPasswd.Malformed')
    // The account is made by the task that makes the database.
    if (database.status === 0 || database.status === 2) throw refuse('InvalidDbUserName.NotFound')
    if (password === database.password) throw refuse('UpdateDbUserPasswordFailed')
    database.password = password
    return {}
  },
}

/** What has this word among its underscores does not go: the database's deletion and its account's removal fail. */
export const isStuck = (database: SandboxDatabase) => /(^|_)stuck(_|$)/.test(database.name)

function beginDeletion(state: DrdsState, instance: SandboxInstance, database: SandboxDatabase, fails: boolean): void {
  database.status = 3
  database.message = ''
  state.later(() => {
    if (!fails) return void instance.databases.splice(instance.databases.indexOf(database), 1)
    database.status = 4
    database.message = 'delete database failed: RDS database is in use'
  })
}
