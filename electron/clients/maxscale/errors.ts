/** What MaxScale refuses → failures. What the database says about a statement is a result, not one of these. */
import { failureOf, FailureError, type FailureCode, type FailureKind, type ServerWords } from '../../../shared/model/failure.ts'
import { isPage, pageText } from '../../http/page-text.ts'
import { hideSecrets } from '../../http/redact.ts'
import type { HttpAnswer } from '../../http/send.ts'
import type { OperationName } from './operations.ts'

type Kinds = readonly [FailureKind, FailureCode, retrySafe: boolean]

export interface Asked {
  operation: OperationName
  host: string
  target: string
  secrets: readonly string[]
}

/** Statuses that mean the same for every operation; nothing of these ran. */
const statuses: Readonly<Record<number, Kinds>> = {
  401: ['signIn', 'maxscale.signInRefused', true],
  403: ['permission', 'maxscale.notPermitted', true],
  429: ['throttled', 'maxscale.throttled', true],
}

/** The failure of an answer that is no success; `detail` is its errors[].detail where it has one. */
export function refusal(http: HttpAnswer, detail: string, asked: Asked): FailureError {
  const page = isPage(http.headers, http.bytes)
  const words = hideSecrets(detail || pageText(http.bytes), asked.secrets)
  const [kind, code, retrySafe] = kindsOf(http.status, words, { page, ownWords: detail !== '' }, asked.operation)
  const server: ServerWords = { text: words, status: http.status }
  return new FailureError(failureOf(kind, code, { params: { host: asked.host, target: asked.target, status: http.status }, server, retrySafe }))
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
      return ofPoll(status, page)
    case 'query':
    case 'cancel':
    case 'close':
    case 'erase':
    case 'get':
      return ofSession(status, page, ownWords)
    default:
      return ofRead(status, page)
  }
}

/** Every failure to open is 400 (facts 11); the database's error number tells them apart, not the words. */
function ofOpen(status: number, detail: string, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', true]
  if (status === 404) return ['input', 'maxscale.notMaxScale', true]
  if (status === 400) {
    const errno = /\bError (\d{4}):/.exec(detail)?.[1]
    if (errno === '1045' || errno === '1698') return ['signIn', 'maxscale.databaseSignIn', true]
    if (errno === '1049') return ['input', 'maxscale.unknownDatabase', true]
    if (errno === '1044') return ['permission', 'maxscale.databaseDenied', true]
    return ['input', 'maxscale.openRefused', true]
  }
  return ofOther(status)
}

function ofSession(status: number, page: boolean, ownWords: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', false]
  // An unknown or closed id (facts 2): the statement did not run.
  if (status === 404) return ['server', 'maxscale.sessionLost', true]
  // Busy, not lost (facts 1): the statement did not run.
  if (status === 503 && ownWords) return ['server', 'maxscale.busy', true]
  if (status === 400) return ['input', 'maxscale.refused', true]
  return ofOther(status)
}

/** 503 is "busy", and for a transaction, in misleading words, error 2006 (facts 12); others are as when opening. */
function ofReconnect(status: number, detail: string, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', true]
  if (status === 404) return ['server', 'maxscale.sessionLost', true]
  if (status === 503) return ['server', 'maxscale.reconnectRefused', true]
  return status === 400 ? ofOpen(status, detail, page) : ofOther(status)
}

/** What was asked for was running: nobody knows how it ended. */
function ofPoll(status: number, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', false]
  if (status === 400 || status === 404) return ['server', 'maxscale.answerLost', false]
  return ofOther(status)
}

/** Nothing runs and nothing changes: what is read may be read again. */
function ofRead(status: number, page: boolean): Kinds {
  if (page) return ['server', 'maxscale.webPage', true]
  if (status === 404) return ['input', 'maxscale.notMaxScale', true]
  if (status >= 500) return ['server', 'maxscale.readFailed', true]
  return status >= 300 ? ['input', 'maxscale.readRefused', true] : ['server', 'maxscale.unreadable', true]
}

const ofOther = (status: number): Kinds =>
  status >= 500 ? ['server', 'maxscale.serverError', false] : status >= 300 ? ['input', 'maxscale.refused', true] : ['server', 'maxscale.unreadable', false]

/** Errors of the connection to the database: it is dead and answers the same to every further statement (facts 1). */
export const lostConnection: ReadonlySet<number> = new Set([2002, 2006, 2013, 1927])
