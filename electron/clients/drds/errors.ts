/** Error envelopes (错误结果) → failures: the explanation of the code, beside the server's own words. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import { betweenUs, isPage } from '../../http/page-text.ts'
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
  /** Parameters whose values are secrets. */
  secrets: readonly string[]
  stringToSign: string
  /** Of the answer's Date; null without one. */
  skewMs: number | null
}

/** What is looked at to tell errors apart: a code is a few words, a message may hold the string to sign. */
const MOST_CODE = 200
const MOST_MESSAGE = 65_536

/** The failure of an answer that is no success; `document` is its envelope where it has one that is to be believed. */
export function refusal(http: HttpAnswer, document: WireNode | undefined, asked: Asked): FailureError {
  const words = (name: string): string => (document ? text(document, name) : '')
  const message = words('Message').slice(0, MOST_MESSAGE)
  const code = words('Code').slice(0, MOST_CODE)
  const explained = explain(asked.action, code, message)
  const difference = code.toLowerCase() === 'signaturedoesnotmatch' ? signatureDifference(message, asked.stringToSign, asked.secrets, http.mask) : undefined
  const [kind, failureCode] = difference ? (['signIn', 'drds.signatureDiffers'] as const) : (explained?.explanation ?? byStatus(http, code !== ''))
  const server = serverWords(http, { text: document && words('Message'), code: words('Code'), requestId: words('RequestId'), hostId: words('HostId') })
  const params = {
    action: asked.action,
    method: asked.method,
    host: asked.host,
    region: asked.regionId,
    code: server.code ?? '',
    status: http.status,
    seconds: Math.round((asked.skewMs ?? 0) / 1_000),
    ...betweenUs(http, kind),
    parameter: http.mask.text(difference?.parameter ?? (explained?.parameter || words('Code')), MOST_CODE),
    ...(difference && { ours: difference.ours, theirs: difference.theirs }),
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
