import { describeFailure } from '../../shared/i18n/describe-failure.ts'
import { describeNotice } from '../../shared/i18n/describe-notice.ts'
import { hostText, type HostTextKey } from '../../shared/i18n/host-text.ts'
import type { Locale } from '../../shared/i18n/locale.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { assertNever } from '../../shared/model/never.ts'
import { isWarned, type ResultColumn } from '../../shared/model/result-set.ts'
import type { Completeness, StatementResult } from '../../shared/model/statement-result.ts'
import { harmless } from './display-width.ts'

type Text = (key: HostTextKey, params?: Record<string, string | number>) => string

/** What standard error says about a result: how it ended, how complete and how exact it is. Lines without ends. */
export function reportOf(result: StatementResult, locale: Locale): string[] {
  const text: Text = (key, params) => hostText(locale, key, params)
  const lines = result.notices.map((notice) => describeNotice(notice, locale))
  if (result.sentSql !== undefined) lines.push(text('cli.sentSql', { sql: result.sentSql }))
  switch (result.kind) {
    case 'resultset': {
      const rows = result.data.segments.reduce((sum, segment) => sum + segment.rowCount, 0)
      lines.push(...result.data.columns.flatMap((column) => fidelityLines(column, text)))
      lines.push(joined([text(completenessKey(result.completeness), { rows, ...elapsed(result) }), request(result, text)]))
      break
    }
    case 'ok':
      lines.push(
        joined([
          result.affectedRows === null ? text('cli.okUnknown', elapsed(result)) : text('cli.ok', { rows: result.affectedRows, ...elapsed(result) }),
          result.lastInsertId && result.lastInsertId !== '0' ? text('cli.lastInsertId', { id: result.lastInsertId }) : '',
          result.warnings ? text('cli.warnings', { count: result.warnings }) : '',
          request(result, text),
        ]),
      )
      break
    case 'error': {
      const code = [result.code, result.sqlState && `(${result.sqlState})`].filter(Boolean).join(' ')
      const where = result.position ? text('cli.sqlErrorAt', { line: result.position.line }) : ''
      lines.unshift(joined([text('cli.sqlError', { code, message: result.message }), where, request(result, text)]))
      break
    }
    default:
      assertNever(result)
  }
  return lines.map(harmless)
}

/** A failure's sentence, what to do next, and the server's own words with its request. */
export function failureReport(failure: Failure, locale: Locale): string[] {
  const { message, next } = describeFailure(failure, locale)
  const words = failure.server?.text ?? ''
  const requestId = failure.server?.requestId
  const lines = [message, next, ...(words ? [words] : []), ...(requestId ? [hostText(locale, 'cli.requestId', { requestId })] : [])]
  return lines.map(harmless)
}

function completenessKey(completeness: Completeness): HostTextKey {
  switch (completeness.kind) {
    case 'complete':
      return 'cli.complete'
    case 'capped':
      return 'cli.capped'
    case 'atLeast':
      return 'cli.atLeast'
  }
}

function fidelityLines(column: ResultColumn, text: Text): string[] {
  const { label, fidelity } = column
  if (fidelity.kind !== 'lossy' || !isWarned(column)) return []
  const lines = [text('cli.lossyColumn', { column: label, reason: text(`lossy.${fidelity.reason}`) })]
  if (fidelity.exactSql !== undefined) lines.push(text('cli.exactSql', { sql: fidelity.exactSql }))
  return lines
}

const elapsed = ({ elapsedMs }: StatementResult) => ({ elapsedMs: Math.round(elapsedMs) })

const request = ({ requestId }: StatementResult, text: Text) => (requestId ? text('cli.requestId', { requestId }) : '')

const joined = (parts: string[]) => parts.filter((part) => part !== '').join(' · ')
