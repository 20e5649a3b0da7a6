import { useTranslation } from 'react-i18next'
import type { StatementResult } from '../../../shared/model/statement-result.ts'

/** A statement that answers no rows: what it changed, in the server's own numbers. */
export function OkView({ result }: { result: Extract<StatementResult, { kind: 'ok' }> }) {
  const { t } = useTranslation()
  return (
    <div className="ok-view">
      <p className="ok-view__affected">
        <span className="ok-view__number">{result.affectedRows}</span> {t('results.ok.affected', { count: Number(result.affectedRows) })}
      </p>
      <dl className="ok-view__facts">
        {result.lastInsertId !== undefined && result.lastInsertId !== '0' && (
          <>
            <dt>{t('results.ok.lastInsertId')}</dt>
            <dd>{result.lastInsertId}</dd>
          </>
        )}
        {result.warnings !== undefined && result.warnings > 0 && (
          <>
            <dt>{t('results.ok.warnings')}</dt>
            <dd>
              {result.warnings} · {t('results.ok.showWarnings')}
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}
