/** A server's certificate, looked at before it is trusted: a TLS handshake and nothing else. */
import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import type { CertificateTrust, PeerCertificate } from '../../shared/model/peer-certificate.ts'
import { connectUnverified } from './agents.ts'
import { CONNECT_TIMEOUT_MS } from './connect-timeout.ts'
import { distrustOf, networkFailure, type CallSite } from './errors.ts'
import { bare, proxyFor, proxyLabel, type Proxy, type ProxyChoice } from './proxy.ts'

/** Throws a FailureError: no https address, no connection, no TLS, no certificate. */
export async function readPeerCertificate(baseUrl: string, choice?: ProxyChoice): Promise<PeerCertificate> {
  const url = new URL(baseUrl)
  if (url.protocol !== 'https:') throw new FailureError(failureOf('input', 'network.plainHasNoCertificate', { params: { host: url.hostname }, retrySafe: true }))
  const proxy = await proxyFor(choice, url)
  const site: CallSite = { phase: 'connect', url, timeoutMs: CONNECT_TIMEOUT_MS, ...(proxy && { proxy: proxyLabel(proxy) }) }
  const socket = await shakeHands(url, proxy).catch((error: unknown) => {
    throw new FailureError(networkFailure(error, site), { cause: error })
  })
  try {
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
    if (!(socket instanceof TLSSocket) || !certificate) throw new FailureError(networkFailure(new Error('no certificate'), site))
    return { ...read(certificate), ...judgement(socket) }
  } finally {
    socket.destroy()
  }
}

const shakeHands = (url: URL, proxy: Proxy | null): Promise<Socket> =>
  new Promise((resolve, reject) => {
    // As undici names it to a connector.
    const hostname = bare(url.hostname)
    connectUnverified(proxy)({ hostname, host: url.host, protocol: url.protocol, port: url.port }, (error, socket) => (error ? reject(error) : resolve(socket)))
  })

function judgement(socket: TLSSocket): CertificateTrust {
  if (socket.authorized) return { trusted: true }
  // Typed as an Error, and OpenSSL's code in fact.
  const code = String(socket.authorizationError)
  return { trusted: false, reason: distrustOf(code), code }
}

function read(certificate: X509Certificate) {
  const { subject, issuer, subjectAltName, validFromDate, validToDate, fingerprint256 } = certificate
  return {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    names: subjectAltName ?? '',
    validFrom: validFromDate.getTime(),
    validTo: validToDate.getTime(),
    fingerprint256,
    selfSigned: subject === issuer && certificate.verify(certificate.publicKey),
  }
}

/** A line each, as Node writes a name; undefined in fact where a certificate has none. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ')
