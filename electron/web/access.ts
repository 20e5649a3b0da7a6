import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { pageKeyText } from '../../shared/contract/page-key.ts'

/** Who may use the browser host: whoever opened the address printed in the terminal, and nobody else. */
export interface Access {
  /** A fresh address that works once; the one before it works no more. */
  issueUrl(): string
  /** Why a request is refused before anything else is looked at; null where it is not. */
  refusal(request: IncomingMessage, demands: { origin: boolean }): string | null
  /** Uses up the token of an issued address; answers the cookie to set and the page's key, or null where the token is not good. */
  redeem(token: string): { cookie: string; key: string } | null
  isSignedIn(request: IncomingMessage): boolean
  /** What shows the page of an upgrade that this is its host; null where the page did not show its own key with its cookie. */
  hostProof(upgrade: IncomingMessage): string | null
}

interface Session {
  /** Hashed, so that a comparison's time tells nothing. */
  page: string
  host: string
}

/**
 * Access for the server on a port of 127.0.0.1. The Host header must name that address, which a page that
 * rebinds its own name to it cannot forge, and an Origin must be ours. Cookies are shared by all ports of a host:
 * the cookie's name holds the port, every cookie of the name is tried, since another port may plant some, and what
 * another port receives of it is of no use without the page's key (shared/contract/page-key.ts).
 */
export function createAccess(port: number): Access {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  const cookieName = `tessera_${port}`
  /** By the hash of their cookie. */
  const sessions = new Map<string, Session>()
  let token: string | null = null

  const sessionsOf = (request: IncomingMessage): Session[] =>
    listed(request.headers.cookie, ';').flatMap((pair) => {
      if (!pair.startsWith(`${cookieName}=`)) return []
      return sessions.get(hash(pair.slice(cookieName.length + 1))) ?? []
    })

  return {
    issueUrl() {
      const text = secret()
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
      const cookie = secret()
      const key = { page: secret(), host: secret() }
      sessions.set(hash(cookie), { page: hash(key.page), host: key.host })
      return { cookie: `${cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/`, key: pageKeyText(key) }
    },
    isSignedIn: (request) => sessionsOf(request).length > 0,
    hostProof(upgrade) {
      const shown = new Set(listed(upgrade.headers['sec-websocket-protocol'], ',').map(hash))
      return sessionsOf(upgrade).find(({ page }) => shown.has(page))?.host ?? null
    },
  }
}

const secret = () => randomBytes(32).toString('base64url')

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

const listed = (header: string | undefined, separator: string) => (header ?? '').split(separator).map((part) => part.trim())
