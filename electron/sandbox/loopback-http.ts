/** The few things that every sandbox server does with HTTP, below any protocol. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Above MySQL's default max_allowed_packet nothing would run anyway. */
const bodyLimit = 64 * 1024 * 1024

/** Answered with 413 by every server. */
export class BodyTooLarge extends Error {
  constructor() {
    super('the request body is larger than the sandbox takes')
    this.name = 'BodyTooLarge'
  }
}

/** Path and query of a request, whatever stands there; the host means nothing. */
export function urlOf(request: IncomingMessage): URL {
  const target = request.url ?? ''
  return new URL(`http://sandbox${target.startsWith('/') ? target : '/'}`)
}

/** The whole body; rejects where the client went away, and with BodyTooLarge beyond `limit` bytes. */
export async function readBody(request: IncomingMessage, limit = bodyLimit): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  bodies.set(request, body)
  return body
}

const bodies = new WeakMap<IncomingMessage, Buffer>()

/** The body that was read of a request; empty where none was. */
export const bodyOf = (request: IncomingMessage): Buffer => bodies.get(request) ?? Buffer.alloc(0)

/**
 * False for a request that a web page may have made: one that names another host (DNS rebinding) or carries an
 * Origin. The control endpoint has no credentials, so pages are kept away from it.
 */
export function isFromThisMachine(request: IncomingMessage): boolean {
  return request.headers.origin === undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', Server: 'tessera-sandbox' })
  response.end(JSON.stringify(body))
}
