import type { PlanLine } from '../../../../shared/model/drds-change.ts'

const lists: ReadonlySet<PlanLine['label']> = new Set(['whitelist', 'rds', 'databases'])

/** True for a line whose values hold entries, one a line of text. */
export const isList = ({ label, before, after }: PlanLine): boolean => lists.has(label) || (before ?? '').includes('\n') || (after ?? '').includes('\n')

const entriesOf = (text: string | null): string[] => (text ?? '').split('\n').filter(Boolean)

export interface EntriesDiff {
  removed: string[]
  added: string[]
  /** On both sides, in the order of `after`. */
  kept: string[]
}

/** What leaves a list and what joins it. */
export function diffEntries({ before, after }: Pick<PlanLine, 'before' | 'after'>): EntriesDiff {
  const [old, next] = [entriesOf(before), entriesOf(after)]
  const [wasThere, isThere] = [new Set(old), new Set(next)]
  return {
    removed: old.filter((entry) => !isThere.has(entry)),
    added: next.filter((entry) => !wasThere.has(entry)),
    kept: next.filter((entry) => wasThere.has(entry)),
  }
}
