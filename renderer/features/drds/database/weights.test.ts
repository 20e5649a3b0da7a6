import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RdsNode, RdsPrimary } from '../../../../shared/model/drds-database.ts'
import { divide, locked, moved, rangeOf, rebalance, startingWeights, type WeightRow } from './weights.ts'

const sum = (rows: readonly { weight: number }[]) => rows.reduce((whole, { weight }) => whole + weight, 0)

/** Rows as the editor has them: whole per cent that sum to 100, some locked. */
const rowsOf100 = fc
  .array(fc.record({ part: fc.nat(1_000), locked: fc.boolean() }), { minLength: 2, maxLength: 8 })
  .map((parts): WeightRow[] => {
    const weights = divide(100, parts.map(({ part }) => part))
    return parts.map(({ locked }, at) => ({ name: `r${at}`, weight: weights[at] ?? 0, locked }))
  })
const moves = fc.array(fc.record({ at: fc.nat(7), wanted: fc.double({ min: -50, max: 200, noNaN: true }) }), { maxLength: 12 })

const node = (name: string, readWeight: number | null, rawStatus = '1'): RdsNode => ({
  id: name, name, connectUrl: `${name}.mysql.rds.invalid`, port: '3306', rawStatus, dbType: 'MySQL', readWeight,
})
const primary = (weight: number | null, ...children: RdsNode[]): RdsPrimary => ({ ...node('rm', weight), children })

test('weights are whole, between 0 and 100 and sum to 100, whatever is moved', () => {
  fc.assert(
    fc.property(rowsOf100, moves, (rows, steps) => {
      let weights = { rows: rows as readonly WeightRow[], held: null as null | { at: number; rows: readonly WeightRow[] } }
      for (const { at, wanted } of steps) {
        weights = moved(weights, at % rows.length, wanted)
        expect(sum(weights.rows)).toBe(100)
        expect(weights.rows.every(({ weight }) => Number.isInteger(weight) && weight >= 0 && weight <= 100)).toBe(true)
      }
    }),
  )
})

test('a locked row keeps its weight while another moves', () => {
  fc.assert(
    fc.property(rowsOf100, fc.nat(7), fc.integer({ min: 0, max: 100 }), (rows, place, wanted) => {
      const at = place % rows.length
      const after = rebalance(rows, at, wanted)
      const kept = (all: readonly WeightRow[]) => all.filter(({ locked }, index) => locked && index !== at)
      expect(kept(after)).toEqual(kept(rows))
    }),
  )
})

test('the row that is moved gets what is wanted wherever its range has it', () => {
  fc.assert(
    fc.property(rowsOf100, fc.nat(7), fc.integer({ min: 0, max: 100 }), (rows, place, wanted) => {
      const at = place % rows.length
      const { min, max } = rangeOf(rows, at)
      expect(rebalance(rows, at, wanted)[at]?.weight).toBe(Math.min(max, Math.max(min, wanted)))
    }),
  )
})

test('the others keep their order of size, and none is more than one off its proportion', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.array(fc.nat(1_000), { minLength: 1, maxLength: 10 }), (total, parts) => {
      const shares = divide(total, parts)
      const whole = parts.reduce((a, b) => a + b, 0)
      expect(shares.reduce((a, b) => a + b, 0)).toBe(total)
      if (whole > 0) for (const [at, part] of parts.entries()) expect(Math.abs((shares[at] ?? 0) - (total * part) / whole)).toBeLessThan(1)
      for (const [a, left] of parts.entries())
        for (const [b, right] of parts.entries()) if (left > right) expect(shares[a]).toBeGreaterThanOrEqual(shares[b] ?? 0)
    }),
  )
})

test('a row that goes to 100 and comes back leaves the others as they were', () => {
  const rows = [70, 20, 10].map((weight, at) => ({ name: `r${at}`, weight, locked: false }))
  const there = moved({ rows, held: null }, 0, 100)
  expect(there.rows.map(({ weight }) => weight)).toEqual([100, 0, 0])
  expect(moved(there, 0, 70).rows).toEqual(rows)
})

test('with every other row locked nothing moves', () => {
  const rows = [50, 30, 20].map((weight, at) => ({ name: `r${at}`, weight, locked: at > 0 }))
  expect(rangeOf(rows, 0)).toEqual({ min: 50, max: 50 })
  expect(rebalance(rows, 0, 90)).toEqual(rows)
})

test('locking another row begins a new hold', () => {
  const rows = [70, 20, 10].map((weight, at) => ({ name: `r${at}`, weight, locked: false }))
  const next = locked(moved({ rows, held: null }, 0, 40), 1, true)
  expect(next.rows.map(({ weight }) => weight)).toEqual([40, 40, 20])
  expect(moved(next, 0, 50).rows.map(({ weight }) => weight)).toEqual([50, 40, 10])
})

test('the editor starts with what the service shows', () => {
  expect(startingWeights(primary(60, node('a', 30), node('b', 10))).rows.map(({ name, weight }) => [name, weight])).toEqual([['rm', 60], ['a', 30], ['b', 10]])
})

test('what does not sum to 100 is brought there, and nothing at all reads from the primary', () => {
  expect(startingWeights(primary(1, node('a', 1), node('b', 1))).rows.map(({ weight }) => weight)).toEqual([34, 33, 33])
  expect(startingWeights(primary(null, node('a', null))).rows.map(({ weight }) => weight)).toEqual([100, 0])
})

test('a child that is not in use is left out, since the service refuses it', () => {
  expect(startingWeights(primary(50, node('a', 25), node('b', 25, '5'))).rows.map(({ name, weight }) => [name, weight])).toEqual([['rm', 67], ['a', 33]])
})
