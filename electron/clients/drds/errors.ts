/** Error envelopes (错误结果) → failures: the explanation of the code, beside the server's own words. */
import { failureOf, FailureError, type ServerWords } from '../../../shared/model/failure.ts'
import { betweenUs, isPage, pageText } from '../../http/page-text.ts'
import { hideSecrets } from '../../http/redact.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { serverWords } from '../../http/server-words.ts'
import { text, type WireNode } from './document.ts'
import { explain, type Explanation } from './error-codes.ts'
import { signatureDifference } from './signature-difference.ts'

/** What was asked, as far as a failure tells of it. */
export interface Asked {
  action: string
  method: 'GET' | 'POST'
  host: string
  regionId: string
  /** Texts that are shown nowhere: the AccessKey secret, and values of the parameters named in `secrets`. */
  hidden: readonly string[]
  secrets: readonly string[]
  stringToSign: string
  /** Of the answer's Date; null without one. */
  skewMs: number | null
}

/** A code is a few words and an id 36 letters; a message may hold the string to sign. */
const MOST_ID = 200
const MOST_MESSAGE = 65_536

/** The failure of an answer that is no success; `document` is its envelope where it has one that is to be believed. */
export function refusal(http: HttpAnswer, document: WireNode | undefined, asked: Asked): FailureError {
  const words = (name: string): string => (document ? text(document, name) : '')
  const message = words('Message').slice(0, MOST_MESSAGE)
  const [code, requestId, hostId] = [words('Code'), words('RequestId'), words('HostId')].map((id) => id.slice(0, MOST_ID)) as [string, string, string]
  const explained = explain(asked.action, code, message)
  const difference = code.toLowerCase() === 'signaturedoesnotmatch' ? signatureDifference(message, asked.stringToSign, asked.secrets) : undefined
  const [kind, failureCode] = difference ? (['signIn', 'drds.signatureDiffers'] as const) : (explained?.explanation ?? byStatus(http, code !== ''))
  const server: ServerWords = {
    text: document ? serverWords(message, asked.hidden) : pageText(http, asked.hidden),
    status: http.status,
    ...(code && { code }),
    ...(requestId && { requestId }),
    ...(hostId && { hostId }),
  }
  const params = {
    action: asked.action,
    method: asked.method,
    host: asked.host,
    region: asked.regionId,
    code,
    status: http.status,
    seconds: Math.round((asked.skewMs ?? 0) / 1_000),
    ...betweenUs(http, kind),
    parameter: difference?.parameter ?? (explained?.parameter || code),
    ...(difference && { ours: hideSecrets(difference.ours, asked.hidden), theirs: hideSecrets(difference.theirs, asked.hidden) }),
  }
  // Turned away before it ran.
  const retrySafe = kind === 'throttled' || kind === 'signIn'
  return new FailureError(failureOf(kind, failureCode, { params, server, retrySafe }))
}

function byStatus({ status, headers, bytes }: HttpAnswer, hasCode: boolean): Explanation {
  if (status === 429) return ['throttled', 'drds.throttled']
  if (status === 431) return ['input', 'network.headersRefused']
  if (status === 503) return ['server', 'drds.unavailable']
  if (status >= 500) return ['server', 'drds.serverError']
  if (!hasCode) return ['server', isPage(headers, bytes) ? 'drds.webPage' : 'drds.unreadable']
  return status === 401 ? ['signIn', 'drds.signatureMismatch'] : status === 403 ? ['permission', 'drds.notPermitted'] : ['input', 'drds.refused']
}
