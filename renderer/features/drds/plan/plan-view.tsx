import { TriangleAlert, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ChangePlan } from '../../../../shared/model/drds-change.ts'
import { FailureView } from '../../../ui/failure-view.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PlanLines } from './plan-lines.tsx'
import styles from './plan-dialog.module.css'

interface PlanViewProps {
  plan: ChangePlan
  typed: string
  onTyped: (typed: string) => void
  /** It runs, or may have run: nothing can be typed. */
  isFixed: boolean
}

/** Before and after, what must be known, whether it can be taken back, and the name to type. */
export function PlanView({ plan, typed, onTyped, isFixed }: PlanViewProps) {
  const { t } = useTranslation()
  const { lines, warnings, refused, inverse, confirm } = plan
  return (
    <>
      <PlanLines caption={t('drds.plan.lines')} before={t('drds.plan.before')} after={t('drds.plan.after')} lines={lines} />
      {refused && <FailureView place="inline" failure={refused} />}
      {!refused && warnings.length > 0 && (
        <ul className={styles.warnings} aria-label={t('drds.plan.warnings')}>
          {warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert size={14} aria-hidden="true" />
              {t(`drds.plan.warning.${warning}`)}
            </li>
          ))}
        </ul>
      )}
      {!refused && inverse && (
        <p className={styles.inverse}>
          <Undo2 size={14} aria-hidden="true" />
          {t('drds.plan.inverse', { verb: t(`drds.plan.takenBackBy.${inverse.kind}`) })}
        </p>
      )}
      {!refused && confirm !== '' && (
        <TextField
          label={t('drds.plan.confirm', { confirm })}
          value={typed}
          onChange={onTyped}
          disabled={isFixed}
          mono
          autoFocus
          error={typed !== '' && !confirm.startsWith(typed) ? t('drds.plan.confirmDiffers') : undefined}
        />
      )}
    </>
  )
}
