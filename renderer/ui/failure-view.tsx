import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../shared/model/failure.ts'
import { failureTexts } from '../i18n/i18n.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'
import { failureDetails } from './failure-details.ts'
import { RetryQuestion } from './retry-question.tsx'
import styles from './failure-view.module.css'

interface FailureViewProps {
  failure: Failure
  onRetry?: (() => void) | undefined
  /** A second run may do a thing twice: it is asked first. */
  retryAsks?: boolean
  /** What we know besides that may have to do with it. */
  note?: ReactNode
  /** More buttons, such as "Edit connection". */
  actions?: ReactNode
  /** `panel` fills the place where the answer would be; `inline` stands in a form. */
  place?: 'panel' | 'inline'
}

/** What happened, what to do next, and the server's own words with everything that support asks for. */
export function FailureView({ failure, onRetry, retryAsks = false, note, actions, place = 'panel' }: FailureViewProps) {
  const { t } = useTranslation()
  const { message, next } = failureTexts(failure)
  const { server } = failure
  return (
    <section role="alert" className={classNames(styles.failure, styles[place])}>
      <CircleAlert className={styles.icon} size={18} aria-hidden="true" />
      <div className={styles.content}>
        <p className={styles.message}>{message}</p>
        <p className={styles.next}>{next}</p>
        {note}
        {server && (
          <dl className={styles.server}>
            {server.text && (
              <>
                <dt>{t('common.serverWords')}</dt>
                <dd className={styles.words}>{server.text}</dd>
              </>
            )}
            {(server.code ?? server.status) !== undefined && (
              <>
                <dt>{t('common.code')}</dt>
                <dd>{[server.code, server.status && `HTTP ${server.status}`].filter(Boolean).join(' · ')}</dd>
              </>
            )}
            {server.requestId && (
              <>
                <dt>{t('common.requestId')}</dt>
                <dd>{server.requestId}</dd>
              </>
            )}
          </dl>
        )}
        <div className={styles.actions}>
          {onRetry && retryAsks && <RetryQuestion onRetry={onRetry} />}
          {onRetry && !retryAsks && (
            <Button size="small" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )}
          {actions}
          <CopyButton text={failureDetails(failure, message, next)}>{t('common.copyDetails')}</CopyButton>
        </div>
      </div>
    </section>
  )
}
