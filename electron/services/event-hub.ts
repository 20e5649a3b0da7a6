import type { EventName, Events } from '../../shared/contract/events.ts'

type EventListener = <Name extends EventName>(event: Name, payload: Events[Name]) => void

/** Carries what services announce to every window of the host. */
export interface EventHub {
  emit<Name extends EventName>(event: Name, payload: Events[Name]): void
  /** Answers how to stop listening. */
  subscribe(listener: EventListener): () => void
}

export function createEventHub(): EventHub {
  const listeners = new Set<EventListener>()
  return {
    emit(event, payload) {
      for (const listener of listeners) listener(event, payload)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
