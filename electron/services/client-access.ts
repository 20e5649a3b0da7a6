/** A resolved connection as the client of its kind takes it: the one place where secrets go from the vault to clients. */
import type { ConnectionSettings, MaxScaleRestSettings, SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { DmsAccess } from '../clients/dms/client.ts'
import type { DrdsAccess } from '../clients/drds/client.ts'
import type { RestAccess } from '../clients/maxscale/rest.ts'
import type { Secret } from '../vault/secret.ts'
import type { MaxScaleAccess } from './maxscale-rests.ts'
import type { ResolvedConnection } from './resolved-connection.ts'

export type ClientAccess =
  | { kind: 'dms'; access: DmsAccess; schema: string }
  | { kind: 'drds'; access: DrdsAccess }
  | { kind: 'maxscale'; access: MaxScaleAccess }

/** What MaxScale's REST API is called with, whatever is asked of it. */
export const restAccess = ({ baseUrl, restUser, signIn, certificateAuthority, pinnedCertificate }: MaxScaleRestSettings, restPassword: Secret): RestAccess => ({
  baseUrl, restUser, restPassword, signIn, trust: { certificateAuthority, pinnedCertificate },
})

/** Throws a FailureError where a secret is missing. */
export function clientAccess({ settings, secrets }: ResolvedConnection): ClientAccess {
  const secret = (name: SecretName) => needed(secrets[name], settings, name)
  switch (settings.kind) {
    case 'dms': {
      const { endpoint, accessId, collaboration, schema } = settings
      const access = { endpoint, accessId, accessSecret: secret('accessSecret'), collaboration, timeoutMs: settings.timeoutSeconds * 1_000 }
      return { kind: 'dms', access, schema }
    }
    case 'drds': {
      const { regionId, endpoint, accessKeyId, format, passwordPlace } = settings
      const access = { regionId, endpoint, accessKeyId, accessKeySecret: secret('accessKeySecret'), format, passwordPlace, timeoutMs: settings.timeoutSeconds * 1_000 }
      return { kind: 'drds', access }
    }
    case 'maxscale': {
      const { target, databaseUser, database, timeoutSeconds, tokenPlace } = settings
      const session = { target, databaseUser, databasePassword: secret('databasePassword'), database, timeoutSeconds, tokenPlace }
      return { kind: 'maxscale', access: { rest: restAccess(settings, secret('restPassword')), session } }
    }
  }
}

function needed(secret: Secret | undefined, settings: ConnectionSettings, name: SecretName): Secret {
  if (secret) return secret
  throw new FailureError(failureOf('vault', 'vault.secretMissing', { params: { connection: settings.name, secret: name } }))
}
