import type { ConnectionSettings, SecretName } from '../../shared/model/connection.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { FindProxy } from '../http/proxy.ts'
import type { Secret } from '../vault/secret.ts'

/** A connection with its secrets out of the vault, for the length of one call. */
export interface ResolvedConnection {
  settings: ConnectionSettings
  secrets: Partial<Record<SecretName, Secret>>
  /** Asked with each call of a connection that goes by the system's proxy; there is none where absent. */
  systemProxy?: FindProxy
}

/** Answers or throws a FailureError: no such connection, vault locked, secret missing. */
export type ResolveConnection = (id: ConnectionId) => Promise<ResolvedConnection>
