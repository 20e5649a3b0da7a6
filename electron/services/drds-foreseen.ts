/** Refusals that are known before anything is sent: in the texts of the error codes that the service would answer. */
import type { DrdsInstance } from '../../shared/model/drds.ts'
import { failureOf, type Failure, type FailureCode } from '../../shared/model/failure.ts'

/** Nothing was sent. */
export const foreseen = (code: FailureCode, params: Failure['params'] = {}): Failure => failureOf('input', code, { params, retrySafe: true })

/** "不能管理,释放" (实例状态): undefined where the instance can be managed and released. */
export function frozenFailure({ status }: DrdsInstance): Failure | undefined {
  if (status === 'released') return foreseen('drds.instanceGone')
  return status === 'creating' || status === 'expired' || status === 'releasing' ? foreseen('drds.instanceNotRunning') : undefined
}
