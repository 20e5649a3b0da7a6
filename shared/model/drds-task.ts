import type { Environment } from './connection.ts'
import type { ConnectionId } from './ids.ts'
import type { Failure } from './failure.ts'

/** Something that DRDS does by itself after a call was accepted; followed until it ends, across restarts of the app. */
export interface DrdsTask {
  id: number
  kind: 'createDatabase' | 'deleteDatabase' | 'createInstance' | 'releaseInstance'
  connectionId: ConnectionId
  connectionName: string
  environment: Environment
  regionId: string
  instanceId: string
  /** '' for an instance's task. */
  database: string
  /** The call that began it. */
  action: string
  requestId: string
  /** Epoch milliseconds. */
  startedAt: number
  endedAt: number | null
  /** `waiting`: the last question was not answered, `failure` says why; it is asked again. */
  state: 'running' | 'waiting' | 'done' | 'failed'
  /** The status as the server tells it, in its words (Msg). */
  message: string
  failure: Failure | null
}

/** A full-table scan that was switched on, to be switched off again. */
export interface ScanReminder {
  id: number
  connectionId: ConnectionId
  connectionName: string
  regionId: string
  instanceId: string
  database: string
  tables: string[]
  /** Epoch milliseconds. */
  dueAt: number
}
