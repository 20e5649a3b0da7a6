/** MaxScale's answers, settled: wire spellings end here. */
import { z } from 'zod'
import { shortAnswer } from '../../http/answer-bounds.ts'
import { indexMaxScaleBody, type MaxScaleIndexedBody, type MaxScaleIndexedResult } from '../../http/index-json.ts'

/** A UUID; the page shows numbers. */
const SessionId = z.union([z.string(), z.number().int().transform(String)]).pipe(z.string().regex(/^[A-Za-z0-9-]{1,64}$/))
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

const QueryAttributes = z.object({ execution_time: z.number().optional().catch(undefined), sql: z.string().optional().catch(undefined) })
const Query = z.object({
  data: z.object({
    /** `<session>.3`; the page writes `9-1`. */
    id: z.string().regex(/^[A-Za-z0-9-]{1,64}[.-]\d{1,15}$/),
    attributes: QueryAttributes.catch({}),
  }),
})

/** A query's own id, how long it has run, milliseconds, and its statement, where it says so; undefined for another body. */
export function queryOf(envelope: unknown): { id: string; elapsedMs?: number; sql?: string } | undefined {
  const parsed = Query.safeParse(envelope)
  if (!parsed.success) return undefined
  const { id, attributes } = parsed.data.data
  const { execution_time: seconds, sql } = attributes
  return { id, ...(seconds !== undefined && { elapsedMs: seconds * 1_000 }), ...(sql !== undefined && { sql }) }
}

/** The id of the query that follows: MaxScale counts a session's queries from 1. */
export const nextQueryId = (sessionId: string, last: string | undefined): string => {
  const [, before = `${sessionId}.`, count = '0'] = /^(.*[.-])(\d+)$/.exec(last ?? '') ?? []
  return `${before}${Number(count) + 1}`
}

const Refused = z.object({ errors: z.array(z.object({ detail: z.string() })).min(1) })

/** `errors[].detail`, joined; '' for a body without. */
export function detailOf(envelope: unknown): string {
  const parsed = Refused.safeParse(envelope)
  return parsed.success ? parsed.data.errors.map((error) => error.detail).join('; ') : ''
}

/** `errors[].detail` of a body that may be anything; '' where it is no document of MaxScale's. */
export function wordsOf(bytes: Uint8Array): string {
  // A refusal may come where a result was asked for, and be as long.
  return bytes.length > shortAnswer.bytes ? '' : detailOf(jsonOrNull(new TextDecoder().decode(bytes)))
}

/** Whether a refusal is MaxScale's own: of a path that it does not know it says nothing at all (facts 12), a gateway before it says something else. */
export const refusesItself = ({ bytes }: { bytes: Uint8Array }): boolean => bytes.length === 0 || wordsOf(bytes) !== ''

/**
 * Whether a cancel, a reconnect or a close was done: MaxScale answers 200 or 204 and no body. What comes with one is
 * somebody else's, such as a gateway's sign-in page.
 */
export const isDone = ({ status, bytes }: { status: number; bytes: Uint8Array }): boolean => (status === 200 || status === 204) && bytes.length === 0

const Digits = z.string().regex(/^\d+$/)
const Count = z.union([z.number().int(), z.bigint(), Digits])
/** A number alone is an error too, and so are words alone. */
const ErrorMembers = z.object({
  errno: z.union([z.number().int(), Digits.transform(Number)]).catch(0),
  message: z.string().catch(''),
  sqlstate: z.string().optional().catch(undefined),
})
const OkMembers = z.object({ affected_rows: Count, last_insert_id: Count.catch(0), warnings: z.number().catch(0) })
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
  complete: z.boolean().optional().catch(undefined),
})
export type MaxScaleMetadata = z.infer<typeof Metadata>

/** One element of `results`, by what it is. */
export type MaxScaleResult =
  /** `errno` 0 and `message` '' where the server gave none. */
  | { kind: 'error'; errno: number; message: string; sqlState?: string }
  | { kind: 'ok'; affectedRows: string; lastInsertId?: string; warnings: number }
  | { kind: 'rows'; fields: string[]; metadata?: MaxScaleMetadata[]; complete?: boolean; cutByError?: boolean; rows: NonNullable<MaxScaleIndexedResult['rows']> }

/** The results of a query's answer, in order; undefined for a body that is none, or has none. */
export function resultsOf(body: MaxScaleIndexedBody): MaxScaleResult[] | undefined {
  const results = body.results?.map(resultOf)
  if (!results || results.length === 0) return undefined
  return results.every((result) => result !== undefined) ? results.flat() : undefined
}

/** One, or the rows that came before an error and the error ("Execute SQL query": a query that was interrupted). */
function resultOf({ members, rows }: MaxScaleIndexedResult): MaxScaleResult[] | undefined {
  const { errno, message, sqlstate } = ErrorMembers.parse(members)
  const isError = errno !== 0 || (message !== '' && !('affected_rows' in members))
  const error: MaxScaleResult | undefined = isError ? { kind: 'error', errno, message, ...(sqlstate && { sqlState: sqlstate }) } : undefined
  const table = RowsMembers.safeParse(members)
  if (rows && table.success) {
    const { fields, metadata, complete } = table.data
    const described = metadata?.length === fields.length ? metadata : undefined
    const shown = { kind: 'rows', fields, rows, ...(described && { metadata: described }) } as const
    if (error) return [{ ...shown, complete: false, cutByError: true }, error]
    return [{ ...shown, ...(complete !== undefined && { complete }) }]
  }
  if (error) return [error]
  const done = OkMembers.safeParse(members)
  if (!done.success) return undefined
  const { affected_rows: affected, last_insert_id: last, warnings } = done.data
  return [{ kind: 'ok', affectedRows: String(affected), warnings, ...(BigInt(last) !== 0n && { lastInsertId: String(last) }) }]
}
