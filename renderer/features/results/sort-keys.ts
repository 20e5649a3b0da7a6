import type { ResultColumn } from '../../../shared/model/result-set.ts'
import { CellKind } from '../../../shared/model/wire-cell.ts'
import type { ResultSet } from '../../../shared/model/result-set.ts'
import { compareLiterals, isNumberLiteral } from './compare-literals.ts'
import { compareText } from './compare-text.ts'

/** Where a cell stands before its value is looked at: MySQL puts NULL below every value. */
const Rank = { missing: 0, null: 1, number: 2, text: 3 } as const

/**
 * The keys of one column, read once so that a sort of n rows decodes n cells.
 * `compare` orders two rows of the result, ascending; 0 when their cells are the same value.
 */
export interface SortKeys {
  read(row: number): void
  compare(a: number, b: number): number
}

const numericFamilies = new Set<ResultColumn['family']>(['integer', 'decimal', 'float'])
const surrogate = /[\uD800-\uDFFF]/
const time = /^(-?)(\d{2,3}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/

/**
 * Keys for a column of a result.
 * - numbers (and text in a numeric column that spells one): exactly, by literal. Their doubles are compared first,
 *   which is safe because rounding never swaps two numbers, and the literals decide where the doubles are equal;
 * - TIME: by duration, since -01:00:00 and 100:00:00 are not in the order of their text;
 * - everything else: by code point;
 * - a missing cell, then NULL, then numbers, then text.
 */
export function sortKeys(result: ResultSet, column: number): SortKeys {
  const { family, type } = result.columns[column]!
  const numeric = numericFamilies.has(family)
  const durations = family === 'date' && /^TIME$/i.test(type)
  const ranks = new Uint8Array(result.rowCount)
  const values = new Float64Array(result.rowCount)
  const texts: string[] = []
  // Without surrogates the order of UTF-16 units, which the engine compares natively, is the order of code points.
  let surrogates = false

  const keep = (row: number, rank: number, value: number, text: string) => {
    ranks[row] = rank
    values[row] = value
    texts[row] = text
  }

  return {
    read(row) {
      const kind = result.kind(row, column)
      if (kind === CellKind.null) return keep(row, Rank.null, 0, '')
      if (kind === CellKind.missing) return keep(row, Rank.missing, 0, '')
      if (kind === CellKind.true) return keep(row, Rank.number, 1, '1')
      if (kind === CellKind.false) return keep(row, Rank.number, 0, '0')
      const text = result.text(row, column)
      if (kind === CellKind.number || (numeric && isNumberLiteral(text))) return keep(row, Rank.number, Number(text), text)
      const seconds = durations ? time.exec(text) : null
      if (seconds) return keep(row, Rank.number, microseconds(seconds), '0')
      surrogates ||= surrogate.test(text)
      keep(row, Rank.text, 0, text)
    },
    compare(a, b) {
      const rank = ranks[a]!
      if (rank !== ranks[b]) return rank - ranks[b]!
      if (rank === Rank.text) return surrogates ? compareText(texts[a]!, texts[b]!) : compareUnits(texts[a]!, texts[b]!)
      if (rank !== Rank.number) return 0
      const left = values[a]!
      const right = values[b]!
      if (left !== right) return left < right ? -1 : 1
      return texts[a] === texts[b] ? 0 : compareLiterals(texts[a]!, texts[b]!)
    },
  }
}

const compareUnits = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

function microseconds([, sign, hours, minutes, seconds, fraction = '']: RegExpExecArray): number {
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  const total = whole * 1_000_000 + Number(fraction.padEnd(6, '0'))
  return sign === '-' ? -total : total
}
