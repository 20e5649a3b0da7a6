import { expect, test } from 'vitest'
import type { SqlPosition } from '../../../shared/model/statement-result.ts'
import { connectionId, runId } from '../../../shared/model/ids.ts'
import { splitStatements } from '../../../shared/sql/split.ts'
import { errorPlaces } from './error-place.ts'
import type { Script } from './run-state.ts'

/** The texts that are marked when the script's second statement fails. */
function marked(script: string, position?: SqlPosition, now = script): { text: string; exact: boolean }[] {
  const [, statement] = splitStatements(script)
  if (!statement) throw new Error('the script needs two statements')
  const failed: Script = {
    connectionId: connectionId('c'),
    database: '',
    rowLimit: 10,
    total: 1,
    origin: 'text',
    rest: [],
    entries: [
      {
        runId: runId('r'),
        statement,
        elapsedMs: 1,
        cancel: null,
        answer: {
          kind: 'results',
          results: [
            { kind: 'error', sql: statement.text, elapsedMs: 1, notices: [], code: '1064', message: 'no', ...(position && { position }) },
          ],
        },
      },
    ],
  }
  return errorPlaces(now, failed).map(({ start, end, exact }) => ({ text: now.slice(start, end), exact }))
}

const script = 'SELECT 1;\n-- two\nSELECT 2,\n    FORM t;\n'

test('the line that the server names is counted from the first line of the statement', () => {
  expect(marked(script, { line: 3 })).toEqual([{ text: 'FORM t', exact: true }])
})

test('a column narrows the place', () => {
  expect(marked(script, { line: 2, column: 8 })).toEqual([{ text: '2,', exact: true }])
})

test('a line behind the end is the last one', () => {
  expect(marked(script, { line: 99, column: 99 })).toEqual([{ text: 't', exact: true }])
})

test('without a line the statement itself is marked, and said to be no exact place', () => {
  expect(marked(script)).toEqual([{ text: 'SELECT 2,', exact: false }])
})

test('the place follows the statement when text before it has changed', () => {
  expect(marked(script, { line: 3 }, `-- new\n${script}`)).toEqual([{ text: 'FORM t', exact: true }])
})

test('a statement that was changed meanwhile is not marked', () => {
  expect(marked(script, { line: 3 }, script.replace('FORM', 'FROM'))).toEqual([])
})

test('line ends of Windows are no part of the place', () => {
  expect(marked('SELECT 1;\r\nSELECT 2\r\n  FORM t\r\n;', { line: 1 })).toEqual([{ text: 'SELECT 2', exact: true }])
})
