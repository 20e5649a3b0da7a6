import { descriptionProblem, specifications } from '../../shared/drds/constraints.ts'
import type { DrdsChangeOf } from '../../shared/model/drds-change.ts'
import { foreseen, frozenFailure } from './drds-foreseen.ts'
import type { PlanAsk, PlanDraft } from './drds-plan.ts'

/** CreateDrdsInstance has no token that would let it be sent twice: it is sent once (创建drds实例). */
export function createInstancePlan(change: DrdsChangeOf<'createInstance'>): PlanDraft {
  const { at, zoneId, type, description, quantity, vpcId, vswitchId } = change
  return {
    instanceName: '',
    lines: [
      { label: 'description', before: null, after: description },
      { label: 'region', before: null, after: at.regionId },
      { label: 'zone', before: null, after: zoneId },
      { label: 'type', before: null, after: type },
      { label: 'specification', before: null, after: sizeOf(change.specification) },
      { label: 'quantity', before: null, after: String(quantity) },
      { label: 'network', before: null, after: vpcId === '' ? 'classic' : `${vpcId}, ${vswitchId}` },
      { label: 'billing', before: null, after: 'drdsPost' },
    ],
    warnings: ['billed', 'sentOnce'],
  }
}

/** Cores and memory as the document counts them (实例规格: 4核4G). */
function sizeOf(specification: string): string {
  const size = Object.entries(specifications).find(([name]) => name === specification)?.[1]
  return size ? `${specification} (${size.cores}C ${size.memory}G)` : specification
}

export async function renamePlan({ client, access }: PlanAsk, change: DrdsChangeOf<'renameInstance'>): Promise<PlanDraft> {
  const instance = await client.instance(access, change.at.instanceId)
  const before = instance.description
  const isUndoable = before !== change.description && !descriptionProblem(before)
  return {
    instanceName: before,
    lines: [{ label: 'description', before, after: change.description }],
    warnings: [],
    refused: frozenFailure(instance),
    inverse: isUndoable ? { ...change, description: before } : undefined,
  }
}

/** 释放drds实例: only without databases. */
export async function releasePlan({ client, access }: PlanAsk, { at }: DrdsChangeOf<'releaseInstance'>): Promise<PlanDraft> {
  const [instance, databases] = await Promise.all([client.instance(access, at.instanceId), client.databases(access, at.instanceId)])
  const addresses = instance.vips.map(({ ip, port, type }) => `${ip}:${port} (${type})`)
  return {
    instanceName: instance.description,
    lines: [
      { label: 'instance', before: instance.id, after: null },
      { label: 'description', before: instance.description, after: null },
      ...(databases.length > 0 ? [{ label: 'databases' as const, before: databases.map(({ name }) => name).join('\n'), after: null }] : []),
      ...(addresses.length > 0 ? [{ label: 'network' as const, before: addresses.join('\n'), after: null }] : []),
    ],
    warnings: ['cannotUndo', ...(databases.length > 0 ? ['dataLost' as const] : []), ...(addresses.length > 0 ? ['addressesLost' as const] : [])],
    refused: frozenFailure(instance) ?? (databases.length > 0 ? foreseen('drds.databasesFirst') : undefined),
  }
}
