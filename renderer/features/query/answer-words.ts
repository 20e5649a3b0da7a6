import type { TFunction } from 'i18next'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { currentLocale } from '../../i18n/i18n.ts'
import { failed, isCancelled, type RunEntry, type RunState } from './run-state.ts'

/** What came of a script, in a sentence for those who do not see the screen; none while it runs, or where nothing ran. */
export function answerWords(t: TFunction, run: RunState): string {
  if (run.kind !== 'done' && run.kind !== 'failed') return ''
  const { entries, rest } = run.script
  const last = entries.at(-1)
  if (!last) return ''
  return [
    entries.length > 1 && t('query.announce.statements', { count: entries.length }),
    entryWords(t, last),
    rest.length > 0 && t('query.announce.notRun', { count: rest.length }),
  ]
    .filter(Boolean)
    .join(' ')
}

function entryWords(t: TFunction, entry: RunEntry): string {
  if (isCancelled(entry)) return t('query.announce.cancelled')
  if (failed(entry) || entry.answer.kind === 'failure') return t('query.announce.failed')
  return entry.answer.results.map((result) => resultWords(t, result)).join(' ')
}

function resultWords(t: TFunction, result: StatementResult): string {
  switch (result.kind) {
    case 'resultset': {
      const count = result.data.segments.reduce((rows, segment) => rows + segment.rowCount, 0)
      return t(result.completeness.kind === 'complete' ? 'query.announce.rows' : 'query.announce.rowsOfMore', { count })
    }
    case 'ok':
      return result.affectedRows === null
        ? t('query.affectedUnknown')
        : t('query.affected', { count: Number(result.affectedRows), rows: BigInt(result.affectedRows).toLocaleString(currentLocale()) })
    case 'error':
      return t('query.announce.failed')
  }
}
