/**
 * Bodies that the page allows or shows, but that nobody expects: asked for with a comment at the statement's head,
 * `sandbox: rows keys-renamed`. A client must show every value of them and say what is odd.
 */
import { headComments } from '../faults.ts'

/**
 * - `nulls-omitted`: a NULL's key is left out, as common JSON writers of the service's language do.
 * - `keys-renamed`: the first key matches no label; the page's own example does this (column1, col1).
 * - `keys-shuffled`: every other row has its keys in reverse order.
 * - `keys-doubled`: keys come twice instead of colliding. `keys-extra`: a nested value that no column announces.
 * - `count-wrong`: rowCount is one too many. `rows-first`: the fields of the answer in reverse order.
 */
const oddities = [
  'nulls-omitted', 'keys-renamed', 'keys-shuffled', 'keys-doubled', 'keys-extra', 'count-wrong', 'rows-first',
] as const
export type Oddity = (typeof oddities)[number]

/** The first oddity that the statement asks for; null for a common answer. */
export function oddityOf(sql: string): Oddity | null {
  for (const comment of headComments(sql)) {
    const name = /^\/\*\s*sandbox:\s*rows\s+([\w-]+)\s*\*\/$/i.exec(comment)?.[1]
    const found = oddities.find((one) => one === name)
    if (found) return found
  }
  return null
}

/** Keys and values of one row as JSON texts, made odd; `at` counts the rows from 0. */
export function oddPairs(pairs: [key: string, value: string][], odd: Oddity | null, at: number): [string, string][] {
  if (odd === 'nulls-omitted') return pairs.filter(([, value]) => value !== 'null')
  if (odd === 'keys-renamed') return pairs.map(([key, value], index) => [index === 0 ? `"col_${key.slice(1)}` : key, value])
  if (odd === 'keys-shuffled' && at % 2 === 1) return pairs.toReversed()
  if (odd === 'keys-extra') return [...pairs, ['"extra"', '{"nested":[1.10,null]}']]
  return pairs
}
