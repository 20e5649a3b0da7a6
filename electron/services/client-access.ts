/** A resolved connection as the client of its kind takes it: the one place where secrets go from the vault to clients. */
import { signsInToProxy, type MaxScaleRestSettings, type NetworkSettings, type ProxySettings, type SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { DmsAccess } from '../clients/dms/client.ts'
import type { DrdsAccess } from '../clients/drds/client.ts'
import type { RestAccess } from '../clients/maxscale/rest.ts'
import { parseProxy, type ProxyChoice, type Route } from '../http/proxy.ts'
import type { Secret } from '../vault/secret.ts'
import type { MaxScaleAccess } from './maxscale-rests.ts'
import type { ResolvedConnection } from './resolved-connection.ts'

export type ClientAccess =
  | { kind: 'dms'; access: DmsAccess; schema: string }
  | { kind: 'drds'; access: DrdsAccess }
  | { kind: 'maxscale'; access: MaxScaleAccess }

/** What is known beside settings: secrets, and the system's proxy. */
type Known = Pick<ResolvedConnection, 'secrets' | 'systemProxy'>

/** How a connection's server is reached. Throws a FailureError where the password of its own proxy is missing. */
const routeFor = (settings: NetworkSettings, known: Known): Required<Route> => ({
  trust: { certificateAuthority: settings.certificateAuthority, pinnedCertificate: settings.pinnedCertificate },
  proxy: proxyChoice(settings, known),
})

export function proxyChoice(settings: ProxySettings, { secrets, systemProxy }: Known): ProxyChoice {
  switch (settings.proxy) {
    case 'none':
      return { kind: 'none' }
    case 'own': {
      const { scheme, host, port } = parseProxy(settings.proxyUrl)
      if (!signsInToProxy(settings)) return { kind: 'own', proxy: { scheme, host, port, user: '' } }
      return { kind: 'own', proxy: { scheme, host, port, user: settings.proxyUser, password: needed(secrets, 'proxyPassword') } }
    }
    default:
      return systemProxy ? { kind: 'system', find: systemProxy } : { kind: 'none' }
  }
}

/** What MaxScale's REST API is called with, whatever is asked of it. Throws a FailureError where a secret is missing. */
export const restAccess = (settings: MaxScaleRestSettings, known: Known): RestAccess => ({
  baseUrl: settings.baseUrl,
  restUser: settings.restUser,
  restPassword: needed(known.secrets, 'restPassword'),
  signIn: settings.signIn,
  ...routeFor(settings, known),
})

/** Throws a FailureError where a secret is missing. */
export function clientAccess(resolved: ResolvedConnection): ClientAccess {
  const { settings, secrets } = resolved
  const secret = (name: SecretName) => needed(secrets, name, settings.name)
  switch (settings.kind) {
    case 'dms': {
      const { endpoint, accessId, collaboration, schema } = settings
      const access = { endpoint, accessId, accessSecret: secret('accessSecret'), collaboration, timeoutMs: settings.timeoutSeconds * 1_000, ...routeFor(settings, resolved) }
      return { kind: 'dms', access, schema }
    }
    case 'drds': {
      const { regionId, endpoint, accessKeyId, format, passwordPlace } = settings
      const ours = { accessKeyId, accessKeySecret: secret('accessKeySecret') }
      const access = { regionId, endpoint, ...ours, format, passwordPlace, timeoutMs: settings.timeoutSeconds * 1_000, ...routeFor(settings, resolved) }
      return { kind: 'drds', access }
    }
    case 'maxscale': {
      const { target, databaseUser, database, timeoutSeconds, tokenPlace, readOnly } = settings
      const session = { target, databaseUser, databasePassword: secret('databasePassword'), database, timeoutSeconds, tokenPlace, readOnly }
      return { kind: 'maxscale', access: { rest: { ...restAccess(settings, resolved), databasePassword: session.databasePassword }, session } }
    }
  }
}

function needed(secrets: Known['secrets'], name: SecretName, connection = ''): Secret {
  const secret = secrets[name]
  if (!secret) throw secretMissing(connection, name)
  return secret
}

/** `connection` is empty for one that has no name yet. */
export const secretMissing = (connection: string, secret: SecretName): FailureError =>
  new FailureError(failureOf('vault', 'vault.secretMissing', { params: { connection, secret } }))
