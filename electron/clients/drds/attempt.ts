/** One request: signed, sent, observed, and read. */
import { randomUUID } from 'node:crypto'
import { FailureError } from '../../../shared/model/failure.ts'
import { routeOf } from '../../http/proxy.ts'
import { send, type HttpAnswer } from '../../http/send.ts'
import { MOST_NAME } from '../../http/server-words.ts'
import type { DrdsAccess, DrdsCallOptions, ObservedCall } from './access.ts'
import { skewOf, type Clocks } from './clocks.ts'
import { readDocument, text, type WireDocument } from './document.ts'
import { endpointOf } from './endpoints.ts'
import { refusal } from './errors.ts'
import { operationOf, type Action } from './operations.ts'
import { isOwnRefusal, isOwnSuccess } from './own-answer.ts'
import type { SentPasswords } from './sent-passwords.ts'
import { percentEncode, signRpc, type RpcParams } from './signer.ts'
import { responseText, transcriptOf } from './transcript.ts'

export interface Answered<Answer> {
  answer: Answer
  requestId: string
  elapsedMs: number
}

/** What all attempts of a client share. */
export interface Surroundings {
  clocks: Clocks
  observe: (call: ObservedCall) => void
  passwords: SentPasswords
}

/** What an answer of the action's own says; undefined where it does not say what the action answers. */
export type ReadAnswer<Answer> = (document: WireDocument) => Answer | undefined

export interface Asking<Answer> extends DrdsCallOptions {
  access: DrdsAccess
  action: Action
  read: ReadAnswer<Answer>
  /** The action's own parameters. */
  params: RpcParams
  /** From 1. */
  attempt: number
  timeoutMs: number
}

/** Sends one request with a nonce and a timestamp of its own; throws a FailureError. */
export async function attemptCall<Answer>(asking: Asking<Answer>, { clocks, observe, passwords }: Surroundings): Promise<Answered<Answer>> {
  const { access, action, attempt, now = Date.now, signal, timeoutMs } = asking
  const { secrets = [], answer: bound } = operationOf(action)
  const method = secrets.length > 0 && access.passwordPlace === 'body' ? 'POST' : 'GET'
  const url = endpointOf(access.regionId, access.endpoint)
  const { host } = new URL(url)
  const at = now()
  const params = signedParams(asking, clocks.timeAt(host, at))
  passwords.add(access.accessKeyId, secrets.flatMap((name) => params[name] ?? []))
  const signed = signRpc({ method, params, accessKeySecret: access.accessKeySecret.reveal() })
  const seen = {
    connectionId: access.connectionId,
    at, action, attempt, method, host,
    regionId: access.regionId,
    ...transcriptOf({ method, url, params, secrets }),
    signature: signed.signature,
  } as const

  const carried = `${signed.canonicalizedQueryString}&Signature=${percentEncode(signed.signature)}`
  let http: HttpAnswer
  let document: WireDocument | undefined
  try {
    http = await send({
      method,
      ...(method === 'GET' ? { url: `${url}?${carried}` } : { url, body: carried }),
      headers: {
        Accept: access.format === 'XML' ? 'text/xml' : 'application/json',
        ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      secrets: [access.accessKeySecret, ...passwords.of(access.accessKeyId)],
      ...routeOf(access),
      timeoutMs,
      ...(signal && { signal }),
      bound,
    })
    document = readDocument(http.bytes)
  } catch (error) {
    const failure = error instanceof FailureError ? error.failure.code : 'internal'
    observe({ ...seen, ...silence, elapsedMs: Math.max(0, now() - at), failure })
    throw error
  }

  const skewMs = skewOf(http, now())
  const words = (name: string): string => (document ? text(document.content, name) : '')
  const shown = (name: string): string => http.mask.text(words(name), MOST_NAME)
  const isAccepted = http.status >= 200 && http.status < 300
  const answer = isAccepted && document && isOwnSuccess(document, action) ? asking.read(http.mask.data(document)) : undefined
  // Under 2xx only the service's own words say that it refused: whatever else came, it may have carried the action out.
  const isOwn = answer !== undefined || !isAccepted || (document !== undefined && isOwnRefusal(document))
  const refused = refusal(http, isOwn ? document?.content : undefined, {
    action, method, host: new URL(url).hostname, regionId: access.regionId, secrets, stringToSign: signed.stringToSign, skewMs,
  })
  observe({
    ...seen,
    status: http.status,
    code: shown('Code'), requestId: shown('RequestId'), hostId: shown('HostId'),
    elapsedMs: http.elapsedMs,
    skewMs,
    response: responseText(http),
    responseBytes: http.bytes.length,
    failure: isOwn ? '' : refused.failure.code,
  })
  // Another's page has a Date, too: its own.
  if (skewMs !== null && isOwn && words('RequestId')) clocks.learn(host, skewMs)
  if (answer === undefined) throw refused
  return { answer, requestId: shown('RequestId'), elapsedMs: http.elapsedMs }
}

/** What is observed where no answer came. */
const silence = { status: 0, code: '', requestId: '', hostId: '', skewMs: null, response: '', responseBytes: 0 } as const

/** 公共请求参数 beside the action's own. `serverNow` is the server's clock, epoch milliseconds. */
const signedParams = ({ access, action, params, nonce = randomUUID }: Omit<Asking<unknown>, 'read'>, serverNow: number): RpcParams => ({
  ...params,
  Action: action,
  Format: access.format,
  Version: '2015-04-13',
  RegionId: access.regionId,
  AccessKeyId: access.accessKeyId,
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: nonce(),
  // YYYY-MM-DDThh:mm:ssZ: no fractions.
  Timestamp: new Date(serverNow).toISOString().replace(/\.\d{3}Z$/, 'Z'),
})
