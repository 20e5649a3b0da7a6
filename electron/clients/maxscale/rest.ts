/** MaxScale's REST API: one way to call it, signed in, with its refusals as failures. */
import type { FailureError } from '../../../shared/model/failure.ts'
import type { Secret } from '../../vault/secret.ts'
import { maskOf, type Mask } from '../../http/masking/mask.ts'
import { routeOf, type Route } from '../../http/proxy.ts'
import { send, type HttpAnswer } from '../../http/send.ts'
import { refusal } from './errors.ts'
import { requestFor, type Call, type OperationName, type SessionKey } from './operations.ts'
import { createSignIn, type SignInAccess } from './sign-in.ts'
import { signedInOf, wordsOf } from './wire.ts'

export interface RestAccess extends SignInAccess, Route {
  /** What else the MaxScale may know of the connection, and repeat: the password of the database. */
  databasePassword?: Secret
  /** Scheme, host and port of the REST API, and the path below which a gateway has it. */
  baseUrl: string
}

export interface RestCall extends Call {
  /** From the call to the answer's last byte, milliseconds. */
  timeoutMs: number
  /** Starts the deadline anew with each part of the answer: for answers that may be long. */
  whileProgress?: boolean
  signal?: AbortSignal
}

/** What a refusal is told about the call. */
export interface Refused {
  operation: OperationName
  /** The target of a session; empty for what is not about one. */
  target: string
}

export interface Rest {
  readonly baseUrl: string
  readonly route: Route
  /** Any answer of MaxScale, refusals included. Throws a FailureError where none came, or the sign-in was refused. */
  call(operation: OperationName, call: RestCall): Promise<HttpAnswer>
  /** For what rows say that are not shown as rows; `key` is that of the session. */
  mask(key: SessionKey): Mask
  /** The failure of an answer that is not what was asked for. */
  refused(answer: HttpAnswer, about: Refused): FailureError
}

/** For signing in: little is asked. */
const SIGN_IN_MS = 10_000

/** One account on one MaxScale; its JSON Web Token, where it has one, serves all who share this. */
export function createRest(access: RestAccess): Rest {
  const { baseUrl } = access
  const route = routeOf(access)
  const host = new URL(baseUrl).hostname
  const signIn = createSignIn(access, async (authorization, seconds) => {
    const request = requestFor('auth', baseUrl, authorization, { parameters: { 'max-age': String(seconds) } })
    const answer = await send({ ...request, ...route, secrets: secretsOf({}), timeoutMs: SIGN_IN_MS })
    const signedIn = answer.status === 200 ? signedInOf(answer.bytes) : undefined
    if (!signedIn) throw refused(answer, { operation: 'auth', target: '' })
    return signedIn
  })

  function refused(answer: HttpAnswer, about: Refused): FailureError {
    return refusal(answer, wordsOf(answer.bytes), { ...about, host })
  }

  /** A token in its cookie is no less a secret than what it was got for. */
  const secretsOf = ({ key }: Pick<RestCall, 'key'>): (Secret | string)[] => [
    ...signIn.secrets(), ...(access.databasePassword ? [access.databasePassword] : []), ...(key ? [key.token] : []),
  ]

  /** The answer, and the Authorization that was used. */
  async function once(operation: OperationName, call: RestCall): Promise<[HttpAnswer, string]> {
    const { timeoutMs, whileProgress, signal } = call
    const authorization = await signIn.authorization(signal)
    const answer = await send({
      ...requestFor(operation, baseUrl, authorization, call),
      secrets: secretsOf(call),
      ...route,
      timeoutMs,
      ...(whileProgress && { whileProgress }),
      ...(signal && { signal }),
    })
    return [answer, authorization]
  }

  return {
    baseUrl,
    route,
    mask: (key) => maskOf(secretsOf({ key })),
    refused,
    async call(operation, call) {
      const [answer, authorization] = await once(operation, call)
      if (answer.status !== 401 || !signIn.refused(authorization)) return answer
      // A token that ended or that another MaxScale made: nothing has run, so the call may be made again with a new one.
      const [again] = await once(operation, call)
      return again
    },
  }
}
