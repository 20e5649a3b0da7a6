/** What MaxScale refuses → failures. What the database says about a statement is a result, not one of these. */
import { failureOf, FailureError, type FailureCode, type FailureKind } from '../../../shared/model/failure.ts'
import { betweenUs, isPage } from '../../http/page-text.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { serverWords } from '../../http/server-words.ts'
import type { OperationName } from './operations.ts'

type Kinds = readonly [FailureKind, FailureCode, retrySafe: boolean]

export interface Asked {
  operation: OperationName
  host: string
  target: string
}

/** Statuses that mean the same for every operation; nothing of these ran. */
const statuses: Readonly<Record<number, Kinds>> = {
  401: ['signIn', 'maxscale.signInRefused', true],
  403: ['permission', 'maxscale.notPermitted', true],
  429: ['throttled', 'maxscale.throttled', true],
  431: ['input', 'network.headersRefused', true],
}

/** The failure of an answer that is no success; `detail` is its errors[].detail where it has one. */
export function refusal(http: HttpAnswer, detail: string, asked: Asked): FailureError {
  const page = isPage(http.headers, http.bytes)
  const server = serverWords(http, { text: detail || undefined })
  const [kind, code, retrySafe] = kindsOf(http.status, detail || server.text, { page, ownWords: detail !== '' }, asked.operation)
  return new FailureError(failureOf(kind, code, { params: { host: asked.host, target: asked.target, status: http.status, ...betweenUs(http, kind) }, server, retrySafe }))
}

/** `ownWords`: a document of MaxScale's own, which a gateway's refusal is not. */
interface Origin {
  page: boolean
  ownWords: boolean
}

function kindsOf(status: number, words: string, { page, ownWords }: Origin, operation: OperationName): Kinds {
  if (operation === 'auth' && status === 401) return ['signIn', 'maxscale.tokenRefused', true]
  const known = statuses[status]
  if (known) return known
  switch (operation) {
    case 'open':
    case 'clone':
      return ofOpen(status, words, page)
    case 'reconnect':
      return ofReconnect(status, words, page)
    case 'poll':
      return ofPoll(status, words, { page, ownWords })
    case 'query':
    case 'cancel':
    case 'close':
    case 'erase':
    case 'get':
      return ofSession(status, words, { page, ownWords })
    default:
      return ofRead(status, page)
  }
}

/** What MaxScale's own 503 means. */
export type Unavailability = 'busy' | 'shuttingDown' | 'lost' | 'other'

/** 503 has several meanings, which nothing but its words tells (facts 18). */
const unavailabilities: readonly (readonly [RegExp, Unavailability])[] = [
  [/\bis busy\b/i, 'busy'],
  [/\bshutting down\b/i, 'shuttingDown'],
  [/\blost\b|\bgone away\b/i, 'lost'],
]

/** `words` is errors[].detail; a gateway's 503 has none. */
export const unavailabilityOf = (words: string): Unavailability => unavailabilities.find(([said]) => said.test(words))?.[1] ?? 'other'

/** Missing, malformed, another's, or ended: MaxScale says it in one way, and with the status of a malformed body (facts 3). */
export const refusesToken = ({ status }: HttpAnswer, words: string): boolean => status === 400 && /\bconnection token\b|\btoken is for connection\b/i.test(words)

const shuttingDown: Kinds = ['server', 'maxscale.shuttingDown', true]

/** Every failure to open is 400 (facts 11); the database's error number tells them apart, not the words. */
function ofOpen(status: number, detail: string, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', true]
  if (status === 404) return ['input', 'maxscale.notMaxScale', true]
  if (status === 503 && unavailabilityOf(detail) === 'shuttingDown') return shuttingDown
  if (status === 400) {
    const errno = /\bError (\d{4}):/.exec(detail)?.[1]
    if (errno === '1045' || errno === '1698') return ['signIn', 'maxscale.databaseSignIn', true]
    if (errno === '1049') return ['input', 'maxscale.unknownDatabase', true]
    if (errno === '1044') return ['permission', 'maxscale.databaseDenied', true]
    return ['input', 'maxscale.openRefused', true]
  }
  return ofOther(status)
}

function ofSession(status: number, words: string, { page, ownWords }: Origin): Kinds {
  if (page) return ['server', 'maxscale.webPage', false]
  // An unknown or closed id (facts 2): the statement did not run.
  if (status === 404) return ['server', 'maxscale.sessionLost', true]
  if (status === 503 && ownWords) {
    switch (unavailabilityOf(words)) {
      case 'busy':
        return ['server', 'maxscale.busy', true]
      case 'shuttingDown':
        return shuttingDown
      // "Fatal connection error" of the page: nobody says how far the statement came.
      case 'lost':
      case 'other':
        return ['server', 'maxscale.connectionLost', false]
    }
  }
  if (status === 400) return ['input', 'maxscale.refused', true]
  return status < 300 ? ['server', 'maxscale.answerUnreadable', false] : ofOther(status)
}

/** 503 is "busy", and for a transaction, in misleading words, error 2006 (facts 12); others are as when opening. */
function ofReconnect(status: number, detail: string, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', true]
  if (status === 404) return ['server', 'maxscale.sessionLost', true]
  if (status === 503) return unavailabilityOf(detail) === 'shuttingDown' ? shuttingDown : ['server', 'maxscale.reconnectRefused', true]
  return status === 400 ? ofOpen(status, detail, page) : ofOther(status)
}

/** What was asked for was running: nobody knows how it ended. */
function ofPoll(status: number, words: string, { page, ownWords }: Origin): Kinds {
  if (page) return ['server', 'maxscale.webPage', false]
  if (status === 400 || status === 404) return ['server', 'maxscale.answerLost', false]
  if (status === 503 && ownWords) {
    const why = unavailabilityOf(words)
    if (why === 'shuttingDown') return ['server', 'maxscale.shutDownMeanwhile', false]
    if (why === 'lost') return ['server', 'maxscale.connectionLost', false]
  }
  return status < 300 ? ['server', 'maxscale.answerUnreadable', false] : ofOther(status)
}

/** Nothing runs and nothing changes: what is read may be read again. */
function ofRead(status: number, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', true]
  if (status === 404) return ['input', 'maxscale.notMaxScale', true]
  if (status >= 500) return ['server', 'maxscale.readFailed', true]
  return status >= 300 ? ['input', 'maxscale.readRefused', true] : ['server', 'maxscale.unreadable', true]
}

/**
 * Says nothing of what was asked: 408 and 499 are a gateway's that had sent it on, and waited no longer; MaxScale redirects
 * nobody, and who does may have done what was asked first.
 */
export const saysNothing = (status: number): boolean => status >= 500 || status === 408 || status === 499 || isRedirect(status)

const isRedirect = (status: number): boolean => status >= 300 && status < 400

const ofOther = (status: number): Kinds =>
  status < 300 || isRedirect(status) ? ['server', 'maxscale.unreadable', false] : saysNothing(status) ? ['server', 'maxscale.serverError', false] : ['input', 'maxscale.refused', true]

/** Errors of the connection to the database: it is dead and answers the same to every further statement (facts 1). */
export const lostConnection: ReadonlySet<number> = new Set([2002, 2006, 2013, 1927])
