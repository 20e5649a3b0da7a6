/** New sessions: opened with a database user's credentials, or cloned from a session that has them. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import { indexMaxScaleBody } from '../../http/index-json.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { steadyNow } from '../../http/steady-clock.ts'
import { Secret } from '../../vault/secret.ts'
import { cookieOf, type SessionKey } from './operations.ts'
import type { Rest } from './rest.ts'
import { MaxScaleSession, type SessionAccess } from './session.ts'
import { openMs, openSeconds } from './time-limits.ts'
import { cookieToken, openedOf, tokenLifeMs } from './wire.ts'

/** The longest that is asked for; what comes is no longer than MaxScale's own admin_jwt_max_age (q16). */
const LONGEST_TOKEN_SECONDS = 24 * 3_600

/** Opens a session; throws a FailureError. */
export async function openSession(rest: Rest, access: SessionAccess): Promise<MaxScaleSession> {
  const { target, databaseUser: user, databasePassword, database } = access
  const body = {
    target,
    user,
    password: databasePassword.reveal(),
    ...(database && { db: database }),
    timeout: openSeconds(access),
  }
  const http = await rest.call('open', { parameters: openParameters(access), body, timeoutMs: openMs(access) })
  return openedSession(rest, access, 'open', http)
}

/**
 * Another session with the same credentials, target and default database; the busy and the dead can be cloned, too
 * (facts 5). Throws a FailureError.
 */
export async function cloneSession({ rest, call, access }: MaxScaleSession): Promise<MaxScaleSession> {
  const http = await call('clone', { parameters: openParameters(access), timeoutMs: openMs(access) })
  return openedSession(rest, access, 'clone', http)
}

const lifeOf = ({ tokenSeconds = LONGEST_TOKEN_SECONDS }: SessionAccess): number => tokenSeconds

const openParameters = (access: SessionAccess) => ({
  'max-age': String(lifeOf(access)),
  // "persist": the token comes in a cookie and not in the body.
  ...(access.tokenPlace === 'cookie' && { persist: 'yes' }),
})

function openedSession(rest: Rest, access: SessionAccess, operation: 'open' | 'clone', http: HttpAnswer): MaxScaleSession {
  // 200 as some versions and gateways write it.
  const read = http.status === 201 || http.status === 200 ? indexMaxScaleBody(http.bytes) : undefined
  const opened = read && openedOf(read.envelope)
  // An id is part of addresses and is kept: one that repeats a secret is none.
  if (opened && http.mask.text(opened.id) !== opened.id) throw rest.refused(http, { operation, target: access.target })
  const token = opened && (opened.token ?? cookieToken(http.setCookies, cookieOf(opened.id)))
  if (opened && !token) throw new FailureError(failureOf('server', 'maxscale.cookieMissing'))
  if (!opened || !token) throw rest.refused(http, { operation, target: access.target })
  const key: SessionKey = { id: opened.id, token: new Secret(token), place: access.tokenPlace }
  const { threadId } = opened
  const lifeMs = tokenLifeMs(token) ?? lifeOf(access) * 1_000
  // Tokens count whole seconds: the one that had begun is not ours.
  return new MaxScaleSession(rest, access, { key, ...(threadId !== undefined && { threadId }), endsAt: steadyNow() + lifeMs - 1_000 })
}
