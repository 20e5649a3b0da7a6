/** The secrets of connections in the vault, each bound to what it was entered for; none is answered for anything else. */
import { secretNames, type ConnectionKind, type SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { addressLabel, bindingChange, bindingOf, type BindingChange, type BoundFields, type SecretBinding } from '../../shared/model/secret-binding.ts'
import type { StoredConnection } from '../storage/connection-repository.ts'
import { bind, readBound } from '../vault/bound-secret.ts'
import type { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import type { ResolvedConnection } from './resolved-connection.ts'

export type GivenSecrets = ResolvedConnection['secrets']

/** What secrets are wanted for: settings, or as much of them as a call needs. */
export type Wanted = BoundFields & { kind?: ConnectionKind }

/** Where the vault keeps a connection's secret. */
export const slotOf = (id: ConnectionId, name: SecretName) => `${id}.${name}`

/** The secrets that the connection's kind has use for, as the vault keeps them. */
export function boundSlots({ id, settings }: StoredConnection, secrets: GivenSecrets): Map<string, Secret> {
  const filled = new Map<string, Secret>()
  for (const name of secretNames[settings.kind]) {
    const secret = secrets[name]
    const slot = slotOf(id, name)
    if (secret) filled.set(slot, bind(slot, bindingOf(settings.kind, settings, name), secret))
  }
  return filled
}

/**
 * Those of the names that are stored for the connection. Throws a FailureError where one was entered for something else
 * than `wanted`. One of an older Tessera, which did not note that, belongs to what the connection says.
 */
export async function storedSecrets(vault: Vault, { id, settings }: StoredConnection, wanted: Wanted, names: readonly SecretName[]): Promise<GivenSecrets> {
  const secrets: GivenSecrets = {}
  for (const name of names) {
    const slot = slotOf(id, name)
    const kept = await vault.get(slot)
    if (!kept) continue
    const bound = readBound(slot, kept)
    if (!bound) throw refused('vault.secretMisplaced', { connection: settings.name, secret: name })
    assertSame(settings.name, name, bound.boundTo ?? bindingOf(settings.kind, settings, name), bindingOf(wanted.kind, wanted, name))
    secrets[name] = bound.secret
  }
  return secrets
}

/**
 * Refuses to save a connection in another form while a secret that it needs stays behind, stored for the form of before.
 * Needs no open vault where nothing changes that a secret belongs to.
 */
export function assertKeepsItsSecrets(before: StoredConnection, now: Wanted, kept: readonly SecretName[]): void {
  for (const name of kept) assertSame(before.settings.name, name, bindingOf(before.settings.kind, before.settings, name), bindingOf(now.kind, now, name))
}

/** Whether the secret of that name belongs to other things in one than in the other. */
export const changesOwner = (one: Wanted, other: Wanted, name: SecretName): boolean =>
  bindingChange(bindingOf(one.kind, one, name), bindingOf(other.kind, other, name)) !== undefined

/** Binds what an older Tessera stored to what its connection says now. Answers what the vault is to be given. */
export async function olderSecrets(vault: Vault, connections: readonly StoredConnection[]): Promise<Map<string, Secret>> {
  const found = new Map<string, Secret>()
  for (const connection of connections) {
    for (const name of secretNames[connection.settings.kind]) {
      const slot = slotOf(connection.id, name)
      const kept = await vault.get(slot)
      const bound = kept && readBound(slot, kept)
      if (bound && !bound.boundTo) found.set(slot, bind(slot, bindingOf(connection.settings.kind, connection.settings, name), bound.secret))
    }
  }
  return found
}

const complaints = {
  address: { code: 'vault.secretElsewhere', of: addressLabel },
  way: { code: 'vault.secretOtherWay', of: addressLabel },
  user: { code: 'vault.secretOtherUser', of: ({ user }) => user },
  target: { code: 'vault.secretOtherTarget', of: ({ target }) => target },
  trust: { code: 'vault.secretOtherTrust', of: addressLabel },
} as const satisfies Record<BindingChange, { code: Failure['code']; of: (binding: SecretBinding) => string }>

function assertSame(connection: string, secret: SecretName, was: SecretBinding, now: SecretBinding): void {
  const change = bindingChange(was, now)
  if (!change) return
  const { code, of } = complaints[change]
  throw refused(code, { connection, secret, was: of(was), now: of(now) })
}

const refused = (code: Failure['code'], params: Failure['params']) => new FailureError(failureOf('vault', code, { params }))
