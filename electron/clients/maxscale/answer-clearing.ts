/** A large answer is cleared away on MaxScale, which keeps every other one until the session's next query. */

/** When no query has followed it for so long: the query would do that by itself. */
const CLEAR_AFTER_MS = 1_000
/** The session is busy about as long as reading the answer took (facts 19): so long it is waited for. */
const CLEARING_MS = 10_000
const CLEARING_PER_READING = 4

export class AnswerClearing {
  #timer: NodeJS.Timeout | undefined
  /** How long the answer took to be read that is cleared away, milliseconds. */
  #readingMs: number | undefined

  /** May be under way; until the next statement is taken. */
  get isUnderWay(): boolean {
    return this.#readingMs !== undefined
  }

  /** How long a session may be busy with it, milliseconds. */
  get mostMs(): number {
    return this.#readingMs === undefined ? 0 : CLEARING_MS + this.#readingMs * CLEARING_PER_READING
  }

  later(clear: () => void, readingMs: number): void {
    this.#timer = setTimeout(() => {
      this.#readingMs = readingMs
      clear()
    }, CLEAR_AFTER_MS).unref()
  }

  /** What follows does it by itself. */
  leave(): void {
    clearTimeout(this.#timer)
  }

  /** Another statement was taken: it is over. */
  end(): void {
    this.#readingMs = undefined
  }
}
