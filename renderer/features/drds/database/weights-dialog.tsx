import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsChangeOf } from '../../../../shared/model/drds-change.ts'
import type { RdsPrimary } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { FormDialog } from '../plan/form-dialog.tsx'
import { isInUse, rdsStatusOf } from './rds-status.ts'
import { WeightRows } from './weight-rows.tsx'
import { startingWeights, weighable } from './weights.ts'
import styles from './weights.module.css'

interface WeightsDialogProps {
  primary: RdsPrimary
  onClose: () => void
  /** True where the change was accepted. */
  onSend: (weights: DrdsChangeOf<'setReadWeights'>['weights']) => Promise<boolean>
}

/** ModifyRdsReadWeight of one primary: how its reads are divided, the primary first. */
export function WeightsDialog({ primary, onClose, onSend }: WeightsDialogProps) {
  const { t } = useTranslation()
  const [weights, setWeights] = useState(() => startingWeights(primary))
  const shown = weighable(primary)
  const same = weights.rows.every((row, at) => row.weight === shown[at]?.readWeight)
  const shownSum = [primary, ...primary.children].reduce((sum, { readWeight }) => sum + (readWeight ?? 0), 0)
  const left = primary.children.filter((child) => !isInUse(child))
  return (
    <FormDialog
      size="large"
      canReview={!same}
      isFilled={!same}
      buttons={
        <Button onClick={() => setWeights(startingWeights(primary))} disabled={same}>
          {t('drds.database.weights.reset')}
        </Button>
      }
      onClose={onClose}
      onReview={() => onSend(weights.rows.map(({ name, weight }) => ({ name, weight })))}
      title={t('drds.database.weights.title', { name: primary.name })}
      description={t('drds.database.weights.text')}
    >
      <WeightRows weights={weights} onChange={setWeights} before={shown.map(({ readWeight }) => readWeight)} />
      {left.map((child) => {
        const status = rdsStatusOf(child)
        return (
          <p key={child.name} className={styles.left}>
            {t((child.readWeight ?? 0) > 0 ? 'drds.database.weights.leftWithReads' : 'drds.database.weights.left', {
              name: child.name,
              weight: child.readWeight,
              status: status ? t(`drds.database.rds.status.${status}`) : t('drds.database.rds.status.unknown', { raw: child.rawStatus }),
            })}
          </p>
        )
      })}
      {shownSum !== 100 && <p className={styles.left}>{t('drds.database.weights.odd', { sum: shownSum })}</p>}
    </FormDialog>
  )
}
