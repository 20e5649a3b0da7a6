/** Editing a whitelist (ModifyDrdsIpWhiteList): what is typed, what is wrong with it, and what the list will be. */
import { letsEverybodyIn, networkProblem } from '../../../../shared/drds/networks.ts'
import { failureOf, type Failure } from '../../../../shared/model/failure.ts'

export type WhitelistMode = 'append' | 'replace'

export interface WhitelistEdit {
  mode: WhitelistMode
  /** What is appended, or all that the list shall hold. */
  entries: readonly string[]
}

export type WhitelistMark =
  | { kind: 'wrong'; failure: Failure }
  /** Stands in the list already: appending it changes nothing. */
  | { kind: 'there' }
  /** Lets everybody in. */
  | { kind: 'open' }

/** The names or addresses in a text, however they were separated: commas and semicolons of either width, blanks, lines. */
export const wordsIn = (text: string): string[] => text.split(/[\s,;，；、]+/).filter(Boolean)

/** The same list in the other mode, without losing what was typed. */
export function inMode({ mode, entries }: WhitelistEdit, next: WhitelistMode, current: readonly string[]): WhitelistEdit {
  if (mode === next) return { mode, entries }
  const fresh = entries.filter((entry) => !current.includes(entry))
  return { mode: next, entries: next === 'replace' ? [...current, ...fresh] : fresh }
}

/** What is to be said of each entry, in their order. */
export const marksOf = ({ mode, entries }: WhitelistEdit, current: readonly string[]): (WhitelistMark | null)[] =>
  entries.map((entry, at) => {
    const wrong = networkProblem(entry) ?? (entries.indexOf(entry) === at ? undefined : 'drds.field.whitelistTwice')
    if (wrong) return { kind: 'wrong', failure: failureOf('input', wrong, { params: { entry } }) }
    if (mode === 'append' && current.includes(entry)) return { kind: 'there' }
    return letsEverybodyIn(entry) ? { kind: 'open' } : null
  })

/** What is sent: nothing twice, and nothing appended that stands there. */
export const sentEntries = ({ mode, entries }: WhitelistEdit, current: readonly string[]): string[] =>
  [...new Set(entries)].filter((entry) => mode === 'replace' || !current.includes(entry))

export interface WhitelistComparison {
  kept: string[]
  added: string[]
  removed: string[]
}

/** The list before and after, as what stays, comes and goes. */
export function compareWhitelists(edit: WhitelistEdit, current: readonly string[]): WhitelistComparison {
  const sent = sentEntries(edit, current)
  const after = new Set(edit.mode === 'append' ? [...current, ...sent] : sent)
  return {
    kept: current.filter((entry) => after.has(entry)),
    added: [...after].filter((entry) => !current.includes(entry)),
    removed: current.filter((entry) => !after.has(entry)),
  }
}
