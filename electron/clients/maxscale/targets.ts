/** What a session can be opened to: servers, services and listeners with their state (facts, "must do" 13). */
import type { MaxScaleTarget } from '../../../shared/model/maxscale.ts'
import type { Rest } from './rest.ts'

/** Throws a FailureError. */
export function readTargets(_rest: Rest): Promise<MaxScaleTarget[]> {
  return Promise.reject(new Error('to be written'))
}
