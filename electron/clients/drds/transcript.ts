/** What the request inspector shows of one attempt, with secrets masked wherever they stand. */
import { RESPONSE_KEPT } from '../../../shared/model/drds-call.ts'
import type { HttpAnswer } from '../../http/send.ts'
import { canonicalQuery, stringToSign, type RpcParams } from './signer.ts'

export const MASK = '***'

/** Letters and digits pass percent-encoding however often it is done, so that the mask is legible in every text. */
const PLACEHOLDER = 'x0TesseraMaskedValue0x'

export interface Transcript {
  canonicalizedQueryString: string
  stringToSign: string
  masked: boolean
  curl: string
}

/** The request as it was signed; values of the parameters named in `secrets` read ***. */
export function transcriptOf(request: { method: 'GET' | 'POST'; url: string; params: RpcParams; secrets: readonly string[] }): Transcript {
  const { method, url, params, secrets } = request
  const hidden = secrets.filter((name) => params[name] !== undefined)
  const canonical = canonicalQuery({ ...params, ...Object.fromEntries(hidden.map((name) => [name, PLACEHOLDER])) })
  const masked = canonical.replaceAll(PLACEHOLDER, MASK)
  return {
    canonicalizedQueryString: masked,
    stringToSign: stringToSign(method, canonical).replaceAll(PLACEHOLDER, MASK),
    masked: hidden.length > 0,
    // What stands between the quotes is percent-encoded: nothing in it means anything to a shell.
    curl: method === 'GET' ? `curl '${url}?${masked}'` : `curl -X POST --data '${masked}' '${url}'`,
  }
}

/** So much is read beyond the cut that a secret across it is found whole. */
const BEYOND_BYTES = 8 * 1024

/** An answer's body as text, without secrets, cut at RESPONSE_KEPT. */
export function responseText({ bytes, mask }: Pick<HttpAnswer, 'bytes' | 'mask'>): string {
  const text = mask.text(decodeCut(bytes.subarray(0, RESPONSE_KEPT + BEYOND_BYTES)), RESPONSE_KEPT, MASK)
  return decodeCut(Buffer.from(text).subarray(0, RESPONSE_KEPT))
}

/** UTF-8 whose last character may be cut, and is then left out. */
const decodeCut = (bytes: Uint8Array): string => new TextDecoder().decode(bytes, { stream: true })
