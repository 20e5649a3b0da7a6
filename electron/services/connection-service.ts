import { randomUUID } from 'node:crypto'
import type { TestReport } from '../../shared/contract/connections.ts'
import type { Handlers } from '../../shared/contract/contract.ts'
import { secretNames, secretsNeeded, secretsOf, signsInToProxy, type Connection, type ConnectionSettings, type SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import { endpointOf } from '../clients/drds/endpoints.ts'
import { maskOf } from '../http/masking/mask.ts'
import { readPeerCertificate } from '../http/peer-certificate.ts'
import type { FindProxy } from '../http/proxy.ts'
import type { ConnectionRepository, StoredConnection } from '../storage/connection-repository.ts'
import { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { proxyChoice, secretMissing } from './client-access.ts'
import { assertKeepsItsSecrets, boundSlots, changesOwner, olderSecrets, slotOf, storedSecrets, type GivenSecrets, type Wanted } from './connection-secrets.ts'
import type { EventHub } from './event-hub.ts'
import type { ResolveConnection, ResolvedConnection } from './resolved-connection.ts'
import { unlessFailing } from './unless-failing.ts'

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
   * are stored for the connection they are of, and the system's proxy. Throws a FailureError where a stored one belongs
   * to another address, user or trust than these settings have.
   */
  entered(id: ConnectionId | undefined, settings: Wanted, names: readonly SecretName[], secrets: EnteredSecrets): Promise<Pick<ResolvedConnection, 'secrets' | 'systemProxy'>>
  /** The connection of that id or name, upper and lower case alike; null where there is none. */
  find(idOrName: string): StoredConnection | null
  isSandbox(id: ConnectionId): boolean
  /** One change of connections' secrets at a time: what is read to be bound is not written over what was entered meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Binds the secrets that an older Tessera stored to what their connections say now. Throws where the vault is not open. */
  bindOlderSecrets(): Promise<void>
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

  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

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
    const states = await vault.statesOf(names.map((name) => slotOf(id, name)))
    const secrets = Object.fromEntries(names.map((name, place) => [name, states[place] ?? 'missing']))
    return { id, settings, sandbox: isSandbox(id), secrets }
  }

  /** Stores secrets first: where the vault refuses, nothing else has happened. */
  async function store(connection: StoredConnection, secrets: GivenSecrets, write: (c: StoredConnection) => void): Promise<Connection> {
    await inTurn(() => vault.put(boundSlots(connection, secrets)))
    write(connection)
    changed()
    return shown(connection)
  }

  /** Throws where one of the secrets that the kind needs is nowhere. */
  function complete(settings: ConnectionSettings, secrets: GivenSecrets): ResolvedConnection {
    for (const name of secretsNeeded(settings)) if (!secrets[name]) throw secretMissing(settings.name, name)
    return { settings, secrets, ...(systemProxy && { systemProxy }) }
  }

  const entered: ConnectionService['entered'] = async (id, settings, names, secrets) => {
    const typed = given(secrets)
    const others = names.filter((name) => !typed[name])
    const of = id === undefined || others.length === 0 ? undefined : existing(id)
    const stored = of ? await storedSecrets(vault, of, settings, others) : {}
    const lost = of && others.find((name) => !stored[name])
    if (of && lost) throw secretMissing(of.settings.name, lost)
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
      const typed = given(secrets)
      const states = (await shown(before)).secrets
      const isKept = (name: SecretName) => !typed[name] && (states[name] ?? 'missing') !== 'missing'
      assertKeepsItsSecrets(before, settings, secretsNeeded(settings).filter(isKept))
      const dropped = secretNames[before.settings.kind].filter((name) => !secretsOf(settings).includes(name) || (isKept(name) && changesOwner(before.settings, settings, name)))
      const answer = await store({ id, settings }, typed, repository.update)
      if (dropped.length === 0) return answer
      await inTurn(() => vault.remove(dropped.map((name) => slotOf(id, name))))
      return shown({ id, settings })
    },
    async duplicate({ connectionId: id }) {
      const of = editable(id)
      const { settings } = of
      const names = everything().map((connection) => connection.settings.name)
      const copy = { id: connectionId(`c-${randomUUID()}`), settings: { ...settings, name: nextName(settings.name, names) } }
      return store(copy, await storedSecrets(vault, of, settings, secretsOf(settings)), repository.insert)
    },
    async delete({ connectionId: id }) {
      const { settings } = editable(id)
      await closeSessions(id)
      repository.delete(id)
      await inTurn(() => vault.remove(secretNames[settings.kind].map((name) => slotOf(id, name))))
      changed()
      return null
    },
    async test({ connectionId: id, settings, secrets }) {
      return test(complete(settings, (await entered(id, settings, secretsNeeded(settings), secrets)).secrets), id ?? unsaved)
    },
    async certificate({ connectionId: id, baseUrl, regionId, way, secrets }) {
      const known = await entered(id, way, signsInToProxy(way) ? ['proxyPassword'] : [], secrets)
      const certificate = await readPeerCertificate(endpointOf(regionId, baseUrl), proxyChoice(way, known))
      // Whoever made it may know what went to its server before.
      const kept = id === undefined ? {} : await unlessFailing(() => storedSecrets(vault, existing(id), existing(id).settings, secretsOf(existing(id).settings)))
      return maskOf([...Object.values(kept ?? {}), ...Object.values(given(secrets))]).data(certificate)
    },
  }

  return {
    handlers,
    isSandbox,
    inTurn,
    find: (idOrName) => everything().find(({ id, settings }) => id === idOrName || sameName(settings.name, idOrName)) ?? null,
    async resolve(id) {
      const of = existing(id)
      return complete(of.settings, await storedSecrets(vault, of, of.settings, secretsNeeded(of.settings)))
    },
    entered,
    bindOlderSecrets: () =>
      inTurn(async () => {
        const older = await olderSecrets(vault, repository.list())
        if (older.size > 0) await vault.put(older)
      }),
    setSandbox(connections) {
      sandbox = connections
      for (const connection of connections) vault.hold(boundSlots(connection, connection.secrets))
      changed()
    },
  }
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
