/** Content-Encoding (RFC 9110, section 8.4): what a server, or a gateway in between, did to an answer's body. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType } from 'node:zlib'
import { FailureError } from '../../shared/model/failure.ts'
import { tooLarge, type AnswerBound } from './answer-bounds.ts'
import { bodyFailure } from './body-failures.ts'

/**
 * What is asked for. Results are text and shrink to a fifth and less, which a slow line feels and a fast one does not
 * mind. Gateways do gzip while they send; br costs them more than it saves, and is only read where it comes unasked.
 */
export const ACCEPT_ENCODING = 'gzip'

type Decode = (bytes: InputType, options: { maxOutputLength: number }) => Promise<Buffer>

const decoders: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: (bytes, options) => (hasZlibHeader(bytes as Uint8Array) ? zlib : raw)(bytes, options),
  br: promisify(brotliDecompress),
}
const zlib: Decode = promisify(inflate)
const raw: Decode = promisify(inflateRaw)

/** `deflate` is zlib's format (section 8.4.1.2), and from some servers bare deflate: RFC 1950's header tells. */
const hasZlibHeader = ([first = 0, second = 0]: Uint8Array): boolean => (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0

/** Encodings in the order in which they were applied; nobody means more than a few. */
const MOST = 3

/**
 * The body as it was before it was encoded, in an array of its own. Throws a FailureError of kind `server`:
 * response.encodingUnknown, response.encodingBroken (cut, or not of that encoding), network.tooLarge
 * or .answerTooLarge beyond the bound, however little came.
 */
export async function decodeContent(bytes: Uint8Array, contentEncoding: string, bound: AnswerBound): Promise<Uint8Array> {
  const encodings = contentEncoding.split(',').map((name) => name.trim().toLowerCase()).filter((name) => name !== '' && name !== 'identity')
  // A 204, or an answer cut to nothing: there is nothing to decode.
  if (encodings.length === 0 || bytes.length === 0) return bytes
  const unknown = encodings.find((name) => !Object.hasOwn(decoders, name)) ?? (encodings.length > MOST ? contentEncoding : undefined)
  if (unknown !== undefined) throw bodyFailure('response.encodingUnknown', { encoding: unknown })
  let decoded = bytes
  for (const encoding of encodings.toReversed()) decoded = await decodeOne(decoded, encoding, bound)
  // zlib may answer a part of a larger buffer, which others must not get along with it.
  return decoded.byteLength === decoded.buffer.byteLength ? new Uint8Array(decoded.buffer) : new Uint8Array(decoded)
}

async function decodeOne(bytes: Uint8Array, encoding: string, bound: AnswerBound): Promise<Uint8Array> {
  try {
    return await decoders[encoding]!(bytes, { maxOutputLength: bound.bytes })
  } catch (error) {
    if (error instanceof RangeError) throw new FailureError(tooLarge(bound, bound.bytes))
    throw bodyFailure('response.encodingBroken', { encoding })
  }
}
