/** What every action of the sandbox is made of, and the checks that many of them share. */
import { actionErrors, type ActionName, type ErrorCode } from './action-errors.ts'
import type { WireObject } from './document.ts'
import { commonError, commonErrors, DrdsError, errorOf, type DocumentedError } from './drds-error.ts'
import type { Parameters } from './gateway.ts'
import type { DrdsState, SandboxDatabase, SandboxInstance } from './state.ts'

export interface ActionCall {
  action: string
  parameters: Parameters
  state: DrdsState
}

export interface Action {
  /** Without these the call is refused. RegionId is common, but no vendor client declares it per action. */
  required: readonly string[]
  optional?: readonly string[]
  /** The answer beside RequestId and Success; throws a DrdsError. */
  run(call: ActionCall): WireObject
}

const errorsOf = (action: string): readonly DocumentedError[] =>
  Object.hasOwn(actionErrors, action) ? actionErrors[action as ActionName] : []

/** The errors of one action, by code; `nth` tells apart rows of the same code. */
export const refusing =
  <A extends ActionName>(action: A) =>
  (code: ErrorCode<A>, nth = 0): DrdsError =>
    errorOf(errorsOf(action).filter(([one]) => one === code)[nth] ?? [code, 400, code])

/** The action's own row for a code, compared without case since the document spells some both ways; null without one. */
function listed(action: string, code: string): DrdsError | null {
  const row = errorsOf(action).find(([one]) => one.toLowerCase() === code.toLowerCase())
  return row ? errorOf(row) : null
}

/** An error by its code: of the action's table (ActionUnauthorized is 400 in two and 403 in the appendix), of the common ones, or of no document. */
export function errorNamed(action: string, code: string): DrdsError {
  const common = commonErrors.find(([one]) => one.toLowerCase() === code.toLowerCase())
  return listed(action, code) ?? (common ? errorOf(common) : new DrdsError(400, code, 'The sandbox was asked for this error.'))
}

export const parameter = (call: ActionCall, name: string): string => call.parameters.get(name) ?? ''

/** An endpoint knows its own region only: an instance of another region is not in its records. */
export function instanceOf(call: ActionCall): SandboxInstance {
  const regionId = parameter(call, 'RegionId')
  const found = call.state.instances.find((one) => one.id === parameter(call, 'DrdsInstanceId'))
  if (found && (!regionId || found.regionId === regionId)) return found
  throw listed(call.action, 'InvalidDrdsInstanceId.NotFound') ?? refusing('DescribeDrdsDBs')('InvalidDrdsInstanceId.NotFound')
}

/** 实例状态: creating, expired, releasing and released ones cannot be managed or released. */
export function instanceToChange(call: ActionCall): SandboxInstance {
  const instance = instanceOf(call)
  if (instance.status === '5') throw commonError('Forbidden.InstanceNotFound')
  if (['1', '3', '4'].includes(instance.status))
    throw listed(call.action, 'InvalidInstanceStatus.NotRunning') ?? commonError('UnsupportedOperation')
  return instance
}

/** Lower-case letters, digits and underscores, a letter first, 24 at most. */
export const isDatabaseName = (name: string) => /^[a-z][a-z0-9_]{0,23}$/.test(name)

export function databaseOf(call: ActionCall, instance: SandboxInstance): SandboxDatabase {
  const name = parameter(call, 'DbName')
  const found = instance.databases.find((one) => one.name === name)
  if (found) return found
  const malformed = listed(call.action, 'InvalidDbname.Malformed') ?? listed(call.action, 'InvalidParameter.Mismatch')
  if (!isDatabaseName(name) && malformed) throw malformed
  throw listed(call.action, 'InvalidDbName.NotFound') ?? refusing('DescribeDrdsDB')('InvalidDbName.NotFound')
}

/** "8-30个字符" */
export const isPassword = (password: string) => [...password].length >= 8 && [...password].length <= 30

/** A Boolean of the wire; throws InvalidParameter for another word. */
export function flag(call: ActionCall, name: string, otherwise: boolean): boolean {
  const word = parameter(call, name).toLowerCase()
  if (word !== '' && word !== 'true' && word !== 'false') throw commonError('InvalidParameter', name)
  return word === '' ? otherwise : word === 'true'
}

/** The entries of a list that is separated by commas, blanks around them gone. */
export const entries = (text: string): string[] => text.split(',').map((one) => one.trim())
