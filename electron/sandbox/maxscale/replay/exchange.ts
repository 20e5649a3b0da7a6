/** One HTTP request as a byte-exact client sends it, with nothing added or followed. */
import { request as plainRequest, type ClientRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { RecordedResponse } from './transcript.ts'

export interface Exchange {
  method: string
  headers: Record<string, string>
  body: Buffer | null
  chunked: boolean
  /** Gets the request when it is on its way. */
  sent?: (outgoing: ClientRequest) => void
}

export function exchange(url: string, { method, headers, body, chunked, sent }: Exchange): Promise<RecordedResponse> {
  const send = url.startsWith('https:') ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    const length = body && !chunked && headers['Content-Length'] === undefined ? { 'Content-Length': String(body.length) } : {}
    const outgoing = send(url, { method, headers: { ...headers, ...length }, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const list = response.rawHeaders.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, response.rawHeaders[index + 1] ?? '']] : []))
        resolve({ status: response.statusCode ?? 0, reason: response.statusMessage ?? '', headers: list, body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    outgoing.on('error', reject)
    if (chunked) outgoing.write(body ?? '')
    outgoing.end(chunked ? undefined : body ?? undefined)
    sent?.(outgoing)
  })
}
