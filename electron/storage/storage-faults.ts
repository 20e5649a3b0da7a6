import { diskFault } from '../../shared/model/disk-fault.ts'
import { FailureError, failureOf, type FailureCode } from '../../shared/model/failure.ts'

/** Faults of the disk whose sentences say all there is to do before anything is open. */
const atStart: ReadonlySet<FailureCode> = new Set([
  'storage.full', 'storage.readOnly', 'storage.folderInPlace', 'storage.faulty', 'storage.busy', 'storage.tooManyFiles',
])

const CORRUPT = 11
const NOT_A_DATABASE = 26

export class DamagedError extends Error {}

/** The bytes are not those of a database, as opposed to a file that cannot be had. */
export const isDamage = (error: unknown): boolean => error instanceof DamagedError || [CORRUPT, NOT_A_DATABASE].includes(resultCode(error))

/** The failure of a file of ours that cannot be opened or written. */
export function unusable(path: string, cause: unknown): FailureError {
  if (cause instanceof FailureError) return cause
  const fault = diskFault(cause, path)
  if (fault && atStart.has(fault.code)) return new FailureError(fault, { cause })
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new FailureError(failureOf('internal', 'storage.unusable', { params: { path, reason } }), { cause })
}

const resultCode = (error: unknown): number => (error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0)
