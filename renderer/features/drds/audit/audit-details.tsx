import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../shared/model/drds-change.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { FailureView } from '../../../ui/failure-view.tsx'
import { PlanLines } from '../plan/plan-lines.tsx'
import { PlanNotes } from '../plan/plan-notes.tsx'
import { entryText } from './audit-text.ts'
import styles from './audit-table.module.css'

/** All that is known of one change. */
export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation()
  return (
    <div className={styles.inside}>
      <dl className={styles.facts}>
        <dt>{t('drds.audit.account')}</dt>
        <dd>{entry.connectionName}</dd>
        <dt>{t('drds.audit.region')}</dt>
        <dd>{entry.regionId}</dd>
        <dt>{t('drds.audit.column.outcome')}</dt>
        <dd>{t(`drds.audit.outcomeText.${entry.outcome}`)}</dd>
        <dt>{t('drds.audit.column.requestId')}</dt>
        <dd>
          <code>{entry.requestId || t('drds.audit.none')}</code>
          {entry.requestId && <CopyButton text={entry.requestId} label={t('drds.audit.copyRequestId')} />}
        </dd>
      </dl>
      {entry.lines.length === 0 ? (
        <p className={styles.second}>{t('drds.audit.noLines')}</p>
      ) : (
        <PlanLines caption={t('drds.audit.column.change')} before={t('drds.audit.before')} after={t('drds.audit.after')} lines={entry.lines} />
      )}
      <PlanNotes warnings={entry.warnings} inverse={entry.inverse} />
      {entry.differences.length > 0 && (
        <PlanLines caption={t('drds.plan.differences')} before={t('drds.plan.asked')} after={t('drds.plan.shows')} lines={entry.differences} />
      )}
      {entry.failure && <FailureView failure={entry.failure} place="inline" />}
      <div>
        <CopyButton text={entryText(t, entry)}>{t('drds.audit.copyEntry')}</CopyButton>
      </div>
    </div>
  )
}
