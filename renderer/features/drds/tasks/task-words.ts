import type { TFunction } from 'i18next'
import type { DrdsTask } from '../../../../shared/model/drds-task.ts'
import { failureTexts } from '../../../i18n/i18n.ts'

/** What a task is about: a database, or an instance. */
const nameOf = ({ database, instanceId }: DrdsTask): string => database || instanceId

/** "Create database crm". */
export const taskTitle = (t: TFunction, task: DrdsTask): string => t(`drds.tasks.kind.${task.kind}`, { name: nameOf(task) })

/** Where it happens: "drds-… · account". */
export const taskPlace = (t: TFunction, { instanceId, connectionName }: DrdsTask): string =>
  t('drds.tasks.place', { instance: instanceId, account: connectionName })

/** Why a task failed or waits: our sentence, and the server's words where it has some. */
export const taskReason = ({ failure, message }: DrdsTask): string => [failure ? failureTexts(failure).message : '', message].filter(Boolean).join('\n')

/** What is told when a task ends: "Database crm is ready". */
export function endTexts(t: TFunction, task: DrdsTask): { title: string; body: string } {
  const title = t(`drds.tasks.${task.state === 'failed' ? 'failed' : 'done'}.${task.kind}`, { name: nameOf(task) })
  const reason = task.state === 'failed' ? taskReason(task) : ''
  return { title, body: [taskPlace(t, task), reason].filter(Boolean).join('\n') }
}
