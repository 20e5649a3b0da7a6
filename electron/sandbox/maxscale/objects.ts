/** /v1/servers, services, listeners, monitors and their like: what the configuration says, with the sandbox's state. */
import type { Engine } from '../engine/engine.ts'
import { document, failure, type Call, type Reply } from './call.ts'
import { isUp, listenersOf, namesIn, objectsOf, type Configuration, type ConfiguredObject } from './configuration.ts'
import { integer, real, type Json } from './json.ts'
import { listenerDefaults, monitorDefaults, routerDefaults, serverDefaults, serviceDefaults, type Defaults } from './object-defaults.ts'

type Collection = 'servers' | 'services' | 'listeners' | 'monitors' | 'filters'
const kindOf: Record<Collection, ConfiguredObject['kind']> = { servers: 'server', services: 'service', listeners: 'listener', monitors: 'monitor', filters: 'filter' }
const isCollection = (name: string): name is Collection => name in kindOf

type JsonObject = { [key: string]: Json }

const zero = integer(0)

export class ConfiguredObjects {
  private readonly engine: Engine
  private readonly configuration: Configuration
  private readonly started = new Date()

  constructor(engine: Engine, configuration: Configuration) {
    this.engine = engine
    this.configuration = configuration
  }

  /** Null for a path that there is not. */
  answer(call: Call): Reply | null {
    const [collection = '', name, ...more] = call.path
    if ((call.method !== 'GET' && call.method !== 'HEAD') || more.length > 0) return null
    if (collection === 'sessions' && name === undefined) return document(call, 200, { data: [], links: { self: `${call.base}/sessions/` } })
    if (!isCollection(collection)) return null
    if (name === undefined) {
      // Newest first, as MaxScale lists all but servers and monitors.
      const objects = objectsOf(this.configuration, kindOf[collection])
      const ordered = collection === 'services' || collection === 'listeners' ? objects.toReversed() : objects
      const data = ordered.map((object) => this.resource(call, collection, object)).filter((one) => matches(call, one))
      return document(call, 200, { data: data.map((one) => sparse(call, collection, one)), links: { self: `${call.base}/${collection}/` } })
    }
    const object = objectsOf(this.configuration, kindOf[collection]).find((one) => one.name === name)
    if (!object) return failure(call, 404, `${name} is not a ${kindOf[collection]}`)
    return document(call, 200, { data: sparse(call, collection, this.resource(call, collection, object)), links: { self: `${call.base}/${collection}/${name}/` } })
  }

  private resource(call: Call, collection: Collection, object: ConfiguredObject): JsonObject {
    const self = `${call.base}/${collection}/${object.name}/`
    const attributes = { ...this.attributes(call, collection, object), source: { file: this.configuration.file, type: 'static' } }
    const relationships = this.relationships(call, self, collection, object)
    return { attributes, id: object.name, ...(collection !== 'listeners' && { links: { self } }), relationships, type: collection }
  }

  private attributes(call: Call, collection: Collection, object: ConfiguredObject): JsonObject {
    switch (collection) {
      case 'servers':
        return this.server(object)
      case 'services':
        return this.service(call, object)
      case 'listeners':
        return { parameters: listenerParameters(object), state: 'Running' }
      case 'monitors':
        return this.monitor(object)
      case 'filters':
        return { module: object.parameters['module'] ?? '', parameters: merged({}, object) }
    }
  }

  private server(object: ConfiguredObject): JsonObject {
    const up = isUp(this.configuration, object.name)
    const primary = up && objectsOf(this.configuration, 'server').find((one) => isUp(this.configuration, one.name)) === object
    const uptime = Math.floor((Date.now() - this.started.getTime()) / 1000)
    return {
      gtid_binlog_pos: null, gtid_current_pos: null, last_event: up ? (primary ? 'master_up' : 'slave_up') : 'server_down', lock_held: null, master_group: null, master_id: integer(-1),
      name: object.name, node_id: integer(up ? 1 : -1), parameters: merged(serverDefaults, object), read_only: false, replication_lag: integer(up ? 0 : -1), server_id: integer(up ? 1 : -1),
      slave_connections: [], state: up ? (primary ? 'Master, Running' : 'Slave, Running') : 'Down', statistics: serverStatistics(),
      triggered_at: this.started.toUTCString(), uptime: integer(up ? uptime : 0), version_string: up ? this.engine.version : '',
    }
  }

  private service(call: Call, object: ConfiguredObject): JsonObject {
    const router = object.parameters['router'] ?? 'readconnroute'
    const listeners = listenersOf(this.configuration, object.name).toReversed()
    const time = this.started.toUTCString()
    return {
      connections: zero, parameters: merged({ ...serviceDefaults, ...routerDefaults[router] }, object), router,
      router_diagnostics: router === 'readwritesplit'
        ? { queries: zero, replayed_transactions: zero, ro_transactions: zero, route_all: zero, route_master: zero, route_slave: zero, rw_transactions: zero, server_query_statistics: [], trx_max_size_exceeded: zero }
        : { queries: zero, server_query_statistics: [] },
      started: time, state: 'Started', total_connections: zero,
      statistics: {
        active_operations: zero, avg_sescmd_history_length: real(0), avg_session_lifetime: real(0), connections: zero, failed_auths: zero, max_connections: zero,
        max_sescmd_history_length: zero, max_session_lifetime: zero, routed_packets: zero, total_connections: zero,
      },
      listeners: listeners.map((listener) => {
        const { links: _, ...resource } = this.resource(call, 'listeners', listener)
        return resource
      }),
      ...(listeners.length > 0 && { users: [], users_last_update: time }),
    }
  }

  private monitor(object: ConfiguredObject): JsonObject {
    const servers = namesIn(object.parameters['servers'])
    const { user = '' } = object.parameters
    const uptime = Date.now() - this.started.getTime()
    return {
      module: object.parameters['module'] ?? '',
      monitor_diagnostics: {
        master: servers.find((server) => isUp(this.configuration, server)) ?? null, master_gtid_domain_id: zero, primary: null, state: 'Idle',
        server_info: servers.map((name) => ({ gtid_binlog_pos: null, gtid_current_pos: null, lock_held: null, master_group: null, name, read_only: false, server_id: integer(isUp(this.configuration, name) ? 1 : -1), slave_connections: [] })),
      },
      parameters: { ...merged(monitorDefaults, object), replication_user: object.parameters['replication_user'] ?? user, replication_password: '*****' },
      state: 'Running', ticks: integer(Math.floor(uptime / 2000)),
    }
  }

  private relationships(call: Call, self: string, collection: Collection, object: ConfiguredObject): JsonObject {
    const relation = (type: Collection, names: readonly string[]): JsonObject =>
      names.length === 0 ? {} : { [type]: { data: names.map((id) => ({ id, type })), links: { related: `${call.base}/${type}/`, self: `${self}relationships/${type}/` } } }
    const using = (kind: 'service' | 'monitor') =>
      objectsOf(this.configuration, kind).filter((one) => namesIn(one.parameters['servers']).includes(object.name)).map((one) => one.name).sort()
    switch (collection) {
      case 'servers':
        return { ...relation('services', using('service')), ...relation('monitors', using('monitor')) }
      case 'services':
        return { ...relation('servers', namesIn(object.parameters['servers'])), ...relation('listeners', listenersOf(this.configuration, object.name).toReversed().map((one) => one.name)) }
      case 'listeners':
        return relation('services', namesIn(object.parameters['service']))
      case 'monitors':
        return relation('servers', namesIn(object.parameters['servers']))
      case 'filters':
        return {}
    }
  }
}

const toJson = (value: Defaults[string]): Json => (typeof value === 'number' ? integer(value) : value)

/** What the configuration says over what MaxScale assumes, each in its own type; passwords are stars. */
function merged(defaults: Defaults, object: ConfiguredObject): JsonObject {
  const parameters: JsonObject = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, toJson(value)]))
  for (const [key, value] of Object.entries(object.parameters)) {
    if (key === 'servers' || key === 'filters') continue
    const assumed = defaults[key]
    if (key.endsWith('password')) parameters[key] = '*****'
    else if (typeof assumed === 'boolean') parameters[key] = /^(true|yes|on|1)$/i.test(value)
    else parameters[key] = typeof assumed === 'number' || key === 'port' ? integer(/^-?\d+$/.test(value) ? value : 0) : value
  }
  return object.kind === 'server' ? Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== 'type')) : parameters
}

function listenerParameters(object: ConfiguredObject): JsonObject {
  return { address: '::', port: zero, ...merged(listenerDefaults, object) }
}

function serverStatistics(): Json {
  const distribution = Array.from({ length: 12 }, (_, power) => ({ count: zero, time: (10 ** (power - 6)).toFixed(6), total: real(0) }))
  const response = (operation: string): Json => ({ distribution, operation, range_base: integer(10) })
  return {
    active_operations: zero, adaptive_avg_select_time: '0ns', connection_pool_empty: zero, connections: zero, failed_auths: zero, max_connections: zero, max_pool_size: zero,
    persistent_connections: zero, response_time_distribution: { read: response('read'), write: response('write') }, reused_connections: zero, routed_packets: zero, total_connections: zero,
  }
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path such as attributes/state. */
function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => (isObject(found) ? found[key] : undefined), value)
}

/** filter=/attributes/state="Down" */
function matches(call: Call, resource: JsonObject): boolean {
  const filter = /^\/?([^=]+)=(.*)$/.exec(call.parameters.get('filter') ?? '')
  if (!filter) return true
  return JSON.stringify(at(resource, (filter[1] ?? '').split('/'))) === filter[2]
}

/** fields[servers]=state,statistics/connections: those attributes only. */
function sparse(call: Call, collection: Collection, resource: JsonObject): JsonObject {
  const fields = call.parameters.get(`fields[${collection}]`)
  if (!fields) return resource
  const wanted = fields.split(',').map((field) => field.trim())
  const attributes: JsonObject = {}
  for (const field of wanted) {
    const [first = '', ...rest] = field.split('/')
    const value = at(resource['attributes'], [first, ...rest])
    if (value === undefined) continue
    const held = attributes[first]
    attributes[first] = rest.length === 0 ? value : { ...(isObject(held) ? held : {}), [rest.join('/')]: value }
  }
  const { relationships, ...others } = resource
  return { ...others, attributes, ...(wanted.includes('relationships') && relationships !== undefined && { relationships }) }
}
