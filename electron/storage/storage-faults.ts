import { FailureError, failureOf, type FailureCode } from '../../shared/model/failure.ts'

/** SQLite's primary result codes (sqlite.org/rescode.html) and the system's own, by what a person can do about them. */
const codes = {
  'storage.full': [13, 'ENOSPC', 'EDQUOT'],
  'storage.readOnly': [3, 8, 'EACCES', 'EPERM', 'EROFS'],
  'storage.folderInPlace': ['EISDIR'],
} satisfies Partial<Record<FailureCode, readonly (number | string)[]>>

const CORRUPT = 11
const NOT_A_DATABASE = 26

export class DamagedError extends Error {}

/** The bytes are not those of a database, as opposed to a file that cannot be had. */
export const isDamage = (error: unknown): boolean => error instanceof DamagedError || [CORRUPT, NOT_A_DATABASE].includes(resultCode(error))

/** The failure of a file of ours that cannot be opened or written. */
export function unusable(path: string, cause: unknown): FailureError {
  if (cause instanceof FailureError) return cause
  const found = Object.entries(codes).find(([, list]) => list.some((code) => code === resultCode(cause) || code === systemCode(cause)))
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new FailureError(failureOf('internal', (found?.[0] as keyof typeof codes | undefined) ?? 'storage.unusable', { params: { path, reason } }), { cause })
}

const resultCode = (error: unknown): number => (error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0)

const systemCode = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
