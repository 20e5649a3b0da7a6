/** Connections to servers: kept alive, one pool of them for each distinct trust. */
import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, TLSSocket, type SecureContext } from 'node:tls'
import { Agent, buildConnector } from 'undici'
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import { PinMismatch } from './errors.ts'

/** Whose certificates are accepted, beyond what Node and the operating system trust. Where both are given, the pin decides. */
export interface Trust {
  /** Certificates in PEM; empty for none. */
  certificateAuthority: string
  /** SHA-256 fingerprint of the only certificate that is accepted, whoever signed it; empty for none. */
  pinnedCertificate: string
}

/** Whether a trust asks for more than the system does: only TLS can keep that. */
export const asksForMore = (trust: Trust): boolean => trust.certificateAuthority !== '' || trust.pinnedCertificate !== ''

export const CONNECT_TIMEOUT_MS = 10_000

const agents = new Map<string, Agent>()

/** Throws a FailureError where the authority is no certificate. */
export function agentFor(trust: Trust = { certificateAuthority: '', pinnedCertificate: '' }): Agent {
  const key = `${trust.pinnedCertificate} ${trust.certificateAuthority}`
  const known = agents.get(key)
  if (known) return known
  const agent = new Agent({
    allowH2: false,
    // Our own deadline covers headers and body: one clock, one sentence.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: connectFor(trust),
  })
  agents.set(key, agent)
  return agent
}

/** Connects whatever certificate is shown; Node's judgement stands in the socket's `authorized` and `authorizationError`. */
export const connectUnverified = (): buildConnector.connector =>
  buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: false,
    // A resumed session shows no certificate that could be looked at.
    maxCachedSessions: 0,
    secureContext: contextOf([]),
  })

function connectFor({ certificateAuthority, pinnedCertificate }: Trust) {
  // Read even where a pin decides: it would else be found out on the day when the pin is removed.
  const authorities = certificateAuthority === '' ? [] : authoritiesOf(certificateAuthority)
  if (pinnedCertificate !== '') return connectPinned(pinnedCertificate)
  return { timeout: CONNECT_TIMEOUT_MS, secureContext: contextOf(authorities) }
}

/** Hands a connection on only after its certificate was looked at: to another one nothing is ever written. */
function connectPinned(expected: string): buildConnector.connector {
  const connect = connectUnverified()
  return (options, answer) =>
    connect(options, (error, socket) => {
      if (error) return answer(error, null)
      const shown = socket instanceof TLSSocket ? (socket.getPeerX509Certificate()?.fingerprint256 ?? '') : ''
      if (shown === expected) return answer(null, socket)
      socket.destroy()
      answer(new PinMismatch(expected, shown), null)
    })
}

/** A company's own authority is often in the system's store only. */
const contextOf = (authorities: readonly string[]): SecureContext =>
  createSecureContext({
    ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...authorities])],
    // An authority that a person gave is trusted as it is, where it is not the topmost one as well.
    allowPartialTrustChain: authorities.length > 0,
  })

/** OpenSSL passes over what it cannot read, and nobody would be told: each certificate is read here first. */
function authoritiesOf(pem: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
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
