import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openMs, openSeconds, statementSeconds } from './time-limits.ts'

it('no session is opened without a bound, and a statement ends before its session does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400 }), (timeoutSeconds) => {
      const [open, statement] = [openSeconds({ timeoutSeconds }), statementSeconds({ timeoutSeconds })]
      expect(statement).toBeGreaterThan(0)
      expect(open).toBeGreaterThan(statement)
      expect(open).toBeLessThan(2 * 86_400)
      expect(openMs({ timeoutSeconds })).toBeLessThanOrEqual(30_000)
    }),
  )
})

it('a connection without a limit of its own lets a statement run for hours', () => {
  expect(statementSeconds({ timeoutSeconds: 0 })).toBeGreaterThanOrEqual(12 * 3_600)
})
