/** Whether what failed may have been carried out all the same. */
import type { Failure, FailureCode, FailureKind } from './failure.ts'

/** After these nobody knows how far a call came: no answer was there, or none that could be read. */
const unsure: ReadonlySet<FailureKind> = new Set<FailureKind>(['network', 'server', 'cancelled', 'internal'])

/** True where a second run may do a thing twice: it may only be offered with a question. */
export const mayHaveRun = ({ kind, retrySafe }: Failure): boolean => !retrySafe && unsure.has(kind)

/** Answers of services that say nothing of what was asked for; beside them, all of the network and of bodies. */
const unreadable: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'host.disconnected',
  'dms.serverError', 'dms.badGateway', 'dms.unavailable', 'dms.gatewayTimeout', 'dms.webPage', 'dms.unreadable', 'dms.redirected', 'dms.rowsMissing',
  'maxscale.serverError', 'maxscale.webPage', 'maxscale.unreadable', 'maxscale.answerLost',
  'drds.serverError', 'drds.unavailable', 'drds.webPage', 'drds.unreadable',
])

/** Whether that has to be said beside the failure's own words; what was looked for afterwards (`found`) says more. */
export const isLeftOpen = (failure: Failure): boolean =>
  mayHaveRun(failure) && failure.kind !== 'cancelled' && failure.params.found === undefined && (/^(?:network|response)\./.test(failure.code) || unreadable.has(failure.code))
