import { CircleAlert, ListChecks } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { DrdsTask } from '../../../../shared/model/drds-task.ts'
import { Spinner } from '../../../ui/spinner.tsx'
import { TaskItem } from './task-item.tsx'
import { hasEnded } from './tasks-store.ts'
import styles from './tasks-tray.module.css'

interface TasksTrayProps {
  tasks: readonly DrdsTask[]
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Whether the account of a task is there still. */
  canOpen: (task: DrdsTask) => boolean
  onOpen: (task: DrdsTask) => void
  onDismiss: (task: DrdsTask) => void
}

/** How much DRDS is doing, and behind it each task; nothing where there is none. */
export function TasksTray({ tasks, open, onOpenChange, canOpen, onOpen, onDismiss }: TasksTrayProps) {
  const { t } = useTranslation()
  // It stays while it is open: the last task that is dismissed would take its own button's place away.
  if (tasks.length === 0 && !open) return null
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger className={styles.trigger}>
        <Summary tasks={tasks} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.tray} align="end" side="top" sideOffset={6} collisionPadding={8} aria-label={t('drds.tasks.title')}>
          <h2 className={styles.title}>{t('drds.tasks.title')}</h2>
          {tasks.length === 0 ? (
            <p className={styles.empty}>{t('drds.tasks.empty')}</p>
          ) : (
            <ul className={styles.list}>
              {tasks.map((task) => (
                <TaskItem
                  key={task.id}
                  task={task}
                  onOpen={canOpen(task) ? () => { onOpenChange(false); onOpen(task) } : null}
                  onDismiss={() => onDismiss(task)}
                />
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** What runs goes first; then what failed; then what only was not looked at yet. */
function Summary({ tasks }: { tasks: readonly DrdsTask[] }) {
  const { t } = useTranslation()
  const running = tasks.filter((task) => !hasEnded(task)).length
  const failed = tasks.filter(({ state }) => state === 'failed').length
  if (running > 0) {
    return (
      <>
        <Spinner />
        {t('drds.tasks.running', { count: running })}
      </>
    )
  }
  if (failed > 0) {
    return (
      <span className={styles.failed}>
        <CircleAlert size={12} aria-hidden="true" />
        {t('drds.tasks.failedCount', { count: failed })}
      </span>
    )
  }
  return (
    <>
      <ListChecks size={12} aria-hidden="true" />
      {t('drds.tasks.ended', { count: tasks.length })}
    </>
  )
}
