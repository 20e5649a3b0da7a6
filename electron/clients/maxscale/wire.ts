/** MaxScale's answers, settled: wire spellings end here. */
import { z } from 'zod'
import { indexMaxScaleBody, type MaxScaleIndexedBody, type MaxScaleIndexedResult } from '../../http/index-json.ts'

const SessionId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/)
const Token = z.string().regex(/^[\w.-]+$/)
const Shown = z.object({ thread_id: z.number().optional().catch(undefined), target: z.string().optional().catch(undefined) }).optional().catch(undefined)

const Opened = z.object({
  data: z.object({ id: SessionId, attributes: Shown }),
  /** Absent where the token came in a cookie ("persist"). */
  meta: z.object({ token: Token }).optional(),
})

export interface OpenedSession {
  id: string
  token?: string
  threadId?: number
  target?: string
}

/** An opened session; undefined for a body that is none. */
export function openedOf(envelope: unknown): OpenedSession | undefined {
  const parsed = Opened.safeParse(envelope)
  if (!parsed.success) return undefined
  const { data, meta } = parsed.data
  return { id: data.id, ...(meta && { token: meta.token }), ...(data.attributes?.thread_id !== undefined && { threadId: data.attributes.thread_id }), ...(data.attributes?.target !== undefined && { target: data.attributes.target }) }
}

/** A token among Set-Cookie headers; undefined where the cookie is not there. */
export function cookieToken(setCookies: readonly string[], name: string): string | undefined {
  const value = setCookies.map((cookie) => cookie.split(';', 1)[0] ?? '').find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
  return Token.safeParse(value).data
}

const SignedIn = z.object({ meta: z.object({ token: Token }) })
const Claims = z.object({ exp: z.number(), iat: z.number() })

/** The JSON Web Token of /v1/auth, and how long it is good for, by its own claims; milliseconds. Undefined for another body. */
export function signedInOf(bytes: Uint8Array): { token: string; lifeMs?: number } | undefined {
  const parsed = SignedIn.safeParse(indexMaxScaleBody(bytes).envelope)
  if (!parsed.success) return undefined
  const { token } = parsed.data.meta
  const lifeMs = tokenLifeMs(token)
  return { token, ...(lifeMs !== undefined && { lifeMs }) }
}

/**
 * How long a token is good for, by its own claims; milliseconds. What was asked for is only a wish: MaxScale caps it by
 * its admin_jwt_max_age (q15). Undefined where it does not say.
 */
export function tokenLifeMs(token: string): number | undefined {
  const claims = Claims.safeParse(jsonOrNull(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
  // The difference is right whatever the server's clock shows.
  return claims.success ? (claims.data.exp - claims.data.iat) * 1_000 : undefined
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const Query = z.object({ data: z.object({ id: z.string().regex(/^[A-Za-z0-9-]{1,64}\.\d{1,18}$/), attributes: z.object({ execution_time: z.number().catch(0), sql: z.string().nullish().catch(null) }) }) })

/** A query's own id, such as `<session>.3`, how long it has run, milliseconds, and its statement; undefined for another body. */
export function queryOf(envelope: unknown): { id: string; elapsedMs: number; sql: string } | undefined {
  const parsed = Query.safeParse(envelope)
  if (!parsed.success) return undefined
  const { id, attributes } = parsed.data.data
  return { id, elapsedMs: attributes.execution_time * 1_000, sql: attributes.sql ?? '' }
}

const Refused = z.object({ errors: z.array(z.object({ detail: z.string() })).min(1) })

/** `errors[].detail`, joined; '' for a body without. */
export function detailOf(envelope: unknown): string {
  const parsed = Refused.safeParse(envelope)
  return parsed.success ? parsed.data.errors.map((error) => error.detail).join('; ') : ''
}

/** `errors[].detail` of a body that may be anything; '' where it is no document of MaxScale's. */
export function wordsOf(bytes: Uint8Array): string {
  return detailOf(jsonOrNull(new TextDecoder().decode(bytes)))
}

const Count = z.union([z.number(), z.bigint()])
const ErrorMembers = z.object({ errno: z.number(), message: z.string(), sqlstate: z.string().optional().catch(undefined) })
const OkMembers = z.object({ affected_rows: Count, last_insert_id: Count.optional(), warnings: z.number().optional() })
const Metadata = z.object({
  name: z.string(),
  type: z.string(),
  length: z.number().optional().catch(undefined),
  decimals: z.number().optional().catch(undefined),
  flags: z.number().optional().catch(undefined),
  table: z.string().optional().catch(undefined),
  schema: z.string().optional().catch(undefined),
})
const RowsMembers = z.object({
  fields: z.array(z.string()),
  /** Servers before 24.02 send none (facts 15). */
  metadata: z.array(Metadata).optional().catch(undefined),
  complete: z.boolean().optional(),
})
export type MaxScaleMetadata = z.infer<typeof Metadata>

/** One element of `results`, by what it is. */
export type MaxScaleResult =
  | { kind: 'error'; errno: number; message: string; sqlState?: string }
  | { kind: 'ok'; affectedRows: string; lastInsertId?: string; warnings: number }
  | { kind: 'rows'; fields: string[]; metadata?: MaxScaleMetadata[]; complete?: boolean; rows: NonNullable<MaxScaleIndexedResult['rows']> }

/** The results of a query's answer; undefined for a body that is none. */
export function resultsOf(body: MaxScaleIndexedBody): MaxScaleResult[] | undefined {
  const results = body.results?.map(resultOf)
  return results?.every((result) => result !== undefined) ? results : undefined
}

function resultOf({ members, rows }: MaxScaleIndexedResult): MaxScaleResult | undefined {
  const failed = ErrorMembers.safeParse(members)
  // An error after some rows drops the rows (facts 7); where both came, the error is the truth.
  if (failed.success) {
    const { errno, message, sqlstate } = failed.data
    return { kind: 'error', errno, message, ...(sqlstate && { sqlState: sqlstate }) }
  }
  const table = RowsMembers.safeParse(members)
  if (rows && table.success) {
    const { fields, metadata, complete } = table.data
    const described = metadata?.length === fields.length ? metadata : undefined
    return { kind: 'rows', fields, rows, ...(described && { metadata: described }), ...(complete !== undefined && { complete }) }
  }
  const done = OkMembers.safeParse(members)
  if (!done.success) return undefined
  const { affected_rows: affected, last_insert_id: last = 0, warnings = 0 } = done.data
  return { kind: 'ok', affectedRows: String(affected), warnings, ...(BigInt(last) !== 0n && { lastInsertId: String(last) }) }
}
