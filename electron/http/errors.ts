/** Network errors of Node and undici → failures, each with its own sentence and next step. */
import { failureOf, type Failure, type FailureCode } from '../../shared/model/failure.ts'
import type { Distrust } from '../../shared/model/peer-certificate.ts'
import { codeOf } from './error-code.ts'
import { ProxyFault } from './proxy-fault.ts'

/** How far a call had come: what was not written yet cannot have done anything. */
export type Phase = 'connect' | 'answer' | 'body'

export interface CallSite {
  phase: Phase
  url: URL
  timeoutMs: number
  /** `proxy.corp:3128`, where the call goes through one; it is named in every failure. */
  proxy?: string
}

/** Node's and OpenSSL's codes, by the sentence that they deserve. */
const codes: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'network.dnsNotFound',
  EAI_AGAIN: 'network.dnsFailed',
  EAI_FAIL: 'network.dnsFailed',
  EAI_NODATA: 'network.dnsNotFound',
  ECONNREFUSED: 'network.refused',
  EHOSTUNREACH: 'network.unreachable',
  ENETUNREACH: 'network.unreachable',
  ENETDOWN: 'network.unreachable',
  EHOSTDOWN: 'network.unreachable',
  EADDRNOTAVAIL: 'network.unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'network.connectTimeout',
  ETIMEDOUT: 'network.connectTimeout',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'network.tlsSelfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'network.tlsPrivateAuthority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'network.tlsUnknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT: 'network.tlsUnknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'network.tlsUnknownIssuer',
  CERT_HAS_EXPIRED: 'network.tlsExpired',
  CERT_NOT_YET_VALID: 'network.tlsNotYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'network.tlsHostname',
  ERR_SSL_WRONG_VERSION_NUMBER: 'network.tlsNotSpoken',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'network.tlsNotSpoken',
  ERR_SSL_HTTP_REQUEST: 'network.tlsNotSpoken',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'network.tlsTooOld',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'network.tlsTooOld',
  ERR_SSL_UNKNOWN_PROTOCOL: 'network.tlsTooOld',
  ERR_SSL_UNKNOWN_SSL_VERSION: 'network.tlsTooOld',
  ERR_SSL_WRONG_SSL_VERSION: 'network.tlsTooOld',
  ERR_SSL_VERSION_TOO_LOW: 'network.tlsTooOld',
  ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: 'network.tlsTooOld',
  ERR_SSL_DH_KEY_TOO_SMALL: 'network.tlsWeakKey',
  ERR_SSL_EE_KEY_TOO_SMALL: 'network.tlsWeakKey',
  ERR_SSL_CA_KEY_TOO_SMALL: 'network.tlsWeakKey',
  ERR_SSL_CA_MD_TOO_WEAK: 'network.tlsWeakKey',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'network.tlsNoAgreement',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'network.tlsNoAgreement',
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: 'network.tlsNoAgreement',
  ERR_SSL_NO_SHARED_CIPHER: 'network.tlsNoAgreement',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'network.tlsNoAgreement',
  UND_ERR_HEADERS_OVERFLOW: 'network.headersTooLarge',
  HPE_HEADER_OVERFLOW: 'network.headersTooLarge',
}

/** OpenSSL's judgement of a certificate that Node has no code for, as OpenSSL 3 words it. */
const weakCertificate = /(?:key|digest algorithm|md) too (?:weak|small)/i

/** Codes that mean: the other side ended the connection. */
const endings = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

const distrusts: Partial<Record<FailureCode, Distrust>> = {
  'network.tlsSelfSigned': 'selfSigned',
  'network.tlsUnknownIssuer': 'unknownIssuer',
  'network.tlsPrivateAuthority': 'unknownIssuer',
  'network.tlsExpired': 'expired',
  'network.tlsNotYetValid': 'notYetValid',
  'network.tlsHostname': 'hostname',
}

/** Why a certificate is not trusted, from OpenSSL's code. */
export function distrustOf(code: string): Distrust {
  const known = codes[code]
  return (known && distrusts[known]) ?? 'other'
}

/** A server showed another certificate than the only one that is accepted; nothing was written to it. */
export class PinMismatch extends Error {
  readonly expected: string
  readonly shown: string

  constructor(expected: string, shown: string) {
    super('another certificate than the pinned one')
    this.name = 'PinMismatch'
    this.expected = expected
    this.shown = shown
  }
}

/** Maps what the network threw; `phase` tells a refusal to answer from an answer cut short. */
export function networkFailure(error: unknown, at: CallSite): Failure {
  const { code, detail } = codeOf(error)
  // What was not written yet cannot run twice.
  const retrySafe = at.phase === 'connect'
  const port = at.url.port || (at.url.protocol === 'https:' ? '443' : '80')
  const params = { host: at.url.hostname, port, seconds: Math.round(at.timeoutMs / 1_000), detail, ...(at.proxy !== undefined && { proxy: at.proxy }) }
  const failure = (name: FailureCode) => failureOf('network', name, { params, retrySafe })
  if (error instanceof PinMismatch) {
    return failureOf('network', 'network.tlsPinMismatch', { params: { ...params, expected: error.expected, shown: error.shown || '–' }, retrySafe: true })
  }
  // Nothing went to the server: a proxy stood in the way.
  if (error instanceof ProxyFault) {
    return failureOf('network', error.code, { params: { ...params, ...error.params }, ...(error.words && { server: error.words }), retrySafe: true })
  }
  if (at.phase === 'body') return failure('network.cutShort')
  const known = codes[code] ?? (code === 'UNSPECIFIED' && error instanceof Error && weakCertificate.test(error.message) ? 'network.tlsWeakKey' : undefined)
  if (known) return failure(known)
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') return failure('network.tlsFailed')
  // TLS alert bytes and other protocols do not pass the parser.
  if (detail === 'HTTPParserError') return failure('network.notHttp')
  if (endings.has(code)) {
    // A TLS handshake cut off, and plain http to a TLS port: both look like a silent disconnect (MaxScale facts 14).
    if (at.url.protocol === 'http:') return failure('network.closedPlain')
    return failure(at.phase === 'connect' ? 'network.tlsClosed' : code === 'ECONNRESET' ? 'network.reset' : 'network.closed')
  }
  return failure('network.failed')
}

/** The deadline passed: while connecting, or while waiting for the answer. */
export function timeoutFailure(at: CallSite): Failure {
  const params = { host: at.url.hostname, port: at.url.port, seconds: Math.max(1, Math.round(at.timeoutMs / 1_000)), ...(at.proxy !== undefined && { proxy: at.proxy }) }
  if (at.phase !== 'connect') return failureOf('network', 'network.answerTimeout', { params })
  return failureOf('network', at.proxy === undefined ? 'network.connectTimeout' : 'network.proxyTimeout', { params, retrySafe: true })
}
