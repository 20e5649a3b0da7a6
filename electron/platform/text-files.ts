import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { HandedFile } from '../../shared/contract/files.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'

const LIMIT_BYTES = 64_000_000

/** A file that the system handed over, as a window gets it. */
export async function readHanded(path: string): Promise<HandedFile> {
  try {
    return { kind: 'opened', name: basename(path), text: await readText(path) }
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failed', failure: error.failure }
    throw error
  }
}

/** Throws a FailureError: too large, no text, or not to be read. */
export async function readText(path: string): Promise<string> {
  let bytes: Buffer
  try {
    const found = await stat(path)
    // A device or a pipe may never end.
    if (!found.isFile()) throw new Error('not a file')
    if (found.size > LIMIT_BYTES) throw new FailureError(failureOf('input', 'files.tooLarge', { params: { path, limitMb: 64 } }))
    bytes = await readFile(path)
  } catch (error) {
    throw error instanceof FailureError ? error : unusable(path, error)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FailureError(failureOf('input', 'files.notText', { params: { path } }), { cause })
  }
}

/** A FailureError with the system's own words. */
export const unusable = (path: string, cause: unknown): FailureError => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new FailureError(failureOf('input', 'files.unusable', { params: { path, reason } }), { cause })
}
