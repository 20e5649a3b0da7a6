import { useTranslation } from 'react-i18next'
import { describeNotice } from '../../../shared/i18n/describe-notice.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { assertNever } from '../../../shared/model/never.ts'
import { currentLocale, failureTexts } from '../../i18n/i18n.ts'
import { formatElapsed } from '../../ui/format-elapsed.ts'
import { answersOf, isCancelled, type RunEntry, type Script } from './run-state.ts'
import { statementLabel } from './statement-label.ts'
import styles from './messages.module.css'

/** One line a statement: what came of it, in words, and how long it took. Choosing one shows it in the editor. */
export function Messages({ script, onShow }: { script: Script; onShow: (entry: RunEntry) => void }) {
  const { t } = useTranslation()
  return (
    <ol className={styles.messages}>
      {script.entries.map((entry, at) => (
        <li key={entry.runId} ref={script.rest.length > 0 && at === script.entries.length - 1 ? bringIntoView : undefined} className={styles.message}>
          {script.origin === 'text' ? (
            <button type="button" className={styles.statement} onClick={() => onShow(entry)} title={t('query.showStatement')}>
              <code>{statementLabel(entry.statement.text)}</code>
              <span className={styles.line}>{t('query.line', { line: entry.statement.line })}</span>
            </button>
          ) : (
            <span className={styles.statement}>
              <code>{statementLabel(entry.statement.text)}</code>
            </span>
          )}
          <div className={styles.answers}>
            {entry.answer.kind === 'results' ? (
              answersOf(entry.runId, entry.answer.results).map(({ id, result }) => (
                <div key={id}>
                  <Answer result={result} />
                  {result.notices.map((notice) => (
                    <p key={notice.code} className={notice.level === 'warning' ? styles.warning : styles.note}>
                      {describeNotice(notice, currentLocale())}
                    </p>
                  ))}
                </div>
              ))
            ) : (
              // What a cancel came to is said once: by its outcome where there is one.
              !(isCancelled(entry) && entry.cancel) && <FailureLine failure={entry.answer.failure} />
            )}
            {/* Of the last one the strip above says it. */}
            {entry.cancel && entry !== script.entries.at(-1) && <p className={styles.note}>{t(`query.cancelled.${entry.cancel}`)}</p>}
          </div>
          <span className={styles.elapsed}>{formatElapsed(elapsedOf(entry))}</span>
        </li>
      ))}
      {script.rest.map((statement) => (
        <li key={`rest-${statement.start}`} className={styles.message}>
          <span className={styles.statement}>
            <code>{statementLabel(statement.text)}</code>
            <span className={styles.line}>{t('query.line', { line: statement.line })}</span>
          </span>
          <p className={styles.note}>{t('query.statementNotRun')}</p>
        </li>
      ))}
    </ol>
  )
}

/** Where a script stopped, with what follows below it. */
const bringIntoView = (element: Element | null) => element?.scrollIntoView({ block: 'nearest' })

/** The call's own time, as the result shows it too; where there is none, the time that was waited. */
const elapsedOf = ({ answer, elapsedMs }: RunEntry): number =>
  (answer.kind === 'results' ? answer.results.at(-1)?.elapsedMs : undefined) ?? elapsedMs

function Answer({ result }: { result: StatementResult }) {
  const { t } = useTranslation()
  switch (result.kind) {
    case 'resultset': {
      const rows = result.data.segments.reduce((sum, segment) => sum + segment.rowCount, 0)
      return <p>{t(`query.rows.${result.completeness.kind}`, { count: rows })}</p>
    }
    case 'ok':
      return (
        <p className={styles.ok}>
          <span>
            {result.affectedRows === null
              ? t('query.affectedUnknown')
              : t('query.affected', { count: Number(result.affectedRows), rows: BigInt(result.affectedRows).toLocaleString(currentLocale()) })}
          </span>
          {result.lastInsertId && result.lastInsertId !== '0' && <span>{t('query.lastInsertId', { id: result.lastInsertId })}</span>}
          {result.warnings ? <span>{t('query.warnings', { count: result.warnings })}</span> : null}
        </p>
      )
    case 'error':
      return (
        <p className={styles.error}>
          {[result.code, result.sqlState && `(${result.sqlState})`, result.message].filter(Boolean).join(' ')}
        </p>
      )
    default:
      return assertNever(result)
  }
}

function FailureLine({ failure }: { failure: Failure }) {
  const { message, next } = failureTexts(failure)
  return (
    <p className={failure.kind === 'cancelled' ? styles.note : styles.error}>
      <span>{message}</span>
      <span>{next}</span>
    </p>
  )
}
