/** Sending one statement on a session and waiting for its answer, however long that takes and whatever the line does. */
import { failureOf, FailureError } from '../../../shared/model/failure.ts'
import { isOverBound } from '../../http/answer-bounds.ts'
import { indexMaxScaleBody, type MaxScaleIndexedBody } from '../../http/index-json.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { saysNothing, unavailabilityOf } from './errors.ts'
import type { OperationName } from './operations.ts'
import type { RestCall } from './rest.ts'
import { queryOf, refusesItself, wordsOf } from './wire.ts'

/** What is known of a statement that runs. */
export interface StatementProgress {
  /** As MaxScale counts, milliseconds. */
  elapsedMs: number
  /** False while MaxScale cannot be reached; the statement goes on there. */
  reachable: boolean
}

/** A call about the session that runs the statement. */
export type SessionCall = (operation: OperationName, call: Omit<RestCall, 'key'>) => Promise<HttpAnswer>

export interface StatementCall {
  call: SessionCall
  body: { sql: string; max_rows: number; timeout: number }
  /** The id that MaxScale will give the query: it counts a session's queries from 1. */
  queryId: string
  /** How long the statement may take, milliseconds: so long its own request is waited for, where MaxScale holds it. */
  longestMs: number
  /** Without waiting and asking: for statements that are over at once. How long that may take, milliseconds. */
  synchronousMs?: number
  /** How long a session that is busy is waited for, milliseconds: a busy one takes no statement. */
  busyMs: number
  signal?: AbortSignal
  /** The failure of an answer that is none. */
  refused: (http: HttpAnswer, at: StatementAnswer['at']) => FailureError
  /** Called once MaxScale has the statement, with its query's id: from then on it runs, whatever becomes of the line. */
  onTaken?: (queryId: string) => void
  onProgress?: (progress: StatementProgress) => void
  /** Given a function that ends the wait before the next question. */
  onWaiting?: (wake: () => void) => void
  /** Told whether the session is waited for, and nothing was taken. */
  onBusy?: (isBusy: boolean) => void
}

/** An answer to the statement, or a refusal. */
export interface StatementAnswer {
  http: HttpAnswer
  /** Where it is an answer. */
  read?: MaxScaleIndexedBody
  /** Where the refusal came: before the statement was taken, or when its answer was asked for. */
  at: 'query' | 'poll'
  /** Erases the answer on MaxScale, which keeps it until the next query otherwise; there where it is large. */
  erase?: () => void
}

/** For statements of our own that are over at once: USE, KILL, the process list. */
export const OWN_STATEMENT_MS = 30_000
/** For what is answered at once. */
const SHORT_MS = 30_000
/** Between two tries to send a statement to a session that is busy. */
const BUSY_PAUSE_MS = 100
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
 * Runs the statement once; what may have been taken is never sent a second time. Throws a FailureError where it was not
 * sent or its answer did not come, or the signal aborted first (its reason, where that is a FailureError): the statement
 * may then be running, unless the failure says that it is safe to run it again.
 */
export async function sendStatement(call: StatementCall): Promise<StatementAnswer> {
  const { synchronousMs } = call
  const sent = performance.now()
  for (;;) {
    const answer = synchronousMs === undefined ? await answeredLater(call) : answered('query', await call.call('query', { ...common(call), body: call.body, timeoutMs: sending(call, synchronousMs), whileProgress: true }))
    if (answer.at !== 'query' || !isBusy(answer.http) || performance.now() - sent > call.busyMs) return answer
    await untilLessBusy(call)
  }
}

async function answeredLater(call: StatementCall): Promise<StatementAnswer> {
  const started = performance.now()
  const begun = await begin(call)
  if (typeof begun !== 'string') return answered('query', begun)
  call.onTaken?.(begun)
  const { http, read } = await poll(call, begun, started)
  const isLarge = isAnswer(http) && http.bytes.length > ERASE_ABOVE_BYTES
  return { http, ...(read && { read }), at: 'poll', ...(isLarge && { erase: () => erase(call, begun) }) }
}

/** 201; 200 as some versions and gateways write it. */
export const isAnswer = ({ status }: HttpAnswer): boolean => status === 201 || status === 200

const common = ({ signal }: StatementCall) => ({ ...(signal && { signal }) })

const sending = ({ body }: StatementCall, milliseconds: number): number => milliseconds + Math.round(body.sql.length * SENDING_MS_PER_BYTE)

function answered(at: StatementAnswer['at'], http: HttpAnswer): StatementAnswer {
  return isAnswer(http) ? { http, read: indexMaxScaleBody(http.bytes), at } : { http, at }
}

/** Nothing was taken yet: whoever gives up waiting can run the statement again. */
async function untilLessBusy(call: StatementCall): Promise<void> {
  call.onBusy?.(true)
  try {
    await pause(BUSY_PAUSE_MS, call)
  } catch (error) {
    throw error instanceof FailureError ? new FailureError({ ...error.failure, retrySafe: true }, { cause: error }) : error
  } finally {
    call.onBusy?.(false)
  }
}

/** Gives MaxScale its room back; whether that is now or at the next query does not matter to the answer. */
function erase({ call }: StatementCall, query: string): void {
  void call('erase', { query, timeoutMs: SHORT_MS }).catch(() => undefined)
}

/**
 * The query's id, or the answer that refused it, or that is all there will be: a MaxScale that knows no `async` holds
 * the request until the statement has ended.
 */
async function begin(call: StatementCall): Promise<string | HttpAnswer> {
  let refused: HttpAnswer | undefined
  try {
    const http = await posted(call)
    if (http === 'underWay') return call.queryId
    // It has been taken, whatever else the answer says; then it has the number that comes next.
    if (http.status === 202) return queryOf(readable(http)?.envelope)?.id ?? call.queryId
    // A gateway that failed has said nothing of the statement.
    if (!saysNothing(http.status) || isOwn503(http)) return http
    refused = http
  } catch (error) {
    if (!mayHaveArrived(error)) throw error
    if (await isUnderWay(call)) return call.queryId
    throw error
  }
  return (await isUnderWay(call)) ? call.queryId : refused
}

/**
 * The answer to sending the statement. It comes at once, or where MaxScale holds the request with the statement's end;
 * meanwhile the query is looked for by its number, since the answer may have been lost on a line that nobody closed.
 */
async function posted(call: StatementCall): Promise<HttpAnswer | 'underWay'> {
  const found = new AbortController()
  const signal = call.signal ? AbortSignal.any([call.signal, found.signal]) : found.signal
  const posting = call.call('query', { signal, body: call.body, parameters: { async: 'true' }, timeoutMs: sending(call, Math.max(call.longestMs, SHORT_MS)), whileProgress: true })
  // It is awaited below, but not while the query is looked for.
  posting.catch(() => undefined)
  for (;;) {
    const http = await within(posting, sending(call, SHORT_MS))
    if (http) return http
    if (!(await isUnderWay(call))) continue
    found.abort()
    return 'underWay'
  }
}

/** The promise's value; undefined where it takes longer. Throws what it throws. */
function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), milliseconds)))
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** A body of which only what can be read is wanted. */
function readable({ bytes }: HttpAnswer): MaxScaleIndexedBody | undefined {
  try {
    return indexMaxScaleBody(bytes)
  } catch (error) {
    if (error instanceof FailureError) return undefined
    throw error
  }
}

/** A 503 of MaxScale's own, as its own document (facts 18); a gateway's has another. */
const isOwn503 = (http: HttpAnswer): boolean => http.status === 503 && wordsOf(http.bytes) !== ''

/** The one 503 that may be waited for. */
export const isBusy = (http: HttpAnswer): boolean => http.status === 503 && unavailabilityOf(wordsOf(http.bytes)) === 'busy'

const mayHaveArrived = (error: unknown): error is FailureError =>
  error instanceof FailureError && (error.failure.kind === 'network' || error.failure.kind === 'server') && !error.failure.retrySafe

/**
 * Whether MaxScale has taken the statement though its answer did not come: the number of its query is known beforehand,
 * since a session runs one statement at a time. The text is compared as well: another's answer must not pass for it.
 */
async function isUnderWay(call: StatementCall): Promise<boolean> {
  try {
    const http = await call.call('poll', { ...common(call), query: call.queryId, timeoutMs: SHORT_MS, whileProgress: true })
    return (http.status === 202 || isAnswer(http)) && queryOf(indexMaxScaleBody(http.bytes).envelope)?.sql === call.body.sql
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
  /** Of an answer, and of progress that can be read. */
  read?: MaxScaleIndexedBody
}

/**
 * The answer, or the failure that may pass: MaxScale keeps an answer until the next query (g11). Only its own 400 and
 * 404 are final, and that it ends or has lost the database; sign-ins that fail, throttling and gateways may pass while
 * the statement runs. Throws what will not.
 */
async function ask(call: StatementCall, query: string): Promise<Asked | FailureError> {
  try {
    const http = await call.call('poll', { ...common(call), query, timeoutMs: SHORT_MS, whileProgress: true })
    if (isAnswer(http)) return { http, read: indexMaxScaleBody(http.bytes) }
    // It runs: what else the answer says is a comfort.
    if (http.status === 202) {
      const read = readable(http)
      return { http, ...(read && { read }) }
    }
    return isFinal(http) ? { http } : call.refused(http, 'poll')
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error
    if (!isOverBound(error.failure)) return error
    // It has ended, and its answer is more than can be held: nobody will ask for it again.
    erase(call, query)
    throw error
  }
}

function isFinal(http: HttpAnswer): boolean {
  const { status, bytes } = http
  if (status === 503) return ['shuttingDown', 'lost'].includes(unavailabilityOf(wordsOf(bytes)))
  return (status === 400 || status === 404) && refusesItself(http)
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
