/** Error envelopes (错误结果) → failures. Codes are compared without case: the document spells some both ways. */
import { failureOf, FailureError, type FailureCode, type FailureKind, type ServerWords } from '../../../shared/model/failure.ts'
import { pageText } from '../../http/page-text.ts'
import { hideSecrets } from '../../http/redact.ts'
import type { HttpAnswer } from '../../http/send.ts'
import type { Secret } from '../../vault/secret.ts'
import { text, type WireNode } from './document.ts'

type Kinds = readonly [FailureKind, FailureCode]

/** Codes of every action: the document's appendix and the gateway before it. */
const codes = new Map<string, Kinds>(Object.entries({
  signaturedoesnotmatch: ['signIn', 'drds.signatureMismatch'],
  incompletesignature: ['signIn', 'drds.signatureMismatch'],
  'invalidaccesskeyid.notfound': ['signIn', 'drds.unknownAccessKey'],
  'invalidaccesskeyid.inactive': ['signIn', 'drds.unknownAccessKey'],
  'invalidtimestamp.expired': ['signIn', 'drds.clockSkew'],
  'invalidtimestamp.format': ['signIn', 'drds.clockSkew'],
  // Its message says that Timestamp is not supplied; old gateways answer it for a wrong clock.
  illegaltimestamp: ['signIn', 'drds.clockSkew'],
  signaturenonceused: ['server', 'drds.nonceUsed'],
  throttling: ['throttled', 'drds.throttled'],
  'throttling.user': ['throttled', 'drds.throttled'],
  'throttling.api': ['throttled', 'drds.throttled'],
  'forbidden.ram': ['permission', 'drds.notPermitted'],
  'forbidden.notsupportram': ['permission', 'drds.notPermitted'],
  actionunauthorized: ['permission', 'drds.notPermitted'],
  'forbidden.riskcontrol': ['permission', 'drds.riskControl'],
  'forbidden.authentication': ['permission', 'drds.realName'],
  'invalidregionid.notfound': ['input', 'drds.unknownRegion'],
  'invalidapi.notfound': ['input', 'drds.wrongEndpoint'],
  'invalidproduct.notfound': ['input', 'drds.wrongEndpoint'],
  invalidaction: ['input', 'drds.wrongEndpoint'],
  unsupportedoperation: ['input', 'drds.wrongEndpoint'],
  nosuchversion: ['input', 'drds.wrongEndpoint'],
  'invalidprotocol.needssl': ['input', 'drds.needsTls'],
  serviceunavailable: ['server', 'drds.unavailable'],
  internalservererror: ['server', 'drds.serverError'],
  internalerror: ['server', 'drds.serverError'],
}))

export interface Asked {
  action: string
  host: string
  regionId: string
  secret: Secret
}

/** The failure of an answer that is no success; `document` is its envelope where it has one. `now` is epoch milliseconds. */
export function refusal(http: HttpAnswer, document: WireNode | undefined, asked: Asked, now: number): FailureError {
  const code = document ? text(document, 'Code') : ''
  const [kind, failureCode] = codes.get(code.toLowerCase()) ?? byStatus(http.status, code !== '')
  const requestId = document ? text(document, 'RequestId') : ''
  const hostId = document ? text(document, 'HostId') : ''
  const server: ServerWords = {
    text: hideSecrets(document ? text(document, 'Message') : pageText(http.bytes), [asked.secret.reveal()]),
    status: http.status,
    ...(code && { code }),
    ...(requestId && { requestId }),
    ...(hostId && { hostId }),
  }
  const params = { action: asked.action, host: asked.host, region: asked.regionId, code, status: http.status, seconds: skewSeconds(http, now) }
  // Turned away before it ran.
  const retrySafe = kind === 'throttled' || kind === 'signIn'
  return new FailureError(failureOf(kind, failureCode, { params, server, retrySafe }))
}

/** How far this machine's clock is ahead of the server's (behind where negative), from the Date header; 0 when unknown. */
function skewSeconds(http: HttpAnswer, now: number): number {
  const served = Date.parse(http.headers.date ?? '')
  return Number.isNaN(served) ? 0 : Math.round((now - http.elapsedMs / 2 - served) / 1_000)
}

function byStatus(status: number, hasCode: boolean): Kinds {
  if (status === 429) return ['throttled', 'drds.throttled']
  if (status === 503) return ['server', 'drds.unavailable']
  if (status >= 500) return ['server', 'drds.serverError']
  if (!hasCode) return ['server', 'drds.unreadable']
  return status === 401 ? ['signIn', 'drds.signatureMismatch'] : status === 403 ? ['permission', 'drds.notPermitted'] : ['input', 'drds.refused']
}
