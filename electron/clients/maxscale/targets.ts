/** What a session can be opened to: servers, services and listeners with their state (facts, "must do" 13). */
import type { MaxScaleTarget } from '../../../shared/model/maxscale.ts'
import { listenersOf, serversOf, servicesOf, targetFields, type ListenerObject, type ServerObject, type ServiceObject } from './objects-wire.ts'
import type { Rest } from './rest.ts'

/** Little is asked, and somebody waits before an open list. */
const READ_MS = 10_000

/** Services, servers, listeners, each by name. Throws a FailureError. */
export async function readTargets(rest: Rest): Promise<MaxScaleTarget[]> {
  const [servers, services, listeners] = await Promise.all([
    read(rest, 'servers', serversOf), read(rest, 'services', servicesOf), read(rest, 'listeners', listenersOf),
  ])
  return targetsOf({ servers, services, listeners })
}

async function read<Objects>(rest: Rest, operation: keyof typeof targetFields, objectsOf: (bytes: Uint8Array) => Objects | undefined): Promise<Objects> {
  const answer = await rest.call(operation, { timeoutMs: READ_MS, parameters: { [`fields[${operation}]`]: targetFields[operation] } })
  const objects = answer.status === 200 ? objectsOf(answer.bytes) : undefined
  if (!objects) throw rest.refused(answer, { operation, target: '' })
  return answer.mask.data(objects)
}

interface MaxScaleObjects {
  servers: readonly ServerObject[]
  services: readonly ServiceObject[]
  listeners: readonly ListenerObject[]
}

/** Pure: what can be opened, what cannot and why, and what is down. */
export function targetsOf({ servers, services, listeners }: MaxScaleObjects): MaxScaleTarget[] {
  const running = new Set(servers.filter(({ state }) => says(state, 'Running')).map(({ name }) => name))
  const started = servicesThatAnswer(services, running)
  return [
    ...services.map(({ name, state, router, servers: own, services: others }): MaxScaleTarget => {
      const [listener, ...more] = listeners.filter(({ service }) => service === name)
      const refusal = !listener ? 'noListener' : more.length > 0 ? 'severalListeners' : listener.socket ? 'socketListener' : undefined
      return { name, kind: 'service', state, up: started.has(name), ...(refusal && { refusal }), detail: router, uses: [...own, ...others] }
    }).toSorted(byName),
    ...servers.map(({ name, state, address }): MaxScaleTarget => ({ name, kind: 'server', state, up: running.has(name), detail: address, uses: [] })).toSorted(byName),
    ...listeners.map(({ name, state, address, socket, service }): MaxScaleTarget => ({
      name, kind: 'listener', state, up: says(state, 'Running') && started.has(service), ...(socket && { refusal: 'socketListener' }), detail: address, uses: service ? [service] : [],
    })).toSorted(byName),
  ]
}

/** Started, with at least one server that runs: its own, or that of a service which it routes to. */
function servicesThatAnswer(services: readonly ServiceObject[], running: ReadonlySet<string>): ReadonlySet<string> {
  const answering = new Set<string>()
  const started = services.filter(({ state }) => says(state, 'Started'))
  const join = () => started.filter(({ name, servers, services: others }) => !answering.has(name) && (servers.some((one) => running.has(one)) || others.some((one) => answering.has(one))))
  for (let more = join(); more.length > 0; more = join()) for (const { name } of more) answering.add(name)
  return answering
}

/** A state is words between commas: "Master, Running". */
const says = (state: string, word: string): boolean => state.split(',').some((one) => one.trim() === word)

const byName = (one: MaxScaleTarget, other: MaxScaleTarget): number => one.name.localeCompare(other.name, 'en', { numeric: true })
