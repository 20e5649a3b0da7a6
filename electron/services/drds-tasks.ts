/** Follows what DRDS does by itself after a call was accepted, to its end and over restarts of the app. */
import type { Handlers } from '../../shared/contract/contract.ts'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import { FailureError } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { DrdsClient } from '../clients/drds/client.ts'
import type { DefectLog } from '../log/log.ts'
import type { DrdsTaskRepository } from '../storage/drds-task-repository.ts'
import type { ResolveDrds } from './drds-access.ts'
import { taskStanding, type TaskStanding } from './drds-task-standing.ts'
import type { EventHub } from './event-hub.ts'

/** Between two questions: the first pause, and the longest that it grows to. */
export interface TaskPace {
  firstMs: number
  mostMs: number
}

const usualPace: TaskPace = { firstMs: 1_000, mostMs: 10_000 }

/** A task that is being followed: its timer, and what gives its question up. */
interface Followed {
  pauseMs: number
  timer?: NodeJS.Timeout
  abort: AbortController
}

export interface DrdsTasks {
  handlers: Pick<Handlers['drds'], 'tasks' | 'dismissTask'>
  /** Goes on with what an earlier run followed. */
  start(): void
  begin(task: Omit<DrdsTask, 'id' | 'startedAt' | 'endedAt' | 'state' | 'message' | 'failure'>): void
  forget(connectionId: ConnectionId): void
  /** Stops asking; the next start goes on. */
  close(): Promise<void>
}

export function createDrdsTasks(parts: {
  repository: DrdsTaskRepository
  client: DrdsClient
  resolve: ResolveDrds
  events: EventHub
  log: DefectLog
  /** A task came to its end, `done` or `failed`. */
  onEnd: (task: DrdsTask) => void
  pace?: TaskPace
}): DrdsTasks {
  const { repository, client, resolve, events, log, onEnd, pace = usualPace } = parts
  const followed = new Map<number, Followed>()
  const asking = new Set<Promise<void>>()
  let stopListening = (): void => undefined

  const tell = () => events.emit('drds.tasksChanged', repository.list())

  function follow(id: number): void {
    const one: Followed = { pauseMs: pace.firstMs, abort: new AbortController() }
    followed.set(id, one)
    askLater(id, one)
  }

  function stopFollowing(id: number): void {
    const one = followed.get(id)
    followed.delete(id)
    clearTimeout(one?.timer)
    one?.abort.abort()
  }

  function askLater(id: number, one: Followed): void {
    clearTimeout(one.timer)
    one.timer = setTimeout(() => {
      const question = ask(id, one).catch((error: unknown) => {
        log.error(`task ${id} of DRDS`, error)
        stopFollowing(id)
      })
      asking.add(question)
      void question.finally(() => asking.delete(question))
    }, one.pauseMs).unref()
    one.pauseMs = Math.min(pace.mostMs, one.pauseMs * 1.5)
  }

  async function ask(id: number, one: Followed): Promise<void> {
    const task = repository.get(id)
    if (!task) return
    const standing = await standingOf(task, one.abort.signal)
    // Dismissed, or closing, while the answer was on its way.
    if (followed.get(id) !== one) return
    const ended = standing.state === 'done' || standing.state === 'failed'
    const changed = standing.state !== task.state || standing.message !== task.message || standing.failure?.code !== task.failure?.code
    if (ended) stopFollowing(id)
    else askLater(id, one)
    if (!changed) return
    const now: DrdsTask = { ...task, ...standing, endedAt: ended ? Date.now() : null }
    repository.update(now)
    if (ended) onEnd(now)
    tell()
  }

  /** What cannot be asked now, since the vault is locked or the network is gone, waits. */
  async function standingOf(task: DrdsTask, signal: AbortSignal): Promise<TaskStanding> {
    try {
      const { access } = await resolve(task.connectionId, task.regionId)
      return await taskStanding(client, access, task, signal)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      return { state: 'waiting', message: task.message, failure: error.failure }
    }
  }

  /** Secrets may have come: what waited for them need not wait for its pause. */
  function askWaiting(): void {
    for (const { id, state } of repository.list()) {
      const one = followed.get(id)
      if (state !== 'waiting' || !one) continue
      one.pauseMs = pace.firstMs
      askLater(id, one)
    }
  }

  return {
    handlers: {
      tasks: () => repository.list(),
      dismissTask({ id }) {
        stopFollowing(id)
        repository.delete(id)
        tell()
        return null
      },
    },
    start() {
      stopListening = events.subscribe((event) => {
        if (event === 'vault.changed' || event === 'connections.changed') askWaiting()
      })
      for (const { id, endedAt } of repository.list()) if (endedAt === null) follow(id)
    },
    begin(task) {
      const { id } = repository.insert({ ...task, startedAt: Date.now(), endedAt: null, state: 'running', message: '', failure: null })
      follow(id)
      tell()
    },
    forget(connectionId) {
      const own = repository.list().filter((task) => task.connectionId === connectionId)
      for (const { id } of own) stopFollowing(id)
      repository.deleteOf(connectionId)
      if (own.length > 0) tell()
    },
    async close() {
      stopListening()
      for (const id of followed.keys()) stopFollowing(id)
      await Promise.all(asking)
    },
  }
}
