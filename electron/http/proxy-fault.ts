/** What a proxy did instead of letting a call through: nothing has gone to the server yet. */
import type { FailureCode, ServerWords } from '../../shared/model/failure.ts'
import type { Mask } from './masking/mask.ts'

type ProxyCode = FailureCode & `network.proxy${string}`

export class ProxyFault extends Error {
  readonly code: ProxyCode
  readonly params: Record<string, string | number>
  /** The proxy's own, such as `403 Forbidden by policy`. */
  readonly words: ServerWords | undefined

  constructor(code: ProxyCode, more: { params?: Record<string, string | number>; words?: ServerWords; cause?: unknown } = {}) {
    super(code, { cause: more.cause })
    this.name = 'ProxyFault'
    this.code = code
    this.params = more.params ?? {}
    this.words = more.words
  }
}

const MOST_TEXT = 500

/** The answer of an HTTP proxy that does not let a call through. */
interface Refusal {
  /** Credentials went along. */
  signedIn: boolean
  /** The ways of signing in that it asks for: Proxy-Authenticate, as Node or undici reads it. */
  challenges: string | string[] | undefined
}

/** `statusText` is the proxy's own, such as “Forbidden by policy”; `mask` that of what it was signed in to with. */
export function statusFault(status: number, statusText: string, { signedIn, challenges }: Refusal, mask: Mask): ProxyFault {
  const schemes = schemesOf(challenges)
  const more = { params: { status, schemes: mask.text(schemes.join(', '), MOST_TEXT) }, words: { text: mask.text(statusText, MOST_TEXT), status } }
  if (status !== 407) return new ProxyFault(status >= 500 ? 'network.proxyNoWay' : 'network.proxyForbids', more)
  const speaksBasic = schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === 'basic')
  return new ProxyFault(speaksBasic ? (signedIn ? 'network.proxyPassword' : 'network.proxySignIn') : 'network.proxyScheme', more)
}

/** The first word of each challenge: `Negotiate, Basic realm="corp"` → Negotiate, Basic. */
export const schemesOf = (challenges: string | string[] | undefined = []): string[] =>
  [challenges].flat().flatMap((challenge) => {
    // What is quoted may look like anything.
    const parts = challenge.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split(',')
    return parts.flatMap((part) => /^\s*([\w-]+)(?=\s+[^=\s]|\s*$)/.exec(part)?.[1] ?? [])
  })

/** Codes of Node for a proxy that cannot be reached or understood. */
const codes: Readonly<Record<string, ProxyCode>> = {
  ENOTFOUND: 'network.proxyNotFound',
  EAI_AGAIN: 'network.proxyNotFound',
  EAI_FAIL: 'network.proxyNotFound',
  EAI_NODATA: 'network.proxyNotFound',
  ECONNREFUSED: 'network.proxyRefused',
  EHOSTUNREACH: 'network.proxyUnreachable',
  ENETUNREACH: 'network.proxyUnreachable',
  ENETDOWN: 'network.proxyUnreachable',
  EHOSTDOWN: 'network.proxyUnreachable',
  EADDRNOTAVAIL: 'network.proxyUnreachable',
  ETIMEDOUT: 'network.proxyTimeout',
  UND_ERR_CONNECT_TIMEOUT: 'network.proxyTimeout',
  ECONNRESET: 'network.proxyClosed',
  EPIPE: 'network.proxyClosed',
  ECONNABORTED: 'network.proxyClosed',
  UND_ERR_SOCKET: 'network.proxyClosed',
}

/** `code` is the most telling one of an error on the way to the proxy. */
export function proxyCode(code: string): ProxyCode {
  if (code.startsWith('HPE_')) return 'network.proxyNotHttp'
  return codes[code] ?? 'network.proxyTls'
}
