/** One file of sealed secrets: read whole and within bounds, changed by one process at a time. */
import { constants } from 'node:fs'
import { open, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { diskFault } from '../../shared/model/disk-fault.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { LockHeldError, whileLocked } from '../disk/process-lock.ts'
import { atomicWrite, leftovers, syncFolder } from './atomic-write.ts'

/** More than any person has: what is larger was not written by us. */
const MOST_BYTES = 32 * 2 ** 20
const MOST_ENTRIES = 10_000
const MOST_NAME = 1_024
/** A secret's bytes, sealed: beyond what any door lets in. */
const MOST_SEALED = 256 * 1_024
/** Another process that changes the file takes some milliseconds. */
const PATIENCE_MS = 10_000

/** Bytes in base64: `exactly` so many, or up to the most that one secret may have. */
export const sealedBytes = (exactly?: number) =>
  z
    .base64()
    .max(exactly === undefined ? MOST_SEALED : Math.ceil(exactly / 3) * 4)
    .refine((text) => exactly === undefined || Buffer.from(text, 'base64').length === exactly)

/** Sealed secrets by their names. */
export const entriesOf = <T extends z.ZodType>(sealed: T) =>
  z.record(z.string().min(1).max(MOST_NAME), sealed).refine((entries) => Object.keys(entries).length <= MOST_ENTRIES)

/** The file while nobody else changes it. */
export interface LockedFile<T> {
  /** Null where there is none. Throws `vault.damaged`. */
  read(): Promise<T | null>
  /** Durable once it has answered. Throws `vault.unusable`, `vault.tooMuch`. */
  write(content: T): Promise<void>
  /** Puts the file away under another name beside it. */
  moveAside(): Promise<void>
  delete(): Promise<void>
}

export class VaultFile<T extends object> {
  readonly path: string
  readonly #schema: z.ZodType<T>

  constructor(path: string, schema: z.ZodType<T>) {
    this.path = path
    this.#schema = schema
  }

  /** Null where there is none. Throws `vault.damaged`, and leaves the file as it is. */
  async read(): Promise<T | null> {
    const bytes = await this.#bytes()
    if (bytes === null) return null
    try {
      return this.#schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    } catch (error) {
      throw damaged(this.path, error)
    }
  }

  /** Works on the file alone, over processes. Throws `vault.inUse` where another works on it for long; nothing is done then. */
  async locked<R>(work: (file: LockedFile<T>) => Promise<R>): Promise<R> {
    try {
      return await whileLocked(join(dirname(this.path), 'vault.lock'), PATIENCE_MS, () => work(this.#held))
    } catch (error) {
      if (error instanceof FailureError) throw error
      if (!(error instanceof LockHeldError)) throw unusable(this.path, error)
      throw new FailureError(failureOf('vault', 'vault.inUse', { params: { path: this.path }, retrySafe: true }), { cause: error })
    }
  }

  /** Removes what a kill in the midst of a write left beside the file: sealed copies, also of secrets that were deleted since. */
  async sweep(): Promise<void> {
    if ((await leftovers(this.path)).length === 0) return
    // All writes are made under the lock: while we hold it, none of them is somebody's.
    await this.locked(async () => {
      for (const path of await leftovers(this.path)) await rm(path, { force: true })
    })
  }

  readonly #held: LockedFile<T> = {
    read: () => this.read(),
    write: async (content) => {
      // What would not be read again is not written.
      const text = `${JSON.stringify(content, null, 2)}\n`
      const fits = Buffer.byteLength(text) <= MOST_BYTES && this.#schema.safeParse(content).success
      if (!fits) throw new FailureError(failureOf('vault', 'vault.tooMuch', { params: { path: this.path } }))
      await this.#usable(atomicWrite(this.path, text))
    },
    moveAside: () => this.#usable(rename(this.path, `${this.path}.damaged-${Date.now()}`)),
    delete: () => this.#usable(unlink(this.path).then(() => syncFolder(dirname(this.path)))),
  }

  async #bytes(): Promise<Buffer | null> {
    try {
      // A pipe or a device in the file's place is not waited for.
      const file = await open(this.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      try {
        const stat = await file.stat()
        if (!stat.isFile()) throw unusable(this.path, Object.assign(new Error(), { code: 'no file' }))
        if (stat.size > MOST_BYTES) throw damaged(this.path)
        return await file.readFile()
      } finally {
        await file.close()
      }
    } catch (error) {
      if (error instanceof FailureError) throw error
      if (codeOf(error) === 'ENOENT') return null
      throw unusable(this.path, error)
    }
  }

  async #usable<R>(work: Promise<R>): Promise<R> {
    try {
      return await work
    } catch (error) {
      throw unusable(this.path, error)
    }
  }
}

export const damaged = (path: string, cause?: unknown) =>
  new FailureError(failureOf('vault', 'vault.damaged', { params: { path } }), { cause })

const unusable = (path: string, cause: unknown) => {
  const fault = diskFault(cause, path)
  const failure = fault?.code === 'storage.full' ? fault : failureOf('vault', 'vault.unusable', { params: { path, reason: codeOf(cause) } })
  return new FailureError(failure, { cause })
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')
