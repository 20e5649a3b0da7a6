import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import type { DefectLog } from '../log/log.ts'

/**
 * The one place that turns anything thrown into a Failure. What is no FailureError is our defect: its message
 * and stack may hold anything, so they go to the local log, and the window gets the kind and the log's reference.
 */
export function toFailure(error: unknown, where: string, log: DefectLog): Failure {
  if (error instanceof FailureError) return error.failure
  const reference = log.error(where, error)
  const name = error instanceof Error ? error.name : typeof error
  return failureOf('internal', 'internal.defect', { params: { detail: `${name} in ${where}, log entry ${reference}` } })
}
