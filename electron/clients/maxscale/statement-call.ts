/** Sending one statement on a session and waiting for its answer, however long that takes and whatever the line does. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import { indexMaxScaleBody, type MaxScaleIndexedBody } from '../../http/index-json.ts'
import type { HttpAnswer } from '../../http/send.ts'
import type { SessionKey } from './operations.ts'
import type { Rest } from './rest.ts'
import { queryOf, wordsOf } from './wire.ts'

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
  body: { sql: string; max_rows: number; timeout: number }
  /** The number that MaxScale will give the query: it counts a session's queries from 1. */
  number: number
  /** Without waiting and asking: for statements that are over at once. How long that may take, milliseconds. */
  synchronousMs?: number
  signal?: AbortSignal
  /** The failure of an answer that is none. */
  refused: (http: HttpAnswer, at: StatementAnswer['at']) => FailureError
  /** Called once MaxScale has the statement, with its number: from then on it runs, whatever becomes of the line. */
  onTaken?: (number: number) => void
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
  /** Erases the answer on MaxScale, which keeps it until the next query otherwise; there where it is large. */
  erase?: () => void
}

/** For what is answered at once. */
const SHORT_MS = 30_000
/** A statement is sent with this much longer for each byte, as if the line had 20 kB/s. */
const SENDING_MS_PER_BYTE = 1 / 20
/** How long an answer is asked for that cannot be reached. */
const UNREACHABLE_MS = 15 * 60_000
/** An answer that comes broken so often is not made whole by asking again. */
const BROKEN_MOST = 3
/** Between questions while MaxScale cannot be reached. */
const UNREACHABLE_PAUSE_MS = 2_000
/** Each answer echoes the statement: a long one is not asked for again before four times as long as it took. */
const LONG_ECHO_BYTES = 65_536
const PAUSE_PER_LONG_ECHO = 4
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
 * did not come, or the signal aborted first (its reason, where that is a FailureError): the statement may then be
 * running, unless the failure says that it is safe to run it again.
 */
export async function sendStatement(call: StatementCall): Promise<StatementAnswer> {
  const { rest, body, synchronousMs } = call
  const timeoutMs = (synchronousMs ?? SHORT_MS) + Math.round(body.sql.length * SENDING_MS_PER_BYTE)
  if (synchronousMs !== undefined) return answered('query', await rest.call('query', { ...common(call), body, timeoutMs, whileProgress: true }))
  const started = performance.now()
  const begun = await begin(call, timeoutMs)
  if (typeof begun !== 'string') return answered('query', begun)
  call.onTaken?.(numberOf(begun))
  const { http, read } = await poll(call, begun, started)
  const isLarge = http.status === 201 && http.bytes.length > ERASE_ABOVE_BYTES
  return { http, ...(read && { read }), at: 'poll', ...(isLarge && { erase: () => erase(call, begun) }) }
}

const common = ({ key, signal }: StatementCall) => ({ key, ...(signal && { signal }) })

function answered(at: StatementAnswer['at'], http: HttpAnswer): StatementAnswer {
  return http.status === 201 ? { http, read: indexMaxScaleBody(http.bytes), at } : { http, at }
}

/** Gives MaxScale its room back; whether that is now or at the next query does not matter to the answer. */
function erase({ rest, key }: StatementCall, query: string): void {
  void rest.call('erase', { key, query, timeoutMs: SHORT_MS }).catch(() => undefined)
}

/** The query's id, or the answer that refused it. */
async function begin(call: StatementCall, timeoutMs: number): Promise<string | HttpAnswer> {
  let refused: HttpAnswer | undefined
  try {
    const http = await call.rest.call('query', { ...common(call), body: call.body, parameters: { async: 'true' }, timeoutMs })
    const query = http.status === 202 ? queryOf(indexMaxScaleBody(http.bytes).envelope) : undefined
    if (query) return query.id
    // A gateway that failed has said nothing of the statement.
    if (http.status < 500 || isBusy(http)) return http
    refused = http
  } catch (error) {
    if (!mayHaveArrived(error)) throw error
    if (await isUnderWay(call)) return idOf(call)
    throw error
  }
  return (await isUnderWay(call)) ? idOf(call) : refused
}

/** 503 is MaxScale's own word for busy where it comes as its own document (facts 1); a gateway's has another. */
export const isBusy = (http: HttpAnswer): boolean => http.status === 503 && wordsOf(http.bytes) !== ''

const idOf = ({ key, number }: StatementCall): string => `${key.id}.${number}`

/** The number in a query's id. */
export const numberOf = (id: string): number => Number(id.split('.')[1])

const mayHaveArrived = (error: unknown): error is FailureError =>
  error instanceof FailureError && (error.failure.kind === 'network' || error.failure.kind === 'server') && !error.failure.retrySafe

/**
 * Whether MaxScale has taken the statement though its answer did not come: the number of its query is known beforehand,
 * since a session runs one statement at a time. The text is compared as well: another's answer must not pass for it.
 */
async function isUnderWay(call: StatementCall): Promise<boolean> {
  try {
    const { status, bytes } = await call.rest.call('poll', { ...common(call), query: idOf(call), timeoutMs: SHORT_MS, whileProgress: true })
    return (status === 202 || status === 201) && queryOf(indexMaxScaleBody(bytes).envelope)?.sql === call.body.sql
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind !== 'cancelled') return false
    throw error
  }
}

/** Asks until the answer is there; a line that fails, or a laptop that sleeps, only makes it later. */
async function poll(call: StatementCall, query: string, started: number): Promise<Asked> {
  let silentMs = 0
  let broken = 0
  let elapsedMs = 0
  for (;;) {
    const from = performance.now()
    const outcome = await ask(call, query)
    const age = performance.now() - started
    if (outcome instanceof FailureError) {
      // A laptop that sleeps was not waiting: a round counts for what it can have taken.
      silentMs += Math.min(performance.now() - from, SHORT_MS) + UNREACHABLE_PAUSE_MS
      if (outcome.failure.code.startsWith('response.')) broken += 1
      if (silentMs > UNREACHABLE_MS || broken === BROKEN_MOST) throw runningStill(outcome)
    } else {
      silentMs = 0
      if (outcome.http.status !== 202) return outcome
      elapsedMs = queryOf(outcome.read?.envelope)?.elapsedMs ?? age
    }
    const reachable = silentMs === 0
    call.onProgress?.({ elapsedMs: reachable ? elapsedMs : Math.max(elapsedMs, age), reachable })
    const isLong = !(outcome instanceof FailureError) && outcome.http.bytes.length > LONG_ECHO_BYTES
    const atLeast = isLong ? (performance.now() - from) * PAUSE_PER_LONG_ECHO : 0
    await pause(reachable ? Math.max(pollPause(age), atLeast) : UNREACHABLE_PAUSE_MS, call)
  }
}

/** However safe the question was to ask again, the statement is not safe to run again. */
const runningStill = (error: FailureError): FailureError => new FailureError({ ...error.failure, retrySafe: false }, { cause: error })

interface Asked {
  http: HttpAnswer
  /** Of 201 and 202. */
  read?: MaxScaleIndexedBody
}

/**
 * The answer, or the failure that may pass: MaxScale keeps an answer until the next query (g11). Only its own 400 and
 * 404 are final; sign-ins that fail, throttling and gateways may pass while the statement runs. Throws what will not.
 */
async function ask(call: StatementCall, query: string): Promise<Asked | FailureError> {
  try {
    const http = await call.rest.call('poll', { ...common(call), query, timeoutMs: SHORT_MS, whileProgress: true })
    if (http.status === 201 || http.status === 202) return { http, read: indexMaxScaleBody(http.bytes) }
    return http.status === 400 || http.status === 404 ? { http } : call.refused(http, 'poll')
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error
    if (error.failure.code !== 'network.tooLarge' && error.failure.code !== 'response.tooLarge') return error
    // It has ended, and its answer is more than can be held: nobody will ask for it again.
    erase(call, query)
    throw error
  }
}

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
