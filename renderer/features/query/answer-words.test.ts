// @vitest-environment jsdom
import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { segmentOf } from '../../../shared/model/fixtures/segment-of.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { splitStatements } from '../../../shared/sql/split.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { answerWords } from './answer-words.ts'
import type { RunEntry, Script } from './run-state.ts'

beforeAll(() => startI18n('en'))

const base = { sql: 'SELECT 1', elapsedMs: 1, notices: [] }
const rows = (count: number, kind: 'complete' | 'capped'): StatementResult => ({
  ...base,
  kind: 'resultset',
  data: { columns: [], segments: [{ ...segmentOf(['1']), rowCount: count }] },
  completeness: kind === 'complete' ? { kind } : { kind, limit: count },
})
const entry = (...results: StatementResult[]): RunEntry => ({
  runId: 'r' as RunId,
  statement: splitStatements('SELECT 1')[0]!,
  answer: { kind: 'results', results },
  elapsedMs: 1,
  cancel: null,
})
const script = (...entries: RunEntry[]) => ({ entries, rest: [] }) as unknown as Script
const said = (...entries: RunEntry[]) => answerWords(i18next.t, { kind: 'done', script: script(...entries) })

test('the end of a run was seen and not heard: rows, affected rows and failures are said', () => {
  expect(said(entry(rows(1, 'complete')))).toBe('1 row.')
  expect(said(entry(rows(3_000, 'capped')))).toBe('3,000 rows, there may be more.')
  expect(said(entry({ ...base, kind: 'ok', affectedRows: '1234' }))).toBe('1,234 rows affected.')
  expect(said(entry({ ...base, kind: 'error', message: 'no' }))).toBe('The statement failed.')
  expect(said(entry(rows(1, 'complete')), entry(rows(2, 'complete')))).toBe('2 statements run. 2 rows.')
  expect(answerWords(i18next.t, { kind: 'idle' })).toBe('')
})
