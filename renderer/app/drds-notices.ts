import i18next from 'i18next'
import type { DrdsTask, ScanReminder } from '../../shared/model/drds-task.ts'
import { endTexts } from '../features/drds/tasks/task-words.ts'
import { toast } from '../ui/toast.tsx'
import type { Dependencies } from './dependencies.ts'
import { showDrdsPlace, showFailure } from './shell-actions.ts'

/** As many names as a notice has room for. */
const TABLES_NAMED = 5

/** Says how a task of DRDS ended; the system says it where nobody can see the window. */
export function sayTaskEnded({ rpc, drdsTasks }: Pick<Dependencies, 'rpc' | 'drdsTasks'>, task: DrdsTask): void {
  const { title, body } = endTexts(i18next.t, task)
  if (drdsTasks.getState().isShown && !document.hidden) return
  if (task.state === 'failed') toast.problem(title, body)
  else toast.note(title, body)
  if (document.hidden) void rpc.app.notify({ title: title.slice(0, 200).toWellFormed(), body: body.slice(0, 1_000).toWellFormed() })
}

/** A full-table scan that was to be switched off by now: says so until a person has decided. */
export function remindOfScan(dependencies: Dependencies, reminder: ScanReminder): void {
  const { t } = i18next
  const { id, connectionId, connectionName, regionId, instanceId, database, tables } = reminder
  const named = tables.length > TABLES_NAMED ? [...tables.slice(0, TABLES_NAMED), '…'] : tables
  toast.ask({
    id: `drds.reminder.${id}`,
    text: t('drds.reminders.due'),
    more: t('drds.reminders.text', {
      count: tables.length, database, instance: instanceId, account: connectionName, tables: named.join(t('drds.reminders.separator')),
    }),
    action: {
      label: t('drds.reminders.switchOff'),
      run: () => {
        const at = { connectionId, regionId, instanceId, database }
        const off = { kind: 'setFullTableScan', at, tables, enabled: false, remindAfterMinutes: null } as const
        if (!showDrdsPlace(dependencies, connectionId, { page: 'database', regionId, instanceId, database }, off)) toast.problem(t('drds.reminders.due'), t('drds.reminders.gone'))
      },
    },
    dismiss: {
      label: t('drds.reminders.dismiss'),
      run: () => void dependencies.rpc.drds.dismissReminder({ id }).then((result) => !result.ok && showFailure(result.failure)),
    },
  })
}

/** Those that fell due while Tessera was closed. */
export async function remindOfScansDue(dependencies: Dependencies): Promise<void> {
  const result = await dependencies.rpc.drds.reminders({})
  if (!result.ok) return
  for (const reminder of result.value) if (reminder.dueAt <= Date.now()) remindOfScan(dependencies, reminder)
}
