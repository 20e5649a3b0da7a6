/** The endpoints of MaxScale's REST API that we call, as plain requests. The SQL resource: maxscale-rest-sql. */
import { answerBound, resultBound, shortAnswer, type AnswerBound } from '../../http/answer-bounds.ts'
import type { HttpRequest } from '../../http/send.ts'
import type { Secret } from '../../vault/secret.ts'

/** What names an open session: its id, and the token that is kept in memory only. */
export interface SessionKey {
  id: string
  token: Secret
  /** Where the token goes: in the cookie that "persist" documents, or in the documented parameter. */
  place: 'cookie' | 'parameter'
}

interface Operation {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below /v1; `name` is a session's id, or an object's name. */
  path(name: string, query: string): string
  answer: AnswerBound
}

/** A session tells its last statement, which may be 16 million characters; a list of all sessions tells everybody's. */
const withStatement = answerBound(112)
/** Asked for by their fields; an object takes half a kilobyte, and 20 where a version answers it whole. */
const objects = answerBound(8)

export const operations = {
  auth: { method: 'GET', path: () => '/auth', answer: shortAnswer },
  open: { method: 'POST', path: () => '/sql', answer: shortAnswer },
  list: { method: 'GET', path: () => '/sql', answer: withStatement },
  get: { method: 'GET', path: (id) => `/sql/${id}`, answer: withStatement },
  query: { method: 'POST', path: (id) => `/sql/${id}/queries`, answer: resultBound },
  poll: { method: 'GET', path: (id, query) => `/sql/${id}/queries/${query}`, answer: resultBound },
  erase: { method: 'DELETE', path: (id, query) => `/sql/${id}/queries/${query}`, answer: shortAnswer },
  cancel: { method: 'POST', path: (id) => `/sql/${id}/cancel`, answer: shortAnswer },
  reconnect: { method: 'POST', path: (id) => `/sql/${id}/reconnect`, answer: shortAnswer },
  clone: { method: 'POST', path: (id) => `/sql/${id}/clone`, answer: shortAnswer },
  close: { method: 'DELETE', path: (id) => `/sql/${id}`, answer: shortAnswer },
  maxscale: { method: 'GET', path: () => '/maxscale', answer: shortAnswer },
  servers: { method: 'GET', path: () => '/servers', answer: objects },
  server: { method: 'GET', path: (name) => `/servers/${name}`, answer: objects },
  services: { method: 'GET', path: () => '/services', answer: objects },
  listeners: { method: 'GET', path: () => '/listeners', answer: objects },
  monitors: { method: 'GET', path: () => '/monitors', answer: objects },
  user: { method: 'GET', path: (name) => `/users/inet/${name}`, answer: shortAnswer },
} satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

export interface Call {
  /** A session's id, or an object's name; taken from `key` where that is given. */
  name?: string
  /** A query's id. */
  query?: string
  key?: SessionKey
  parameters?: Readonly<Record<string, string>>
  body?: unknown
}

/**
 * One HTTP request for `send`, but for its deadline and trust. URLs are built from the connection's base, never from
 * links: links reflect the Host header (facts 11), and the Location of an asynchronous query is malformed (facts 6).
 */
export function requestFor(operation: OperationName, baseUrl: string, authorization: string, call: Call): Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body' | 'bound'> {
  const { key, parameters = {}, body } = call
  const { method, path, answer }: Operation = operations[operation]
  const name = encodeURIComponent(key?.id ?? call.name ?? '')
  const token = key?.token.reveal() ?? ''
  // `pretty=false` halves an answer (facts, "must do" 6).
  const query = new URLSearchParams({ pretty: 'false', ...parameters, ...(key?.place === 'parameter' && { token }) })
  return {
    method,
    url: `${root(baseUrl)}/v1${path(name, encodeURIComponent(call.query ?? ''))}?${query}`,
    headers: {
      Authorization: authorization,
      // Without it a refusal carries a WWW-Authenticate challenge (facts, "must do" 10).
      'X-Requested-With': 'XMLHttpRequest',
      Accept: 'application/json',
      ...(key?.place === 'cookie' && { Cookie: `${cookieOf(key.id)}=${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    // A string, so that it travels with Content-Length: a chunked body is none (facts, "must do" 5).
    ...(body !== undefined && { body: JSON.stringify(body) }),
    bound: answer,
  }
}

/** "persist": the cookie that holds a session's token. */
export const cookieOf = (id: string): string => `conn_id_sig_${id}`

/** The base without a slash, and without the version that some write behind it. */
const root = (baseUrl: string): string => baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')
