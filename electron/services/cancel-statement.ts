/** Ending a statement on its server: asked first, killed where asking does not help. */
import { OWN_STATEMENT_MS, type MaxScaleSession } from '../clients/maxscale/session.ts'
import { unlessFailing } from './unless-failing.ts'

const ASK_ATTEMPTS = 4
const ASK_WAIT_MS = 750
const KILL_WAIT_MS = 3_000

export interface CancelParts {
  session: MaxScaleSession
  /** Settles with the statement, whatever its end. */
  ended: Promise<void>
  /** A second session of the same connection, which is closed again. */
  second: () => Promise<MaxScaleSession>
  close: (session: MaxScaleSession) => Promise<void>
}

/** `failed` where neither way was open, or the statement goes on regardless. */
export async function cancelStatement(parts: CancelParts): Promise<'askedServer' | 'killedQuery' | 'failed'> {
  if (await askUntilEnded(parts)) return 'askedServer'
  return (await killQuery(parts)) ? 'killedQuery' : 'failed'
}

/** A cancel that overtakes its statement finds nothing to stop and still answers 200 (h01): it is asked again. */
async function askUntilEnded({ session, ended }: CancelParts): Promise<boolean> {
  for (let attempt = 0; attempt < ASK_ATTEMPTS; attempt += 1) {
    const agreed = await unlessFailing(() => session.cancel())
    if (await endsWithin(ended, ASK_WAIT_MS)) return true
    if (!agreed) return false
  }
  return false
}

/** KILL QUERY knows the thread behind a server, and MaxScale's own number behind a service. */
async function killQuery({ session, ended, second, close }: CancelParts): Promise<boolean> {
  const { threadId } = session
  if (threadId === undefined) return false
  const killer = await unlessFailing(second)
  if (!killer) return false
  try {
    // What has ended meanwhile is not to be killed: the thread may have other work by then.
    if (await endsWithin(ended, 0)) return true
    const results = await unlessFailing(() => killer.run({ sql: `KILL QUERY ${threadId}`, rowLimit: 1, synchronousMs: OWN_STATEMENT_MS }))
    if (results?.[0]?.kind !== 'ok') return false
    session.wake()
    return await endsWithin(ended, KILL_WAIT_MS)
  } finally {
    await close(killer)
  }
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
