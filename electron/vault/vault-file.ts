import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { atomicWrite } from './atomic-write.ts'

/** Reads a vault file; null where there is none. Throws `vault.damaged`, and leaves the file as it is. */
export async function readVaultFile<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isNotFound(error)) return null
    throw unusable(path, error)
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw damaged(path, error)
  }
}

/** Throws `vault.unusable` where the folder cannot be written. */
export async function writeVaultFile(path: string, content: object): Promise<void> {
  try {
    await atomicWrite(path, `${JSON.stringify(content, null, 2)}\n`)
  } catch (error) {
    throw unusable(path, error)
  }
}

export const damaged = (path: string, cause?: unknown) =>
  new FailureError(failureOf('vault', 'vault.damaged', { params: { path } }), { cause })

const unusable = (path: string, cause: unknown) =>
  new FailureError(failureOf('vault', 'vault.unusable', { params: { path, reason: codeOf(cause) } }), { cause })

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

const isNotFound = (error: unknown) => codeOf(error) === 'ENOENT'
