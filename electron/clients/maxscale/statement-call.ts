/** Sending one statement on a session and waiting for its answer, however long that takes and whatever the line does. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import { isPassingNetwork } from '../../http/retry.ts'
import { indexMaxScaleBody, type MaxScaleIndexedBody } from '../../http/index-json.ts'
import type { HttpAnswer } from '../../http/send.ts'
import type { SessionKey } from './operations.ts'
import type { Rest } from './rest.ts'
import { queryOf } from './wire.ts'

/** What is known of a statement that runs. */
export interface StatementProgress {
  /** As MaxScale counts, milliseconds. */
  elapsedMs: number
  /** False while MaxScale cannot be reached; the statement goes on there. */
  reachable: boolean
}

export interface StatementCall {
  rest: Rest
  key: SessionKey
  target: string
  body: { sql: string; max_rows: number; timeout: number }
  /** The number that MaxScale will give the query: it counts a session's queries from 1. */
  number: number
  /** Without waiting and asking: for statements that are over at once. */
  synchronous: boolean
  /** How long the statement may take; milliseconds, Infinity for no limit. */
  limitMs: number
  signal?: AbortSignal
  onProgress?: (progress: StatementProgress) => void
  /** Given a function that ends the wait before the next question. */
  onWaiting?: (wake: () => void) => void
}

/** An answer to the statement; `http.status` is 201 where it is one, else a refusal. */
export interface StatementAnswer {
  http: HttpAnswer
  read?: MaxScaleIndexedBody
  /** Where the refusal came: before the statement was taken, or when its answer was asked for. */
  at: 'query' | 'poll'
}

/** For what is answered at once. */
const SHORT_MS = 30_000
/** Beyond the statement's own limit, before we give a synchronous one up. */
const ANSWER_MARGIN_MS = 30_000
/** How long an answer is asked for that cannot be reached. */
const UNREACHABLE_MS = 15 * 60_000
/** An answer that comes broken so often is not made whole by asking again. */
const BROKEN_MOST = 3
/** Between questions while MaxScale cannot be reached. */
const UNREACHABLE_PAUSE_MS = 2_000
/** Answers beyond this are erased on MaxScale once they are here, rather than kept there until the next query. */
const ERASE_ABOVE_BYTES = 1_048_576

/**
 * Milliseconds until the next question, by the statement's age: a tenth of it, and beyond 10 s less than one a second
 * (the process list is asked beside it).
 */
export function pollPause(elapsedMs: number): number {
  if (elapsedMs < 10_000) return Math.min(Math.max(elapsedMs / 10, MIN_PAUSE_MS), 1_000)
  return elapsedMs < 60_000 ? 1_500 : elapsedMs < 600_000 ? 2_500 : 5_000
}
const MIN_PAUSE_MS = 4

/**
 * Runs the statement once; nothing is ever sent a second time. Throws a FailureError where it was not sent or its answer
 * did not come, or the signal aborted first (its reason, where that is a FailureError): the statement may then be running.
 */
export async function sendStatement(call: StatementCall): Promise<StatementAnswer> {
  if (call.synchronous) {
    const timeoutMs = Math.min(call.limitMs + ANSWER_MARGIN_MS, 24 * 3_600_000)
    return answered('query', await call.rest.call('query', { ...common(call), body: call.body, timeoutMs, whileProgress: true }))
  }
  const started = performance.now()
  const begun = await begin(call)
  if (typeof begun !== 'string') return answered('query', begun)
  const { http, read } = await poll(call, begun, started)
  if (http.status === 201 && http.bytes.length > ERASE_ABOVE_BYTES) {
    // Its room on the server; whether that is told now or at the next query does not matter to the answer.
    void call.rest.call('erase', { key: call.key, query: begun, timeoutMs: SHORT_MS }).catch(() => undefined)
  }
  return { http, ...(read && { read }), at: 'poll' }
}

const common = ({ key, signal }: StatementCall) => ({ key, ...(signal && { signal }) })

function answered(at: StatementAnswer['at'], http: HttpAnswer): StatementAnswer {
  return http.status === 201 ? { http, read: indexMaxScaleBody(http.bytes), at } : { http, at }
}

/** The query's id, or the answer that refused it. */
async function begin(call: StatementCall): Promise<string | HttpAnswer> {
  let refused: HttpAnswer | undefined
  try {
    const http = await call.rest.call('query', { ...common(call), body: call.body, parameters: { async: 'true' }, timeoutMs: SHORT_MS })
    const query = http.status === 202 ? queryOf(indexMaxScaleBody(http.bytes).envelope) : undefined
    if (query) return query.id
    // A gateway that failed has said nothing of the statement; 503 is MaxScale's own word for busy.
    if (http.status < 500 || http.status === 503) return http
    refused = http
  } catch (error) {
    if (!mayHaveArrived(error)) throw error
    if (await isUnderWay(call)) return idOf(call)
    throw error
  }
  return (await isUnderWay(call)) ? idOf(call) : refused
}

const idOf = ({ key, number }: StatementCall): string => `${key.id}.${number}`

const mayHaveArrived = (error: unknown): error is FailureError =>
  error instanceof FailureError && (error.failure.kind === 'network' || error.failure.kind === 'server') && !error.failure.retrySafe

/** Whether MaxScale has taken the statement though its answer did not come: the number of its query is known beforehand. */
async function isUnderWay(call: StatementCall): Promise<boolean> {
  try {
    const { status } = await call.rest.call('poll', { ...common(call), query: idOf(call), timeoutMs: SHORT_MS, whileProgress: true })
    return status === 202 || status === 201
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind !== 'cancelled') return false
    throw error
  }
}

/** Asks until the answer is there; a line that fails, or a laptop that sleeps, only makes it later. */
async function poll(call: StatementCall, query: string, started: number): Promise<Asked> {
  let silentSince: number | null = null
  let broken = 0
  let elapsedMs = 0
  for (;;) {
    const outcome = await ask(call, query)
    const age = performance.now() - started
    if (outcome instanceof FailureError) {
      silentSince ??= age
      if (outcome.failure.code.startsWith('response.')) broken += 1
      if (age - silentSince > UNREACHABLE_MS || broken === BROKEN_MOST) throw outcome
    } else {
      silentSince = null
      if (outcome.http.status !== 202) return outcome
      elapsedMs = queryOf(outcome.read?.envelope)?.elapsedMs ?? age
    }
    const reachable = silentSince === null
    call.onProgress?.({ elapsedMs: reachable ? elapsedMs : Math.max(elapsedMs, age), reachable })
    await pause(reachable ? pollPause(age) : UNREACHABLE_PAUSE_MS, call)
  }
}

interface Asked {
  http: HttpAnswer
  /** Of 201 and 202. */
  read?: MaxScaleIndexedBody
}

/** The answer, or the failure that may pass: MaxScale keeps an answer until the next query (g11). Throws what will not. */
async function ask(call: StatementCall, query: string): Promise<Asked | FailureError> {
  try {
    const http = await call.rest.call('poll', { ...common(call), query, timeoutMs: SHORT_MS, whileProgress: true })
    if (http.status >= 500) return call.rest.refused(http, { operation: 'poll', target: call.target })
    return http.status < 300 ? { http, read: indexMaxScaleBody(http.bytes) } : { http }
  } catch (error) {
    if (error instanceof FailureError && isPassing(error)) return error
    throw error
  }
}

/** Without a network every name is unknown and every route gone: while a statement runs, that may pass too. */
const isPassing = ({ failure }: FailureError): boolean =>
  isPassingNetwork(failure) || ['network.answerTimeout', 'network.refused', 'network.unreachable', 'network.dnsNotFound', 'response.empty', 'response.truncated'].includes(failure.code)

function pause(milliseconds: number, { signal, onWaiting }: StatementCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
      settle()
    }
    const aborted = end(() => reject(signal?.reason instanceof FailureError ? signal.reason : new FailureError(failureOf('cancelled', 'network.cancelled'))))
    const timer = setTimeout(end(resolve), milliseconds)
    signal?.addEventListener('abort', aborted, { once: true })
    onWaiting?.(end(resolve))
    if (signal?.aborted) aborted()
  })
}
