import type { Rpc } from '../../../shared/contract/contract.ts'
import type { TestReport } from '../../../shared/contract/connections.ts'
import type { Connection, ConnectionSettings, MaxScaleRestSettings, ProxySettings, SecretName } from '../../../shared/model/connection.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import type { MaxScaleTarget } from '../../../shared/model/maxscale.ts'
import type { PeerCertificate } from '../../../shared/model/peer-certificate.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { ConnectionsStore } from './connections-store.ts'

export interface ConnectionsDependencies {
  rpc: Rpc
  connections: ConnectionsStore
}

export type Secrets = Partial<Record<SecretName, string>>

/** Reads the list again; a later call's answer wins. */
export async function loadConnections({ rpc, connections }: ConnectionsDependencies): Promise<void> {
  const load = (latest.get(connections) ?? 0) + 1
  latest.set(connections, load)
  const result = await rpc.connections.list({})
  if (latest.get(connections) !== load) return
  connections.setState(
    result.ok ? { state: 'ready', connections: result.value } : { state: 'failed', failure: result.failure },
    true,
  )
}

const latest = new WeakMap<ConnectionsStore, number>()

/** Creates, or updates where there is an id; the list follows. */
export async function saveConnection(
  dependencies: ConnectionsDependencies,
  connectionId: ConnectionId | undefined,
  settings: ConnectionSettings,
  secrets: Secrets,
): Promise<Result<Connection>> {
  const { rpc } = dependencies
  const result = connectionId
    ? await rpc.connections.update({ connectionId, settings, secrets })
    : await rpc.connections.create({ settings, secrets })
  if (result.ok) await loadConnections(dependencies)
  return result
}

/** Copies settings and secrets under a name that main chooses. */
export async function duplicateConnection(
  dependencies: ConnectionsDependencies,
  connectionId: ConnectionId,
): Promise<Result<Connection>> {
  const result = await dependencies.rpc.connections.duplicate({ connectionId })
  if (result.ok) await loadConnections(dependencies)
  return result
}

/** Removes the connection and its secrets. */
export async function deleteConnection(
  dependencies: ConnectionsDependencies,
  connectionId: ConnectionId,
): Promise<Result<null>> {
  const result = await dependencies.rpc.connections.delete({ connectionId })
  if (result.ok) await loadConnections(dependencies)
  return result
}

/** Tries settings as they stand in the form; secrets that were not typed are taken from the stored connection. */
export const testConnection = (
  { rpc }: Pick<ConnectionsDependencies, 'rpc'>,
  connectionId: ConnectionId | undefined,
  settings: ConnectionSettings,
  secrets: Secrets,
): Promise<Result<TestReport>> =>
  rpc.connections.test({ ...(connectionId && { connectionId }), settings, secrets })

/** The certificate of a server, looked at by the connection's own way; a proxy's password that was not typed is the stored one. */
export const readCertificate = (
  { rpc }: Pick<ConnectionsDependencies, 'rpc'>,
  connectionId: ConnectionId | undefined,
  at: { baseUrl: string; regionId?: string },
  way: ProxySettings,
  secrets: Secrets,
): Promise<Result<PeerCertificate>> => rpc.connections.certificate({ ...(connectionId && { connectionId }), ...at, way, secrets })

/** What a MaxScale session can be opened to, asked with what is entered; the REST password that was not typed is the stored one. */
export const listTargets = (
  { rpc }: Pick<ConnectionsDependencies, 'rpc'>,
  connectionId: ConnectionId | undefined,
  settings: MaxScaleRestSettings,
  secrets: Secrets,
): Promise<Result<MaxScaleTarget[]>> =>
  rpc.maxscale.targets({ ...(connectionId && { connectionId }), settings, secrets })
