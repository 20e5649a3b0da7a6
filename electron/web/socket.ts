import type { RawData, WebSocket } from 'ws'
import { FrameError } from '../../shared/contract/frame-bounds.ts'
import { decodeRequest, encodeFrame, frameId, NO_ID, TAKEN_OVER, type FromHost } from '../../shared/contract/frame.ts'
import { failureOf, type Failure } from '../../shared/model/failure.ts'
import { sizeFailure } from '../ipc/input-size.ts'
import type { Dispatch } from '../ipc/router.ts'
import type { EventHub } from '../services/event-hub.ts'

/** WebSocket close codes (RFC 6455, section 7.4.1). */
const UNSUPPORTED_DATA = 1003
/** How long a window may take to close that was taken over, milliseconds. */
const CLOSE_WITHIN = 2_000

interface Served {
  dispatch: Dispatch
  events: EventHub
  hostProof: string
}

/**
 * One window: it is shown that this is its host; then its requests go to the door, answers and events come back as
 * frames, until it closes or is closed: what still comes from a window that was taken over is not heard.
 */
export function serveSocket(socket: WebSocket, { dispatch, events, hostProof }: Served): void {
  const send = (id: number, message: FromHost) => {
    if (socket.readyState !== socket.OPEN) return
    const parts = encodeFrame(id, message)
    // Fragments of one message: a result's bytes go out from where they lie. The queue keeps messages apart.
    parts.forEach((part, place) => socket.send(part, { binary: true, fin: place === parts.length - 1 }))
  }
  send(NO_ID, { hostProof })
  const unsubscribe = events.subscribe((event, payload) => send(NO_ID, { event, payload }))
  socket.on('close', unsubscribe)
  // A message over the limit or not of the protocol: ws closes the socket itself.
  socket.on('error', () => socket.terminate())
  socket.on('message', (data: RawData, isBinary) => {
    if (socket.readyState !== socket.OPEN) return
    if (!isBinary || !(data instanceof Uint8Array)) return socket.close(UNSUPPORTED_DATA)
    const id = frameId(data)
    if (id === NO_ID) return socket.close(UNSUPPORTED_DATA)
    const request = decoded(data)
    if ('failure' in request) return send(id, { result: { ok: false, failure: request.failure } })
    dispatch(request.body)
      .then((result) => send(id, { result }))
      .catch(() => send(id, { result: { ok: false, failure: defect('the answer cannot be sent') } }))
  })
}

/** Tells a window that another was opened, and serves it no more. */
export function endTakenOver(socket: WebSocket): void {
  const parts = encodeFrame(NO_ID, { event: 'window.takenOver', payload: null } satisfies FromHost)
  parts.forEach((part, place) => socket.send(part, { binary: true, fin: place === parts.length - 1 }))
  socket.close(TAKEN_OVER)
  // One that does not answer is not waited for.
  const impatience = setTimeout(() => socket.terminate(), CLOSE_WITHIN)
  socket.once('close', () => clearTimeout(impatience))
}

const defect = (detail: string) => failureOf('internal', 'internal.defect', { params: { detail } })

function decoded(data: Uint8Array): { body: unknown } | { failure: Failure } {
  try {
    return { body: decodeRequest(data) }
  } catch (error) {
    const fault = error instanceof FrameError ? error.fault : 'malformed'
    return { failure: fault === 'malformed' ? failureOf('input', 'input.malformed') : sizeFailure(fault) }
  }
}
