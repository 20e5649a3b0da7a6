/** Read weights of a primary and its read-only children: whole per cent that always sum to 100 (ModifyRdsReadWeight). */
import type { RdsNode, RdsPrimary } from '../../../../shared/model/drds-database.ts'
import { isInUse } from './rds-status.ts'

export interface WeightRow {
  name: string
  weight: number
  /** Keeps its weight while others are moved. */
  locked: boolean
}

/** The editor's rows, and what they were when the row that moves now was taken hold of. */
export interface Weights {
  rows: readonly WeightRow[]
  /**
   * Every step of one drag divides from here: a slider that goes to 100 and comes back leaves the others as they were,
   * where dividing the last step's zeros would have forgotten them.
   */
  held: { at: number; rows: readonly WeightRow[] } | null
}

/** Divides `total` in proportion, in whole numbers by largest remainder; equally where all parts are 0. */
export function divide(total: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((whole, part) => whole + part, 0)
  if (sum === 0) return parts.length === 0 ? [] : divide(total, parts.map(() => 1))
  const shares = parts.map((part, at) => ({ at, whole: Math.floor((total * part) / sum), rest: (total * part) % sum }))
  const left = total - shares.reduce((whole, share) => whole + share.whole, 0)
  const luckiest = new Set(shares.toSorted((a, b) => b.rest - a.rest || a.at - b.at).slice(0, left).map(({ at }) => at))
  return shares.map(({ at, whole }) => whole + (luckiest.has(at) ? 1 : 0))
}

/** What a row can be moved to while those that are locked keep theirs. */
export function rangeOf(rows: readonly WeightRow[], at: number): { min: number; max: number } {
  const others = rows.filter((_, place) => place !== at)
  const max = 100 - others.reduce((sum, row) => sum + (row.locked ? row.weight : 0), 0)
  return { min: others.some(({ locked }) => !locked) ? 0 : max, max }
}

/** Gives one row `wanted`, as near as it can be; the others that are not locked give or take in proportion. */
export function rebalance(rows: readonly WeightRow[], at: number, wanted: number): WeightRow[] {
  const { min, max } = rangeOf(rows, at)
  const weight = Math.min(max, Math.max(min, Math.round(wanted)))
  const free = rows.flatMap((row, place) => (place === at || row.locked ? [] : [place]))
  const shares = divide(max - weight, free.map((place) => rows[place]?.weight ?? 0))
  const given = new Map(free.map((place, index) => [place, shares[index] ?? 0]))
  return rows.map((row, place) => ({ ...row, weight: place === at ? weight : (given.get(place) ?? row.weight) }))
}

/** One step of moving a row. */
export function moved({ rows, held }: Weights, at: number, wanted: number): Weights {
  const from = held?.at === at ? held.rows : rows
  return { rows: rebalance(from, at, wanted), held: { at, rows: from } }
}

export const locked = ({ rows }: Weights, at: number, on: boolean): Weights => ({
  rows: rows.map((row, place) => (place === at ? { ...row, locked: on } : row)),
  held: null,
})

/** The children that a weight can be given to: the service refuses those that are not in use (InvalidStatus.RdsReadInstance). */
export const weighable = (primary: RdsPrimary): RdsNode[] => [primary, ...primary.children.filter(isInUse)]

/**
 * Where the editor starts: what the service shows, brought to 100 where it is not. A child that is not in use is left
 * out, and what it had is divided among the others.
 */
export function startingWeights(primary: RdsPrimary): Weights {
  const nodes = weighable(primary)
  const shown = nodes.map(({ readWeight }) => Math.max(0, Math.round(readWeight ?? 0)))
  const sum = shown.reduce((whole, weight) => whole + weight, 0)
  const weights = sum === 0 ? nodes.map((_, at) => (at === 0 ? 100 : 0)) : divide(100, shown)
  return { rows: nodes.map(({ name }, at) => ({ name, weight: weights[at] ?? 0, locked: false })), held: null }
}
