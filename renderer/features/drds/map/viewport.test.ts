import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atStart, clamp, fit, reveal, zoomAt } from './viewport.ts'

const picture = { width: 1_200, height: 30_000 }
const size = { width: 900, height: 600 }

test('the point below the mouse stays there while one zooms', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 600 }), (factor, x, y) => {
      const before = { x: -300, y: -2_000, scale: 0.8 }
      const after = zoomAt(before, factor, { x, y })
      expect((x - after.x) / after.scale).toBeCloseTo((x - before.x) / before.scale, 4)
      expect((y - after.y) / after.scale).toBeCloseTo((y - before.y) / before.scale, 4)
    }),
  )
})

test('fitting shows all of it and enlarges nothing', () => {
  const view = fit(picture, size)
  expect(picture.height * view.scale).toBeLessThanOrEqual(size.height)
  expect(fit({ width: 10, height: 10 }, size).scale).toBe(1)
})

test('a picture that is longer than the view begins at its top, at a size that can be read', () => {
  expect(atStart(picture, size)).toMatchObject({ y: 24 })
  expect(atStart(picture, size).scale).toBeGreaterThanOrEqual(0.7)
})

test('a box that is in view moves nothing, another comes in whole, and the picture is never lost', () => {
  const view = { x: 0, y: 0, scale: 1 }
  expect(reveal(view, { x: 100, y: 100, width: 200, height: 40 }, size)).toEqual(view)
  const moved = reveal(view, { x: 100, y: 5_000, width: 200, height: 40 }, size)
  expect(5_040 + moved.y).toBeLessThanOrEqual(size.height)
  expect(5_000 + moved.y).toBeGreaterThanOrEqual(0)
  expect(clamp({ x: 5_000, y: -90_000, scale: 1 }, picture, size)).toEqual({ x: 840, y: -29_940, scale: 1 })
})
