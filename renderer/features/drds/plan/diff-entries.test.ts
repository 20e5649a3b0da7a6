import { expect, test } from 'vitest'
import { diffEntries, isList } from './diff-entries.ts'

test('a list says what leaves, what joins and what stays', () => {
  expect(diffEntries({ before: '10.0.0.1\n10.0.0.2', after: '10.0.0.2\n10.0.0.3' })).toEqual({ removed: ['10.0.0.1'], added: ['10.0.0.3'], kept: ['10.0.0.2'] })
})

test('what is not there has no entries', () => {
  expect(diffEntries({ before: null, after: '' })).toEqual({ removed: [], added: [], kept: [] })
})

test('a text of several lines is a list whatever it is called', () => {
  expect(isList({ label: 'network', before: '10.0.0.1:3306 (vpc)\n10.0.0.2:3306 (vpc)', after: null })).toBe(true)
  expect(isList({ label: 'whitelist', before: null, after: '10.0.0.1' })).toBe(true)
  expect(isList({ label: 'description', before: 'a', after: 'b' })).toBe(false)
})
