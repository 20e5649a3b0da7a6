import { inspect } from 'node:util'

/** A secret that cannot print itself: not through a template, JSON, a log or an inspection. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself. Few callers: the clients' headers and signers, and the vault's cipher. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
