/** MaxScale's servers, services and listeners as far as a choice among them needs: wire spellings end here. */
import { z } from 'zod'
import { readJson } from '../../http/read-json.ts'
import type { OperationName } from './operations.ts'

/** The attributes and relationships that are asked for: a whole collection is fifty times as long. */
export const targetFields = {
  servers: 'state,parameters/address,parameters/port,parameters/socket',
  services: 'state,router,servers,services',
  listeners: 'state,parameters/address,parameters/port,parameters/socket,services',
} as const satisfies Partial<Record<OperationName, string>>

/** Null where an object has none; absent where a version does not know it. */
const Parameters = z.object({ address: z.string().nullish(), port: z.number().nullish(), socket: z.string().nullish() })
const Related = z.object({ data: z.array(z.object({ id: z.string() })) }).optional()
/** Left out altogether where an object has none of those asked for. */
const Relationships = z.object({ servers: Related, services: Related }).default({})

const Server = z.object({ id: z.string(), attributes: z.object({ state: z.string(), parameters: Parameters }) })
const Service = z.object({ id: z.string(), attributes: z.object({ state: z.string(), router: z.string() }), relationships: Relationships })
const Listener = z.object({ id: z.string(), attributes: z.object({ state: z.string(), parameters: Parameters }), relationships: Relationships })

/** `127.0.0.1:3306` or `[::1]:3306`; a socket's path where `socket` says so. */
export interface Place {
  address: string
  socket: boolean
}

export interface ServerObject extends Place {
  name: string
  state: string
}

export interface ServiceObject {
  name: string
  state: string
  router: string
  servers: string[]
  /** Those that it routes to instead of servers. */
  services: string[]
}

export interface ListenerObject extends Place {
  name: string
  state: string
  service: string
}

/** Each answers undefined for a body that is no such collection; throws a FailureError where it holds more values than one. */
export const serversOf = (bytes: Uint8Array): ServerObject[] | undefined =>
  collectionOf(Server, bytes)?.map(({ id, attributes: { state, parameters } }) => ({ name: id, state, ...placeOf(parameters) }))

export const servicesOf = (bytes: Uint8Array): ServiceObject[] | undefined =>
  collectionOf(Service, bytes)?.map(({ id, attributes, relationships: { servers, services } }) => ({
    name: id, ...attributes, servers: namesOf(servers), services: namesOf(services),
  }))

export const listenersOf = (bytes: Uint8Array): ListenerObject[] | undefined =>
  collectionOf(Listener, bytes)?.map(({ id, attributes: { state, parameters }, relationships: { services } }) => ({
    name: id, state, ...placeOf(parameters), service: namesOf(services)[0] ?? '',
  }))

function collectionOf<Resource extends z.ZodType>(resource: Resource, bytes: Uint8Array): z.infer<Resource>[] | undefined {
  const parsed = z.object({ data: z.array(resource) }).safeParse(readJson(bytes))
  return parsed.success ? parsed.data.data : undefined
}

const namesOf = (related: z.infer<typeof Related>): string[] => related?.data.map(({ id }) => id) ?? []

/** A listener's address stays `::` and its port 0 where it listens on a socket (m03). */
function placeOf({ address, port, socket }: z.infer<typeof Parameters>): Place {
  if (socket) return { address: socket, socket: true }
  const host = address?.includes(':') ? `[${address}]` : (address ?? '')
  return { address: port ? `${host}:${port}` : host, socket: false }
}
