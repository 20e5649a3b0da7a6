import type { Failure } from './failure.ts'

/** What every call across the door answers: a value or a Failure, never an exception. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }
