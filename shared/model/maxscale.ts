/** MaxScale's objects as its REST API shows them, with wire spellings settled. */
import type { Result } from './result.ts'

/** What a session can be opened to, or why not. */
export interface MaxScaleTarget {
  name: string
  kind: 'server' | 'service' | 'listener'
  /** The server's own words, such as "Master, Running", "Down", "Started". */
  state: string
  /** Whether it answers now, as far as MaxScale knows. */
  up: boolean
  /** Why a session cannot be opened to it at all; absent where it can. */
  refusal?: 'noListener' | 'severalListeners' | 'socketListener'
  /** Address and port of a server or listener; the router of a service. */
  detail: string
  /** The servers of a service, the service of a listener. */
  uses: string[]
}

export interface MaxScaleServer {
  name: string
  /** `127.0.0.1:3306`, or a socket's path. */
  address: string
  /** MaxScale's own words: "Master, Running". */
  state: string
  role: 'primary' | 'replica' | 'synced' | 'relay' | 'other'
  condition: 'running' | 'maintenance' | 'draining' | 'down'
  /** Empty where MaxScale has not reached it. */
  version: string
  /** Through MaxScale's services; a session of the SQL resource on the server itself is not among them. */
  connections: number
  /** `gtid_current_pos`; empty where there is none. */
  gtid: string
  /** Seconds behind; null where MaxScale does not know. */
  lagSeconds: number | null
  /** Null where the server is down. */
  uptimeSeconds: number | null
}

export interface MaxScaleService {
  name: string
  router: string
  state: string
  connections: number
  totalConnections: number
  servers: string[]
  listeners: string[]
}

export interface MaxScaleListener {
  name: string
  service: string
  /** Address and port, or the socket's path. */
  address: string
  state: string
}

export interface MaxScaleMonitor {
  name: string
  module: string
  state: string
  /** The primary that it found; empty for none. */
  primary: string
  servers: string[]
}

/** An SQL session of the REST API. */
export interface MaxScaleSqlSession {
  id: string
  target: string
  threadId: number | null
  idleSeconds: number
  /** The last statement, cut where it is long; only where it is ours, or an administrator asked for all. */
  sql: string
  /** True for one that a tab of this window holds. */
  ours: boolean
}

/** Each part is its list or why it was not to be had: an account that is refused one still sees the others. */
export interface MaxScaleOverview {
  instance: Result<{ version: string; uptimeSeconds: number }>
  servers: Result<MaxScaleServer[]>
  services: Result<MaxScaleService[]>
  listeners: Result<MaxScaleListener[]>
  monitors: Result<MaxScaleMonitor[]>
  sessions: Result<MaxScaleSqlSession[]>
  /** Whether the REST user is an administrator, who may see everybody's sessions. */
  maySeeAll: boolean
  /** Epoch milliseconds. */
  readAt: number
  elapsedMs: number
}
