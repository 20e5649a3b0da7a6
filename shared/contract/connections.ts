import { z } from 'zod'
import { fieldProblems, secretProblem, type EnteredFields, type EntryProblem } from '../model/connection-entry.ts'
import { BaseUrl, ConnectionSettings, ProxySettings, SecretName, type Connection } from '../model/connection.ts'
import { Id, type ConnectionId } from '../model/ids.ts'
import type { PeerCertificate } from '../model/peer-certificate.ts'
import { call } from './call.ts'

/** What a schema complains of in connection-entry.ts's words; `problem` is read where a complaint becomes a failure. */
export const complaint = (field: string, problem: EntryProblem) => ({ code: 'custom' as const, path: [field], message: problem, params: { problem } })

/** Secrets travel to main only; no action answers one. An absent secret keeps what is stored. */
export const SetSecrets = z.partialRecord(SecretName, z.string().min(1).max(4_096)).superRefine((secrets, context) => {
  for (const name of SecretName.options) {
    const problem = secrets[name] === undefined ? undefined : secretProblem(name, secrets[name])
    if (problem) context.addIssue(complaint(name, problem))
  }
})

/** Settings as they are entered: what is stored already may be read with what is refused here. */
export const entered = <Settings extends z.ZodType<EnteredFields>>(schema: Settings) =>
  schema.superRefine((settings, context) => {
    for (const [field, problem] of fieldProblems(settings)) context.addIssue(complaint(field, problem))
  })
const SetSettings = entered(ConnectionSettings)

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
  create: call(z.strictObject({ settings: SetSettings, secrets: SetSecrets })).returns<Connection>(),
  update: call(
    z.strictObject({ connectionId: Id<ConnectionId>(), settings: SetSettings, secrets: SetSecrets }),
  ).returns<Connection>(),
  /** Copies settings and secrets; the copy is named by main («name 2»). */
  duplicate: call(ById).returns<Connection>(),
  /** Removes the connection and its secrets. */
  delete: call(ById).returns<null>(),
  /** Tries settings before they are saved; secrets not given are taken from `connectionId`, where there is one. */
  test: call(
    z.strictObject({
      connectionId: Id<ConnectionId>().optional(),
      settings: SetSettings,
      secrets: SetSecrets,
    }),
  ).returns<TestReport>(),
  /** What certificate a server shows, trusted or not; nothing but a TLS handshake goes to it, by the connection's own way. */
  certificate: call(
    z.strictObject({
      connectionId: Id<ConnectionId>().optional(),
      /** Empty for DRDS's own endpoint of a region. */
      baseUrl: z.union([BaseUrl, z.literal('')]),
      regionId: z.string().max(64).default(''),
      way: entered(ProxySettings).prefault({}),
      secrets: SetSecrets.default({}),
    }),
  ).returns<PeerCertificate>(),
}
