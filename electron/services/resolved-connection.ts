import type { ConnectionSettings, SecretName } from '../../shared/model/connection.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { Secret } from '../vault/secret.ts'

/** A connection with its secrets out of the vault, for the length of one call. */
export interface ResolvedConnection {
  settings: ConnectionSettings
  secrets: Partial<Record<SecretName, Secret>>
}

/** Answers or throws a FailureError: no such connection, vault locked, secret missing. */
export type ResolveConnection = (id: ConnectionId) => Promise<ResolvedConnection>
