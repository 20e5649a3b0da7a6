/** A session that somebody of ours opened and did not close. */
import { indexMaxScaleBody } from '../../http/index-json.ts'
import type { Secret } from '../../vault/secret.ts'
import type { SessionKey } from './operations.ts'
import type { Rest } from './rest.ts'
import { OWN_STATEMENT_MS, type MaxScaleSession, type SessionAccess } from './session.ts'
import { openedOf } from './wire.ts'

export interface Orphan {
  id: string
  /** Closes it. Without the token its database connection can still be ended. */
  token?: Secret
  threadId?: number
}

/** A session beside it, of the same connection, which is closed again. */
export interface Second {
  open: () => Promise<MaxScaleSession>
  close: (session: MaxScaleSession) => Promise<void>
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
  if (found.status === 404) return 'gone'
  if (found.status !== 200) throw rest.refused(found, { operation: 'get', target: access.target })
  if (token && (await closeByToken(rest, { id, token, place: access.tokenPlace }))) return 'closed'
  const shown = openedOf(indexMaxScaleBody(found.bytes).envelope)
  // A session that was reconnected has another thread than the one that was noted; the one that is shown is its own.
  const thread = shown?.threadId ?? threadId
  // The number counts where the session was opened: elsewhere it names a stranger's.
  if (shown?.target !== access.target) return 'kept'
  return thread !== undefined && (await killThread(second, thread)) ? 'closed' : 'kept'
}

async function closeByToken(rest: Rest, key: SessionKey): Promise<boolean> {
  await rest.call('cancel', { key, timeoutMs: SHORT_MS })
  for (let attempt = 0; attempt < CLOSE_ATTEMPTS; attempt += 1) {
    const { status } = await rest.call('close', { key, timeoutMs: SHORT_MS })
    if (status === 204) return true
    // 404 is busy: its statement is just being stopped (facts 4). 400 is a token that has ended.
    if (status !== 404) return false
    await new Promise((resolve) => setTimeout(resolve, CLOSE_PAUSE_MS))
  }
  return false
}

/** Frees what its transaction holds; MaxScale keeps an empty entry of it. */
async function killThread({ open, close }: Second, thread: number): Promise<boolean> {
  const session = await open()
  try {
    const [result] = await session.run({ sql: `KILL CONNECTION ${thread}`, rowLimit: 1, synchronousMs: OWN_STATEMENT_MS })
    return result?.kind === 'ok'
  } finally {
    await close(session)
  }
}
