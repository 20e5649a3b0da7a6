import { z } from 'zod'
import { call } from './call.ts'

/** A newer version, as the signed feed describes it. */
export interface UpdateOffer {
  version: string
  /** As they were written, for people; empty where there are none. */
  notes: string
  sizeBytes: number
  /** ISO 8601, or empty. */
  releasedAt: string
}

export type UpdateState =
  /** This copy is not replaced by itself: it came with a browser host, or was unpacked from an archive. */
  | { state: 'elsewhere'; why: 'browser' | 'unpacked' }
  | { state: 'unknown' }
  | { state: 'checking' }
  /** `latest` is what the feed shows: this version, or an older one, to which nothing goes back. */
  | { state: 'current'; latest: string }
  /** There is a newer one, handed out in stages, and it is not this installation's turn. */
  | { state: 'staged'; version: string }
  | { state: 'offered'; offer: UpdateOffer }
  | { state: 'downloading'; offer: UpdateOffer; receivedBytes: number }
  /** On the disk, and checked. */
  | { state: 'downloaded'; offer: UpdateOffer }
  | { state: 'onQuit'; offer: UpdateOffer }

const nothing = z.strictObject({})

/** Each step is a person's: nothing is asked, loaded or installed by itself, but for the daily question where that was chosen. */
export const updates = {
  state: call(nothing).returns<UpdateState>(),
  check: call(nothing).returns<UpdateState>(),
  /** Answers when the package is on the disk and checked. */
  download: call(nothing).returns<UpdateState>(),
  cancel: call(nothing).returns<UpdateState>(),
  /** Hands the package to the system's installer once Tessera has quit; `now` quits, which asks about what is open as ever. */
  install: call(z.strictObject({ now: z.boolean() })).returns<UpdateState>(),
}
