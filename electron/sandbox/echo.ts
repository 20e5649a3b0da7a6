/** What a server repeats of a request, in a spelling and in every field of an answer: the fault `echo`. */
import type { IncomingMessage } from 'node:http'
import type { Answer } from './faults.ts'
import { spellings, type Spelling } from './spellings.ts'

/**
 * - `refusal`: one document of JSON in which each of the three protocols finds its fields, all of them the echo.
 * - `page`: a web page, with it in its text, its title, a remark, an attribute and a script.
 * - `own`: the server's own answer, each text in it followed by the echo.
 */
export const echoShapes = ['refusal', 'page', 'own'] as const

export interface Echo {
  shape: (typeof echoShapes)[number]
  spelling: Spelling
  status: number
}

/** The answer that repeats the request; its status line and headers do, too. */
export function echoAnswer(request: IncomingMessage, body: Uint8Array, { shape, spelling, status }: Echo, own: Answer): Answer & { statusText: string } {
  const said = partsOf(request, Buffer.from(body).toString('utf8')).map(spellings[spelling]).join(' | ')
  // A header holds one line of printable ASCII, and Node reads 16 KB of them.
  const line = said.replaceAll(/[^\u0020-\u007e]/g, '').slice(0, 2_000)
  const headers = { Location: `/?${line}`, 'WWW-Authenticate': `Basic realm="${line}"`, 'X-Request': line }
  const typed = (type: string) => ({ ...headers, 'Content-Type': type })
  switch (shape) {
    case 'refusal':
      return { status, statusText: line, headers: typed('application/json'), body: JSON.stringify(refusal(said)) }
    case 'page':
      return { status, statusText: line, headers: typed('text/html'), body: page(said) }
    case 'own':
      return { ...own, status, statusText: line, headers: { ...own.headers, ...headers }, body: withEcho(Buffer.from(own.body).toString('utf8'), said) }
  }
}

/** All that a secret may stand in: the address, each header, the body, and what they hold. */
function partsOf(request: IncomingMessage, body: string): string[] {
  const { url = '', rawHeaders } = request
  const values = rawHeaders.filter((_, at) => at % 2 === 1)
  const basic = values.flatMap((value) => /^Basic (\S+)$/.exec(value)?.[1] ?? []).map((encoded) => Buffer.from(encoded, 'base64').toString('utf8'))
  const document = jsonOf(body)
  const form = [url.split('?')[1] ?? '', ...(document === undefined ? [body] : [])].flatMap((text) => [...new URLSearchParams(text).values()])
  return [...new Set([url, ...values, ...basic, body, ...form, ...textsOf(document)])].filter((part) => part !== '')
}

const refusal = (said: string) => ({
  success: false, requestId: said, msg: said, message: said, Code: said, Message: said, RequestId: said, HostId: said,
  errors: [{ detail: said }],
  data: { id: said, attributes: { target: said, results: [{ errno: 1064, message: said, sqlstate: said }] } },
})

const page = (said: string): string =>
  `<!DOCTYPE html><html><head><title>${said}</title><!-- ${said} --></head><body><h1>${said}</h1><input value="${said}"><p>${said}</p><script>var request = "${said}"</script></body></html>`

function withEcho(text: string, said: string): string {
  const document = jsonOf(text)
  return document === undefined ? text.replaceAll(/>([^<>]+)</g, (_, inside: string) => `>${inside} ${said.replaceAll('<', '&lt;')}<`) : JSON.stringify(document, (_, value: unknown) => (typeof value === 'string' ? `${value} ${said}` : value))
}

const textsOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [])

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
