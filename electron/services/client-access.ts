/** A resolved connection as the client of its kind takes it: the one place where secrets go from the vault to clients. */
import type { ConnectionSettings, SecretName } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { DmsAccess } from '../clients/dms/client.ts'
import type { DrdsAccess } from '../clients/drds/client.ts'
import type { MaxScaleAccess } from '../clients/maxscale/session.ts'
import type { Secret } from '../vault/secret.ts'
import type { ResolvedConnection } from './resolved-connection.ts'

export type ClientAccess =
  | { kind: 'dms'; access: DmsAccess; schema: string }
  | { kind: 'drds'; access: DrdsAccess }
  | { kind: 'maxscale'; access: MaxScaleAccess }

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
      const { regionId, endpoint, accessKeyId, format } = settings
      const access = { regionId, endpoint, accessKeyId, accessKeySecret: secret('accessKeySecret'), format, timeoutMs: settings.timeoutSeconds * 1_000 }
      return { kind: 'drds', access }
    }
    case 'maxscale': {
      const { baseUrl, restUser, target, databaseUser, database, timeoutSeconds } = settings
      const passwords = { restPassword: secret('restPassword'), databasePassword: secret('databasePassword') }
      return { kind: 'maxscale', access: { baseUrl, restUser, target, databaseUser, database, timeoutSeconds, ...passwords } }
    }
  }
}

function needed(secret: Secret | undefined, settings: ConnectionSettings, name: SecretName): Secret {
  if (secret) return secret
  throw new FailureError(failureOf('vault', 'vault.secretMissing', { params: { connection: settings.name, secret: name } }))
}
