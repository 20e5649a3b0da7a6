/** An answer that is read part by part, for what is too large to hold; `send` is for everything else. */
import { FailureError } from '../../shared/model/failure.ts'
import { networkFailure, timeoutFailure, type CallSite } from './errors.ts'
import { proxyFor, proxyLabel, type Route } from './proxy.ts'
import { wayTo } from './way.ts'

interface StreamedAnswer {
  status: number
  location: string | undefined
  /** The body as it comes, not decoded (none is asked for). Throws a FailureError where it ends before its time. */
  parts(): AsyncGenerator<Uint8Array>
  /** For who does not read it. */
  discard(reason: Error): void
}

/**
 * GETs an address; redirects are not followed. Throws a FailureError for everything of the network, for `silenceMs`
 * without a byte, and the signal's own reason where that is one.
 */
export async function openBody(url: URL, request: Route & { silenceMs: number; signal: AbortSignal }): Promise<StreamedAnswer> {
  const site: CallSite = { phase: 'connect', url, timeoutMs: request.silenceMs }
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(new FailureError(timeoutFailure(site))), request.silenceMs)
  const signal = AbortSignal.any([request.signal, silence.signal])
  const fail = (error: unknown): FailureError => {
    clearTimeout(timer)
    if (error instanceof FailureError) return error
    if (signal.aborted && signal.reason instanceof FailureError) return signal.reason
    return new FailureError(networkFailure(error instanceof Error ? error : new Error(String(error)), site), { cause: error })
  }
  try {
    const proxy = await proxyFor(request.proxy, url)
    if (proxy) site.proxy = proxyLabel(proxy)
    const { agent, origin, path, headers, refusal } = wayTo(url, request.trust, proxy)
    timer.refresh()
    site.phase = 'answer'
    const answer = await agent.request({ origin, path, method: 'GET', headers: { 'Accept-Encoding': 'identity', ...headers }, signal })
    site.phase = 'body'
    const refused = refusal(answer.statusCode, answer.headers)
    if (refused) throw refused
    const { location } = answer.headers
    return {
      status: answer.statusCode,
      location: typeof location === 'string' ? location : undefined,
      async *parts() {
        try {
          for await (const part of answer.body) {
            timer.refresh()
            yield part as Uint8Array
          }
          clearTimeout(timer)
        } catch (error) {
          throw fail(error)
        } finally {
          clearTimeout(timer)
        }
      },
      discard(reason) {
        clearTimeout(timer)
        answer.body.on('error', () => undefined).destroy(reason)
      },
    }
  } catch (error) {
    throw fail(error)
  }
}
