/** The only door to the network. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { failureOf, FailureError, type Failure } from '../../shared/model/failure.ts'
import type { Secret } from '../vault/secret.ts'
import { asksForMore } from './agents.ts'
import { tooLarge, type AnswerBound } from './answer-bounds.ts'
import { bodyCollector } from './body-collector.ts'
import { ACCEPT_ENCODING, decodeContent } from './content-encoding.ts'
import { networkFailure, timeoutFailure, type CallSite } from './errors.ts'
import { maskOf, type Mask } from './masking/mask.ts'
import { proxyFor, proxyLabel, proxySecrets, type Proxy, type Route } from './proxy.ts'
import { redactHeaders, redactUrl } from './redact.ts'
import { wayTo } from './way.ts'

export interface HttpRequest extends Route {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Readonly<Record<string, string>>
  /** Whole and in memory: it travels with Content-Length, never chunked (MaxScale answers 400 to chunked bodies). */
  body?: string | Uint8Array
  /** What the call carries or is signed with, and whatever else its server may know: kept out of all that comes back. */
  secrets: readonly (Secret | string)[]
  /** From the call to the answer's last byte, connecting included; milliseconds. */
  timeoutMs: number
  /** Starts the deadline anew with each part of the answer's body: for answers that may be long on a slow line. */
  whileProgress?: boolean
  /** Aborting rejects with the signal's reason where that is a FailureError. */
  signal?: AbortSignal
  /** A larger answer is a failure. */
  bound: AnswerBound
}

export interface HttpAnswer {
  status: number
  /** Lower-case names; repeated headers joined by a comma. */
  headers: Record<string, string>
  setCookies: string[]
  /** The whole body in one array. */
  bytes: Uint8Array
  elapsedMs: number
  /** `proxy.corp:3128`, where it came through one. */
  proxy?: string
  /** All that is shown, kept or cut of this answer goes through it: an answer may echo its request, in any field and spelling. */
  mask: Mask
}

/**
 * Sends one request and reads its answer whole, decoded where it came encoded. Every HTTP status is an answer; redirects
 * are not followed (they would carry credentials elsewhere). Throws a FailureError for DNS, connection, proxy, TLS,
 * timeout, cancellation, an answer cut short, too large or not encoded as it says; its `cause` names the request with
 * credentials hidden. A trust that only TLS can keep is refused over http: the person asked for a certificate, and
 * credentials would go in clear to whoever answers.
 */
export function send(request: HttpRequest): Promise<HttpAnswer> {
  const url = new URL(request.url)
  const site: CallSite = { phase: 'connect', url, timeoutMs: request.timeoutMs }
  const { bound } = request
  const started = performance.now()

  return new Promise<HttpAnswer>((resolve, reject) => {
    if (request.trust && asksForMore(request.trust) && url.protocol !== 'https:') throw new FailureError(trustNeedsTls(url))
    let controller: Dispatcher.DispatchController | undefined
    let settled = false
    let status = 0
    let headers: IncomingHttpHeaders = {}
    let body = bodyCollector(undefined)
    let through: Proxy | null = null
    let mask = maskOf(request.secrets)

    const settle = (): boolean => {
      if (settled) return false
      settled = true
      clearTimeout(deadline)
      request.signal?.removeEventListener('abort', onAbort)
      return true
    }
    const fail = (error: FailureError): void => {
      if (!settle()) return
      reject(error)
      controller?.abort(error)
    }
    const failWith = (failure: Failure, cause?: unknown) => fail(new FailureError(withoutSecrets(failure, mask), { cause: callOf(request, cause) }))
    const onAbort = (): void => {
      const reason: unknown = request.signal?.reason
      fail(reason instanceof FailureError ? reason : new FailureError(failureOf('cancelled', 'network.cancelled')))
    }
    const end = (bytes: Uint8Array): void => {
      if (!settle()) return
      // What is answered is not encoded any more.
      const { 'set-cookie': cookies, 'content-encoding': _, ...rest } = headers
      resolve({
        status,
        headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value ?? '')])),
        // A list where there are several, and a text where there is one, whatever the type says.
        setCookies: cookies === undefined ? [] : [cookies].flat(),
        bytes,
        elapsedMs: performance.now() - started,
        ...(through && { proxy: proxyLabel(through) }),
        mask,
      })
    }
    const deadline = setTimeout(() => failWith(timeoutFailure(site)), request.timeoutMs)
    const onProgress = () => void (request.whileProgress && deadline.refresh())

    if (request.signal?.aborted) return onAbort()
    request.signal?.addEventListener('abort', onAbort, { once: true })

    const handlerFor = (refusal: ReturnType<typeof wayTo>['refusal']): Dispatcher.DispatchHandler => ({
      onRequestStart(started_) {
        // Given up while connecting: nothing may be written any more.
        if (settled) return started_.abort(new Error('given up'))
        controller = started_
        site.phase = 'answer'
      },
      onResponseStart(_, code, received) {
        if (code < 200) return
        const refused = refusal(code, received)
        if (refused) return failWith(networkFailure(refused, site), refused)
        status = code
        headers = received
        site.phase = 'body'
        const length = Number(received['content-length'])
        if (length > bound.bytes) return failWith(tooLarge(bound, length))
        body = bodyCollector(Number.isSafeInteger(length) ? length : undefined)
      },
      onResponseData(_, chunk) {
        if (settled) return
        onProgress()
        const held = body.add(chunk)
        if (held > bound.bytes) failWith(tooLarge(bound, held))
      },
      onResponseEnd() {
        if (settled) return
        const encoding = headers['content-encoding']
        if (encoding === undefined) return end(body.whole())
        decodeContent(body.whole(), encoding, bound).then(end, (error: FailureError) => failWith(error.failure, error))
      },
      onResponseError(_, error) {
        failWith(networkFailure(error, site), error)
      },
    })
    const dispatch = (proxy: Proxy | null): void => {
      if (settled) return
      through = proxy
      if (proxy) mask = maskOf([...request.secrets, ...proxySecrets(proxy)])
      if (proxy) site.proxy = proxyLabel(proxy)
      const { agent, origin, path, headers: ofWay, refusal } = wayTo(url, request.trust, proxy)
      // Finding the proxy and reading the system's certificates, once, is not the server's time.
      deadline.refresh()
      agent.dispatch(
        {
          origin,
          path,
          method: request.method,
          headers: { 'Accept-Encoding': ACCEPT_ENCODING, ...request.headers, ...ofWay },
          ...(request.body !== undefined && { body: request.body }),
        },
        handlerFor(refusal),
      )
    }
    proxyFor(request.proxy, url).then(dispatch).catch((error: unknown) => settle() && reject(error))
  })
}

const trustNeedsTls = (url: URL): Failure =>
  failureOf('input', 'network.trustNeedsTls', { params: { host: url.hostname }, retrySafe: true })

/** What others say in headers: the ways of signing in that a proxy names, and how an answer is encoded. */
const foreignParams = new Set(['schemes', 'encoding'])
const MOST_PARAM = 100

/** Without them in what others said, a proxy's words among it. */
function withoutSecrets({ params, server, ...failure }: Failure, mask: Mask): Failure {
  const shown = Object.entries(params).map(([name, value]) => [name, foreignParams.has(name) ? mask.text(String(value), MOST_PARAM) : value] as const)
  return { ...failure, params: Object.fromEntries(shown), ...(server && { server: mask.all(server) }) }
}

/** What a log may say of a call. */
const callOf = (request: HttpRequest, cause: unknown): Error =>
  new Error(`${request.method} ${redactUrl(request.url)} ${JSON.stringify(redactHeaders(request.headers))}`, { cause })
