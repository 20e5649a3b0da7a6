/** ETag and Last-Modified, and what a client asks for with them. */
import { createHash } from 'node:crypto'
import { empty, type Call, type Reply } from './call.ts'
import { writeJson } from './json.ts'

/** When resources were changed last, by path. */
export class Modifications {
  private readonly started = secondsOf(Date.now())
  private readonly changed = new Map<string, number>()

  /** A resource changed, and with it all that it is part of. */
  note(path: readonly string[], now: number): void {
    path.forEach((_, index) => this.changed.set(path.slice(0, index + 1).join('/'), secondsOf(now)))
  }

  at = (path: readonly string[]): number => this.changed.get(path.join('/')) ?? this.started
}

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000) * 1000

/**
 * A read with its ETag and Last-Modified, or 304 and 412 where its conditions say so. Answers that waited for a
 * database connection have neither; refusals before that do (transcripts g08, g20).
 */
export function conditional(call: Call, reply: Reply, modifications: Modifications): Reply {
  const isRead = call.method === 'GET' || call.method === 'HEAD'
  const waited = call.path[2] === 'queries' && (reply.status < 300 || reply.body.includes('"No async query results found."'))
  if (!isRead || waited || call.path[0] === 'auth' || reply.status === 401 || reply.status === 403) return reply
  // Of the whole document, before fields, filters, pages and spaces (transcripts m20, m24, m31 have the same tag).
  const tagged = call.method === 'HEAD' ? '' : reply.whole === undefined ? reply.body : writeJson(reply.whole, false)
  const tag = `"${createHash('sha1').update(tagged).digest('hex')}"`
  const modified = modifications.at(call.path)
  const { 'if-match': match, 'if-none-match': noneMatch, 'if-modified-since': since, 'if-unmodified-since': unmodifiedSince } = call.headers
  if ((match !== undefined && match !== tag) || (unmodifiedSince !== undefined && modified > Date.parse(unmodifiedSince))) return empty(412)
  const isSame = (noneMatch === undefined || noneMatch === tag) && (since === undefined || modified <= Date.parse(since))
  if ((noneMatch !== undefined || since !== undefined) && isSame) return empty(304)
  return { ...reply, headers: [['ETag', tag], ['Last-Modified', new Date(modified).toUTCString()], ...reply.headers] }
}
