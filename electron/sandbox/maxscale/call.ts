/** A request as the REST resources see it, and their replies. */
import type { FaultPlan } from '../faults.ts'
import { writeJson, type Json } from './json.ts'
import type { Body } from './read-json.ts'

export interface Call {
  method: string
  /** Path parts after /v1. */
  path: string[]
  parameters: URLSearchParams
  headers: Record<string, string | undefined>
  cookies: Map<string, string>
  /** Null where the request had no body. */
  body: { [key: string]: Body } | Body[] | null
  /** What links begin with: scheme and Host header, such as http://127.0.0.1:8989/v1; without /v1 where the request had none. */
  base: string
  /** Came over TLS. */
  secure: boolean
  now(): number
  plan: FaultPlan
}

export interface Reply {
  status: number
  headers: [string, string][]
  body: string
  /** What the body is, or is a part of. */
  whole?: Json
}

/** MaxScale's parameters say yes in these ways. */
export const isTruthy = (value: string | null): boolean => value !== null && /^(true|yes|on|1)$/i.test(value)

/** Only a clear no makes a document compact. */
const isPretty = (call: Call): boolean => !/^(false|no|off|0)$/i.test(call.parameters.get('pretty') ?? '')

/** A JSON document with its Content-Type; `whole` where it is only what was asked for of another. */
export const document = (call: Call, status: number, json: Json, headers: [string, string][] = [], whole = json): Reply => ({
  status,
  headers: [...headers, ['Content-Type', 'application/json']],
  body: writeJson(json, isPretty(call)),
  whole,
})

export const empty = (status: number, headers: [string, string][] = []): Reply => ({ status, headers, body: '' })

export const failure = (call: Call, status: number, detail: string): Reply => document(call, status, { errors: [{ detail }] })

/** MaxScale writes refusals before its resources are reached by hand: no Content-Type, nothing escaped. */
export const bareFailure = (status: number, detail: string, headers: [string, string][] = []): Reply => ({
  status,
  headers,
  body: `{"errors": [ { "detail": "${detail}" } ] }`,
})

/** A cookie as MaxScale sets it; `span` is how long it stays, such as Max-Age=60. */
export const cookie = (call: Call, name: string, value: string, span: string | null): [string, string] => [
  'Set-Cookie',
  [`${name}=${value}`, 'Path=/', span, call.secure ? 'Secure' : null, 'SameSite=Strict', 'HttpOnly'].filter((part) => part !== null).join('; '),
]

/** The span of a cookie that is taken back. */
export const longPast = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'

/** A string field of the body; null for none or another type, which MaxScale passes over in silence. */
export function stringField(call: Pick<Call, 'body'>, name: string): string | null {
  const value = call.body && !Array.isArray(call.body) ? call.body[name] : undefined
  return typeof value === 'string' ? value : null
}

/** A whole-number field; reals are cut, other types are passed over. */
export function integerField(call: Call, name: string): bigint | null {
  const value = call.body && !Array.isArray(call.body) ? call.body[name] : undefined
  return typeof value === 'bigint' ? value : null
}
