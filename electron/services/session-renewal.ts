/** A session's token lasts a day at most, and a session whose token has ended cannot even be closed (facts 3). */
import { holdingsOf } from '../../shared/model/session.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { steadyNow } from '../http/steady-clock.ts'

/** When a twentieth of the token's life is left, ten minutes at most, a session that holds nothing is replaced by a clone. */
const RENEW_SHARE = 0.05
const RENEW_MOST_MS = 10 * 60_000
/** One that holds something is kept until this is left, a hundredth of its life at most, and then closed. */
const LAST_MOMENT_SHARE = 0.01
const LAST_MOMENT_MOST_MS = 30_000
/** Timers take no more; a longer wait is looked at again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface RenewalActions {
  /** Puts a clone in the session's place; false where that was not possible now. */
  renew(): Promise<boolean>
  /** Closes the session and says that it is lost, and what with it. */
  expire(): Promise<void>
}

/** Looks after one session until its end; answers how to stop. What a statement runs in is left alone. */
export function watchToken(session: MaxScaleSession, actions: RenewalActions): () => void {
  const life = session.endsAt - steadyNow()
  const renewAt = session.endsAt - Math.min(life * RENEW_SHARE, RENEW_MOST_MS)
  const lastMoment = session.endsAt - Math.min(life * LAST_MOMENT_SHARE, LAST_MOMENT_MOST_MS)
  let timer: NodeJS.Timeout
  let stopped = false

  const look = async (): Promise<void> => {
    if (stopped || session.condition.kind === 'lost') return
    const now = steadyNow()
    if (now < renewAt) return wait(renewAt - now)
    // What ends close to the last moment is closed all the same, while it can be.
    if (session.busy) return wait(now < lastMoment ? Math.min(lastMoment - now, AGAIN_MS) : now < session.endsAt ? SOON_MS : AGAIN_MS)
    if (now >= lastMoment) return actions.expire()
    const isRenewed = holdingsOf(session.trace).length === 0 && (await actions.renew())
    if (!isRenewed) wait(Math.min(lastMoment - steadyNow(), AGAIN_MS))
  }
  const wait = (milliseconds: number): void => {
    timer = setTimeout(() => void look(), Math.min(Math.max(milliseconds, 1), LONGEST_TIMER_MS))
    timer.unref()
  }
  wait(renewAt - steadyNow())
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** A transaction that ends, or a statement, may come soon after it was looked for. */
const AGAIN_MS = 5_000
const SOON_MS = 100
