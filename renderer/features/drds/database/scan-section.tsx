import { TriangleAlert } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { tablesProblem } from '../../../../shared/drds/constraints.ts'
import type { DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import type { DrdsTable } from '../../../../shared/model/drds-link.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { createAnswerStore, loadAnswer } from '../answer-store.ts'
import { useAnswer } from '../use-answer.ts'
import { NamesField } from './names-field.tsx'
import { minutesUntil, reminderChoices, type ReminderChoice } from './reminder-times.ts'
import { ScanReminders } from './scan-reminders.tsx'
import { Section } from './section.tsx'
import { useChange } from './use-database.ts'
import { wordsIn } from './whitelist-edit.ts'
import styles from './scan.module.css'

/** ModifyFullTableScan: on or off for some tables, and a reminder that it is on. No action answers what is set. */
export function ScanSection({ at, round }: { at: DrdsDatabaseRef; round: number }) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  // Asked for on a click only: it runs statements on the linked connection.
  const [tables] = useState(createAnswerStore<DrdsTable[]>)
  const { answer: known, latest } = useStore(tables)
  const listTables = () => void loadAnswer(tables, () => rpc.drds.tables(at), false)
  const reminders = useAnswer(useCallback(() => rpc.drds.reminders({}), [rpc]), round)
  const change = useChange(reminders.reload)
  const [typed, setTyped] = useState('')
  const [reminder, setReminder] = useState<ReminderChoice>('hour')
  const [complains, setComplains] = useState(false)
  const names = wordsIn(typed)
  const problem = tablesProblem(names)

  const send = async (enabled: boolean) => {
    if (problem) return setComplains(true)
    const remindAfterMinutes = enabled ? minutesUntil(reminder) : null
    if (!(await change({ kind: 'setFullTableScan', at, tables: [...new Set(names)], enabled, remindAfterMinutes }))) return
    setTyped('')
    setComplains(false)
  }
  return (
    <Section title={t('drds.database.scan.title')}>
      <div className={styles.body}>
        <p className={styles.risk}>
          <TriangleAlert size={14} aria-hidden="true" />
          <span>{t('drds.database.scan.risk')}</span>
        </p>
        <ScanReminders at={at} loaded={reminders} change={change} />
        <NamesField
          label={t('drds.database.scan.tables')}
          value={typed}
          onChange={setTyped}
          placeholder="orders, order_items"
          hint={known.state === 'failed' ? t('drds.database.scan.typeOnly', { reason: failureTexts(known.failure).message }) : t('drds.database.scan.tablesHint')}
          error={complains && problem ? failureTexts(problem).message : undefined}
          suggestions={known.state === 'ready' ? known.value.map(({ name, kind }) => ({ name, note: t(`drds.database.scan.kind.${kind}`) })) : []}
          suggestionsLabel={t('drds.database.scan.known')}
        />
        {known.state !== 'ready' && (
          <div>
            <Button size="small" onClick={listTables} disabled={latest > 0 && known.state === 'loading'}>
              {t('drds.database.scan.list')}
            </Button>
          </div>
        )}
        <div className={styles.row}>
          <Field label={t('drds.database.scan.remind')}>
            {({ id }) => (
              <Select
                id={id}
                label={t('drds.database.scan.remind')}
                value={reminder}
                onChange={setReminder}
                options={reminderChoices.map((value) => ({ value, label: t(`drds.database.scan.reminder.${value}`) }))}
              />
            )}
          </Field>
          <span className={styles.actions}>
            <Button onClick={() => void send(false)}>{t('drds.database.scan.off')}</Button>
            <Button tone="primary" onClick={() => void send(true)}>
              {t('drds.database.scan.on')}
            </Button>
          </span>
        </div>
        <p className={styles.note}>{t('drds.database.scan.notReadable')}</p>
      </div>
    </Section>
  )
}
