/** Plans for what is set on a database: whitelist, read weights, full-table scans. */
import { weightsProblem, whitelistProblem } from '../../shared/drds/constraints.ts'
import { letsEverybodyIn } from '../../shared/drds/networks.ts'
import type { DrdsChange, DrdsChangeOf, PlanWarning } from '../../shared/model/drds-change.ts'
import type { RdsNode, RdsPrimary } from '../../shared/model/drds-database.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { foreseen, frozenFailure } from './drds-foreseen.ts'
import type { PlanAsk, PlanDraft } from './drds-plan.ts'

/** Entries as the text of a line, and back. */
export const joined = (entries: readonly string[]): string => entries.join('\n')
export const apart = (text: string): string[] => (text === '' ? [] : text.split('\n'))

/** What the list holds afterwards. */
export const whitelistAfter = (before: readonly string[], { entries, mode }: Pick<DrdsChangeOf<'setWhitelist'>, 'entries' | 'mode'>): string[] =>
  mode === 'append' ? [...new Set([...before, ...entries])] : [...entries]

export async function whitelistPlan({ client, access }: PlanAsk, change: DrdsChangeOf<'setWhitelist'>): Promise<PlanDraft> {
  const { at } = change
  const [instance, before] = await Promise.all([client.instance(access, at.instanceId), client.whitelist(access, at)])
  const after = whitelistAfter(before, change)
  const isSame = after.length === before.length && after.every((entry) => before.includes(entry))
  const warnings: PlanWarning[] = []
  if (after.some(letsEverybodyIn)) warnings.push('openToAll')
  if (before.some((entry) => !after.includes(entry))) warnings.push('clientsLoseAccess')
  // An empty list cannot be sent back, nor one with odd entries.
  const isUndoable = !isSame && !whitelistProblem(before)
  return {
    instanceName: instance.description,
    lines: [{ label: 'whitelist', before: joined(before), after: joined(after) }],
    warnings,
    refused: frozenFailure(instance),
    inverse: isUndoable ? { ...change, mode: 'replace', entries: before } : undefined,
  }
}

export async function weightsPlan({ client, access }: PlanAsk, change: DrdsChangeOf<'setReadWeights'>): Promise<PlanDraft> {
  const { at, weights } = change
  const [instance, primaries] = await Promise.all([client.instance(access, at.instanceId), client.rdsList(access, at)])
  const named = (name: string) => weights.find((one) => one.name === name)?.weight
  const primary = primaries.find(({ name }) => name === change.primary)
  const nodes: RdsNode[] = primary ? [primary, ...primary.children] : []
  const text = (weight: number | null | undefined) => (weight === null || weight === undefined ? null : String(weight))
  const primaryWeight = primary && named(primary.name)
  return {
    instanceName: instance.description,
    lines: primary
      // A child that is not named gets nothing to read.
      ? nodes.map(({ name, readWeight }) => ({ label: 'readWeight', of: name, before: text(readWeight), after: text(named(name) ?? 0) }))
      : weights.map(({ name, weight }) => ({ label: 'readWeight', of: name, before: null, after: text(weight) })),
    warnings: ['loadMoves', ...(primaryWeight === 0 ? ['primaryWithoutReads' as const] : [])],
    refused: frozenFailure(instance) ?? weightsRefusal(change, primary),
    inverse: primary && weightsBack(change, primary),
  }
}

function weightsRefusal({ weights }: DrdsChangeOf<'setReadWeights'>, primary: RdsPrimary | undefined): Failure | undefined {
  if (!primary) return foreseen('drds.invalidPrimary')
  if (primary.children.length === 0) return foreseen('drds.noWeights')
  const children = weights.filter(({ name }) => name !== primary.name).map(({ name }) => primary.children.find((child) => child.name === name))
  if (children.includes(undefined)) return foreseen('drds.unknownReadInstance')
  return children.some((child) => child && isOutOfUse(child)) ? foreseen('drds.readInstanceState') : undefined
}

/** 1 is in use (InstanceStatus of DescribeRdsList); names instead of digits are not judged. */
const isOutOfUse = ({ rawStatus }: RdsNode): boolean => /^\d+$/.test(rawStatus) && rawStatus !== '1'

/** The weights of now, where they are known and would be taken; children without one need no naming. */
function weightsBack(change: DrdsChangeOf<'setReadWeights'>, primary: RdsPrimary): DrdsChange | undefined {
  const weights = [primary, ...primary.children]
    .map(({ name, readWeight }) => ({ name, weight: readWeight ?? 0 }))
    .filter(({ name, weight }) => weight > 0 || name === primary.name)
  const isSame = change.weights.filter(({ weight }) => weight > 0).every((one) => weights.some(({ name, weight }) => one.name === name && one.weight === weight))
  return isSame || weightsProblem(weights, primary.name) ? undefined : { ...change, weights }
}

/** No action tells whether a table may be scanned whole. */
export async function fullScanPlan({ client, access }: PlanAsk, change: DrdsChangeOf<'setFullTableScan'>): Promise<PlanDraft> {
  const { at, tables, enabled } = change
  const [instance, database] = await Promise.all([client.instance(access, at.instanceId), client.database(access, at)])
  const isReady = database.status === 'normal' || database.status === 'unknown'
  return {
    instanceName: instance.description,
    lines: tables.map((of) => ({ label: 'fullTableScan', of, before: null, after: String(enabled) })),
    warnings: [enabled ? 'fullScanLoad' : 'fullScanRefused'],
    refused: frozenFailure(instance) ?? (isReady ? undefined : foreseen('drds.conflict')),
    inverse: { ...change, enabled: !enabled, remindAfterMinutes: null },
  }
}
