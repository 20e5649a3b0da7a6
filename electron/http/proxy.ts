/** Which way a call takes: straight to the server, or through a proxy. */
import { BlockList, isIP } from 'node:net'
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import { Secret } from '../vault/secret.ts'
import type { Trust } from './agents.ts'

export interface Proxy {
  /** What is spoken to the proxy itself. */
  scheme: 'http' | 'https' | 'socks5'
  /** A name or an address, an IPv6 one without brackets. */
  host: string
  port: number
  /** Empty for none; then there is no password either. */
  user: string
  password?: Secret
}

/** The system's proxy for an address, now; null for none. Throws a FailureError where it is none that can be used. */
export type FindProxy = (url: URL) => Promise<Proxy | null>

export type ProxyChoice = { kind: 'none' } | { kind: 'system'; find: FindProxy } | { kind: 'own'; proxy: Proxy }

/** How a server is reached and whose certificates are accepted: by a connection's settings. */
export interface Route {
  /** What Node and the operating system trust where absent. */
  trust?: Trust
  /** None where absent. */
  proxy?: ProxyChoice
}

/** The route alone of what holds more. */
export const routeOf = ({ trust, proxy }: Route): Route => ({ ...(trust && { trust }), ...(proxy && { proxy }) })

/** `proxy.corp:3128`: how a proxy is named to a person, without its user. */
export const proxyLabel = ({ host, port }: Pick<Proxy, 'host' | 'port'>): string => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`

/** This machine itself is never asked for through the system's proxy: the embedded sandbox lives there. */
export async function proxyFor(choice: ProxyChoice | undefined, url: URL): Promise<Proxy | null> {
  switch (choice?.kind) {
    case 'own':
      return choice.proxy
    case 'system':
      return isLoopback(url.hostname) ? null : choice.find(url)
    default:
      return null
  }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

function isLoopback(hostname: string): boolean {
  const host = bare(hostname)
  const family = isIP(host)
  return family === 0 ? /^(?:.+\.)?localhost\.?$/i.test(host) : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

/** As sockets take it: without the brackets of an IPv6 address. */
export const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

const schemes: Readonly<Record<string, { scheme: Proxy['scheme']; port: number }>> = {
  'http:': { scheme: 'http', port: 80 },
  'https:': { scheme: 'https', port: 443 },
  'socks5:': { scheme: 'socks5', port: 1080 },
  'socks5h:': { scheme: 'socks5', port: 1080 },
  'socks:': { scheme: 'socks5', port: 1080 },
}

/**
 * `http://user:password@proxy.corp:3128`, or `proxy.corp:3128` for http, as environments have it. Throws a FailureError
 * that shows neither user nor password.
 */
export function parseProxy(text: string): Proxy {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(written) ? new URL(written) : undefined
  const known = url && schemes[url.protocol]
  // A password with a slash that was not encoded, or an address in quotation marks: what stands before is no host.
  if (!known || !url.hostname || /["'`]/.test(url.hostname) || /@/.test(url.pathname + url.search + url.hash)) {
    const shown = written.replace(/\/\/.*@/s, '//')
    throw new FailureError(failureOf('input', 'network.proxyUnusable', { params: { proxy: shown.slice(0, 200) }, retrySafe: true }))
  }
  const password = decoded(url.password)
  return {
    scheme: known.scheme,
    host: bare(url.hostname),
    port: url.port === '' ? known.port : Number(url.port),
    user: decoded(url.username),
    ...(password !== '' && { password: new Secret(password) }),
  }
}

/** A percent sign that encodes nothing stands for itself. */
const decoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })

/** Of everything that tells one proxy from another, the password included: for keys in memory, never to be shown. */
export const proxyIdentity = ({ scheme, user, password, ...at }: Proxy): string => JSON.stringify([scheme, proxyLabel(at), user, password?.reveal() ?? ''])

/** Whether two ways are the same; passwords compare by what they hold. */
export function sameChoice(one: ProxyChoice | undefined, other: ProxyChoice | undefined): boolean {
  if (one?.kind === 'own' && other?.kind === 'own') return proxyIdentity(one.proxy) === proxyIdentity(other.proxy)
  return one?.kind === other?.kind
}

/** What HTTP proxies are signed in to with; undefined where there is no user. */
export const proxyAuthorization = (proxy: Proxy): string | undefined => (proxy.user === '' ? undefined : `Basic ${basicOf(proxy)}`)

/** What is to be kept out of a proxy's words. */
export const proxySecrets = (proxy: Proxy): (Secret | string)[] => (proxy.password ? [proxy.password, basicOf(proxy)] : [])

const basicOf = ({ user, password }: Proxy): string => Buffer.from(`${user}:${password?.reveal() ?? ''}`, 'utf8').toString('base64')
