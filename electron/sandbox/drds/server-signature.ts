/**
 * The server's side of 签名机制 (drds-openapi-2015-04-13), written from the document alone. It shares no code with
 * the client's signer, so that one cannot repeat the other's mistake; the recorded vectors hold both.
 */
import { createHmac } from 'node:crypto'

const unreserved = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~'))

/** Rule b: UTF-8 byte by byte, everything but A-Z a-z 0-9 - _ . ~ as %XY. */
function encodeBytes(text: string): string {
  let out = ''
  for (const byte of Buffer.from(text, 'utf8'))
    out += unreserved.has(byte) ? String.fromCharCode(byte) : `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`
  return out
}

/** Every parameter of the request but Signature, whether it came in the URL or in the form. */
export function serverStringToSign(method: string, parameters: ReadonlyMap<string, string>): string {
  const names = [...parameters.keys()].filter((name) => name !== 'Signature').sort(byBytes)
  const canonical = names.map((name) => `${encodeBytes(name)}=${encodeBytes(parameters.get(name) ?? '')}`).join('&')
  return `${method}&${encodeBytes('/')}&${encodeBytes(canonical)}`
}

/** HMAC-SHA1 with the AccessKey secret and "&" as the key, in base64. */
export const serverSignature = (stringToSign: string, accessKeySecret: string) =>
  createHmac('sha1', Buffer.from(`${accessKeySecret}&`, 'utf8')).update(stringToSign, 'utf8').digest('base64')

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
