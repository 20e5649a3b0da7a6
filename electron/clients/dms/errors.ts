/** What the proxy refuses → failures. Decided by HTTP status and shape, never by wording: rules carry any text. */
import { failureOf, FailureError, type FailureCode, type FailureKind } from '../../../shared/model/failure.ts'
import { betweenUs, isPage } from '../../http/page-text.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { serverWords } from '../../http/server-words.ts'
import type { DmsAnswer } from './wire.ts'

/** HTTP statuses with a sentence of their own. */
const statuses: Readonly<Record<number, [FailureKind, FailureCode]>> = {
  401: ['signIn', 'dms.signInRefused'],
  403: ['permission', 'dms.notPermitted'],
  404: ['input', 'dms.notFound'],
  // A gateway's, which had sent it on.
  408: ['server', 'dms.serverError'],
  429: ['throttled', 'dms.throttled'],
  431: ['input', 'network.headersRefused'],
  499: ['server', 'dms.serverError'],
  500: ['server', 'dms.serverError'],
  502: ['server', 'dms.badGateway'],
  503: ['server', 'dms.unavailable'],
  504: ['server', 'dms.gatewayTimeout'],
}

/** The failure of a call that was answered without a usable envelope; `answer` gives the server's words where it is one. */
export function refusal(http: HttpAnswer, host: string, answer?: DmsAnswer): FailureError {
  const page = isPage(http.headers, http.bytes)
  // A success that the status denies, or that tells of nothing, tells nothing.
  const [kind, code] = answer?.success ? (['server', 'dms.unreadable'] as const) : (statuses[http.status] ?? otherStatus(http.status, page))
  const server = serverWords(http, { text: answer?.text || undefined, requestId: answer?.requestId })
  // Only what was turned away before it ran may be sent again.
  const retrySafe = kind === 'throttled'
  return new FailureError(failureOf(kind, code, { params: { host, status: http.status, ...betweenUs(http, kind) }, server, retrySafe }))
}

/** The failure of a success that holds no rows where it should; an update may have been made. */
export const rowsMissing = (http: HttpAnswer, host: string, { text, requestId }: DmsAnswer): FailureError =>
  new FailureError(failureOf('server', 'dms.rowsMissing', { params: { host }, server: serverWords(http, { text, requestId }) }))

function otherStatus(status: number, page: boolean): [FailureKind, FailureCode] {
  if (status >= 500) return ['server', 'dms.serverError']
  if (status >= 400) return ['input', 'dms.refused']
  if (status >= 300) return ['server', 'dms.redirected']
  return ['server', page ? 'dms.webPage' : 'dms.unreadable']
}

/**
 * A public name (`…-pub…`) can be handed out while public access is off; it then does not resolve. Answers the same
 * error, or that failure with its own sentence.
 */
export function explainNetwork(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'network.dnsNotFound') return error
  const host = String(error.failure.params.host ?? '')
  if (!/-pub(?:\.|-)/.test(host)) return error
  return new FailureError({ ...error.failure, code: 'dms.publicNameNotFound' }, { cause: error.cause })
}
