/** What lies below a database: RDS instances (DescribeRdsList), shards (DescribeShardDBs) and read weights. */
import { databaseOf, entries, instanceOf, instanceToChange, parameter, refusing, type Action } from './action.ts'
import type { WireObject } from './document.ts'
import { shardsOf, type RdsNode, type RdsPrimary, type SandboxDatabase } from './state.ts'

export const describeRdsList: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => {
    const database = databaseOf(call, instanceOf(call))
    const primaries = database.rds.flatMap((name) => call.state.rds.get(name) ?? [])
    return { Data: { RdsInstance: primaries.map((one) => describedPrimary(one, database)) } }
  },
}

const describedPrimary = (one: RdsPrimary, database: SandboxDatabase): WireObject => ({
  InstanceId: one.id,
  ...described(one),
  Port: 3306,
  ReadWeight: database.weights.get(one.name) ?? 100,
  ReadOnlyChildren: { Child: one.children.map((child) => describedChild(child, database)) },
})

/** A child's InstanceId is text and its port is written small (drds-actions, inconsistency 13). */
const describedChild = (child: RdsNode, database: SandboxDatabase): WireObject => ({
  InstanceId: String(child.id),
  ...described(child),
  port: 3306,
  ReadWeight: database.weights.get(child.name) ?? 0,
})

/** The addresses are of a domain that leads nowhere (RFC 6761). */
const described = (one: RdsNode) => ({
  InstanceName: one.name,
  ConnectUrl: `${one.name}.mysql.rds.invalid`,
  InstanceStatus: one.status,
  DbType: 'MySQL',
})

export const describeShardDBs: Action = {
  required: ['DrdsInstanceId', 'DbName'],
  run: (call) => {
    const database = databaseOf(call, instanceOf(call))
    return { Data: { DbIntancePair: shardsOf(database).map(({ name, rds }) => ({ SubDbName: name, InstanceName: rds })) } }
  },
}

/** Of one primary and its read-only children; a child that is not named gets 0. */
export const modifyRdsReadWeight: Action = {
  required: ['DrdsInstanceId', 'DbName', 'InstanceNames', 'Weights'],
  run: (call) => {
    const refuse = refusing('ModifyRdsReadWeight')
    const database = databaseOf(call, instanceToChange(call))
    if (database.status !== 1) throw refuse('InvalidAction.ConflictWithAnotherAction')
    const names = entries(parameter(call, 'InstanceNames'))
    const weights = entries(parameter(call, 'Weights'))
    if (names.length !== weights.length || new Set(names).size !== names.length) throw refuse('InvalidParameter.Mismatch')
    const sum = weights.reduce((total, one) => total + Number(one), 0)
    if (!weights.every((one) => /^\d{1,3}$/.test(one)) || sum !== 100) throw refuse('InvalidParameter.IllegalWeightParameter')
    const [primary, second] = names.flatMap((name) => (database.rds.includes(name) ? (call.state.rds.get(name) ?? []) : []))
    if (!primary || second) throw refuse('InvalidParameter.InvalidMainInstance')
    if (primary.children.length === 0) throw refuse('InvalidMainInstance.WeightNotFound')
    for (const name of names) {
      if (name === primary.name) continue
      const child = primary.children.find((one) => one.name === name)
      if (!child) throw refuse('InvalidParameter.InvalidRdsReadInstance_NotFound')
      if (child.status !== '1') throw refuse('InvalidStatus.RdsReadInstance')
    }
    for (const { name } of [primary, ...primary.children]) database.weights.set(name, Number(weights[names.indexOf(name)] ?? 0))
    return {}
  },
}
