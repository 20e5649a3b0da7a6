import { AlarmClock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DrdsChange } from '../../../../shared/model/drds-change.ts'
import type { DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import type { ScanReminder } from '../../../../shared/model/drds-task.ts'
import { Button } from '../../../ui/button.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { time } from '../parts.tsx'
import type { Loaded } from '../use-answer.ts'
import { AnswerView } from './section.tsx'
import styles from './scan.module.css'

interface ScanRemindersProps {
  at: DrdsDatabaseRef
  loaded: Loaded<ScanReminder[]>
  change: (change: DrdsChange) => Promise<boolean>
}

/** Scans of this database that were switched on, with when they shall be off again. */
export function ScanReminders({ at, loaded, change }: ScanRemindersProps) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  // Nothing is in sight where nothing stands, also while it is asked for.
  if (loaded.answer.state === 'loading') return null
  const dismiss = async (id: number) => {
    await rpc.drds.dismissReminder({ id })
    void loaded.reload()
  }
  const switchOff = async ({ id, tables }: ScanReminder) => {
    if (await change({ kind: 'setFullTableScan', at, tables, enabled: false, remindAfterMinutes: null })) await dismiss(id)
  }
  return (
    <AnswerView loaded={loaded}>
      {(all) => {
        const here = all.filter((one) => isOf(one, at))
        if (here.length === 0) return null
        return (
          <ul className={styles.reminders} aria-label={t('drds.database.scan.standing')}>
            {here.map((one) => (
              <li key={one.id} className={styles.reminder}>
                <AlarmClock size={14} aria-hidden="true" />
                <span className={styles.due}>
                  <strong>{one.tables.join(', ')}</strong> {t('drds.database.scan.due', { time: time.format(one.dueAt) })}
                </span>
                <Button size="small" onClick={() => void switchOff(one)}>
                  {t('drds.database.scan.offNow')}
                </Button>
                <Button size="small" tone="quiet" onClick={() => void dismiss(one.id)}>
                  {t('drds.database.scan.forget')}
                </Button>
              </li>
            ))}
          </ul>
        )
      }}
    </AnswerView>
  )
}

const isOf = (reminder: ScanReminder, at: DrdsDatabaseRef): boolean =>
  reminder.connectionId === at.connectionId && reminder.regionId === at.regionId && reminder.instanceId === at.instanceId && reminder.database === at.database
