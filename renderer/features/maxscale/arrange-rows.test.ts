import { expect, test } from 'vitest'
import { arrangeRows, type Column, type Sort } from './arrange-rows.ts'

interface Server {
  name: string
  role: string
  lag: number | null
}
const columns: Column<Server>[] = [
  { key: 'name', label: 'Name', value: ({ name }) => name, cell: ({ name }) => name },
  { key: 'role', label: 'Role', value: ({ role }) => role, text: ({ role }) => (role === 'primary' ? '主库 primary' : role), cell: ({ role }) => role },
  { key: 'lag', label: 'Lag', value: ({ lag }) => lag ?? -1, text: () => '', cell: ({ lag }) => lag },
]
const servers: Server[] = [
  { name: 'db10', role: 'replica', lag: 3 },
  { name: 'db9', role: 'primary', lag: 0 },
  { name: 'db11', role: 'replica', lag: null },
]
const names = (search: string, sort: Sort | null = null) => arrangeRows(servers, columns, search, sort, 'en').map(({ name }) => name)

test('rows stand in MaxScale’s order until a column is chosen, and numbers in names count as numbers', () => {
  expect(names('')).toEqual(['db10', 'db9', 'db11'])
  expect(names('', { key: 'name', descending: false })).toEqual(['db9', 'db10', 'db11'])
  expect(names('', { key: 'name', descending: true })).toEqual(['db11', 'db10', 'db9'])
})

test('what is unknown comes before the smallest number', () => {
  expect(names('', { key: 'lag', descending: false })).toEqual(['db11', 'db9', 'db10'])
})

test('a search finds shown words in every column, and wants every word', () => {
  expect(names('主库')).toEqual(['db9'])
  expect(names('replica 10')).toEqual(['db10'])
  expect(names('primary 10')).toEqual([])
  expect(names('-1')).toEqual([])
})
