import type { ConnectionId } from './ids.ts'

/** One request to the DRDS OpenAPI; every attempt is one. Kept in memory while the app runs, the latest few hundred. */
export interface DrdsCall {
  id: number
  connectionId: ConnectionId
  /** Epoch milliseconds. */
  at: number
  action: string
  /** From 1; a retry is signed anew. */
  attempt: number
  method: 'GET' | 'POST'
  host: string
  regionId: string
  /** HTTP status; 0 where no answer came. */
  status: number
  /** The error code of the answer; '' for success. */
  code: string
  requestId: string
  hostId: string
  elapsedMs: number
  /** How far this machine's clock was ahead of the server's, milliseconds; null where the answer had no Date. */
  skewMs: number | null
}

/** As much of an answer as is kept, bytes; a character that would be cut is left out. */
export const RESPONSE_KEPT = 64 * 1_024

/** What a request was made of. Values of secret parameters read ***, so that what is shown signs to something else. */
export interface DrdsCallDetail extends DrdsCall {
  canonicalizedQueryString: string
  stringToSign: string
  /** Base64. */
  signature: string
  /** True where secret parameters are masked. */
  masked: boolean
  /** A command that sends it, with its secrets masked and its signature left out. */
  curl: string
  /** The answer as text, with secrets masked, cut at RESPONSE_KEPT. */
  response: string
  responseBytes: number
  /** What went wrong where no answer came. */
  failure: string
}
