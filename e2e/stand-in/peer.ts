/** Calls over a channel between two processes. Values cross as structured clones: it was opened with `serialization: 'advanced'`. */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

type Message =
  | { kind: 'call'; id: number; name: string; args: unknown[] }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'error'; id: number; message: string }

/** The other side, every function of it answering a promise. */
export type Remote<Side> = {
  [Name in keyof Side]: Side[Name] extends (...args: infer Args) => infer Answer ? (...args: Args) => Promise<Awaited<Answer>> : never
}

/** Serves `ours` and answers the other side. */
export function createPeer<Theirs>(channel: Channel, ours: object): Remote<Theirs> {
  const waiting = new Map<number, (message: Exclude<Message, { kind: 'call' }>) => void>()
  let last = 0

  channel.onMessage((received) => {
    const message = received as Message
    if (message.kind !== 'call') {
      waiting.get(message.id)?.(message)
      waiting.delete(message.id)
      return
    }
    const { id, name, args } = message
    const served = ours as Record<string, (...args: unknown[]) => unknown>
    void Promise.resolve()
      .then(() => served[name]?.(...args))
      .then(
        (value) => channel.send({ kind: 'value', id, value }),
        (error: unknown) => channel.send({ kind: 'error', id, message: String(error) }),
      )
  })

  return new Proxy({} as Remote<Theirs>, {
    get: (_target, name) => (name === 'then' ? undefined : (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, (message) => (message.kind === 'value' ? resolve(message.value) : reject(new Error(message.message))))
        channel.send({ kind: 'call', id, name: String(name), args })
      })),
  })
}
