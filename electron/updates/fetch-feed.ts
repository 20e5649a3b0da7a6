/** Asks an address for its feed and believes nothing of it before its signature is checked. */
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import { answerBound } from '../http/answer-bounds.ts'
import type { Route } from '../http/proxy.ts'
import { send } from '../http/send.ts'
import { answerProblem } from './answer-problem.ts'
import { readFeed, type Feed } from './feed.ts'
import { isSigned } from './signature.ts'

const TIMEOUT_MS = 30_000
const FEED_BOUND = answerBound(0.5)

interface FeedOptions extends Route {
  /** Public keys whose feeds are believed. */
  keys: readonly string[]
  signal: AbortSignal
}

/**
 * @param address the folder that holds the feed, http or https
 * @param name the feed's file, such as `latest-linux.yml`; its signature is beside it, with `.minisig`
 */
export async function fetchFeed(address: string, name: string, options: FeedOptions): Promise<Feed> {
  const { keys, ...how } = options
  const get = async (file: string): Promise<Uint8Array> => {
    const url = urlOf(address, file)
    const answer = await send({ ...how, method: 'GET', url: url.href, headers: {}, secrets: [], timeoutMs: TIMEOUT_MS, bound: FEED_BOUND })
    const problem = answerProblem(url, answer.status, answer.headers.location)
    if (problem) throw new FailureError(problem)
    return answer.bytes
  }
  const bytes = await get(name)
  const signature = await get(`${name}.minisig`)
  if (!isSigned(bytes, name, new TextDecoder().decode(signature), keys)) throw new FailureError(refusal('updates.notSigned', address))
  const feed = readFeed(new TextDecoder().decode(bytes))
  if (!feed) throw new FailureError(refusal('updates.unreadable', address))
  return feed
}

/** A file in the folder that the address names, with or without a slash at its end. */
export function urlOf(address: string, file: string): URL {
  const folder = new URL(address)
  if (!folder.pathname.endsWith('/')) folder.pathname += '/'
  return new URL(file, folder)
}

const refusal = (code: 'updates.notSigned' | 'updates.unreadable', address: string): Failure =>
  failureOf('server', code, { params: { host: new URL(address).host }, retrySafe: true })
