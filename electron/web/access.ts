import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may use the browser host: whoever opened the address printed in the terminal, and nobody else. */
export interface Access {
  /** A fresh address that works once; the one before it works no more. */
  issueUrl(): string
  /** Why a request is refused before anything else is looked at; null where it is not. */
  refusal(request: IncomingMessage, demands: { origin: boolean }): string | null
  /** Uses up the token of an issued address; answers the cookie to set, or null where the token is not good. */
  redeem(token: string): string | null
  isSignedIn(request: IncomingMessage): boolean
}

/**
 * Access for the server on a port of 127.0.0.1. The Host header must name that address, which a page that
 * rebinds its own name to it cannot forge, and an Origin must be ours. Cookies are shared by all ports of a host,
 * so the cookie's name holds the port.
 */
export function createAccess(port: number): Access {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  const cookieName = `tessera_${port}`
  /** Hashes, so that a comparison's time tells nothing. */
  const sessions = new Set<string>()
  let token: string | null = null

  return {
    issueUrl() {
      const text = randomBytes(24).toString('base64url')
      token = hash(text)
      return `${origin}/?token=${text}`
    },
    refusal(request, demands) {
      if (request.headers.host !== host) return 'host'
      const from = request.headers.origin
      return (from === undefined && !demands.origin) || from === origin ? null : 'origin'
    },
    redeem(given) {
      if (token === null || hash(given) !== token) return null
      token = null
      const session = randomBytes(32).toString('base64url')
      sessions.add(hash(session))
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
    isSignedIn(request) {
      const session = cookieOf(request, cookieName)
      return session !== undefined && sessions.has(hash(session))
    },
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

const cookieOf = (request: IncomingMessage, name: string) =>
  request.headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
