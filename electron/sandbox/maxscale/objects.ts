/** /v1/servers, services, listeners, monitors and their like: what the configuration says, with the sandbox's state. */
import { failure, type Call, type Reply } from './call.ts'
import { resourceDocument, type JsonObject } from './collection.ts'
import { isUp, listenersOf, namesIn, objectsOf, type Configuration, type ConfiguredObject } from './configuration.ts'
import type { Database, Positions } from './database.ts'
import { integer } from './json.ts'
import { listenerDefaults, merged, monitorDefaults, routerDefaults, serverDefaults, serviceDefaults } from './object-defaults.ts'
import { sessionJson } from './session-json.ts'
import type { Traffic } from './traffic.ts'

type Collection = 'servers' | 'services' | 'listeners' | 'monitors' | 'filters'
const kindOf: Record<Collection, ConfiguredObject['kind']> = { servers: 'server', services: 'service', listeners: 'listener', monitors: 'monitor', filters: 'filter' }
const isCollection = (name: string): name is Collection => name in kindOf

/** What of the database one answer needs. */
interface Behind {
  positions: Positions
  users: JsonObject[]
}

export class ConfiguredObjects {
  private readonly configuration: Configuration
  private readonly database: Database
  private readonly traffic: Traffic
  private readonly started = new Date()

  constructor(configuration: Configuration, database: Database, traffic: Traffic) {
    this.configuration = configuration
    this.database = database
    this.traffic = traffic
  }

  /** Null for a path that there is not. */
  async answer(call: Call): Promise<Reply | null> {
    const [collection = '', name, part, ...more] = call.path
    if ((call.method !== 'GET' && call.method !== 'HEAD') || more.length > 1) return null
    if (collection === 'sessions') return part === undefined ? this.sessions(call, name) : null
    if (!isCollection(collection)) return null
    const self = `${call.base}/${call.path.join('/')}/`
    const behind = { positions: await this.database.positions(), users: collection === 'services' ? await this.database.users() : [] }
    const objects = objectsOf(this.configuration, kindOf[collection])
    if (name === undefined) {
      // Newest first, as MaxScale lists all but servers and monitors.
      const ordered = collection === 'services' || collection === 'listeners' ? objects.toReversed() : objects
      return resourceDocument(call, self, ordered.map((object) => this.resource(call, collection, object, behind)))
    }
    const object = objects.find((one) => one.name === name)
    if (!object) return failure(call, 404, `${name} is not a ${kindOf[collection]}`)
    const resource = this.resource(call, collection, object, behind)
    if (part === undefined) return resourceDocument(call, self, resource)
    return collection === 'services' && part === 'listeners' ? this.listenersOf(call, self, object, more[0], behind) : null
  }

  private listenersOf(call: Call, self: string, service: ConfiguredObject, name: string | undefined, behind: Behind): Reply | null {
    const listeners = listenersOf(this.configuration, service.name).toReversed()
    if (name === undefined) return resourceDocument(call, self, listeners.map((one) => this.resource(call, 'listeners', one, behind)))
    const listener = listeners.find((one) => one.name === name)
    return listener ? resourceDocument(call, self, this.resource(call, 'listeners', listener, behind)) : null
  }

  private sessions(call: Call, number: string | undefined): Reply {
    const self = `${call.base}/sessions/`
    if (number === undefined) return resourceDocument(call, self, [...this.traffic.sessions.values()].map((session) => sessionJson(call, session)))
    const session = this.traffic.sessions.get(Number(number))
    return session ? resourceDocument(call, `${self}${number}/`, sessionJson(call, session)) : failure(call, 404, `${number} is not a session`)
  }

  private resource(call: Call, collection: Collection, object: ConfiguredObject, behind: Behind): JsonObject {
    const self = `${call.base}/${collection}/${object.name}/`
    const attributes = { ...this.attributes(call, collection, object, behind), source: { file: this.configuration.file, type: 'static' } }
    const relationships = this.relationships(call, self, collection, object)
    return { attributes, id: object.name, ...(collection !== 'listeners' && { links: { self } }), relationships, type: collection }
  }

  private attributes(call: Call, collection: Collection, object: ConfiguredObject, behind: Behind): JsonObject {
    switch (collection) {
      case 'servers':
        return this.server(object, behind)
      case 'services':
        return this.service(call, object, behind)
      case 'listeners':
        return { parameters: { address: '::', port: integer(0), ...merged(listenerDefaults, object) }, state: 'Running' }
      case 'monitors':
        return this.monitor(object, behind)
      case 'filters':
        return { module: object.parameters['module'] ?? '', parameters: merged({}, object) }
    }
  }

  private server(object: ConfiguredObject, { positions }: Behind): JsonObject {
    const up = isUp(this.configuration, object.name)
    const primary = up && objectsOf(this.configuration, 'server').find((one) => isUp(this.configuration, one.name)) === object
    const uptime = Math.floor((Date.now() - this.started.getTime()) / 1000)
    return {
      gtid_binlog_pos: up ? positions.binlog : null, gtid_current_pos: up ? positions.current : null,
      last_event: up ? (primary ? 'master_up' : 'slave_up') : 'server_down', lock_held: null, master_group: null, master_id: integer(-1),
      name: object.name, node_id: integer(up ? 1 : -1), parameters: merged(serverDefaults, object), read_only: false, replication_lag: integer(up ? 0 : -1), server_id: integer(up ? 1 : -1),
      slave_connections: [], state: up ? (primary ? 'Master, Running' : 'Slave, Running') : 'Down', statistics: this.traffic.serverJson(object.name),
      triggered_at: this.started.toUTCString(), uptime: integer(up ? uptime : 0), version_string: up ? this.database.version : '',
    }
  }

  private service(call: Call, object: ConfiguredObject, behind: Behind): JsonObject {
    const router = object.parameters['router'] ?? 'readconnroute'
    const listeners = listenersOf(this.configuration, object.name).toReversed()
    const time = this.started.toUTCString()
    return {
      ...this.traffic.serviceJson(object.name, router, namesIn(object.parameters['servers'])),
      parameters: merged({ ...serviceDefaults, ...routerDefaults[router] }, object), router, started: time,
      // A service without a listener was never started (transcript m03).
      state: listeners.length > 0 ? 'Started' : 'Allocated',
      listeners: listeners.map((listener) => this.resource(call, 'listeners', listener, behind)),
      ...(listeners.length > 0 && { users: behind.users, users_last_update: time }),
    }
  }

  private monitor(object: ConfiguredObject, { positions }: Behind): JsonObject {
    const servers = namesIn(object.parameters['servers'])
    const { user = '' } = object.parameters
    const uptime = Date.now() - this.started.getTime()
    return {
      module: object.parameters['module'] ?? '',
      monitor_diagnostics: {
        master: servers.find((server) => isUp(this.configuration, server)) ?? null, master_gtid_domain_id: integer(0), primary: null, state: 'Idle',
        server_info: servers.map((name) => {
          const up = isUp(this.configuration, name)
          return { gtid_binlog_pos: up ? positions.binlog : null, gtid_current_pos: up ? positions.current : null, lock_held: null, master_group: null, name, read_only: false, server_id: integer(up ? 1 : -1), slave_connections: [] }
        }),
      },
      parameters: { ...merged(monitorDefaults, object), replication_user: object.parameters['replication_user'] ?? user, replication_password: '*****' },
      state: 'Running', ticks: integer(Math.floor(uptime / 2000)),
    }
  }

  private relationships(call: Call, self: string, collection: Collection, object: ConfiguredObject): JsonObject {
    const relation = (type: Collection, names: readonly string[]): JsonObject =>
      names.length === 0 ? {} : { [type]: { data: names.map((id) => ({ id, type })), links: { related: `${call.base}/${type}/`, self: `${self}relationships/${type}/` } } }
    const using = (kind: 'service' | 'monitor', parameter: string) =>
      objectsOf(this.configuration, kind).filter((one) => namesIn(one.parameters[parameter]).includes(object.name)).map((one) => one.name).sort()
    switch (collection) {
      case 'servers':
        return { ...relation('services', using('service', 'servers')), ...relation('monitors', using('monitor', 'servers')) }
      case 'services':
        return {
          ...relation('servers', namesIn(object.parameters['servers'])), ...relation('filters', (object.parameters['filters'] ?? '').split('|').map((name) => name.trim()).filter(Boolean)),
          ...relation('listeners', listenersOf(this.configuration, object.name).toReversed().map((one) => one.name)),
        }
      case 'listeners':
        return relation('services', namesIn(object.parameters['service']))
      case 'monitors':
        return relation('servers', namesIn(object.parameters['servers']))
      case 'filters':
        return relation('services', objectsOf(this.configuration, 'service').filter((one) => (one.parameters['filters'] ?? '').split('|').some((name) => name.trim() === object.name)).map((one) => one.name))
    }
  }
}
