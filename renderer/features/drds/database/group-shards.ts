import type { DrdsShard } from '../../../../shared/model/drds-database.ts'

export interface ShardGroup {
  rdsName: string
  shards: string[]
  /** How many the RDS instance holds, found or not. */
  total: number
}

/** Shards by the RDS instance that holds them, in natural order; every word of the search must occur in either name. */
export function groupShards(shards: readonly DrdsShard[], search: string, locale: string): ShardGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const { compare } = new Intl.Collator(locale, { numeric: true })
  return [...Map.groupBy(shards, ({ rdsName }) => rdsName)]
    .map(([rdsName, held]) => ({
      rdsName,
      total: held.length,
      shards: held
        .map(({ name }) => name)
        .filter((name) => words.every((word) => `${name}\n${rdsName}`.toLowerCase().includes(word)))
        .sort(compare),
    }))
    .filter(({ shards }) => shards.length > 0)
    .sort((a, b) => compare(a.rdsName, b.rdsName))
}
