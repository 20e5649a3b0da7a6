/** Every way into the proxy that the page lists under "Request parameters", read into one shape. */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { readBody, urlOf } from '../loopback-http.ts'
import { Refusal } from './refusal.ts'

export interface DmsRequest {
  accessId: string
  accessSecret: string
  /** Empty for none. */
  schema: string
  sql: string
}

const JsonBody = z.object({ sql: z.string().optional(), schema: z.string().optional() })

/**
 * "Request parameters": credentials as header or query parameter; schema in the path or the JSON body; sql as query
 * parameter, plain text or JSON. Where one thing comes in two ways, the page does not say which wins: here headers
 * win over the query, the body over the query, and the path over the body.
 * Throws a Refusal for what cannot be read; missing parameters stay empty.
 */
export async function readDmsRequest(request: IncomingMessage): Promise<DmsRequest> {
  const url = urlOf(request)
  const path = /^\/server(?:\/([^/]*))?\/?$/.exec(url.pathname)
  if (!path) throw new Refusal(404, 'The path is not found. Use /server/<database-name>.')
  const body = await readSqlBody(request)
  const given = (name: string) => headerText(request, name) || url.searchParams.get(name) || ''
  return {
    accessId: given('accessId'),
    accessSecret: given('accessSecret'),
    schema: decodeSegment(path[1] ?? '') || body.schema || '',
    sql: body.sql || url.searchParams.get('sql') || '',
  }
}

async function readSqlBody(request: IncomingMessage): Promise<{ sql?: string; schema?: string }> {
  if (request.method === 'GET') return {}
  if (request.method !== 'POST') throw new Refusal(405, `Request method '${request.method}' not supported.`)
  const bytes = await readBody(request)
  if (bytes.length === 0) return {}
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map((one) => /^\s*charset="?([\w-]+)"?\s*$/.exec(one)?.[1]).find(Boolean) ?? 'utf-8'
  const text = decode(bytes, charset)
  if (type.trim() === 'text/plain') return { sql: text }
  if (type.trim() !== 'application/json') throw new Refusal(415, `Content-Type '${type.trim()}' is not supported.`)
  const parsed = JsonBody.safeParse(jsonOrNull(text))
  if (!parsed.success) throw new Refusal(400, 'The request body is not a JSON object with sql and schema.')
  return parsed.data
}

/** Header values come as Latin-1; identifiers and secrets may be UTF-8. */
function headerText(request: IncomingMessage, name: string): string {
  const value = request.headers[name.toLowerCase()]
  return typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : ''
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    throw new Refusal(415, `Charset '${charset}' is not supported.`)
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refusal(400, 'The database name in the path is not well encoded.')
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
