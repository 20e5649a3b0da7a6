/** Connections to servers: kept alive, one pool of them for each distinct trust and proxy. */
import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, TLSSocket, type SecureContext } from 'node:tls'
import { Agent, buildConnector } from 'undici'
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import { CONNECT_TIMEOUT_MS } from './connect-timeout.ts'
import { PinMismatch } from './errors.ts'
import { bare, proxyIdentity, type Proxy } from './proxy.ts'
import { systemAuthorities } from './system-authorities.ts'
import { faultOf, openTunnel } from './tunnel.ts'

/** Whose certificates are accepted, beyond what Node and the operating system trust. Where both are given, the pin decides. */
export interface Trust {
  /** Certificates in PEM; empty for none. */
  certificateAuthority: string
  /** SHA-256 fingerprint of the only certificate that is accepted, whoever signed it; empty for none. */
  pinnedCertificate: string
}

/** Whether a trust asks for more than the system does: only TLS can keep that. */
export const asksForMore = ({ certificateAuthority, pinnedCertificate }: Trust): boolean => Boolean(certificateAuthority || pinnedCertificate)

const agents = new Map<string, Agent>()
const systemTrust: Trust = { certificateAuthority: '', pinnedCertificate: '' }

/** Connections to servers, through a tunnel where there is a proxy. Throws a FailureError where the authority is no certificate. */
export function agentFor(trust: Trust = systemTrust, proxy: Proxy | null = null): Agent {
  return kept(['to', trust.pinnedCertificate, trust.certificateAuthority, proxy && proxyIdentity(proxy)], () => (proxy ? connectThrough(proxy, trust) : connectFor(trust)))
}

/** Connections to a proxy that is asked in whole addresses, as HTTP proxies are for http:// (RFC 9112, 3.2.2). */
export function forwardingAgentFor(proxy: Proxy): Agent {
  return kept(['forward', proxyIdentity(proxy)], () => {
    const connect = connector([])
    return (options, answer) => connect(options, (error, socket) => (error ? answer(faultOf(error), null) : answer(null, socket)))
  })
}

function kept(identity: readonly unknown[], connectorOf: () => buildConnector.connector): Agent {
  const key = JSON.stringify(identity)
  const known = agents.get(key)
  if (known) return known
  // Our own deadline covers headers and body: one clock, one sentence.
  const agent = new Agent({ allowH2: false, headersTimeout: 0, bodyTimeout: 0, connect: connectorOf() })
  agents.set(key, agent)
  return agent
}

/** Connects whatever certificate is shown; Node's judgement stands in the socket's `authorized` and `authorizationError`. */
export function connectUnverified(proxy: Proxy | null): buildConnector.connector {
  // A resumed session shows no certificate that could be looked at.
  const secure = connector([], { rejectUnauthorized: false, maxCachedSessions: 0 })
  return proxy ? tunnelled(proxy, secure, []) : secure
}

/** Speaks TLS where the address says so; only then it is read whom the system trusts, once for all connections. */
function connector(authorities: readonly string[], options: buildConnector.BuildOptions = {}): buildConnector.connector {
  const common = { ...options, allowH2: false, timeout: CONNECT_TIMEOUT_MS }
  const plain = buildConnector(common)
  let secure: Promise<buildConnector.connector> | null = null
  return (to, answer) => {
    if (to.protocol !== 'https:') return plain(to, answer)
    secure ??= contextOf(authorities).then((secureContext) => buildConnector({ ...common, secureContext }))
    secure.then(
      (connect) => connect(to, answer),
      (error: Error) => answer(error, null),
    )
  }
}

/** Read even where a pin decides: it would else be found out on the day when the pin is removed. */
function connectFor(trust: Trust): buildConnector.connector {
  const authorities = authoritiesOf(trust)
  if (trust.pinnedCertificate) return connectPinned(trust.pinnedCertificate, connectUnverified(null))
  return connector(authorities)
}

/** The proxy's own certificate may be of the authority that a company signs everything with; a pin is the server's alone. */
function connectThrough(proxy: Proxy, trust: Trust): buildConnector.connector {
  const toProxy = authoritiesOf(trust)
  if (!trust.pinnedCertificate) return tunnelled(proxy, connectFor(trust), toProxy)
  return connectPinned(trust.pinnedCertificate, tunnelled(proxy, connectUnverified(null), toProxy))
}

/** `secure` speaks TLS with the server once the proxy has let us through; over http nothing more is said. `toProxy`: whom its own certificate may be of besides. */
function tunnelled(proxy: Proxy, secure: buildConnector.connector, toProxy: readonly string[]): buildConnector.connector {
  let context: Promise<SecureContext | null> | null = null
  return (options, answer) => {
    const isTls = options.protocol === 'https:'
    const to = { host: bare(options.hostname), port: Number(options.port) || (isTls ? 443 : 80) }
    context ??= proxy.scheme === 'https' ? contextOf(toProxy) : Promise.resolve(null)
    context.then((secureContext) => openTunnel(proxy, to, secureContext)).then(
      (socket) => (isTls ? secure({ ...options, httpSocket: socket }, answer) : answer(null, socket)),
      (error: Error) => answer(error, null),
    )
  }
}

/** Hands a connection on only after its certificate was looked at: to another one nothing is ever written. */
function connectPinned(expected: string, connect: buildConnector.connector): buildConnector.connector {
  return (options, answer) =>
    connect(options, (error, socket) => {
      if (error) return answer(error, null)
      const shown = socket instanceof TLSSocket ? (socket.getPeerX509Certificate()?.fingerprint256 ?? '') : ''
      if (shown === expected) return answer(null, socket)
      socket.destroy()
      answer(new PinMismatch(expected, shown), null)
    })
}

const contextOf = async (authorities: readonly string[]): Promise<SecureContext> =>
  createSecureContext({
    ca: [...new Set([...getCACertificates('default'), ...(await systemAuthorities()), ...authorities])],
    // An authority that a person gave is trusted as it is, where it is not the topmost one as well.
    allowPartialTrustChain: authorities.length > 0,
  })

/** OpenSSL passes over what it cannot read, and nobody would be told: each certificate is read here first. */
function authoritiesOf({ certificateAuthority }: Trust): string[] {
  if (!certificateAuthority) return []
  const blocks = certificateAuthority.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0 || !blocks.every(isCertificate)) throw new FailureError(failureOf('input', 'network.tlsBadAuthority', { retrySafe: true }))
  return blocks
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== ''
  } catch {
    return false
  }
}
