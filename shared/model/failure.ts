/**
 * A Failure says that a call itself did not happen: network, sign-in, throttling, bad input, cancelled.
 * What the server says about a statement is a StatementResult, never a Failure.
 *
 * A Failure is data: its `code` names a pair of sentences (what happened, what to do next) in
 * shared/i18n/failures.{en,zh-CN}.json, filled with `params`. So it can be shown, logged and
 * switched between languages wherever it goes.
 */
import type { FailureCode } from '../i18n/failure-codes.ts'

export type { FailureCode }

export type FailureKind =
  | 'network' // no answer: DNS, refused, reset, TLS, timeout
  | 'signIn' // the credentials were missing, refused, rotated or expired
  | 'permission' // signed in, but not allowed
  | 'throttled' // too many calls
  | 'server' // the service answered, but not usefully: 5xx, HTML, truncated JSON
  | 'input' // what was asked is not valid
  | 'guarded' // refused by one of our own guards, such as a read-only connection
  | 'vault' // the secret is not to be had
  | 'cancelled'
  | 'internal' // our own defect

/** The server's own words, verbatim, never branched on by wording. */
export interface ServerWords {
  text: string
  code?: string
  /** HTTP status. */
  status?: number
  requestId?: string
  hostId?: string
}

export interface Failure {
  kind: FailureKind
  code: FailureCode
  params: Record<string, string | number>
  server?: ServerWords
  /** True only where running the same call again cannot do a thing twice. */
  retrySafe: boolean
}

/** The one error that is thrown inside a process; `to-failure.ts` unwraps it at the door. */
export class FailureError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.kind}: ${failure.code}`, options)
    this.name = 'FailureError'
    this.failure = failure
  }
}

/** Throws what a reading failed with; it changes nothing, so it can be asked again whatever became of the answer. */
export function rethrowRetrySafe(error: unknown): never {
  if (!(error instanceof FailureError) || error.failure.retrySafe) throw error
  throw new FailureError({ ...error.failure, retrySafe: true }, { cause: error.cause })
}

/** Builds a Failure with the fields that most have. */
export function failureOf(
  kind: FailureKind,
  code: FailureCode,
  more: { params?: Failure['params']; server?: ServerWords; retrySafe?: boolean } = {},
): Failure {
  return {
    kind,
    code,
    params: more.params ?? {},
    retrySafe: more.retrySafe ?? false,
    ...(more.server && { server: more.server }),
  }
}
