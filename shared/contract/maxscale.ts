import { z } from 'zod'
import { MaxScaleRestSettings } from '../model/connection.ts'
import { Id, type ConnectionId } from '../model/ids.ts'
import type { MaxScaleOverview, MaxScaleTarget } from '../model/maxscale.ts'
import { call } from './call.ts'
import { entered, SetSecrets } from './connections.ts'

export const maxscale = {
  /** What a session can be opened to; for settings that are still being typed, with secrets as in `connections.test`. */
  targets: call(
    z.strictObject({ connectionId: Id<ConnectionId>().optional(), settings: entered(MaxScaleRestSettings), secrets: SetSecrets }),
  ).returns<MaxScaleTarget[]>(),
  /** `all` lists everybody's sessions with their statements; refused unless the REST user is an administrator. */
  overview: call(z.strictObject({ connectionId: Id<ConnectionId>(), sessions: z.enum(['ours', 'all']) })).returns<MaxScaleOverview>(),
}
