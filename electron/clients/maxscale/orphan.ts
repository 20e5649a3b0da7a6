/** A session that somebody of ours opened and did not close. */
import { indexMaxScaleBody } from '../../http/index-json.ts'
import type { Secret } from '../../vault/secret.ts'
import type { SessionKey } from './operations.ts'
import type { Rest } from './rest.ts'
import { kill, type Second } from './second-session.ts'
import { isServerTarget } from './server-target.ts'
import type { SessionAccess } from './session.ts'
import { isDone, openedOf, refusesItself } from './wire.ts'

export interface Orphan {
  id: string
  /** Closes it. Without the token its database connection can still be ended. */
  token?: Secret
  threadId?: number
}

const SHORT_MS = 10_000
const CLOSE_ATTEMPTS = 10
const CLOSE_PAUSE_MS = 100

/**
 * Closes it, stopping its statement first; `gone` where MaxScale does not have it any more, `kept` where it has and
 * nothing could be done. Ids are UUIDs: what has the id is ours. Throws a FailureError where MaxScale cannot be asked.
 */
export async function closeOrphan(rest: Rest, access: Pick<SessionAccess, 'target' | 'tokenPlace'>, { id, token, threadId }: Orphan, second: Second): Promise<'closed' | 'gone' | 'kept'> {
  const found = await rest.call('get', { name: id, timeoutMs: SHORT_MS })
  if (found.status === 404 && refusesItself(found)) return 'gone'
  if (found.status !== 200) throw rest.refused(found, { operation: 'get', target: access.target })
  const shown = openedOf(indexMaxScaleBody(found.bytes).envelope)
  // A session that was reconnected has another thread than the one that was noted; the one that is shown is its own.
  // The number counts where the session was opened: elsewhere it names a stranger's.
  const thread = shown?.target === access.target ? (shown.threadId ?? threadId) : undefined
  const end = async (what: 'QUERY' | 'CONNECTION') => thread !== undefined && (await kill(second, what, thread))
  if (token) {
    const key = { id, token, place: access.tokenPlace }
    // As session.ts says of its own cancel: POST …/cancel is for servers alone.
    const stop = async () => ((await isServerTarget(rest, access.target)) ? void (await rest.call('cancel', { key, timeoutMs: SHORT_MS })) : void (await end('QUERY')))
    if (await closeByToken(rest, key, stop)) return 'closed'
  }
  // MaxScale keeps an empty entry of it; what its transaction held is free.
  return (await end('CONNECTION')) ? 'closed' : 'kept'
}

async function closeByToken(rest: Rest, key: SessionKey, stop: () => Promise<void>): Promise<boolean> {
  for (let attempt = 0; attempt < CLOSE_ATTEMPTS; attempt += 1) {
    const answer = await rest.call('close', { key, timeoutMs: SHORT_MS })
    if (isDone(answer)) return true
    // 404 is busy (facts 4). 400 is a token that has ended.
    if (answer.status !== 404) return false
    if (attempt === 0) await stop()
    await new Promise((resolve) => setTimeout(resolve, CLOSE_PAUSE_MS))
  }
  return false
}
