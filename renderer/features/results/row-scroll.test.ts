import { expect, test } from 'vitest'
import { rowScroll } from './row-scroll.ts'

test('where the rows fit the scroll bar, one pixel is one pixel', () => {
  const rows = rowScroll(72_040, 700)
  rows.follow(1_234)
  expect([rows.height, rows.top, rows.rest()]).toEqual([72_040, 1_234, 1_234])
})

test('beyond the browser limit the wheel still moves pixel by pixel', () => {
  const rows = rowScroll(240_000_000, 700, 16_000_000)
  for (let at = 100; at <= 1_000; at += 100) rows.follow(at)
  expect(rows.height).toBe(16_000_000)
  expect(rows.top).toBe(1_000)
})

test('dragging the bar to its end shows the last row', () => {
  const rows = rowScroll(240_000_000, 700, 16_000_000)
  rows.follow(16_000_000 - 700)
  expect(rows.top).toBe(240_000_000 - 700)
})

test('every row can be reached and the bar agrees with where it is', () => {
  const rows = rowScroll(240_000_000, 700, 16_000_000)
  for (const place of [0, 1, 5_000_001, 239_999_300]) {
    const bar = rows.moveTo(place)
    expect(rows.top).toBe(place)
    expect(bar).toBeLessThanOrEqual(16_000_000 - 700)
    rows.follow(bar)
    expect(Math.abs(rows.top - place)).toBeLessThan(1)
  }
})

test('after resting, the wheel can go on where the bar had drifted', () => {
  const rows = rowScroll(240_000_000, 700, 16_000_000)
  let bar = rows.moveTo(239_990_000)
  let turns = 0
  while (rows.top < 240_000_000 - 700 && turns++ < 1_000) {
    rows.follow(Math.min(bar + 100, 16_000_000 - 700))
    bar = rows.rest()
  }
  expect(rows.top).toBe(240_000_000 - 700)
})
