/** MaxScale's own configuration format: servers, monitors, services and listeners. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

export interface ConfiguredObject {
  name: string
  kind: 'server' | 'monitor' | 'service' | 'listener' | 'filter'
  /** As written, such as `address` → `127.0.0.1`. */
  parameters: Record<string, string>
}

export interface Configuration {
  /** The file's path, as MaxScale reports it. */
  file: string
  /** The section [maxscale]. */
  global: Record<string, string>
  objects: ConfiguredObject[]
}

const kinds = ['server', 'monitor', 'service', 'listener', 'filter'] as const

/** Reads a configuration; throws an Error with the line where it is not one. */
export function parseConfiguration(text: string, file: string): Configuration {
  const sections: { name: string; parameters: Record<string, string> }[] = []
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) return
    const section = /^\[(.+)\]$/.exec(line)
    if (section) return void sections.push({ name: section[1] ?? '', parameters: {} })
    const setting = /^([\w.-]+)\s*=\s*(.*)$/.exec(line)
    const last = sections.at(-1)
    if (!setting || !last) throw new Error(`${file}, line ${index + 1}: neither a section nor a setting: ${line.slice(0, 60)}`)
    last.parameters[setting[1] ?? ''] = (setting[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')
  })
  const objects = sections.flatMap(({ name, parameters }) => {
    if (name.toLowerCase() === 'maxscale') return []
    const kind = kinds.find((one) => one === parameters['type'])
    if (!kind) throw new Error(`${file}: the section [${name}] has no type that the sandbox knows`)
    return [{ name, kind, parameters }]
  })
  return { file, global: sections.find(({ name }) => name.toLowerCase() === 'maxscale')?.parameters ?? {}, objects }
}

export async function readConfiguration(file: string): Promise<Configuration> {
  return parseConfiguration(await readFile(file, 'utf8'), resolve(file))
}

/** What the sandbox starts with: a primary, a replica that is down, and a service of each common kind. */
export const demoConfiguration = parseConfiguration(
  `
[maxscale]
threads=2
admin_secure_gui=false
[shop-primary]
type=server
address=127.0.0.1
port=3306
[shop-replica]
type=server
address=127.0.0.1
port=3307
[Shop-Monitor]
type=monitor
module=mariadbmon
servers=shop-primary,shop-replica
user=monitor
password=hidden
monitor_interval=2000ms
[RW-Split]
type=service
router=readwritesplit
servers=shop-primary
user=maxscale
password=hidden
[RW-Listener]
type=listener
service=RW-Split
address=127.0.0.1
port=4006
[RO-Conn]
type=service
router=readconnroute
router_options=running
servers=shop-primary
user=maxscale
password=hidden
[RO-Listener]
type=listener
service=RO-Conn
address=127.0.0.1
port=4008
`,
  'maxscale.cnf',
)

/** Names in a list parameter such as servers=a,b. */
export const namesIn = (value: string | undefined): string[] => (value ?? '').split(',').map((name) => name.trim()).filter(Boolean)

export const objectsOf = (configuration: Configuration, kind: ConfiguredObject['kind']): ConfiguredObject[] =>
  configuration.objects.filter((object) => object.kind === kind)

export const listenersOf = (configuration: Configuration, service: string): ConfiguredObject[] =>
  objectsOf(configuration, 'listener').filter((listener) => listener.parameters['service'] === service)

/** The engine stands behind every server that a service uses; a server that none uses is down. */
export const isUp = (configuration: Configuration, server: string): boolean =>
  objectsOf(configuration, 'service').some((service) => namesIn(service.parameters['servers']).includes(server))

export interface Endpoint {
  host: string
  port: number
  up: boolean
  /** The service on the way; null for a server itself. */
  service: string | null
  /** The server behind it, empty where a service has none. */
  server: string
}

/** Where a target leads, or MaxScale's words why nowhere. */
export function resolveTarget(configuration: Configuration, target: string): Endpoint | string {
  const object = configuration.objects.find((one) => one.name === target)
  if (object?.kind === 'server') {
    const { address = '127.0.0.1', port = '3306' } = object.parameters
    return { host: address, port: Number(port), up: isUp(configuration, target), service: null, server: target }
  }
  if (object?.kind === 'service') {
    const [listener, ...others] = listenersOf(configuration, target)
    if (!listener) return `Service '${target}' has no listeners`
    if (others.length > 0) return `Service '${target}' has more than one listener, connect to a listener directly.`
    if (listener.parameters['socket']) return `Listener for service '${target}' is configured with UNIX socket`
    return listenerEndpoint(configuration, listener)
  }
  if (object?.kind === 'listener') {
    if (object.parameters['socket']) return `Listener '${target}' is configured with UNIX socket`
    return listenerEndpoint(configuration, object)
  }
  return `Target '${target}' not found`
}

function listenerEndpoint(configuration: Configuration, { parameters }: ConfiguredObject): Endpoint {
  const service = objectsOf(configuration, 'service').find((one) => one.name === parameters['service'])
  const address = parameters['address'] ?? '::'
  const server = namesIn(service?.parameters['servers']).find((name) => isUp(configuration, name))
  return { host: /^[0:.]+$/.test(address) ? '127.0.0.1' : address, port: Number(parameters['port'] ?? 0), up: server !== undefined, service: service?.name ?? '', server: server ?? '' }
}
