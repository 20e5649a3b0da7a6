import type { Result } from '../model/result.ts'
import type { Request } from './contract.ts'
import type { EventName, Events } from './events.ts'

/**
 * What carries requests and events between the renderer and main: Electron's preload bridge (`window.tessera`)
 * or the browser host's WebSocket. `invoke` never rejects; `subscribe` answers how to stop listening.
 */
export interface Transport {
  invoke(request: Request): Promise<Result<unknown>>
  subscribe<Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void): () => void
}
