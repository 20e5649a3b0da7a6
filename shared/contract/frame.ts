/**
 * The door's binary form, for hosts that have no structured clone (the browser host's WebSocket).
 *
 *     u32 id | u32 length of head | head: msgpack | padding to 8 | array | padding to 8 | array …
 *
 * Typed arrays stand behind the head as they are; the head refers to them. So a result's bytes and index are
 * sent from where they lie (each is a fragment of one message) and read as views of the message: no copy of ours
 * on either side. A number -0 arrives as 0, since msgpack writes integers as integers; cells travel as bytes.
 */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack'
import type { Result } from '../model/result.ts'
import type { EventName, Events } from './events.ts'
import { checkHead } from './frame-bounds.ts'

/** What the host sends: first of all, with NO_ID, what shows that it is the host (page-key.ts); then the answer to a request's id, or an event with NO_ID. */
export type FromHost = { hostProof: string } | { result: Result<unknown> } | { event: EventName; payload: Events[EventName] }

/** A frame that is no answer. */
export const NO_ID = 0
/** The close code of a WebSocket whose window was taken over by another. */
export const TAKEN_OVER = 4001
/** The largest request that main takes, on every host. */
export const REQUEST_LIMIT_BYTES = 128_000_000

/** A head announces its lists' lengths, and room for them is made before they are read: no list of ours is longer. */
const LONGEST_LIST = 100_000

const PREFIX = 8
const ALIGNMENT = 8
const REFERENCE = 8
const BYTES = 1
const WORDS = 2

interface Arrays {
  parts: Uint8Array[]
  length: number
}

const encoding = new ExtensionCodec<Arrays>()
encoding.register({ type: BYTES, encode: (value, arrays) => (value instanceof Uint8Array ? refer(value, arrays) : null), decode: never })
encoding.register({
  type: WORDS,
  encode: (value, arrays) =>
    value instanceof Uint32Array ? refer(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), arrays) : null,
  decode: never,
})

const decoding = new ExtensionCodec<Uint8Array>()
decoding.register({ type: BYTES, encode: () => null, decode: (reference, _type, area) => referred(reference, area) })
decoding.register({
  type: WORDS,
  encode: () => null,
  decode(reference, _type, area) {
    const bytes = referred(reference, area)
    const aligned = bytes.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice()
    return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / Uint32Array.BYTES_PER_ELEMENT)
  },
})

/** One frame, in parts to be sent one after another; large arrays are among them uncopied. */
export function encodeFrame(id: number, body: unknown): Uint8Array[] {
  const arrays: Arrays = { parts: [], length: 0 }
  const head = encode(body, { extensionCodec: encoding, context: arrays, ignoreUndefined: true })
  const start = new Uint8Array(padded(PREFIX + head.byteLength))
  const prefix = new DataView(start.buffer)
  prefix.setUint32(0, id, true)
  prefix.setUint32(4, head.byteLength, true)
  start.set(head, PREFIX)
  return [start, ...arrays.parts]
}

/** The id of a frame that may be malformed beyond it; NO_ID where there is none. */
export const frameId = (bytes: Uint8Array): number => (bytes.byteLength >= PREFIX ? prefixOf(bytes).getUint32(0, true) : NO_ID)

/** Reads one frame of the host; its typed arrays are views of `bytes`. Throws on anything malformed. */
export function decodeFrame(bytes: Uint8Array): { id: number; body: unknown } {
  const { head, area } = partsOf(bytes)
  return { id: frameId(bytes), body: decode(head, { extensionCodec: decoding, context: area, maxArrayLength: LONGEST_LIST }) }
}

/** Reads a page's request, which nothing is made of before it is within bounds. Throws a FrameError, or on anything malformed. */
export function decodeRequest(bytes: Uint8Array): unknown {
  const { head, area } = partsOf(bytes)
  checkHead(head, area.byteLength)
  return decodeFrame(bytes).body
}

function partsOf(bytes: Uint8Array): { head: Uint8Array; area: Uint8Array } {
  if (bytes.byteLength < PREFIX) throw new RangeError('frame too short')
  const headEnd = PREFIX + prefixOf(bytes).getUint32(4, true)
  if (headEnd > bytes.byteLength) throw new RangeError('frame cut short')
  return { head: bytes.subarray(PREFIX, headEnd), area: bytes.subarray(Math.min(padded(headEnd), bytes.byteLength)) }
}

const prefixOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, PREFIX)

const padded = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT

/** Queues an array behind the head; the reference is its place there and its length. */
function refer(bytes: Uint8Array, arrays: Arrays): Uint8Array {
  const reference = new Uint8Array(REFERENCE)
  const view = new DataView(reference.buffer)
  view.setUint32(0, arrays.length, true)
  view.setUint32(4, bytes.byteLength, true)
  const padding = padded(bytes.byteLength) - bytes.byteLength
  if (bytes.byteLength > 0) arrays.parts.push(bytes)
  if (padding > 0) arrays.parts.push(new Uint8Array(padding))
  arrays.length += bytes.byteLength + padding
  return reference
}

function referred(reference: Uint8Array, area: Uint8Array): Uint8Array {
  if (reference.byteLength !== REFERENCE) throw new RangeError('malformed reference')
  const view = new DataView(reference.buffer, reference.byteOffset, REFERENCE)
  const start = view.getUint32(0, true)
  const end = start + view.getUint32(4, true)
  if (end > area.byteLength) throw new RangeError('reference beyond the frame')
  return area.subarray(start, end)
}

function never(): never {
  throw new TypeError('encoding only')
}
