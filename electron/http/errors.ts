/** Network errors of Node and undici → failures, each with its own sentence and next step. */
import { failureOf, type Failure, type FailureCode } from '../../shared/model/failure.ts'
import type { Distrust } from '../../shared/model/peer-certificate.ts'

/** How far a call had come: what was not written yet cannot have done anything. */
export type Phase = 'connect' | 'answer' | 'body'

export interface CallSite {
  phase: Phase
  url: URL
  timeoutMs: number
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
  SELF_SIGNED_CERT_IN_CHAIN: 'network.tlsSelfSigned',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'network.tlsUnknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT: 'network.tlsUnknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'network.tlsUnknownIssuer',
  CERT_HAS_EXPIRED: 'network.tlsExpired',
  CERT_NOT_YET_VALID: 'network.tlsNotYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'network.tlsHostname',
  ERR_SSL_WRONG_VERSION_NUMBER: 'network.tlsNotSpoken',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'network.tlsNotSpoken',
  ERR_SSL_HTTP_REQUEST: 'network.tlsNotSpoken',
}

/** Codes that mean: the other side ended the connection. */
const endings = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

const distrusts: Partial<Record<FailureCode, Distrust>> = {
  'network.tlsSelfSigned': 'selfSigned',
  'network.tlsUnknownIssuer': 'unknownIssuer',
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
  const params = { host: at.url.hostname, port, seconds: Math.round(at.timeoutMs / 1_000), detail }
  const failure = (name: FailureCode) => failureOf('network', name, { params, retrySafe })
  if (error instanceof PinMismatch) {
    return failureOf('network', 'network.tlsPinMismatch', { params: { ...params, expected: error.expected, shown: error.shown || '–' }, retrySafe: true })
  }
  if (at.phase === 'body') return failure('network.cutShort')
  const known = codes[code]
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
  const params = { host: at.url.hostname, port: at.url.port, seconds: Math.max(1, Math.round(at.timeoutMs / 1_000)) }
  const connecting = at.phase === 'connect'
  return failureOf('network', connecting ? 'network.connectTimeout' : 'network.answerTimeout', { params, retrySafe: connecting })
}

/** The most telling code of an error, its causes and, for an AggregateError (several addresses tried), its first part. */
function codeOf(error: unknown): { code: string; detail: string } {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const code: unknown = 'code' in at ? at.code : undefined
    // undici wraps a parser's or TLS's own code; the cause says more than UND_ERR_*.
    const inner: unknown = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined)
    const wrapped = typeof code !== 'string' || (code.startsWith('UND_ERR_SOCKET') && inner instanceof Error)
    if (!wrapped) return { code, detail: at.name === 'HTTPParserError' ? at.name : code }
    if (!(inner instanceof Error)) return { code: '', detail: at.name }
    at = inner
  }
  return { code: '', detail: 'unknown' }
}
