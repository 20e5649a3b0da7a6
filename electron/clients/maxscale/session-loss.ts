/** What a refused statement says of its session. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import type { SessionLoss } from '../../../shared/model/session.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { steadyNow } from '../../http/steady-clock.ts'
import { refusesToken } from './errors.ts'
import { wordsOf } from './wire.ts'

interface Refused {
  /** Before the statement was taken, or when its answer was asked for. */
  at: 'query' | 'poll'
  http: HttpAnswer
  failure: FailureError
  /** When the session's token ends, epoch milliseconds. */
  endsAt: number
  /** Our own erase of a large answer kept it busy. */
  isErasing: boolean
}

/** The failure to show, and why the session is lost with it; null where it is not. */
export function lossBy({ at, http, failure, endsAt, isErasing }: Refused): { failure: FailureError; reason: SessionLoss | null } {
  const { code, retrySafe, server } = failure.failure
  const say = (told: typeof code, isSafe: boolean) => new FailureError(failureOf('server', told, { params: failure.failure.params, ...(server && { server }), retrySafe: isSafe }))
  if (http.status === 404) return { failure, reason: 'forgotten' }
  if (refusesToken(http, wordsOf(http.bytes))) {
    const isOver = steadyNow() >= endsAt
    if (at === 'query') return { failure: say(isOver ? 'maxscale.sessionExpired' : 'maxscale.sessionLost', true), reason: isOver ? 'expired' : 'forgotten' }
    return { failure: isOver ? say('maxscale.expiredMeanwhile', false) : failure, reason: isOver ? 'expired' : 'forgotten' }
  }
  switch (code) {
    case 'maxscale.busy':
      return { failure: isErasing ? say('maxscale.erasing', true) : failure, reason: null }
    case 'maxscale.shuttingDown':
    case 'maxscale.shutDownMeanwhile':
      return { failure, reason: 'shutdown' }
    case 'maxscale.connectionLost':
      return { failure, reason: 'connection' }
    // It was answered, so it has ended: only how is not known.
    case 'maxscale.answerUnreadable':
      return { failure, reason: null }
    default:
      return { failure, reason: retrySafe ? null : 'unanswered' }
  }
}
