import type { Transport } from '../../shared/contract/transport.ts'
import { failureOf } from '../../shared/model/failure.ts'

declare global {
  interface Window {
    /** Put there by electron/preload.ts; absent in the browser host. */
    readonly tessera?: Transport
  }
}

/** The preload bridge as a transport: what Electron itself throws (a value that cannot be cloned) becomes a Failure. */
export function electronTransport(bridge: Transport): Transport {
  return {
    async invoke(request) {
      try {
        return await bridge.invoke(request)
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        return { ok: false, failure: failureOf('internal', 'internal.defect', { params: { detail } }) }
      }
    },
    subscribe: (event, listener) => bridge.subscribe(event, listener),
  }
}
