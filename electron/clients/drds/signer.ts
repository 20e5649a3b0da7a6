/** RPC signature 1.0 of the DRDS OpenAPI (document, "签名机制"): pure functions, clock and nonce are parameters. */
import { createHmac } from 'node:crypto'

/** Every signed parameter, `Signature` aside; values as text. */
export type RpcParams = Readonly<Record<string, string>>

/** What a signature was made from; the request inspector shows all three. */
export interface RpcSignature {
  canonicalizedQueryString: string
  stringToSign: string
  /** Base64, not yet percent-encoded. */
  signature: string
}

/** RFC 3986: everything but A-Z a-z 0-9 - _ . ~ becomes %XY of its UTF-8 bytes; a space is %20. Refuses lone surrogates. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

/** Parameters sorted by name (by UTF-16 code unit: upper case before lower case), both sides encoded. */
export const canonicalQuery = (params: RpcParams): string =>
  Object.keys(params)
    .filter((name) => name !== 'Signature')
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(params[name] ?? '')}`)
    .join('&')

/** HTTPMethod + "&" + percentEncode("/") + "&" + percentEncode(canonical): the document's formula, its bracket closed. */
export const stringToSign = (method: string, canonical: string): string =>
  [method, percentEncode('/'), percentEncode(canonical)].join('&')

/** HMAC-SHA1 in Base64; the key is the AccessKey secret and an ampersand. */
const sign = (text: string, accessKeySecret: string): string =>
  createHmac('sha1', `${accessKeySecret}&`).update(text, 'utf8').digest('base64')

/** Signs one request. `accessKeySecret` is the revealed text: it goes into the HMAC's key and nowhere else. */
export function signRpc(request: { method: 'GET' | 'POST'; params: RpcParams; accessKeySecret: string }): RpcSignature {
  const canonicalizedQueryString = canonicalQuery(request.params)
  const text = stringToSign(request.method, canonicalizedQueryString)
  return { canonicalizedQueryString, stringToSign: text, signature: sign(text, request.accessKeySecret) }
}
