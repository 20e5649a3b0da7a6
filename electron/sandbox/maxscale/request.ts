/** What came over HTTP, as MaxScale reads it. */
import type { IncomingMessage } from 'node:http'
import { headComments, type Faults } from '../faults.ts'
import { readBody } from '../loopback-http.ts'
import { bareFailure, stringField, type Call, type Reply } from './call.ts'
import { BadJson, readJson } from './read-json.ts'

/** Above the server's max_allowed_packet, so that its own refusal can be had (transcript q10). */
const bodyLimit = 256 * 1024 * 1024

/** MaxScale takes a body by its Content-Length only: a chunked one is as good as none (transcripts b14, e36). */
export const hasBody = (headers: Call['headers']): boolean => Number(headers['content-length'] ?? 0) > 0

/** Reads a request; `malformed` is the reply where its body is no JSON. */
export async function receive(request: IncomingMessage, faults: Faults, secure: boolean): Promise<{ call: Call; malformed: Reply | null }> {
  const bytes = await readBody(request, bodyLimit)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
  let body: Call['body'] = null
  let malformed: Reply | null = null
  try {
    if (hasBody(headers)) body = readJson(bytes)
  } catch (error) {
    if (!(error instanceof BadJson)) throw error
    malformed = bareFailure(400, `Invalid JSON in request: ${error.message}`)
  }
  const target = request.url ?? '/'
  const sql = stringField({ body }, 'sql') ?? ''
  const plan = faults.planFor({ target, sql: headComments(sql).length > 0 ? sql : '' })
  return { call: callOf({ method: request.method ?? 'GET', target, headers, body, plan, secure }), malformed }
}

/** `target` is path and query. */
export function callOf({ target, headers, ...rest }: Pick<Call, 'method' | 'headers' | 'body' | 'plan' | 'secure'> & { target: string }): Call {
  const [path = '', ...query] = target.split('?')
  const parts = path.replace(/^\/+/, '').replace(/\/+$/, '').split('/').map(decoded)
  const isVersioned = parts[0] === 'v1'
  if (isVersioned || path.replaceAll('/', '') === '') parts.shift()
  const host = `${rest.secure ? 'https' : 'http'}://${headers['host'] ?? '127.0.0.1'}`
  return {
    ...rest,
    method: headers['x-http-method-override'] ?? rest.method,
    path: parts,
    parameters: new URLSearchParams(query.join('?')),
    headers,
    cookies: cookiesOf(headers['cookie'] ?? ''),
    base: isVersioned ? `${host}/v1` : host,
    now: () => rest.plan.now(),
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function cookiesOf(header: string): Map<string, string> {
  return new Map(header.split(/;\s*/).map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]))
}
