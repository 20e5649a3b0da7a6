/** Who calls MaxScale's REST API: Basic with each call, or a JSON Web Token that is renewed before it ends. */
import { FailureError } from '../../../shared/model/failure.ts'
import { steadyNow } from '../../http/steady-clock.ts'
import { Secret } from '../../vault/secret.ts'

export interface SignInAccess {
  restUser: string
  restPassword: Secret
  signIn: 'basic' | 'token'
}

/** The longest that is asked for; MaxScale caps it by its own admin_jwt_max_age (q15). */
const TOKEN_SECONDS = 8 * 3_600
/** A token this close to its end is renewed first: a tenth of its life, a minute at most. */
const RENEW_SHARE = 0.1
const RENEW_MOST_MS = 60_000

/** What /v1/auth answered. */
export interface SignedIn {
  token: string
  /** How long it is good for, milliseconds, where it says so itself. */
  lifeMs?: number
}

interface Held {
  token: Secret
  /** Epoch milliseconds. */
  renewAt: number
}

export interface SignIn {
  /** The Authorization header. Throws what `ask` throws. */
  authorization(signal?: AbortSignal): Promise<string>
  /** An Authorization that was refused is not used again; true where another is there or may be had. */
  refused(authorization: string): boolean
  /** What is to be hidden from the server's words. */
  secrets(): string[]
}

/**
 * `ask` calls /v1/auth with Basic credentials for a token of so many seconds, or throws a FailureError. Tabs that need
 * a token at the same time wait for one call.
 */
export function createSignIn(access: SignInAccess, ask: (authorization: string, seconds: number) => Promise<SignedIn>, now: () => number = steadyNow): SignIn {
  const basic = basicOf(access)
  let held: Held | null = null
  let asking: Promise<Held> | null = null

  async function signedIn(): Promise<Held> {
    const asked = now()
    const { token, lifeMs = TOKEN_SECONDS * 1_000 } = await ask(`Basic ${basic}`, TOKEN_SECONDS)
    return { token: new Secret(token), renewAt: asked + lifeMs - Math.min(lifeMs * RENEW_SHARE, RENEW_MOST_MS) }
  }

  return {
    async authorization(signal) {
      if (access.signIn === 'basic') return `Basic ${basic}`
      if (!held || now() >= held.renewAt) {
        asking ??= signedIn().finally(() => (asking = null))
        held = await asking.catch((error: unknown) => {
          // Of the call itself nothing was sent.
          throw error instanceof FailureError ? new FailureError({ ...error.failure, retrySafe: true }, { cause: error }) : error
        })
      }
      signal?.throwIfAborted()
      return bearer(held)
    },
    refused(authorization) {
      if (access.signIn === 'basic') return false
      // Another call may have been refused the same one before, and may have got another since.
      if (held && authorization === bearer(held)) held = null
      return true
    },
    secrets: () => [access.restPassword.reveal(), basic, ...(held ? [held.token.reveal()] : [])],
  }
}

const bearer = ({ token }: Held): string => `Bearer ${token.reveal()}`

/** What Basic authentication sends: no less a secret than the password in it. */
const basicOf = ({ restUser, restPassword }: SignInAccess): string =>
  Buffer.from(`${restUser}:${restPassword.reveal()}`, 'utf8').toString('base64')
