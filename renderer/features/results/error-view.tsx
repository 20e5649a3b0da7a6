import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SqlPosition, StatementResult } from '../../../shared/model/statement-result.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'

type ErrorResult = Extract<StatementResult, { kind: 'error' }>

interface ErrorViewProps {
  result: ErrorResult
  onGoTo: ((position: SqlPosition) => void) | undefined
  actions?: ReactNode
}

/** What the server says against a statement, in its own words, with everything that support asks for. */
export function ErrorView({ result, onGoTo, actions }: ErrorViewProps) {
  const { t } = useTranslation()
  const { position } = result
  return (
    <div className="error-view" role="alert">
      <CircleX className="error-view__icon" size={18} aria-hidden="true" />
      <div className="error-view__content">
        <p className="error-view__codes">
          {[result.code && t('results.error.code', { code: result.code }), result.sqlState && `SQLSTATE ${result.sqlState}`]
            .filter(Boolean)
            .join(' · ') || t('common.serverWords')}
        </p>
        <pre className="error-view__message">{result.message}</pre>
        <div className="error-view__actions">
          {position && onGoTo && (
            <Button size="small" tone="primary" onClick={() => onGoTo(position)}>
              {t('results.error.goTo', { line: position.line })}
            </Button>
          )}
          {actions}
          <CopyButton text={errorDetails(result)}>{t('common.copyDetails')}</CopyButton>
        </div>
        <pre className="error-view__sql" aria-label={t('results.sent')}>
          <Statement sql={result.sentSql ?? result.sql} line={position?.line} />
        </pre>
      </div>
    </div>
  )
}

/** Lines around the one that the server names; the first ones where it names none. */
const AROUND = 4

function Statement({ sql, line }: { sql: string; line: number | undefined }) {
  const lines = sql.split('\n')
  const from = Math.max(0, (line ?? 1) - 1 - AROUND)
  return lines.slice(from, from + 2 * AROUND + 1).map((text, at) => {
    const number = from + at + 1
    return (
      <span key={number} className={number === line ? 'error-view__line error-view__line--here' : 'error-view__line'}>
        <span className="error-view__line-number">{number}</span>
        {text}
        {'\n'}
      </span>
    )
  })
}

/** The error as text for a ticket, in the server's own spelling. */
function errorDetails({ code, sqlState, message, position, requestId, sql, sentSql }: ErrorResult): string {
  return [
    code && `Code: ${code}`,
    sqlState && `SQLSTATE: ${sqlState}`,
    position && `Line: ${position.line}${position.column ? `, column: ${position.column}` : ''}`,
    requestId && `RequestId: ${requestId}`,
    message,
    `\n${sentSql ?? sql}`,
  ]
    .filter(Boolean)
    .join('\n')
}
