/** Every way into the proxy that the document lists ("Request parameters"), as tables of plain requests. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import { resultBound, type AnswerBound } from '../../http/answer-bounds.ts'
import type { Secret } from '../../vault/secret.ts'

export interface DmsStatement {
  /** Empty for none. */
  schema: string
  sql: string
}

export interface DmsCredentials {
  accessId: string
  accessSecret: Secret
}

/** A way to say one statement; credentials are added apart, as headers, whichever way is taken. */
interface Operation {
  method: 'GET' | 'POST'
  /** Path and query below the endpoint. */
  target(statement: DmsStatement): string
  contentType?: string
  body?(statement: DmsStatement): string
  answer: AnswerBound
}

const path = (schema: string) => (schema ? `/server/${encodeURIComponent(schema)}` : '/server')

export const operations = {
  /** What every example of the document does. */
  postText: {
    method: 'POST',
    target: ({ schema }) => path(schema),
    contentType: 'text/plain;charset=utf-8',
    body: ({ sql }) => sql,
    answer: resultBound,
  },
  postJson: {
    method: 'POST',
    target: ({ schema }) => path(schema),
    contentType: 'application/json;charset=utf-8',
    body: ({ sql }) => JSON.stringify({ sql }),
    answer: resultBound,
  },
  postJsonWithSchema: {
    method: 'POST',
    target: () => path(''),
    contentType: 'application/json;charset=utf-8',
    body: ({ schema, sql }) => JSON.stringify({ schema, sql }),
    answer: resultBound,
  },
  /** Never chosen: a URL ends up in the logs of every proxy, and the statement with it. */
  get: {
    method: 'GET',
    target: ({ schema, sql }) => `${path(schema)}?sql=${encodeURIComponent(sql)}`,
    answer: resultBound,
  },
} satisfies Record<string, Operation>

export type WayIn = keyof typeof operations

/**
 * Plain text with the schema in the path, as documented; a schema that proxies may rewrite inside a path (slashes,
 * dots alone, control characters) goes into the JSON body.
 */
export const wayFor = ({ schema }: DmsStatement): WayIn =>
  /^\.{1,2}$|[/\\;%?#]|[^\P{C}]/u.test(schema) ? 'postJsonWithSchema' : 'postText'

/** One HTTP request for `send`; credentials only in headers (document, "Authentication"). */
export function requestFor(way: WayIn, endpoint: string, credentials: DmsCredentials, statement: DmsStatement) {
  const operation: Operation = operations[way]
  return {
    method: operation.method,
    url: endpoint.replace(/\/+$/, '') + operation.target(statement),
    headers: {
      accessId: headerValue(credentials.accessId),
      accessSecret: headerValue(credentials.accessSecret.reveal()),
      Accept: 'application/json',
      ...(operation.contentType && { 'Content-Type': operation.contentType }),
    },
    ...(operation.body && { body: operation.body(statement) }),
    bound: operation.answer,
    secrets: [credentials.accessSecret],
  }
}

/** UTF-8 in the Latin-1 that headers are written in; a line break or control character cannot be part of one. */
function headerValue(text: string): string {
  if (/[^\P{Cc}]/u.test(text)) throw new FailureError(failureOf('signIn', 'dms.credentialCharacters'))
  return Buffer.from(text, 'utf8').toString('latin1')
}
