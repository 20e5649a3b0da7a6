import type { Rpc } from '../../shared/contract/contract.ts'
import { NO_KEY_PATH } from '../../shared/contract/page-key.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import { electronTransport } from './electron-transport.ts'

/**
 * The renderer's side of the contract: `rpc.query.run(input)`. Names come from the contract's type alone, so no
 * schema travels into the renderer's bundle; main refuses what does not exist. Every call answers a Result.
 */
export function createRpc(transport: Transport): Rpc {
  return namesAsFunctions((domain) =>
    namesAsFunctions((action) => (input: unknown) => transport.invoke({ domain, action, input })),
  ) as Rpc
}

/** The transport of the host that this page runs in. */
export async function connectTransport(): Promise<Transport> {
  if (window.tessera) return electronTransport(window.tessera)
  const [{ socketTransport }, { keyOfPage }] = await Promise.all([import('./socket-transport.ts'), import('./page-key.ts')])
  const readKey = keyOfPage()
  if (!readKey()) {
    // Says how another address is had; nothing of this page would work.
    location.replace(NO_KEY_PATH)
    return new Promise(() => undefined)
  }
  const url = new URL('/rpc', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return socketTransport(url.href, readKey)
}

/** An object whose every property is made from its name, once. `then` is no name: awaiting must not call it. */
function namesAsFunctions(make: (name: string) => unknown): object {
  const made = new Map<string, unknown>()
  return new Proxy(Object.freeze({}), {
    get(_target, name) {
      if (typeof name === 'symbol' || name === 'then') return undefined
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    },
  })
}
