/** Ending a statement on its server, in the way that freezes no MaxScale. */
import { killOn, type Second } from '../clients/maxscale/second-session.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { unlessFailing } from './unless-failing.ts'

const ATTEMPTS = 4
const WAIT_MS = 750

export interface CancelParts {
  session: MaxScaleSession
  /** Settles with the statement, whatever its end. */
  ended: Promise<void>
  second: Second
}

/**
 * A server is asked first, and its statement killed where asking does not help. Behind a service or listener it is killed
 * at once: there, asking may freeze MaxScale's whole REST API (facts 16). `notSent` where the statement still waits for
 * the session; `failed` where no way was open, or the statement goes on regardless.
 */
export async function cancelStatement(parts: CancelParts): Promise<'notSent' | 'askedServer' | 'killedQuery' | 'failed'> {
  const { session } = parts
  if (session.isWaiting) return 'notSent'
  if ((await session.isOnServer()) && (await untilEnded(parts, () => session.cancel()))) return 'askedServer'
  return (await killQuery(parts)) ? 'killedQuery' : 'failed'
}

/** KILL QUERY knows the thread behind a server, and MaxScale's own number behind a service. */
async function killQuery(parts: CancelParts): Promise<boolean> {
  const { session, second } = parts
  const { threadId } = session
  if (threadId === undefined) return false
  const killer = await unlessFailing(second.open)
  if (!killer) return false
  try {
    return await untilEnded(parts, async () => {
      const killed = await killOn(killer, 'QUERY', threadId)
      session.wake()
      return killed
    })
  } finally {
    await second.close(killer)
  }
}

/**
 * What overtakes its statement finds nothing to stop, and is agreed to all the same (h01): it is done again. What has
 * ended meanwhile is left alone: its session may have other work by then.
 */
async function untilEnded({ ended }: CancelParts, stop: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await endsWithin(ended, 0)) return true
    const agreed = await unlessFailing(stop)
    if (await endsWithin(ended, WAIT_MS)) return true
    if (!agreed) return false
  }
  return false
}

function endsWithin(ended: Promise<void>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds)
    const settle = () => {
      clearTimeout(timer)
      resolve(true)
    }
    void ended.then(settle)
  })
}
