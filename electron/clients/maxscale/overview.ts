/** Everything that a MaxScale says of itself, at one moment. */
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'
import type { Rest } from './rest.ts'

export interface OverviewQuestion {
  restUser: string
  /** Ids of the sessions that are ours. */
  own: ReadonlySet<string>
  sessions: 'ours' | 'all'
}

/** Throws a FailureError. */
export function readOverview(_rest: Rest, _question: OverviewQuestion): Promise<MaxScaleOverview> {
  return Promise.reject(new Error('to be written'))
}
