import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { DrdsTask } from '../../../../shared/model/drds-task.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import { endedBetween, type TasksStore } from './tasks-store.ts'

interface TasksDependencies {
  rpc: Rpc
  tasks: TasksStore
  /** Called once for every task that ends while the window is open. */
  onEnded: (task: DrdsTask) => void
}

/** Reads the tasks when the app starts; what main told meanwhile is newer. */
export async function loadTasks({ rpc, tasks }: Pick<TasksDependencies, 'rpc' | 'tasks'>): Promise<void> {
  const result = await rpc.drds.tasks({})
  if (result.ok && tasks.getState().tasks === null) tasks.setState({ tasks: result.value })
}

/** `drds.tasksChanged`. */
export function takeTasks({ tasks, onEnded }: Pick<TasksDependencies, 'tasks' | 'onEnded'>, next: readonly DrdsTask[]): void {
  const ended = endedBetween(tasks.getState().tasks, next)
  tasks.setState({ tasks: next })
  ended.forEach(onEnded)
}

/** Takes a task off the list; answers why, where it could not be. */
export async function dismissTask({ rpc, tasks }: Pick<TasksDependencies, 'rpc' | 'tasks'>, id: number): Promise<Failure | null> {
  const result = await rpc.drds.dismissTask({ id })
  if (!result.ok) return result.failure
  tasks.setState((state) => ({ tasks: state.tasks?.filter((task) => task.id !== id) ?? null }))
  return null
}
