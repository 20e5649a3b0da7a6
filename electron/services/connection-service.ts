import { randomUUID } from 'node:crypto'
import type { TestReport } from '../../shared/contract/connections.ts'
import type { Handlers } from '../../shared/contract/contract.ts'
import { secretNames, secretsNeeded, secretsOf, signsInToProxy, type Connection, type ConnectionSettings, type SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import { endpointOf } from '../clients/drds/endpoints.ts'
import { readPeerCertificate } from '../http/peer-certificate.ts'
import type { FindProxy } from '../http/proxy.ts'
import type { ConnectionRepository, StoredConnection } from '../storage/connection-repository.ts'
import { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { proxyChoice, secretMissing } from './client-access.ts'
import type { EventHub } from './event-hub.ts'
import type { ResolveConnection, ResolvedConnection } from './resolved-connection.ts'

/** A connection of the embedded sandbox; its secrets never reach the disk. */
export interface SandboxConnection extends StoredConnection {
  secrets: ResolvedConnection['secrets']
}

/** Stands for a connection that is tested before it has an id. */
const unsaved = connectionId('unsaved')

/** Secrets as they came through the door. */
type EnteredSecrets = Partial<Record<SecretName, string>>

export interface ConnectionService {
  handlers: Handlers['connections']
  /** Takes a connection's secrets out of the vault, for one call. */
  resolve: ResolveConnection
  /**
   * What is known of settings that are being typed: the secrets of those names, as they were entered or else as they
   * are stored for the connection they are of, and the system's proxy.
   */
  entered(id: ConnectionId | undefined, names: readonly SecretName[], secrets: EnteredSecrets): Promise<Pick<ResolvedConnection, 'secrets' | 'systemProxy'>>
  /** The connection of that id or name, upper and lower case alike; null where there is none. */
  find(idOrName: string): StoredConnection | null
  isSandbox(id: ConnectionId): boolean
  /** Shows the sandbox's connections, in place of those shown before. */
  setSandbox(connections: readonly SandboxConnection[]): void
}

export function createConnectionService(parts: {
  repository: ConnectionRepository
  vault: Vault
  events: EventHub
  /** Closes what tabs hold open on a connection, while it still has its secrets. */
  closeSessions: (id: ConnectionId) => Promise<void>
  test: (resolved: ResolvedConnection, id: ConnectionId) => Promise<TestReport>
  /** Absent where there is none to ask for. */
  systemProxy?: FindProxy
}): ConnectionService {
  const { repository, vault, events, closeSessions, test, systemProxy } = parts
  let sandbox: readonly SandboxConnection[] = []

  const everything = (): StoredConnection[] => [...sandbox, ...repository.list()]
  const isSandbox = (id: ConnectionId) => sandbox.some((connection) => connection.id === id)
  const changed = () => events.emit('connections.changed', null)

  function existing(id: ConnectionId): StoredConnection {
    const found = sandbox.find((connection) => connection.id === id) ?? repository.get(id)
    if (!found) throw refused('connection.unknown')
    return found
  }

  function editable(id: ConnectionId): StoredConnection {
    if (isSandbox(id)) throw refused('connection.sandboxFixed')
    return existing(id)
  }

  function assertNameFree(name: string, except?: ConnectionId): void {
    const taken = everything().some(({ id, settings }) => id !== except && sameName(settings.name, name))
    if (taken) throw refused('connection.nameTaken', { name })
  }

  async function shown({ id, settings }: StoredConnection): Promise<Connection> {
    const names = secretsOf(settings)
    const states = await vault.statesOf(names.map((name) => slot(id, name)))
    const secrets = Object.fromEntries(names.map((name, place) => [name, states[place] ?? 'missing']))
    return { id, settings, sandbox: isSandbox(id), secrets }
  }

  /** Stores secrets first: where the vault refuses, nothing else has happened. */
  async function store(connection: StoredConnection, secrets: GivenSecrets, write: (c: StoredConnection) => void): Promise<Connection> {
    await vault.put(slots(connection, secrets))
    write(connection)
    changed()
    return shown(connection)
  }

  async function storedSecrets(id: ConnectionId, names: readonly SecretName[]): Promise<GivenSecrets> {
    const secrets: GivenSecrets = {}
    for (const name of names) {
      const secret = await vault.get(slot(id, name))
      if (secret) secrets[name] = secret
    }
    return secrets
  }

  /** Throws where one of the secrets that the kind needs is nowhere. */
  function complete(settings: ConnectionSettings, secrets: GivenSecrets): ResolvedConnection {
    for (const name of secretsNeeded(settings)) if (!secrets[name]) throw secretMissing(settings.name, name)
    return { settings, secrets, ...(systemProxy && { systemProxy }) }
  }

  const entered: ConnectionService['entered'] = async (id, names, secrets) => {
    const typed = given(secrets)
    const others = names.filter((name) => !typed[name])
    const stored = id === undefined || others.length === 0 ? {} : await storedSecrets(existing(id).id, others)
    const lost = id === undefined ? undefined : others.find((name) => !stored[name])
    if (id !== undefined && lost) throw secretMissing(existing(id).settings.name, lost)
    return { secrets: { ...stored, ...typed }, ...(systemProxy && { systemProxy }) }
  }

  const handlers: Handlers['connections'] = {
    list: () => Promise.all(everything().map(shown)),
    async create({ settings, secrets }) {
      assertNameFree(settings.name)
      const connection = { id: connectionId(`c-${randomUUID()}`), settings }
      return store(connection, given(secrets), repository.insert)
    },
    async update({ connectionId: id, settings, secrets }) {
      const before = editable(id)
      assertNameFree(settings.name, id)
      const answer = await store({ id, settings }, given(secrets), repository.update)
      const kept = secretsOf(settings)
      await vault.remove(secretNames[before.settings.kind].filter((name) => !kept.includes(name)).map((name) => slot(id, name)))
      return answer
    },
    async duplicate({ connectionId: id }) {
      const { settings } = editable(id)
      const names = everything().map((connection) => connection.settings.name)
      const copy = { id: connectionId(`c-${randomUUID()}`), settings: { ...settings, name: nextName(settings.name, names) } }
      return store(copy, await storedSecrets(id, secretsOf(settings)), repository.insert)
    },
    async delete({ connectionId: id }) {
      const { settings } = editable(id)
      await closeSessions(id)
      repository.delete(id)
      await vault.remove(secretNames[settings.kind].map((name) => slot(id, name)))
      changed()
      return null
    },
    async test({ connectionId: id, settings, secrets }) {
      return test(complete(settings, (await entered(id, secretsNeeded(settings), secrets)).secrets), id ?? unsaved)
    },
    async certificate({ connectionId: id, baseUrl, regionId, way, secrets }) {
      const known = await entered(id, signsInToProxy(way) ? ['proxyPassword'] : [], secrets)
      return readPeerCertificate(endpointOf(regionId, baseUrl), proxyChoice(way, known))
    },
  }

  return {
    handlers,
    isSandbox,
    find: (idOrName) => everything().find(({ id, settings }) => id === idOrName || sameName(settings.name, idOrName)) ?? null,
    async resolve(id) {
      const { settings } = existing(id)
      return complete(settings, await storedSecrets(id, secretsNeeded(settings)))
    },
    entered,
    setSandbox(connections) {
      sandbox = connections
      for (const connection of connections) vault.hold(slots(connection, connection.secrets))
      changed()
    },
  }
}

type GivenSecrets = ResolvedConnection['secrets']

/** Where the vault keeps a connection's secret. */
const slot = (id: ConnectionId, name: SecretName) => `${id}.${name}`

/** The secrets that the connection's kind has use for, by their places in the vault. */
function slots({ id, settings }: StoredConnection, secrets: GivenSecrets): Map<string, Secret> {
  const filled = new Map<string, Secret>()
  for (const name of secretNames[settings.kind]) {
    const secret = secrets[name]
    if (secret) filled.set(slot(id, name), secret)
  }
  return filled
}

/** Secrets as they came through the door, wrapped at once. */
function given(secrets: EnteredSecrets): GivenSecrets {
  const wrapped: GivenSecrets = {}
  for (const name of Object.keys(secrets) as SecretName[]) {
    const text = secrets[name]
    if (text !== undefined) wrapped[name] = new Secret(text)
  }
  return wrapped
}

const sameName = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

/** «orders» → «orders 2», «orders 2» → «orders 3», until one is free; cut to what a name may hold. */
function nextName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/ \d+$/, '').slice(0, 110)
  let number = 2
  while (taken.some((one) => sameName(one, `${stem} ${number}`))) number++
  return `${stem} ${number}`
}

const refused = (code: Failure['code'], params: Failure['params'] = {}) =>
  new FailureError(failureOf('input', code, { params }))
