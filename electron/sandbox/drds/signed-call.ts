/** A small client for the sandbox's own tests: signs with the server's implementation and reads what came. */
import { serverSignature, serverStringToSign } from './server-signature.ts'

interface SignedCallOptions {
  url: () => string
  account: { accessKeyId: string; accessKeySecret: string }
  /** Epoch milliseconds, for Timestamp. */
  now: () => number
}

export interface Received {
  status: number
  headers: Headers
  text: string
  json(): Record<string, unknown>
}

let nonce = 0

/** Sends signed requests; a parameter given as undefined is left out, and Signature can be given. */
export const signedCall =
  ({ url, account, now }: SignedCallOptions) =>
  (parameters: Record<string, string | undefined>, method = 'GET', where: 'query' | 'form' = 'query'): Promise<Received> => {
    const given = {
      AccessKeyId: account.accessKeyId,
      Format: 'JSON',
      RegionId: 'cn-hangzhou',
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: `nonce-${(nonce += 1)}`,
      SignatureVersion: '1.0',
      Timestamp: new Date(now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      Version: '2015-04-13',
      ...parameters,
    }
    const signed = new Map(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined))
    if (!('Signature' in parameters))
      signed.set('Signature', serverSignature(serverStringToSign(method, signed), account.accessKeySecret))
    return sendParameters(url(), method, signed, where)
  }

export async function sendParameters(url: string, method: string, parameters: ReadonlyMap<string, string>, where: 'query' | 'form'): Promise<Received> {
  const encoded = new URLSearchParams([...parameters])
  const response = where === 'query' ? await fetch(`${url}/?${encoded}`, { method }) : await fetch(`${url}/`, { method, body: encoded })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as Record<string, unknown> }
}
