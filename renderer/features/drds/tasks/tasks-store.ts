import { createStore } from 'zustand/vanilla'
import type { DrdsTask } from '../../../../shared/model/drds-task.ts'

interface TasksState {
  /** The newest first; null until main has said what there is. */
  tasks: readonly DrdsTask[] | null
  /** The list is open: how a task ends is seen there, and no notice stands before it. */
  isShown: boolean
}

/** What DRDS is doing by itself, of every account; shown wherever one is. */
export const createTasksStore = () => createStore<TasksState>(() => ({ tasks: null, isShown: false }))
export type TasksStore = ReturnType<typeof createTasksStore>

export const hasEnded = ({ state }: DrdsTask): boolean => state === 'done' || state === 'failed'

/** Tasks that ended between two lists; none at first, since what ended before was told then, or nobody was there. */
export function endedBetween(before: readonly DrdsTask[] | null, after: readonly DrdsTask[]): DrdsTask[] {
  if (!before) return []
  const ended = new Set(before.filter(hasEnded).map(({ id }) => id))
  return after.filter((task) => hasEnded(task) && !ended.has(task.id))
}
