/** Recorded requests with their answers, and both answers brought into one shape. */

export interface Transcript {
  name: string
  note: string
  request: { method: string; path: string; headers: Record<string, string>; auth: string; tls: boolean; chunked: boolean; body: string | null }
  response: RecordedResponse
}

export interface RecordedResponse {
  status: number
  reason: string
  headers: [string, string][]
  body: string
  /** Where the recording keeps the beginning only. */
  body_truncated_here?: boolean
}

export interface Comparable {
  status: number
  reason: string
  headers: Record<string, string>
  body: unknown
}

export const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
export const token = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g

const comparedHeaders = new Set([
  'connection', 'location', 'content-type', 'www-authenticate', 'set-cookie', 'accept', 'etag', 'last-modified', 'content-length',
  'content-encoding', 'access-control-allow-origin', 'access-control-allow-methods', 'access-control-allow-headers', 'vary',
])
/** Headers whose being there is all that can be compared. */
const shapeOnly = new Set(['etag', 'last-modified'])
/** What differs from run to run: its type stays. */
const volatileKeys = new Set([
  'execution_time', 'seconds_idle', 'thread_id', 'token', 'created', 'last_login', 'last_update', 'started', 'triggered_at', 'users_last_update',
  'uptime', 'ticks', 'version_string', 'file', 'log_file', 'gtid_binlog_pos', 'gtid_current_pos', 'cache_size', 'message', 'timestamp', 'unix_timestamp',
])
/** Below these every number is a counter, and every time a measurement. */
const counters = new Set(['statistics', 'router_diagnostics', 'stats', 'total_connections'])
/** Result columns whose values are the machine's own. */
const volatileColumns = new Set(['CONNECTION_ID()', '@@hostname'])

/** `translate` maps this run's ids to the recorded ones. */
export function comparable(name: string, response: RecordedResponse, translate: (text: string) => string = (text) => text): Comparable {
  const { status, reason } = response
  const headers = response.headers.flatMap(([key, value]): [string, string][] => {
    const lower = key.toLowerCase()
    if (!comparedHeaders.has(lower) || value === 'keep-alive') return []
    if (lower === 'content-length') return [[lower, value === '0' ? '0' : 'some']]
    return [[lower, shapeOnly.has(lower) ? 'there' : alike(translate(value))]]
  })
  const text = response.body_truncated_here ? response.body : translate(response.body)
  return { status, reason, headers: Object.fromEntries(headers), body: alikeBody(name, text) }
}

/** Beginning and end of an answer, for what was recorded in part: as much of both as the recording has. */
export function ends(body: string, recorded: string): string[] {
  const timeless = (text: string) => text.replace(/("execution_time": ?)[^,]+/, '$1TIME')
  const [head = '', tail = ''] = recorded.split('\n...TRUNCATED BY RECORDER...\n').map(timeless)
  if (body === recorded) return [head, tail.slice(0, tail.search(/"id": ?"/))]
  const text = timeless(body)
  // Ids and numbers of queries are as long as they happen to be: both end where they begin.
  const untilId = (part: string) => part.slice(0, part.search(/"id": ?"/))
  const end = untilId(tail)
  return [text.slice(0, head.length), untilId(text).slice(-end.length)]
}

const alike = (text: string): string =>
  text.replace(token, 'TOKEN').replace(new RegExp(`(${uuid.source})\\.\\d+`, 'g'), '$1.N').replace(/(https?):\/\/127\.0\.0\.1:\d+/g, '$1://HOST').replace(/(cursor%5D=)\d+/, '$1N')

type Masked = string | null | boolean | Masked[] | { [key: string]: Masked }

function alikeBody(name: string, body: string): unknown {
  if (!/^\s*[{[]/.test(body)) return body
  // Numbers are compared as they are spelt: 1.1000000000000001 is not 1.1 here.
  const spelt = body.replace(/("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:e-?\d+)?)/g, (_, text: string | undefined, number: string | undefined) => text ?? `"#${number}"`)
  let parsed: Masked
  try {
    parsed = JSON.parse(spelt) as Masked
  } catch {
    return alike(body)
  }
  return masked(name, parsed, false)
}

function masked(name: string, value: Masked, counted: boolean): Masked {
  if (typeof value === 'string') {
    if (counted && /^#?[\d.e-]+(?:ns|us|ms|s)?$/.test(value)) return 'COUNTER'
    return alike(value)
  }
  if (Array.isArray(value)) return value.map((one) => masked(name, one, counted))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, held]): [string, Masked] => {
    if (key === 'data' && Array.isArray(held) && Array.isArray(value['fields'])) return [key, maskedRows(name, held, value['fields'])]
    if (key === 'data' && Array.isArray(held)) return [key, sorted(held.map((one) => masked(name, one, counted)))]
    if (key === 'log' && Array.isArray(held)) return [key, held.map((one) => masked(name, { ...(one as object), id: 'N' }, counted))]
    if (volatileKeys.has(key) && held !== null && typeof held !== 'object' && !(key === 'message' && 'errno' in value)) return [key, key]
    return [key, masked(name, held, counted || counters.has(key))]
  })
  return Object.fromEntries(entries)
}

/** SQL connections are listed by ids that are drawn anew, services by where MaxScale happened to have them in memory. */
function sorted(resources: Masked[]): Masked[] {
  const key = (one: Masked) => (typeof one === 'object' && one !== null && !Array.isArray(one) && (one['type'] === 'sql' || one['type'] === 'services') ? String(one['id']) : '')
  return resources.toSorted((a, b) => key(a).localeCompare(key(b)))
}

/** Rows that tell of this very run: of other connections, of measured times, of a sampled estimate. */
const ownRows: Record<string, (cell: Masked) => Masked> = {
  'f21-explain': (cell) => (typeof cell === 'string' && /^\d{4,}$/.test(cell) ? 'ESTIMATE' : cell),
  'f22-analyze-json': (cell) => String(cell).replace(/\d+(\.\d+)?/g, 'N'),
}

/** Of all that runs on a server, only the asker's own row tells the same at every run; its number, port and age do not. */
function ownProcess(rows: Masked[], fields: Masked[]): Masked {
  const own = rows.filter((row) => Array.isArray(row) && row[fields.indexOf('Info')] === 'SHOW PROCESSLIST')
  return own.map((row) => (Array.isArray(row) ? row.map((cell, at) => (['Id', 'Host', 'Time'].includes(String(fields[at])) ? 'OWN' : cell)) : row))
}

function maskedRows(name: string, rows: Masked[], fields: Masked[]): Masked {
  if (name === 'f32-get-lock-show-processlist') return ownProcess(rows, fields)
  const mask = ownRows[name] ?? ((cell: Masked) => cell)
  return rows.map((row) => (Array.isArray(row) ? row.map((cell, index) => (volatileColumns.has(String(fields[index])) ? 'OWN' : mask(typeof cell === 'string' ? alike(cell) : cell))) : row))
}
