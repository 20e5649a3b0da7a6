/**
 * The one door between main and the renderer. The router (electron/ipc/router.ts) and the renderer's client
 * (renderer/rpc/client.ts) are both derived from this table and add no names of their own.
 */
import type { Result } from '../model/result.ts'
import { app } from './app.ts'
import type { Call, InputOf, OutputOf, ParsedInputOf } from './call.ts'
import { connections } from './connections.ts'
import { drds } from './drds.ts'
import { files } from './files.ts'
import { maxscale } from './maxscale.ts'
import { query } from './query.ts'
import { secrets } from './secrets.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { support } from './support.ts'
import { updates } from './updates.ts'
import { vault } from './vault.ts'
import { workspace } from './workspace.ts'

export const contract = { app, connections, drds, files, maxscale, query, secrets, sessions, settings, support, updates, vault, workspace }
export type Contract = typeof contract

/** What the renderer holds: every action as a function that answers a Result and never throws. */
export type Rpc = {
  [Domain in keyof Contract]: {
    [Action in keyof Contract[Domain]]: (
      input: InputOf<Contract[Domain][Action]>,
    ) => Promise<Result<OutputOf<Contract[Domain][Action]>>>
  }
}

/** What main implements: every action as a function of its checked input; it answers or throws a FailureError. */
export type Handlers = {
  [Domain in keyof Contract]: {
    [Action in keyof Contract[Domain]]: Contract[Domain][Action] extends Call
      ? (
          input: ParsedInputOf<Contract[Domain][Action]>,
        ) => Promise<OutputOf<Contract[Domain][Action]>> | OutputOf<Contract[Domain][Action]>
      : never
  }
}

/** A request as it crosses the door on any host. */
export interface Request {
  domain: string
  action: string
  input: unknown
}
