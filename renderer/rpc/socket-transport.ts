import type { EventName, Events } from '../../shared/contract/events.ts'
import { decodeFrame, encodeFrame, NO_ID, REQUEST_LIMIT_BYTES, TAKEN_OVER, type FromHost } from '../../shared/contract/frame.ts'
import { halfCharacterFailure } from '../../shared/contract/half-character.ts'
import { SOCKET_PROTOCOL, type PageKey } from '../../shared/contract/page-key.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { failureOf, type Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'

/** First wait before connecting again, milliseconds; doubles up to the last. */
const FIRST_RETRY = 250
const LAST_RETRY = 5_000
/** How long whoever answers may take to show that it is the host, milliseconds. */
const PROOF_WITHIN = 10_000

type Listener = (payload: Events[EventName]) => void

/**
 * The browser host's transport: frames over one WebSocket, opened at once and again when it drops. Calls made
 * while it connects wait; calls under way when it drops answer `host.disconnected`. Once another window has taken over,
 * it stays closed and every call answers `host.takenOver`. Nothing is said to whoever listens there before it has
 * shown the host's half of the key: after Tessera ended that may be anybody.
 */
export function socketTransport(url: string, readKey: () => PageKey | null): Transport {
  const pending = new Map<number, (result: Result<unknown>) => void>()
  const listeners = new Map<EventName, Set<Listener>>()
  let lastId = NO_ID
  let retryDelay = FIRST_RETRY
  let takenOver = false
  let wasOpen = false
  let waiting: Array<() => void> = []
  let isOpen = false
  let socket = open()

  function open(): WebSocket {
    const key = readKey()
    const opened = new WebSocket(url, key ? [SOCKET_PROTOCOL, key.page] : [SOCKET_PROTOCOL])
    opened.binaryType = 'arraybuffer'
    const patience = setTimeout(() => opened.close(), PROOF_WITHIN)
    opened.onmessage = ({ data }) => {
      clearTimeout(patience)
      if (!isHost(data, key)) return opened.close()
      opened.onmessage = ({ data: further }) => receive(new Uint8Array(further as ArrayBuffer))
      ready()
    }
    opened.onclose = ({ code }) => {
      clearTimeout(patience)
      isOpen = false
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

  function ready(): void {
    isOpen = true
    retryDelay = FIRST_RETRY
    const calls = waiting
    waiting = []
    for (const send of calls) send()
    if (wasOpen) tell('host.reconnected', null)
    wasOpen = true
  }

  function tell<Name extends EventName>(event: Name, payload: Events[Name]): void {
    for (const listener of listeners.get(event) ?? []) listener(payload)
  }

  function receive(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    const message = frame.body as FromHost
    if ('hostProof' in message) return
    if ('event' in message) return tell(message.event, message.payload)
    const answer = pending.get(frame.id)
    pending.delete(frame.id)
    answer?.(message.result)
  }

  return {
    invoke: (request) =>
      new Promise((answer) => {
        const half = halfCharacterFailure(request)
        if (half) {
          answer({ ok: false, failure: half })
          return
        }
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
        if (isOpen) socket.send(frame)
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

/** Whether the first message is the host's half of the key. */
function isHost(data: unknown, key: PageKey | null): boolean {
  try {
    const message = decodeFrame(new Uint8Array(data as ArrayBuffer)).body as FromHost
    return key !== null && 'hostProof' in message && message.hostProof === key.host
  } catch {
    return false
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
