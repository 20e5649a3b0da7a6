/** The endpoints of the SQL resource (maxscale-rest-sql) that we call, as plain requests. */
import type { Secret } from '../../vault/secret.ts'

export interface MaxScaleCredentials {
  /** Scheme, host and port of the REST API. */
  baseUrl: string
  restUser: string
  restPassword: Secret
}

/** What names an open session: its id, and the token that is kept in memory only. */
export interface SessionKey {
  id: string
  token: Secret
}

interface Operation {
  method: 'POST' | 'DELETE'
  /** Below /v1/sql. */
  path(id: string): string
}

export const operations = {
  open: { method: 'POST', path: () => '' },
  query: { method: 'POST', path: (id) => `/${id}/queries` },
  cancel: { method: 'POST', path: (id) => `/${id}/cancel` },
  close: { method: 'DELETE', path: (id) => `/${id}` },
} satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

/**
 * One HTTP request for `send`. URLs are built from the connection's base, never from links: links reflect the Host
 * header (facts 11). The token travels as the cookie that "persist" documents, so that no URL holds it.
 */
export function requestFor(
  name: OperationName,
  credentials: MaxScaleCredentials,
  options: { key?: SessionKey; query?: Readonly<Record<string, string>>; body?: unknown } = {},
) {
  const { key, query = {}, body } = options
  const operation: Operation = operations[name]
  // `pretty=false` halves an answer (facts 6).
  const parameters = new URLSearchParams({ pretty: 'false', ...query })
  return {
    method: operation.method,
    url: `${root(credentials.baseUrl)}/v1/sql${operation.path(encodeURIComponent(key?.id ?? ''))}?${parameters}`,
    headers: {
      Authorization: `Basic ${basicOf(credentials)}`,
      // Without it a refusal carries a WWW-Authenticate challenge (facts 10).
      'X-Requested-With': 'XMLHttpRequest',
      Accept: 'application/json',
      ...(key && { Cookie: `conn_id_sig_${key.id}=${key.token.reveal()}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

/** What Basic authentication sends: no less a secret than the password in it. */
export const basicOf = ({ restUser, restPassword }: MaxScaleCredentials): string =>
  Buffer.from(`${restUser}:${restPassword.reveal()}`, 'utf8').toString('base64')

/** The base without a slash, and without the version that some write behind it. */
const root = (baseUrl: string): string => baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')
