import type { Failure } from '../../../shared/model/failure.ts'

/** Whether the transport answered in main's place, which cannot be reached from this window; main may go on all the same. */
export const isHostLost = ({ code }: Failure): boolean => code === 'host.disconnected' || code === 'host.takenOver'
