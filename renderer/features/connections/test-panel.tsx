import { Check } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TestReport } from '../../../shared/contract/connections.ts'
import type { SecretName } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { formatElapsed } from '../../ui/format-elapsed.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { ExpiryNote } from './expiry-note.tsx'
import { isTrustFailure } from './trust-failures.ts'
import styles from './test-panel.module.css'

export type TestState =
  | { state: 'idle' }
  | { state: 'running'; startedAt: number }
  | { state: 'passed'; report: TestReport }
  | { state: 'failed'; failure: Failure }

interface TestPanelProps {
  test: TestState
  /** Until when the draft's secrets are good. */
  expires: Partial<Record<SecretName, string>>
  onStop: () => void
  onShowCertificate: () => void
}

/** What a connection test is doing, or found. */
export function TestPanel({ test, expires, onStop, onShowCertificate }: TestPanelProps) {
  const { t } = useTranslation()
  switch (test.state) {
    case 'idle':
      return null
    case 'running':
      return (
        <div role="status" className={styles.panel}>
          <Spinner />
          <span className={styles.grow}>
            {t('connections.test.running')} <Seconds since={test.startedAt} />
          </span>
          <Button size="small" onClick={onStop}>
            {t('connections.test.stop')}
          </Button>
        </div>
      )
    case 'passed':
      return <Passed report={test.report} />
    case 'failed':
      return (
        <FailureView
          failure={test.failure}
          place="inline"
          note={test.failure.kind === 'signIn' && <ExpiryNote settings={{ expires }} />}
          actions={
            isTrustFailure(test.failure) && (
              <Button size="small" onClick={onShowCertificate}>
                {t('connections.certificate.show')}
              </Button>
            )
          }
        />
      )
  }
}

function Passed({ report }: { report: TestReport }) {
  const { t } = useTranslation()
  return (
    <div role="status" className={styles.passed}>
      <p className={styles.title}>
        {t('connections.test.passed')}
        {report.detail && (
          <span className={styles.detail}>
            {report.steps.some(({ name }) => name === 'list') ? t('connections.test.instances', { count: Number(report.detail) }) : report.detail}
          </span>
        )}
      </p>
      <ol className={styles.steps}>
        {report.steps.map((step) => (
          <li key={step.name}>
            <Check size={13} aria-hidden="true" />
            <span>{t(`connections.test.step.${step.name}`)}</span>
            <span className={styles.time}>{formatElapsed(step.elapsedMs)}</span>
          </li>
        ))}
      </ol>
      {report.requestId && (
        <p className={styles.request}>
          {t('common.requestId')} <code>{report.requestId}</code>
          <CopyButton text={report.requestId} label={t('common.copyRequestId')} />
        </p>
      )}
    </div>
  )
}

function Seconds({ since }: { since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return <span className={styles.time}>{((now - since) / 1_000).toFixed(1)} s</span>
}
