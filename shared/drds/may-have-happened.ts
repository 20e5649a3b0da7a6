import type { Verification } from '../model/drds-change.ts'
import type { Failure, FailureCode } from '../model/failure.ts'

/** The service's own "something went wrong", after which nobody knows how far it came. */
const unsure: ReadonlySet<FailureCode> = new Set<FailureCode>(['drds.serverError', 'drds.managerSilent', 'drds.instanceIdFailed'])

/**
 * True where a change that failed so may have been carried out: it was sent, and no answer of the service's own says
 * that it was refused. What broke before it was sent is safe to retry, and says so.
 */
export function mayHaveHappened({ kind, code, server, retrySafe }: Failure): boolean {
  // Our own defect, at whatever point.
  if (kind === 'internal') return true
  const isCut = kind === 'network' || kind === 'cancelled' || kind === 'server'
  const isAnswered = server?.code !== undefined && !unsure.has(code)
  return isCut && !isAnswered && !retrySafe
}

const kinds: readonly Verification['kind'][] = ['shown', 'underWay', 'differs', 'notReadable', 'failed']

/** The failure of a change that was not answered, with what the service showed when it was looked for afterwards. */
export const withFound = (failure: Failure, found: Verification['kind']): Failure => ({ ...failure, params: { ...failure.params, found } })

/** What was found; undefined where it was not looked for. */
export const foundOf = ({ params }: Failure): Verification['kind'] | undefined => kinds.find((kind) => kind === params.found)
