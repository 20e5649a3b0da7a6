/** A call: its turn among the account's calls, its attempts, and a clock that is set right in between. */
import { FailureError, rethrowRetrySafe, type Failure } from '../../../shared/model/failure.ts'
import { isPassingNetwork, withRetry, type RetryPolicy } from '../../http/retry.ts'
import type { DrdsAccess, DrdsCallOptions } from './access.ts'
import { attemptCall, type Answered, type ReadAnswer, type Surroundings } from './attempt.ts'
import { operationOf, type Action, type Operation } from './operations.ts'
import type { RpcParams } from './signer.ts'
import type { Turns } from './turns.ts'

/** The least time that another attempt is worth, milliseconds: with less it would say that the server was too slow. */
const LEAST_MS = 3_000

const atOnce: RetryPolicy = { attempts: 1, baseMs: 0, maxMs: 0, isPassing: () => false }

const retries: Readonly<Record<Operation['retry'], (leftMs: () => number) => RetryPolicy>> = {
  always: (leftMs) => ({
    attempts: 4,
    baseMs: 250,
    maxMs: 2_000,
    isPassing: (failure) => leftMs() > LEAST_MS && (isPassingNetwork(failure) || isPassingRefusal(failure)),
  }),
  never: () => atOnce,
  once: () => atOnce,
}
const isPassingRefusal = ({ code }: Failure): boolean => ['drds.throttled', 'drds.unavailable', 'drds.nonceUsed'].includes(code)

/** What is called, and how its answer is read. */
export interface Calling<Answer> {
  action: Action
  params: RpcParams
  read: ReadAnswer<Answer>
}

export type Call = <Answer>(access: DrdsAccess, calling: Calling<Answer>, options: DrdsCallOptions) => Promise<Answered<Answer>>

/** Answers or throws a FailureError, that of the last attempt. */
export const createCall = (around: Surroundings, turns: Turns): Call => (access, calling, options) =>
  // A turn is kept through the waits between attempts: a throttled account shall get fewer calls, not more.
  turns.run(access.accessKeyId, () => attempts(around, access, calling, options), options.signal)

async function attempts<Answer>(around: Surroundings, access: DrdsAccess, calling: Calling<Answer>, options: DrdsCallOptions): Promise<Answered<Answer>> {
  const { retry } = operationOf(calling.action)
  const deadline = performance.now() + access.timeoutMs
  const leftMs = () => deadline - performance.now()
  let attempt = 0
  let healed = retry === 'once'
  const next = () => attemptCall({ ...options, ...calling, access, attempt: (attempt += 1), timeoutMs: Math.max(1, leftMs()) }, around)

  const answered = withRetry(retries[retry](leftMs), async () => {
    try {
      return await next()
    } catch (error) {
      if (healed || !isClockRefusal(error) || !isFarOff(error) || options.signal?.aborted) throw error
      healed = true
      // The refusal's Date has set the clock. Refused again, the first one said how far it was off.
      return await next().catch((again: unknown) => {
        throw isClockRefusal(again) ? error : again
      })
    }
  }, options)
  return retry === 'always' ? answered.catch(rethrowRetrySafe) : answered
}

const isClockRefusal = (error: unknown): error is FailureError => error instanceof FailureError && error.failure.code === 'drds.clockSkew'

/** A refusal whose Date shows next to no difference (or that has none) would be the same again. */
const isFarOff = ({ failure }: FailureError): boolean => Math.abs(Number(failure.params.seconds)) > 60
