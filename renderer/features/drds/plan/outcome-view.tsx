import { CircleCheck, CircleHelp, Clock, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ChangeOutcome, Verification } from '../../../../shared/model/drds-change.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { FailureView } from '../../../ui/failure-view.tsx'
import { formatElapsed } from '../../../ui/format-elapsed.ts'
import { PlanLines } from './plan-lines.tsx'
import styles from './plan-dialog.module.css'

const marks = {
  shown: { Icon: CircleCheck, tone: 'ok' },
  underWay: { Icon: Clock, tone: 'ok' },
  differs: { Icon: TriangleAlert, tone: 'warning' },
  notReadable: { Icon: CircleHelp, tone: 'plain' },
  failed: { Icon: TriangleAlert, tone: 'warning' },
} as const satisfies Record<Verification['kind'], object>

/** The service accepted it; what it shows now, and what support asks for. */
export function OutcomeView({ outcome }: { outcome: ChangeOutcome }) {
  const { t } = useTranslation()
  const { requestId, elapsedMs, verification, instanceIds, orderId, accountName } = outcome
  const { Icon, tone } = marks[verification.kind]
  const facts = [
    ...instanceIds.map((id) => ({ label: t('drds.plan.newInstance'), value: id })),
    ...(orderId ? [{ label: t('drds.plan.order'), value: orderId }] : []),
    ...(accountName ? [{ label: t('drds.plan.account'), value: accountName }] : []),
    { label: t('common.requestId'), value: requestId },
  ]
  return (
    <div className={styles.content} role="status">
      <p className={styles.verification} data-tone={tone}>
        <Icon size={16} aria-hidden="true" />
        <span>
          <strong>{t('drds.plan.accepted', { elapsed: formatElapsed(elapsedMs) })}</strong> {t(`drds.plan.verification.${verification.kind}`)}
        </span>
      </p>
      {verification.kind === 'differs' && (
        <PlanLines caption={t('drds.plan.differences')} before={t('drds.plan.asked')} after={t('drds.plan.shows')} lines={verification.lines} />
      )}
      {verification.kind === 'failed' && <FailureView place="inline" failure={verification.failure} />}
      <dl className={styles.facts}>
        {facts.map(({ label, value }) => (
          <div key={`${label} ${value}`}>
            <dt>{label}</dt>
            <dd>
              <code>{value}</code>
              <CopyButton text={value} label={t('drds.plan.copyFact', { label, value })} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
