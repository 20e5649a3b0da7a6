/**
 * What stands for Electron inside the harness's page: a preload in a world of its own, which shares nothing with the page
 * but its document, and a contextBridge between the two. Both are the source of functions that name nothing outside.
 */
import { makeWire, type Wire } from './wire.ts'

/** The name of the preload's world, as Electron's. */
export const PRELOAD_WORLD = 'Electron Isolated Context'
/** What the harness gives that world, and nobody else: a function that takes a text. */
export const TO_HARNESS = 'standInToHarness'

/** What the preload's world sends: a call of ipcRenderer. */
export interface PageCall {
  id: number
  channel: string
  values: unknown[]
}

/** What the harness calls in that world: `answer` and `event`, each with one packed text. */
export const FROM_HARNESS = 'standInFromHarness'

/** The page's own world: what is exposed becomes a frozen property, its functions pass on what they are given. */
export const mainWorldSource = (): string => `(${String(mainWorld)})()`

/** The preload, as a sandboxed one runs: no Node, and of modules only electron's part for renderers. */
export const preloadSource = (preload: string): string =>
  `(${String(preloadWorld)})(${String(makeWire)}, (require, module, exports) => {${preload}\n}, ${JSON.stringify(TO_HARNESS)}, ${JSON.stringify(FROM_HARNESS)})`

/** Details of events cross between worlds as structured clones. */
function mainWorld(): void {
  if (window !== window.top) return
  type Answer = { id: number; kind: 'value' | 'promise' | 'function'; value?: unknown }
  type Settled = { id: number; value: unknown; error?: string }
  const callbacks = new Map<number, (...args: unknown[]) => unknown>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  let answered: Answer | null = null

  const on = <Detail>(name: string, listener: (detail: Detail) => void) =>
    window.addEventListener(`stand-in:${name}`, (event) => listener((event as CustomEvent<Detail>).detail))
  const pass = (target: object): unknown => {
    const id = ++last
    answered = null
    window.dispatchEvent(new CustomEvent('stand-in:call', { detail: { id, ...target } }))
    const answer = answered as Answer | null
    if (answer === null) throw new Error('the preload is gone')
    if (answer.kind === 'function') return (...args: unknown[]) => pass({ returned: answer.id, args: structuredClone(args) })
    if (answer.kind === 'promise') return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    return answer.value
  }
  /** Functions are passed as their numbers; all else must be possible to clone. */
  const given = (args: unknown[]) =>
    args.map((arg) => {
      if (typeof arg !== 'function') return { value: structuredClone(arg) }
      callbacks.set(++last, arg as () => unknown)
      return { callback: last }
    })

  on<{ name: string; functions: string[] }>('expose', ({ name, functions }) => {
    const api = Object.fromEntries(functions.map((key) => [key, (...args: unknown[]) => pass({ name, key, given: given(args) })]))
    Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true })
  })
  on<Answer>('answer', (answer) => void (answered = answer))
  on<Settled>('settled', ({ id, value, error }) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(value)
    else one?.reject(new Error(error))
  })
  on<{ callback: number; args: unknown[] }>('callback', ({ callback, args }) => void callbacks.get(callback)?.(...args))
}

type Preload = (require: (name: string) => unknown, module: object, exports: object) => void
type Fn = (...args: unknown[]) => unknown

function preloadWorld(makeTheWire: () => Wire, preload: Preload, toHarness: string, fromHarness: string): void {
  if (window !== window.top) return
  const world = globalThis as unknown as Record<string, unknown>
  const send = world[toHarness] as (text: string) => void
  const { pack, unpack } = makeTheWire()
  const exposed = new Map<string, Record<string, Fn>>()
  const returned = new Map<number, Fn>()
  const listeners = new Map<string, Set<Fn>>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0

  const tell = (name: string, detail: object) => window.dispatchEvent(new CustomEvent(`stand-in:${name}`, { detail: structuredClone(detail) }))

  window.addEventListener('stand-in:call', (event) => {
    type Call = { id: number; name: string; key: string; given: Array<{ value?: unknown; callback?: number }>; returned?: number; args: unknown[] }
    const call = (event as CustomEvent<Call>).detail
    const result =
      call.returned !== undefined
        ? returned.get(call.returned)?.(...call.args)
        : exposed.get(call.name)?.[call.key]?.(
            ...call.given.map(({ value, callback }) => (callback === undefined ? value : (...args: unknown[]) => tell('callback', { callback, args }))),
          )
    const { id } = call
    if (typeof result === 'function') {
      returned.set(id, result as Fn)
      tell('answer', { id, kind: 'function' })
    } else if (result instanceof Promise) {
      tell('answer', { id, kind: 'promise' })
      result.then((value) => tell('settled', { id, value }), (error: unknown) => tell('settled', { id, error: String(error) }))
    } else tell('answer', { id, kind: 'value', value: result })
  })

  const contextBridge = {
    exposeInMainWorld(name: string, api: Record<string, Fn>) {
      const functions = Object.keys(api)
      if (!functions.every((key) => typeof api[key] === 'function')) throw new Error('the stand-in exposes functions only')
      exposed.set(name, api)
      tell('expose', { name, functions })
    },
  }
  const ipcRenderer = {
    invoke: (channel: string, ...values: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        send(pack({ id, channel, values }))
      }),
    on: (channel: string, listener: Fn) => void listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
    off: (channel: string, listener: Fn) => void listeners.get(channel)?.delete(listener),
  }
  world[fromHarness] = {
    answer(packed: string) {
      const { id, value, error } = unpack(packed) as { id: number; value: unknown; error?: string }
      const one = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) one?.resolve(value)
      else one?.reject(new Error(error))
    },
    event(packed: string) {
      const { channel, values } = unpack(packed) as { channel: string; values: unknown[] }
      for (const listener of listeners.get(channel) ?? []) listener({}, ...values)
    },
  }
  // The harness learns which world listens.
  send(pack(null))
  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`)
      return { contextBridge, ipcRenderer }
    },
    { exports: {} },
    {},
  )
}
