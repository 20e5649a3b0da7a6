/** How far DRDS has come with a task: what DescribeDrdsDB and DescribeDrdsInstance say of it. */
import type { DrdsDatabase } from '../../shared/model/drds-database.ts'
import type { DrdsInstance } from '../../shared/model/drds.ts'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import type { DrdsAccess, DrdsClient } from '../clients/drds/client.ts'

export type TaskStanding = Pick<DrdsTask, 'state' | 'message' | 'failure'>

/** What was just asked for need not be shown at once. */
const NOT_YET_MS = 30_000

/** Throws the FailureError of the question, but for "there is no such thing", which is an answer. */
export async function taskStanding(client: DrdsClient, access: DrdsAccess, task: DrdsTask, signal: AbortSignal): Promise<TaskStanding> {
  const age = Date.now() - task.startedAt
  // A clock that was set back says nothing of how long it has been.
  const isNew = age >= 0 && age < NOT_YET_MS
  const at = { instanceId: task.instanceId, database: task.database }
  switch (task.kind) {
    case 'createDatabase': {
      const database = await unlessGone(client.database(access, at, { signal }))
      return database ? ofCreation(task, database) : isNew ? running : failed(task, 'drds.task.gone')
    }
    case 'deleteDatabase': {
      const database = await unlessGone(client.database(access, at, { signal }))
      return database ? ofDeletion(task, database) : done
    }
    case 'createInstance': {
      const instance = await unlessGone(client.instance(access, task.instanceId, { signal }))
      return instance ? ofOrder(task, instance) : isNew ? running : failed(task, 'drds.task.gone')
    }
    case 'releaseInstance': {
      const instance = await unlessGone(client.instance(access, task.instanceId, { signal }))
      return !instance || instance.status === 'released' ? done : running
    }
  }
}

const running: TaskStanding = { state: 'running', message: '', failure: null }
const done: TaskStanding = { state: 'done', message: '', failure: null }

function failed({ database, instanceId }: DrdsTask, code: Failure['code'], message = ''): TaskStanding {
  const failure = failureOf('server', code, { params: { database, instance: instanceId }, ...(message && { server: { text: message } }) })
  return { state: 'failed', message, failure }
}

/** 0-建库中 → 1-正常 or 2-建库失败. */
function ofCreation(task: DrdsTask, { status, message }: DrdsDatabase): TaskStanding {
  if (status === 'creating' || status === 'unknown') return { ...running, message }
  return status === 'createFailed' ? failed(task, 'drds.task.createFailed', message) : { ...done, message }
}

/** 3-删除中 → gone or 4-删除失败. */
function ofDeletion(task: DrdsTask, { status, message }: DrdsDatabase): TaskStanding {
  return status === 'deleteFailed' ? failed(task, 'drds.task.deleteFailed', message) : { ...running, message }
}

/** 1-创建中 → 0-运行中, or a state that nobody asked for. */
function ofOrder(task: DrdsTask, { status }: DrdsInstance): TaskStanding {
  if (status === 'creating' || status === 'unknown') return running
  return status === 'running' ? done : failed(task, 'drds.task.instanceFailed')
}

/** Codes by which the document says that a database or an instance is not there, without case. */
const goneCodes = new Set(['invaliddbname.notfound', 'invaliddrdsinstanceid.notfound', 'forbidden.instancenotfound'])

/** Null where the service says that there is no such thing. */
export async function unlessGone<T>(question: Promise<T>): Promise<T | null> {
  try {
    return await question
  } catch (error) {
    if (error instanceof FailureError && goneCodes.has(error.failure.server?.code?.toLowerCase() ?? '')) return null
    throw error
  }
}
