import { z } from 'zod'
import { BaseUrl, ConnectionSettings, SecretName, type Connection } from '../model/connection.ts'
import { Id, type ConnectionId } from '../model/ids.ts'
import type { PeerCertificate } from '../model/peer-certificate.ts'
import { call } from './call.ts'

/** Secrets travel to main only; no action answers one. An absent secret keeps what is stored. */
export const SetSecrets = z.partialRecord(SecretName, z.string().min(1).max(4_096))

const ById = z.strictObject({ connectionId: Id<ConnectionId>() })

/** One step of a connection test, in order; the first failure ends the test. */
export interface TestStep {
  name: 'reach' | 'signIn' | 'open' | 'query' | 'list'
  elapsedMs: number
}

/** What a successful test learned; a failed one is a Failure. */
export interface TestReport {
  steps: TestStep[]
  /** Such as the server's version or the number of instances; empty where nothing was learned. */
  detail: string
  requestId?: string
}

export const connections = {
  list: call(z.strictObject({})).returns<Connection[]>(),
  create: call(z.strictObject({ settings: ConnectionSettings, secrets: SetSecrets })).returns<Connection>(),
  update: call(
    z.strictObject({ connectionId: Id<ConnectionId>(), settings: ConnectionSettings, secrets: SetSecrets }),
  ).returns<Connection>(),
  /** Copies settings and secrets; the copy is named by main («name 2»). */
  duplicate: call(ById).returns<Connection>(),
  /** Removes the connection and its secrets. */
  delete: call(ById).returns<null>(),
  /** Tries settings before they are saved; secrets not given are taken from `connectionId`, where there is one. */
  test: call(
    z.strictObject({
      connectionId: Id<ConnectionId>().optional(),
      settings: ConnectionSettings,
      secrets: SetSecrets,
    }),
  ).returns<TestReport>(),
  /** What certificate a server shows, trusted or not; nothing but a TLS handshake goes to it. */
  certificate: call(z.strictObject({ baseUrl: BaseUrl })).returns<PeerCertificate>(),
}
