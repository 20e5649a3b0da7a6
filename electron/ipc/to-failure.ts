import { diskFault } from '../../shared/model/disk-fault.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import type { DefectLog } from '../log/log.ts'

/** What is told of an error besides: `folder` holds our own files. */
export interface ThrownAt {
  where: string
  folder: string
  log: DefectLog
}

/**
 * The one place that turns anything thrown into a Failure. A disk that is full or cannot be written is no defect: it is
 * named, and what can be done. What else is no FailureError is our defect: its message and stack may hold anything, so
 * they go to the local log, and the window gets the kind and the log's reference.
 */
export function toFailure(error: unknown, { where, folder, log }: ThrownAt): Failure {
  if (error instanceof FailureError) return error.failure
  const fault = diskFault(error, folder)
  if (fault) return fault
  const reference = log.error(where, error)
  const name = error instanceof Error ? error.name : typeof error
  return failureOf('internal', 'internal.defect', { params: { detail: `${name} in ${where}, log entry ${reference}` } })
}
