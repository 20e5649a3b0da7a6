import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'

test('without options the sandbox starts on SQLite, on free ports', () => {
  expect(readArguments([])).toEqual({
    kind: 'start',
    options: { engine: 'sqlite', dmsCollaboration: 'standard', ports: { dms: 0, drds: 0, maxscale: 0 } },
  })
})

test('every option arrives', () => {
  const line = '--engine mariadb --seed a.sql --maxscale-config m.cnf --dms-port 1 --drds-port=2 --maxscale-port 65535 --drds-instances 200 --drds-databases 5 --drds-task-milliseconds 50 --dms-collaboration secure --rest-password word'
  expect(readArguments(line.split(' '))).toEqual({
    kind: 'start',
    options: {
      engine: 'mariadb',
      seedFile: 'a.sql',
      maxscaleConfig: 'm.cnf',
      dmsCollaboration: 'secure',
      ports: { dms: 1, drds: 2, maxscale: 65_535 },
      drdsInstances: 200,
      drdsDatabases: 5,
      drdsTaskMilliseconds: 50,
      credentials: { restPassword: 'word' },
    },
  })
})

test.each([
  ['--engine oracle', '--engine must be sqlite or mariadb.'],
  ['--dms-port 65536', '--dms-port must be a whole number from 0 to 65535.'],
  ['--drds-port 1.5', '--drds-port must be a whole number from 0 to 65535.'],
  ['--drds-instances many', '--drds-instances must be a whole number from 0 to 10000.'],
  ['--drds-databases 51', '--drds-databases must be a whole number from 0 to 50.'],
  ['--nonsense', "Unknown option '--nonsense'"],
  ['word', "Unexpected argument 'word'"],
])('%s is refused with a sentence', (line, problem) => {
  expect(readArguments(line.split(' '))).toEqual({ kind: 'invalid', problem: expect.stringContaining(problem) as string })
})

test('--help asks for the usage', () => {
  expect(readArguments(['--help'])).toEqual({ kind: 'help' })
})
