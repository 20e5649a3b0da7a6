import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsTask } from '../../../../shared/model/drds-task.ts'
import { failureTexts, sentences } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { formatElapsed } from '../../../ui/format-elapsed.ts'
import { hasEnded } from './tasks-store.ts'
import { taskPlace, taskTitle } from './task-words.ts'
import styles from './tasks-tray.module.css'

interface TaskItemProps {
  task: DrdsTask
  /** Null where its account is gone. */
  onOpen: (() => void) | null
  onDismiss: () => void
}

/** One task: what, where, how far, and why it did not go well. */
export function TaskItem({ task, onOpen, onDismiss }: TaskItemProps) {
  const { t } = useTranslation()
  const title = taskTitle(t, task)
  const ended = hasEnded(task)
  const failure = task.failure && failureTexts(task.failure)
  return (
    <li className={styles.task} data-state={task.state}>
      <p className={styles.what}>
        <span className={styles.name}>{title}</span>
        <span role="status" className={styles.state}>{t(`drds.tasks.state.${task.state}`)}</span>
      </p>
      <p className={styles.where}>
        {taskPlace(t, task)} · <Duration task={task} />
      </p>
      {failure && <p className={styles.failure}>{sentences(failure.message, failure.next)}</p>}
      {serverWords(task).map((words) => (
        <p key={words} className={styles.words}>
          {words}
        </p>
      ))}
      {task.state === 'waiting' && <p className={styles.where}>{t('drds.tasks.waits')}</p>}
      <div className={styles.actions}>
        {onOpen && (
          <Button size="small" aria-label={t('drds.tasks.openOf', { task: title })} onClick={onOpen}>
            {t('drds.tasks.open')}
          </Button>
        )}
        <Button size="small" tone="quiet" aria-label={t(ended ? 'drds.tasks.dismissOf' : 'drds.tasks.stopFollowingOf', { task: title })} onClick={onDismiss}>
          {t(ended ? 'drds.tasks.dismiss' : 'drds.tasks.stopFollowing')}
        </Button>
      </div>
    </li>
  )
}

/** What DRDS says of it, and with a failure what the request is asked after with; each once. */
function serverWords({ message, failure }: DrdsTask): string[] {
  const { text = '', requestId = '' } = failure?.server ?? {}
  return [...new Set([message, text, requestId])].filter(Boolean)
}

/** "for 1:05", which ticks, or how long it took. */
function Duration({ task }: { task: DrdsTask }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  const runs = task.endedAt === null
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [runs])
  if (task.endedAt !== null) return t('drds.tasks.took', { elapsed: wholeSeconds(task.endedAt - task.startedAt) })
  return t('drds.tasks.for', { elapsed: wholeSeconds(Math.max(0, now - task.startedAt)) })
}

/** A task takes seconds to hours, asked after now and then: a tenth of a second would pretend to know. */
const wholeSeconds = (ms: number): string => (ms < 60_000 ? `${Math.round(ms / 1_000)} s` : formatElapsed(ms))
