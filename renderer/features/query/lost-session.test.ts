import { expect, test } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { runId } from '../../../shared/model/ids.ts'
import { splitStatements } from '../../../shared/sql/split.ts'
import { isRepeatable } from './lost-session.ts'
import type { RunEntry } from './run-state.ts'

const entry = (sql: string, answer: RunEntry['answer']): RunEntry => ({ runId: runId('r'), statement: splitStatements(sql)[0]!, answer, elapsedMs: 1, cancel: null })
const error = (code: string) => (sql: string) => entry(sql, { kind: 'results', results: [{ kind: 'error', sql, elapsedMs: 1, notices: [], code, message: 'gone' }] })
const failure = (retrySafe: boolean) => (sql: string) => entry(sql, { kind: 'failure', failure: failureOf('server', 'maxscale.reconnectFirst', { retrySafe }) })

test.each([
  ['a write that was not sent', failure(true)('UPDATE t SET a = 1'), true],
  ['a write that may have run', failure(false)('UPDATE t SET a = 1'), false],
  ['a write that found the connection dead', error('2006')('UPDATE t SET a = 1'), true],
  ['a write that lost the connection', error('2013')('UPDATE t SET a = 1'), false],
  ['a read that lost the connection', error('2013')('SELECT 1'), true],
  ['a read without an answer', failure(false)('SHOW STATUS'), true],
  ['a read that locks rows', error('2013')('SELECT 1 FROM t FOR UPDATE'), false],
  ['a procedure that lost the connection', error('2013')('CALL p()'), false],
] as const)('%s is offered to run again: %#', (_what, given, repeatable) => {
  expect(isRepeatable(given)).toBe(repeatable)
})
