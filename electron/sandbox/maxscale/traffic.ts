/** What went through services and servers since the start: the counters that MaxScale's REST API shows. */
import { integer, real } from './json.ts'
import type { JsonObject } from './collection.ts'
import type { Endpoint } from './configuration.ts'
import type { KillScope, KillStatement } from '../kill-statement.ts'

/** A connection through a service: a session of MaxScale's own. */
export interface ServiceSession {
  /** What thread_id shows for a target that is no server (transcript j10). */
  number: number
  service: string
  server: string
  user: string
  began: number
  /** Ends what the session runs, or the session itself. */
  kill(scope: KillScope): Promise<void>
}

const powers = Array.from({ length: 12 }, (_, index) => 10 ** (index - 6))

class Counters {
  connections = 0
  total = 0
  most = 0
  packets = 0
  refused = 0
  reads = 0
  writes = 0

  seconds = 0
  longest = 0
  readonly read = powers.map(() => ({ count: 0, total: 0 }))
  readonly write = powers.map(() => ({ count: 0, total: 0 }))

  opened(): void {
    this.connections += 1
    this.total += 1
    this.most = Math.max(this.most, this.connections)
  }

  /** Closing is a packet, too, and one that reads (transcript m03). */
  closed(seconds: number): void {
    this.connections -= 1
    this.packets += 1
    this.reads += 1
    this.seconds += seconds
    this.longest = Math.max(this.longest, Math.floor(seconds))
  }

  routed(reads: boolean, seconds: number): void {
    this.packets += 1
    this[reads ? 'reads' : 'writes'] += 1
    const slot = this[reads ? 'read' : 'write'][powers.findIndex((limit) => seconds < limit)]
    if (!slot) return
    slot.count += 1
    slot.total += seconds
  }
}

export class Traffic {
  readonly sessions = new Map<number, ServiceSession>()
  private next = 1
  private readonly services = new Map<string, Counters>()
  private readonly servers = new Map<string, Counters>()

  /** Null for a server itself: MaxScale counts only what goes through its services. */
  open(endpoint: Endpoint, user: string, kill: ServiceSession['kill']): ServiceSession | null {
    const { service, server } = endpoint
    if (service === null) return null
    const session = { number: this.next++, service, server, user, began: performance.now(), kill }
    this.sessions.set(session.number, session)
    for (const counters of this.of(session)) counters.opened()
    return session
  }

  close(session: ServiceSession): void {
    if (this.sessions.delete(session.number)) for (const counters of this.of(session)) counters.closed((performance.now() - session.began) / 1000)
  }

  /** What there is not is not complained about. */
  async kill(statement: KillStatement): Promise<void> {
    // KILL QUERY ID: MaxScale takes it for itself and does nothing.
    if ('query' in statement) return
    const { scope } = statement
    const killed = [...this.sessions.values()].filter(({ number, user }) => ('user' in statement ? user === statement.user : number === statement.session))
    await Promise.all(killed.map((session) => session.kill(scope)))
  }

  refuse({ service }: Endpoint): void {
    if (service !== null) counted(this.services, service).refused += 1
  }

  routed(session: ServiceSession, sql: string, seconds: number): void {
    const reads = /^[\s(]*(?:select|show|describe|desc|explain|analyze|with)\b/i.test(sql)
    for (const counters of this.of(session)) counters.routed(reads, seconds)
  }

  /** `statistics` of a server. */
  serverJson(name: string): JsonObject {
    const counters = counted(this.servers, name)
    const operation = (kind: 'read' | 'write'): JsonObject => ({
      distribution: counters[kind].map(({ count, total }, index) => ({ count: integer(count), time: (powers[index] ?? 0).toFixed(6), total: real(total) })),
      operation: kind,
      range_base: integer(10),
    })
    const reading = counters.read.reduce((sum, { total }) => sum + total, 0)
    return {
      active_operations: integer(0), adaptive_avg_select_time: duration(counters.reads === 0 ? 0 : reading / counters.reads), connection_pool_empty: integer(0),
      connections: integer(counters.connections), failed_auths: integer(0), max_connections: integer(counters.most), max_pool_size: integer(0), persistent_connections: integer(0),
      response_time_distribution: { read: operation('read'), write: operation('write') }, reused_connections: integer(0), routed_packets: integer(counters.packets),
      total_connections: integer(counters.total),
    }
  }

  /** `connections`, `total_connections`, `statistics` and `router_diagnostics` of a service. */
  serviceJson(name: string, router: string, servers: readonly string[]): JsonObject {
    const counters = counted(this.services, name)
    const { connections, total, packets, reads, writes } = counters
    const ended = Math.max(1, total - connections)
    const share = (part: number) => integer(Math.round(part / Math.max(1, total)))
    const isSplit = router === 'readwritesplit'
    const used = servers.slice(0, packets > 0 ? 1 : 0).map((id): JsonObject => ({
      [isSplit ? 'avg_selects_per_session' : 'avg_queries_per_session']: share(isSplit ? reads : packets), avg_sess_active_pct: real(0),
      avg_sess_duration: duration(counters.seconds / ended), id, read: integer(reads), total: integer(packets), write: integer(writes),
    }))
    const split = { replayed_transactions: integer(0), ro_transactions: integer(0), route_all: integer(0), route_master: integer(writes), route_slave: integer(reads), rw_transactions: integer(0), trx_max_size_exceeded: integer(0) }
    return {
      connections: integer(connections), total_connections: integer(total),
      router_diagnostics: { queries: integer(packets), server_query_statistics: used, ...(isSplit && split) },
      statistics: {
        active_operations: integer(0), avg_sescmd_history_length: real(0), avg_session_lifetime: real(counters.seconds / ended), connections: integer(connections),
        failed_auths: integer(counters.refused), max_connections: integer(counters.most), max_sescmd_history_length: integer(0), max_session_lifetime: integer(counters.longest),
        routed_packets: integer(packets), total_connections: integer(total),
      },
    }
  }

  private of = ({ service, server }: ServiceSession): Counters[] => [counted(this.services, service), counted(this.servers, server)]
}

function counted(all: Map<string, Counters>, name: string): Counters {
  const counters = all.get(name) ?? new Counters()
  all.set(name, counters)
  return counters
}

/** As MaxScale writes times: 265.78us, 1.37136ms, 1.57189s. */
function duration(seconds: number): string {
  if (seconds === 0) return '0ns'
  for (const [unit, factor] of [['s', 1], ['ms', 1e3], ['us', 1e6]] as const) if (seconds * factor >= 1) return `${Number((seconds * factor).toPrecision(6))}${unit}`
  return `${Math.round(seconds * 1e9)}ns`
}
