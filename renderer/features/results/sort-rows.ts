import type { ResultSet } from '../../../shared/model/result-set.ts'
import { sortKeys } from './sort-keys.ts'

export interface SortBy {
  column: number
  direction: 'ascending' | 'descending'
}

/** Rows handled between two breaths: some 10 ms of work. */
const SLICE = 1 << 14

/**
 * The order in which to show the rows of a result, as a permutation of 0…rowCount-1, sorted by one column
 * (see `sortKeys` for the order of values). Stable both ways: equal values keep the server's order.
 * A generator that yields every few milliseconds of work and returns the permutation, so that a long sort
 * can be sliced and abandoned.
 */
export function* sortSteps(result: ResultSet, by: SortBy): Generator<void, Uint32Array, void> {
  const keys = sortKeys(result, by.column)
  const count = result.rowCount
  const sign = by.direction === 'ascending' ? 1 : -1
  const order = (a: number, b: number) => sign * keys.compare(a, b) || a - b
  let rows = new Uint32Array(count)
  for (let from = 0; from < count; from += SLICE) {
    const to = Math.min(from + SLICE, count)
    for (let row = from; row < to; row++) {
      keys.read(row)
      rows[row] = row
    }
    rows.subarray(from, to).sort(order)
    yield
  }
  let spare = new Uint32Array(count)
  for (let width = SLICE; width < count; width *= 2) {
    for (let from = 0; from < count; from += 2 * width) {
      yield* merge(rows, spare, from, Math.min(from + width, count), Math.min(from + 2 * width, count), order)
    }
    ;[rows, spare] = [spare, rows]
  }
  return rows
}

function* merge(
  source: Uint32Array,
  target: Uint32Array,
  from: number,
  middle: number,
  to: number,
  order: (a: number, b: number) => number,
): Generator<void, void, void> {
  let left = from
  let right = middle
  for (let at = from; at < to; at++) {
    const takeLeft = left < middle && (right >= to || order(source[left]!, source[right]!) <= 0)
    target[at] = takeLeft ? source[left++]! : source[right++]!
    if (at % SLICE === SLICE - 1) yield
  }
}

/** Rows up to which a sort is quick enough to run in one go. */
const AT_ONCE = 120_000

/**
 * Sorts at once where that is quick, otherwise in slices between which the window stays alive.
 * Calls `done` with the permutation; the answer stops a sort that is no longer wanted.
 */
export function startSort(result: ResultSet, by: SortBy, done: (rows: Uint32Array) => void): () => void {
  const steps = sortSteps(result, by)
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = (until: number) => {
    do {
      const step = steps.next()
      if (step.done) return done(step.value)
    } while (performance.now() < until)
    timer = setTimeout(() => run(performance.now() + 12), 0)
  }
  run(result.rowCount <= AT_ONCE ? Infinity : performance.now() + 12)
  return () => clearTimeout(timer)
}
