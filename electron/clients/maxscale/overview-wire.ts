/** MaxScale's answers about itself, settled: wire spellings end here. The recorded answers are m01 to m11, c01 and c07. */
import { z } from 'zod'
import type { MaxScaleListener, MaxScaleMonitor, MaxScaleServer, MaxScaleService, MaxScaleSqlSession } from '../../../shared/model/maxscale.ts'

const Text = z.string().catch('')
const Count = z.number().catch(0)
/** `relationships.servers` and its like: absent where there are none. */
const Related = z.object({ data: z.array(z.object({ id: z.string() })) }).catch({ data: [] })
const names = ({ data }: z.infer<typeof Related>): string[] => data.map(({ id }) => id)

/** Where a server or listener is reached; a socket goes before an address. */
const Place = z
  .object({ address: z.string().nullish(), port: z.number().nullish(), socket: z.string().nullish() })
  .catch({})
const addressOf = ({ address, port, socket }: z.infer<typeof Place>): string => {
  if (socket) return socket
  const host = address?.includes(':') ? `[${address}]` : (address ?? '')
  return port ? `${host}:${port}` : host
}

/** A list of resources; one that cannot be read is left out, a body that is no list is undefined. */
function listOf<T extends z.ZodType>(envelope: unknown, Resource: T): z.infer<T>[] | undefined {
  const list = z.object({ data: z.array(z.unknown()) }).safeParse(envelope)
  return list.success ? list.data.data.flatMap((one) => Resource.safeParse(one).data ?? []) : undefined
}

const Instance = z.object({ data: z.object({ attributes: z.object({ version: z.string(), uptime: Count }) }) })

export function instanceOf(envelope: unknown): { version: string; uptimeSeconds: number } | undefined {
  const parsed = Instance.safeParse(envelope)
  if (!parsed.success) return undefined
  const { version, uptime } = parsed.data.data.attributes
  return { version, uptimeSeconds: uptime }
}

const Server = z.object({
  id: z.string(),
  attributes: z.object({
    state: Text,
    version_string: Text,
    gtid_current_pos: Text,
    replication_lag: z.number().catch(-1),
    uptime: Count,
    parameters: Place,
    statistics: z.object({ connections: Count }).catch({ connections: 0 }),
  }),
})

/** MaxScale's words for what a server does, the weightiest first: a primary that replicates from another is "Master, Slave". */
const roles = {
  Master: 'primary',
  Synced: 'synced',
  'Relay Master': 'relay',
  'Binlog Relay': 'relay',
  Slave: 'replica',
  'Slave of External Server': 'replica',
} as const satisfies Record<string, MaxScaleServer['role']>

/** What was done to it on purpose goes before what it suffers: "Maintenance, Down" was expected. */
const conditions = {
  Maintenance: 'maintenance',
  Draining: 'draining',
  Drained: 'draining',
  Down: 'down',
  Running: 'running',
} as const satisfies Record<string, MaxScaleServer['condition']>

export const roleOf = (state: string): MaxScaleServer['role'] => wordOf(state, roles) ?? 'other'
/** A state without a word of life, such as "Auth Error", is down. */
export const conditionOf = (state: string): MaxScaleServer['condition'] => wordOf(state, conditions) ?? 'down'

function wordOf<T>(state: string, meanings: Record<string, T>): T | undefined {
  const words = new Set(state.split(',').map((word) => word.trim()))
  return Object.entries(meanings).find(([word]) => words.has(word))?.[1]
}

export function serversOf(envelope: unknown): MaxScaleServer[] | undefined {
  return listOf(envelope, Server)?.map(({ id, attributes }) => {
    const { state, version_string: version, gtid_current_pos: gtid, replication_lag: lag, uptime, parameters, statistics } = attributes
    const condition = conditionOf(state)
    return {
      name: id, address: addressOf(parameters), state, role: roleOf(state), condition, version, gtid,
      connections: statistics.connections,
      // -1 where MaxScale does not know (m01); 0 as the uptime of one that was never reached.
      lagSeconds: lag < 0 ? null : lag,
      uptimeSeconds: condition === 'down' || uptime === 0 ? null : uptime,
    }
  })
}

const Service = z.object({
  id: z.string(),
  attributes: z.object({ router: Text, state: Text, connections: Count, total_connections: Count }),
  relationships: z.object({ servers: Related, listeners: Related }).catch({ servers: { data: [] }, listeners: { data: [] } }),
})

export const servicesOf = (envelope: unknown): MaxScaleService[] | undefined =>
  listOf(envelope, Service)?.map(({ id, attributes: { router, state, connections, total_connections: totalConnections }, relationships }) => ({
    name: id, router, state, connections, totalConnections, servers: names(relationships.servers), listeners: names(relationships.listeners),
  }))

const Listener = z.object({
  id: z.string(),
  attributes: z.object({ state: Text, parameters: Place }),
  relationships: z.object({ services: Related }).catch({ services: { data: [] } }),
})

export const listenersOf = (envelope: unknown): MaxScaleListener[] | undefined =>
  listOf(envelope, Listener)?.map(({ id, attributes: { state, parameters }, relationships }) => ({
    name: id, service: names(relationships.services).join(', '), address: addressOf(parameters), state,
  }))

const Monitor = z.object({
  id: z.string(),
  attributes: z.object({ module: Text, state: Text, monitor_diagnostics: z.object({ master: Text }).catch({ master: '' }) }),
  relationships: z.object({ servers: Related }).catch({ servers: { data: [] } }),
})

export const monitorsOf = (envelope: unknown): MaxScaleMonitor[] | undefined =>
  listOf(envelope, Monitor)?.map(({ id, attributes: { module, state, monitor_diagnostics: found }, relationships }) => ({
    name: id, module, state, primary: found.master, servers: names(relationships.servers),
  }))

const SqlSession = z.object({
  id: z.string(),
  attributes: z.object({ target: Text, thread_id: z.number().nullable().catch(null), seconds_idle: Count, sql: Text }),
})

export type ListedSession = Omit<MaxScaleSqlSession, 'ours'>

export const sessionsOf = (envelope: unknown): ListedSession[] | undefined =>
  listOf(envelope, SqlSession)?.map(({ id, attributes: { target, thread_id: threadId, seconds_idle: idleSeconds, sql } }) => ({
    id, target, threadId, idleSeconds, sql: shown(sql),
  }))

/** The last statement of one session; empty before its first. */
export function statementOf(envelope: unknown): string | undefined {
  const parsed = z.object({ data: z.object({ attributes: z.object({ sql: Text }).catch({ sql: '' }) }) }).safeParse(envelope)
  return parsed.success ? shown(parsed.data.data.attributes.sql) : undefined
}

/** A statement may be megabytes long, and is sent every few seconds: its beginning says which one it is. */
const SHOWN = 2_000
const shown = (sql: string): string => (sql.length > SHOWN ? `${sql.slice(0, SHOWN)}…` : sql)

/** Whether an account of the REST API is an administrator's; undefined for another body. */
export function isAdministrator(envelope: unknown): boolean | undefined {
  const parsed = z.object({ data: z.object({ attributes: z.object({ account: z.string() }) }) }).safeParse(envelope)
  return parsed.success ? parsed.data.data.attributes.account === 'admin' : undefined
}
