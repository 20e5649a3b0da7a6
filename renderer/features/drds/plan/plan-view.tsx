import { useTranslation } from 'react-i18next'
import type { ChangePlan } from '../../../../shared/model/drds-change.ts'
import { FailureView } from '../../../ui/failure-view.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { PlanLines } from './plan-lines.tsx'
import { PlanNotes } from './plan-notes.tsx'

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
      {!refused && <PlanNotes warnings={warnings} inverse={inverse} />}
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
