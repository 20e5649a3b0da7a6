import { expect, it } from 'vitest'
import { readOptions } from './options.ts'

const run = (words: string) => readOptions(words.split(' '))

it('reads a query with all its options', () => {
  expect(readOptions(['query', '--connection', '订单 库', '--sql', 'SELECT 1', '--database', 'd', '--format', 'csv', '--limit', '5', '--user-data', '/x'])).toEqual({
    kind: 'run',
    options: { command: 'query', connection: '订单 库', sql: 'SELECT 1', database: 'd', format: 'csv', limit: 5, sandbox: false, userData: '/x' },
  })
})

it('runs on the sandbox’s DMS where the sandbox is asked for and no connection named', () => {
  expect(run('query --sandbox --sql -')).toMatchObject({ kind: 'run', options: { connection: 'sandbox-dms', sql: '-', format: 'table' } })
})

it('shows the usage where nothing is asked', () => {
  expect(readOptions([])).toEqual({ kind: 'help' })
  expect(run('query --help')).toEqual({ kind: 'help' })
  expect(run('-v')).toEqual({ kind: 'version' })
})

it.each([
  ['queries', 'cli.unknownCommand'],
  ['query more --sandbox --sql x', 'cli.unknownCommand'],
  ['query --sql x', 'cli.connectionMissing'],
  ['query --connection c', 'cli.sqlMissing'],
  ['query --connection c --sql x --limit 0', 'cli.limitInvalid'],
  ['query --connection c --sql x --limit 1e3', 'cli.limitInvalid'],
  ['query --connection c --sql x --format xml', 'cli.formatInvalid'],
  ['connections --fromat json', 'cli.badOption'],
])('refuses %s with %s', (words, key) => {
  expect(run(words)).toMatchObject({ kind: 'invalid', key })
})
