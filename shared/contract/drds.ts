import { z } from 'zod'
import type { DrdsInstanceList } from '../model/drds.ts'
import type { ConnectionId } from '../model/ids.ts'
import { call } from './call.ts'
import { Id } from './id.ts'

export const drds = {
  /** DescribeDrdsInstances in the connection's region, or in another. */
  listInstances: call(
    z.strictObject({
      connectionId: Id<ConnectionId>(),
      regionId: z.string().regex(/^[a-z0-9-]{2,64}$/).optional(),
      type: z.enum(['shared', 'dedicated']).optional(),
    }),
  ).returns<DrdsInstanceList>(),
}
