import type { EventName, Events } from '../../shared/contract/events.ts'
import { decodeFrame, encodeFrame, NO_ID, REQUEST_LIMIT_BYTES, TAKEN_OVER, type FromHost } from '../../shared/contract/frame.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { failureOf, type Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'

/** First wait before connecting again, milliseconds; doubles up to the last. */
const FIRST_RETRY = 250
const LAST_RETRY = 5_000

type Listener = (payload: Events[EventName]) => void

/**
 * The browser host's transport: frames over one WebSocket, opened at once and again when it drops. Calls made
 * while it connects wait; calls under way when it drops answer `host.disconnected`. Once another window has taken over,
 * it stays closed and every call answers `host.takenOver`.
 */
export function socketTransport(url: string): Transport {
  const pending = new Map<number, (result: Result<unknown>) => void>()
  const listeners = new Map<EventName, Set<Listener>>()
  let lastId = NO_ID
  let retryDelay = FIRST_RETRY
  let takenOver = false
  let wasOpen = false
  let waiting: Array<() => void> = []
  let socket = open()

  function open(): WebSocket {
    const opened = new WebSocket(url)
    opened.binaryType = 'arraybuffer'
    opened.onopen = () => {
      retryDelay = FIRST_RETRY
      const ready = waiting
      waiting = []
      for (const send of ready) send()
      if (wasOpen) tell('host.reconnected', null)
      wasOpen = true
    }
    opened.onmessage = ({ data }) => receive(new Uint8Array(data as ArrayBuffer))
    opened.onclose = ({ code }) => {
      takenOver ||= code === TAKEN_OVER
      waiting = []
      const dropped = [...pending.values()]
      pending.clear()
      for (const answer of dropped) answer({ ok: false, failure: failureOf('network', takenOver ? 'host.takenOver' : 'host.disconnected') })
      if (takenOver) return
      setTimeout(() => (socket = open()), retryDelay)
      retryDelay = Math.min(retryDelay * 2, LAST_RETRY)
    }
    return opened
  }

  function tell<Name extends EventName>(event: Name, payload: Events[Name]): void {
    for (const listener of listeners.get(event) ?? []) listener(payload)
  }

  function receive(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    const message = frame.body as FromHost
    if ('event' in message) {
      tell(message.event, message.payload)
      return
    }
    const answer = pending.get(frame.id)
    pending.delete(frame.id)
    answer?.(message.result)
  }

  return {
    invoke: (request) =>
      new Promise((answer) => {
        const id = ++lastId
        const frame = joined(encodeFrame(id, request))
        if (frame.byteLength > REQUEST_LIMIT_BYTES) {
          answer({ ok: false, failure: tooLarge() })
          return
        }
        if (socket.readyState >= WebSocket.CLOSING) {
          answer({ ok: false, failure: failureOf('network', takenOver ? 'host.takenOver' : 'host.disconnected', { retrySafe: true }) })
          return
        }
        pending.set(id, answer)
        if (socket.readyState === WebSocket.OPEN) socket.send(frame)
        else waiting.push(() => socket.send(frame))
      }),
    subscribe(event, listener) {
      const ofEvent = listeners.get(event) ?? new Set<Listener>()
      listeners.set(event, ofEvent)
      ofEvent.add(listener as Listener)
      return () => ofEvent.delete(listener as Listener)
    },
  }
}

const tooLarge = (): Failure =>
  failureOf('input', 'input.tooLarge', { params: { limitMb: REQUEST_LIMIT_BYTES / 1_000_000 } })

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
