import { expect, test } from 'vitest'
import { killStatement } from './kill-statement.ts'

test('KILL names a connection, a query or a user', () => {
  expect(killStatement('KILL 5')).toEqual({ scope: 'CONNECTION', session: 5 })
  expect(killStatement('/* why */ kill hard connection 5 ;')).toEqual({ scope: 'CONNECTION', session: 5 })
  expect(killStatement('-- why\nKILL SOFT QUERY 12')).toEqual({ scope: 'QUERY', session: 12 })
  expect(killStatement("KILL USER 'app'@'127.0.0.1'")).toEqual({ scope: 'CONNECTION', user: 'app' })
  expect(killStatement('KILL QUERY USER app')).toEqual({ scope: 'QUERY', user: 'app' })
})

test('KILL QUERY ID names a query by its own number', () => {
  expect(killStatement('KILL QUERY ID 99')).toEqual({ scope: 'QUERY', query: 99 })
})

test('what is more than one KILL, or another expression, is none', () => {
  for (const sql of ['KILL 5; SELECT 1', 'KILL CONNECTION_ID()', 'SELECT 1', 'KILL ID 5', 'SKILL 5', 'KILL']) expect(killStatement(sql)).toBeNull()
})
