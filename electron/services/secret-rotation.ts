/** One new secret in place of an old one, in every connection that uses it. */
import { randomUUID } from 'node:crypto'
import type { Handlers } from '../../shared/contract/contract.ts'
import type { StoredCredential } from '../../shared/contract/secrets.ts'
import { secretsOf, type ConnectionSettings, type SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { bindingOf, userOf, type BoundFields } from '../../shared/model/secret-binding.ts'
import type { ConnectionRepository, StoredConnection } from '../storage/connection-repository.ts'
import { bind, readBound } from '../vault/bound-secret.ts'
import { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { slotOf, storedSecrets } from './connection-secrets.ts'
import type { ConnectionService } from './connection-service.ts'
import type { EventHub } from './event-hub.ts'

/** What was there before, and what was put in its place. */
interface Replaced {
  id: string
  name: SecretName
  now: Secret
  before: { connection: StoredConnection; kept: Secret | null }[]
}

export function createSecretRotation(parts: {
  repository: Pick<ConnectionRepository, 'list' | 'get' | 'updateAll'>
  vault: Vault
  events: EventHub
  connections: Pick<ConnectionService, 'isSandbox' | 'inTurn'>
  /** Ids of the sessions that tabs hold on a connection. */
  openSessions: (id: ConnectionId) => ReadonlySet<string>
}): { handlers: Handlers['secrets'] } {
  const { repository, vault, events, connections, openSessions } = parts
  /** The last one alone: a person puts back what they replaced just now. */
  let last: Replaced | null = null

  events.subscribe((event, payload) => {
    if (event === 'vault.changed' && payload !== null && 'state' in payload && payload.state !== 'open') last = null
  })

  function editable(id: ConnectionId, name: SecretName): StoredConnection {
    if (connections.isSandbox(id)) throw refused('connection.sandboxFixed')
    const found = repository.get(id)
    if (!found || !secretsOf(found.settings).includes(name)) throw refused('connection.unknown')
    return found
  }

  /** All secrets in one write of the vault, all settings in one of the database; the first is taken back where the second fails. */
  async function write(changes: { connection: StoredConnection; kept: Secret | null; before: Secret | null }[], name: SecretName): Promise<void> {
    await put(changes.map(({ connection, kept }) => [slotOf(connection.id, name), kept]))
    try {
      repository.updateAll(changes.map(({ connection }) => connection))
    } catch (error) {
      await put(changes.map(({ connection, before }) => [slotOf(connection.id, name), before]))
      throw error
    }
    events.emit('connections.changed', null)
  }

  async function put(entries: [slot: string, kept: Secret | null][]): Promise<void> {
    const filled = entries.filter((entry): entry is [string, Secret] => entry[1] !== null)
    await vault.put(new Map(filled))
    const empty = entries.filter(([, kept]) => kept === null).map(([slot]) => slot)
    if (empty.length > 0) await vault.remove(empty)
  }

  const isStill = async (connection: StoredConnection, { name, now }: Replaced): Promise<boolean> => {
    const slot = slotOf(connection.id, name)
    const kept = await vault.get(slot)
    return kept !== null && readBound(slot, kept)?.secret.reveal() === now.reveal()
  }

  return {
    handlers: {
      async credentials() {
        last = null
        const found = new Map<string, StoredCredential>()
        for (const connection of repository.list()) {
          const { id, settings } = connection
          for (const name of secretsOf(settings)) {
            const secret = await storedOf(vault, connection, name)
            if (!secret) continue
            const user = userIn(settings, name)
            const key = JSON.stringify([name, user, secret.reveal()])
            const credential = found.get(key) ?? { id: randomUUID(), name, user, uses: [] }
            credential.uses.push({ connectionId: id, openSessions: openSessions(id).size })
            found.set(key, credential)
          }
        }
        return [...found.values()]
      },
      replace: ({ name, connectionIds, secret, user, expires }) =>
        connections.inTurn(async () => {
          const now = new Secret(secret)
          const before: Replaced['before'] = []
          const changes: Parameters<typeof write>[0] = []
          for (const id of new Set(connectionIds)) {
            const connection = editable(id, name)
            const kept = await vault.get(slotOf(id, name))
            const settings = withUser(connection.settings, name, user, expires)
            before.push({ connection, kept })
            changes.push({ connection: { id, settings }, kept: bind(slotOf(id, name), bindingOf(settings.kind, settings, name), now), before: kept })
          }
          await write(changes, name)
          last = { id: randomUUID(), name, now, before }
          return { replacementId: last.id }
        }),
      putBack: ({ replacementId }) =>
        connections.inTurn(async () => {
          const replaced = last?.id === replacementId ? last : null
          if (!replaced) throw refused('secrets.notKept')
          const { name } = replaced
          const changes: Parameters<typeof write>[0] = []
          for (const { connection, kept } of replaced.before) {
            const current = repository.get(connection.id)
            // What was deleted or entered anew since stays as it is.
            if (!current || !(await isStill(current, replaced))) continue
            const settings = withUser(current.settings, name, userIn(connection.settings, name), connection.settings.expires?.[name] ?? '')
            changes.push({ connection: { id: current.id, settings }, kept, before: await vault.get(slotOf(current.id, name)) })
          }
          await write(changes, name)
          last = null
          return { count: changes.length }
        }),
      forget({ replacementId }) {
        if (last?.id === replacementId) last = null
        return null
      },
    },
  }
}

/** Undefined where there is none, or one that is not this connection's any more; throws where the vault is not open. */
async function storedOf(vault: Vault, connection: StoredConnection, name: SecretName): Promise<Secret | undefined> {
  try {
    return (await storedSecrets(vault, connection, connection.settings, [name]))[name]
  } catch (error) {
    if (error instanceof FailureError && error.failure.code.startsWith('vault.secret')) return undefined
    throw error
  }
}

const userIn = (settings: BoundFields, name: SecretName): string => settings[userOf[name]] ?? ''

function withUser(settings: ConnectionSettings, name: SecretName, user: string, expires: string): ConnectionSettings {
  const { [name]: _, ...others } = settings.expires ?? {}
  const dates = expires === '' ? others : { ...others, [name]: expires }
  const { expires: __, ...rest } = { ...settings, [userOf[name]]: user }
  return Object.keys(dates).length > 0 ? { ...rest, expires: dates } : rest
}

const refused = (code: 'connection.sandboxFixed' | 'connection.unknown' | 'secrets.notKept') => new FailureError(failureOf('input', code))
