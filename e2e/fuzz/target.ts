import { FailureError } from '../../shared/model/failure.ts'

/** Foreign bytes that something of ours reads, and what must hold of it. */
export interface Target {
  /** Sound inputs, and odd ones, to begin from. */
  seeds: readonly (string | Uint8Array)[]
  /** What means something there. */
  words: readonly (string | Uint8Array)[]
  /** Of a run that is bounded by inputs, where one takes longer than others; 1 where absent. */
  share?: number
  /** Throws what is a finding. A FailureError that `read` catches is an answer like any other. */
  run(bytes: Uint8Array): void | Promise<void>
}

/** A property that did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Broken(what)
}

/** What `read` answers, or its failure; anything else that is thrown goes on. */
export function outcome<T>(read: () => T): { value: T } | { failure: FailureError['failure'] } {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof FailureError) return { failure: error.failure }
    throw error
  }
}

/** A FailureError that is no defect of ours; anything else is a finding. */
export function documented(error: unknown): void {
  if (!(error instanceof FailureError)) throw error
  must(error.failure.kind !== 'internal', `an internal failure: ${error.failure.code}`)
}

/** A word of bytes, each written as the letter of its number. */
export const bytesOf = (...words: readonly string[]): Uint8Array[] => words.map((word) => Buffer.from(word, 'latin1'))

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
