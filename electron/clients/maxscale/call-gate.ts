/** Lets a cancel be alone with its session. */

export class CallGate {
  readonly #underWay = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  /** An ordinary call; it waits while a cancel is under way. */
  async pass<T>(call: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed
    const work = call()
    this.#underWay.add(work)
    try {
      return await work
    } finally {
      this.#underWay.delete(work)
    }
  }

  /** Waits for the calls under way and holds those that come; undefined, with nothing called, where they take too long. */
  async alone<T>(call: () => Promise<T>, patienceMs: number): Promise<T | undefined> {
    while (this.#closed) await this.#closed
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = promise
    try {
      return (await settleWithin([...this.#underWay], patienceMs)) ? await call() : undefined
    } finally {
      this.#closed = undefined
      resolve()
    }
  }
}

async function settleWithin(work: readonly Promise<unknown>[], milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)))
  const settled = Promise.allSettled(work).then(() => true)
  return Promise.race([settled, late]).finally(() => clearTimeout(timer))
}
