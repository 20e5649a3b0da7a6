import { TriangleAlert, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ChangePlan } from '../../../../shared/model/drds-change.ts'
import styles from './plan-dialog.module.css'

/** What must be known of a change, and how it can be taken back. */
export function PlanNotes({ warnings, inverse }: Pick<ChangePlan, 'warnings' | 'inverse'>) {
  const { t } = useTranslation()
  return (
    <>
      {warnings.length > 0 && (
        <ul className={styles.warnings} aria-label={t('drds.plan.warnings')}>
          {warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert size={14} aria-hidden="true" />
              {t(`drds.plan.warning.${warning}`)}
            </li>
          ))}
        </ul>
      )}
      {inverse && (
        <p className={styles.inverse}>
          <Undo2 size={14} aria-hidden="true" />
          {t('drds.plan.inverse', { verb: t(`drds.plan.takenBackBy.${inverse.kind}`) })}
        </p>
      )}
    </>
  )
}
