import { FailureError, failureOf, type FailureCode } from '../../shared/model/failure.ts'

/** A response body that cannot be read. `retrySafe` stays false: only the caller knows what the request did. */
export const bodyFailure = (code: FailureCode & `response.${string}`, params: Record<string, string | number> = {}): FailureError =>
  new FailureError(failureOf('server', code, { params }))

/** Valid JSON that is not what the protocol's document describes; `detail` names the place. */
export const wrongShape = (detail: string): FailureError => bodyFailure('response.wrongShape', { detail })
