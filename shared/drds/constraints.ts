/**
 * What the document demands of parameters ("请求参数" of each action), checked in forms as one types and by the client
 * before it sends. Every function answers undefined for what is valid, else the failure whose texts say what is wrong.
 */
import type { Failure } from '../model/failure.ts'
import { failureOf } from '../model/failure.ts'
import type { DrdsChange } from '../model/drds-change.ts'
import { networkProblem } from './networks.ts'

type Problem = Failure | undefined

const problem = (code: Failure['code'], params: Failure['params'] = {}): Failure => failureOf('input', code, { params })

/** "数据库编码（取值可以为utf8, gbk, latin1, utf8mb4）". */
export const encodings = ['utf8', 'gbk', 'latin1', 'utf8mb4'] as const

/** 实例规格: cores and memory, GB. */
export const specifications = {
  'drds.small': { cores: 4, memory: 4 },
  'drds.standard': { cores: 8, memory: 8 },
  'drds.large': { cores: 16, memory: 16 },
  'drds.xlarge': { cores: 32, memory: 32 },
} as const

/** "DRDS实例的描述。2-128个字符". */
export function descriptionProblem(text: string): Problem {
  const length = [...text].length
  return length < 2 || length > 128 ? problem('drds.field.description', { length }) : undefined
}

/** "小写字母、数字、下划线组成，字母开头，不超过24字符", and no underscore at the end (its own error code). */
export function databaseNameProblem(name: string): Problem {
  if (name === '') return problem('drds.field.databaseEmpty')
  if (!/^[a-z]/.test(name)) return problem('drds.field.databaseStart')
  const wrong = /[^a-z0-9_]/u.exec(name)?.[0]
  if (wrong !== undefined) return problem('drds.field.databaseCharacter', { character: wrong })
  if (name.length > 24) return problem('drds.field.databaseLength', { length: name.length })
  return name.endsWith('_') ? problem('drds.field.databaseEnd') : undefined
}

/** "分布式数据库密码（8-30个字符。）"; the document asks no more of it, and the accounts' passwords go by it too. */
export function passwordProblem(password: string): Problem {
  const length = [...password].length
  return length < 8 || length > 30 ? problem('drds.field.password', { length }) : undefined
}

export const encodingProblem = (encode: string): Problem =>
  (encodings as readonly string[]).includes(encode) ? undefined : problem('drds.field.encoding', { encode })

/** "rds实例名列表": at least one, none twice. */
export function rdsInstancesProblem(names: readonly string[]): Problem {
  if (names.length === 0) return problem('drds.field.rdsMissing')
  const wrong = names.find((name, at) => !/^[a-z0-9-]{1,64}$/i.test(name) || names.indexOf(name) !== at)
  return wrong === undefined ? undefined : problem('drds.field.rdsName', { name: wrong })
}

/** "ip列表，多个ip之间用逗号隔开": IPv4 addresses, and networks as address/bits; IpWhiteList must be there (是). */
export function whitelistProblem(entries: readonly string[]): Problem {
  if (entries.length === 0) return problem('drds.field.whitelistNothing')
  for (const entry of entries) {
    const wrong = networkProblem(entry)
    if (wrong) return problem(wrong, { entry })
  }
  const twice = entries.find((entry, at) => entries.indexOf(entry) !== at)
  return twice === undefined ? undefined : problem('drds.field.whitelistTwice', { entry: twice })
}

/** "其中必须包含rds主实例 … 数字总和为100": whole per cent, the primary among them, none twice. */
export function weightsProblem(weights: readonly { name: string; weight: number }[], primary: string): Problem {
  const odd = weights.find(({ weight }) => !Number.isInteger(weight) || weight < 0 || weight > 100)
  if (odd) return problem('drds.field.weight', { name: odd.name })
  if (!weights.some(({ name }) => name === primary)) return problem('drds.field.weightPrimary', { name: primary })
  const twice = weights.find(({ name }, at) => weights.findIndex((one) => one.name === name) !== at)
  if (twice) return problem('drds.field.weightTwice', { name: twice.name })
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  return sum === 100 ? undefined : problem('drds.field.weightSum', { sum })
}

/** "待设置全表扫描的表名，如果有多个则用半角逗号分隔". */
export function tablesProblem(tables: readonly string[]): Problem {
  if (tables.length === 0) return problem('drds.field.tablesMissing')
  const wrong = tables.find((table) => table === '' || /[,\s]/.test(table))
  return wrong === undefined ? undefined : problem('drds.field.table', { table: wrong })
}

/** The sandbox and the vendor refuse more than ten in one order; "购买数量" itself is any whole number from 1. */
export const quantityProblem = (quantity: number): Problem =>
  Number.isInteger(quantity) && quantity >= 1 ? undefined : problem('drds.field.quantity')

/** "创建VPC网络类型的Drds时必须": both ids or none; a shared instance cannot be in a VPC (InvalidDRDSInstanceType.Error). */
export function networkChoiceProblem({ type, vpcId, vswitchId }: { type: 'shared' | 'dedicated'; vpcId: string; vswitchId: string }): Problem {
  if (vpcId === '' && vswitchId === '') return undefined
  if (type === 'shared') return problem('drds.field.sharedVpc')
  if (vpcId === '' || vswitchId === '') return problem('drds.field.vpcBoth')
  if (!vpcId.startsWith('vpc-')) return problem('drds.field.vpcId')
  return vswitchId.startsWith('vsw-') ? undefined : problem('drds.field.vswitchId')
}

/** The first thing that is wrong with a change, in the order of its form. */
export function changeProblem(change: DrdsChange): Problem {
  switch (change.kind) {
    case 'createInstance':
      return (
        descriptionProblem(change.description) ??
        (change.zoneId === '' ? problem('drds.field.zoneMissing') : undefined) ??
        (Object.hasOwn(specifications, change.specification) ? undefined : problem('drds.field.specification', { specification: change.specification })) ??
        quantityProblem(change.quantity) ??
        networkChoiceProblem(change)
      )
    case 'renameInstance':
      return descriptionProblem(change.description)
    case 'createDatabase':
      return databaseNameProblem(change.at.database) ?? encodingProblem(change.encode) ?? passwordProblem(change.password) ?? rdsInstancesProblem(change.rdsInstances)
    case 'resetPassword':
    case 'createReadOnlyAccount':
      return passwordProblem(change.password)
    case 'changeReadOnlyPassword':
      return (change.oldPassword === '' ? problem('drds.field.oldPassword') : undefined) ?? passwordProblem(change.password)
    case 'setWhitelist':
      return whitelistProblem(change.entries)
    case 'setReadWeights':
      return weightsProblem(change.weights, change.primary)
    case 'setFullTableScan':
      return tablesProblem(change.tables)
    case 'releaseInstance':
    case 'deleteDatabase':
    case 'deleteFailedDatabase':
    case 'removeReadOnlyAccount':
      return undefined
  }
}
