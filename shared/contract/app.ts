import { z } from 'zod'
import type { Failure } from '../model/failure.ts'
import { call } from './call.ts'

/** The embedded sandbox, as the app sees it. */
export type SandboxState =
  | { state: 'off' }
  | { state: 'starting' }
  | { state: 'ready'; engine: 'sqlite' | 'mariadb' }
  | { state: 'failed'; reason: string }
  /** It ran, and ended by itself; its connections are there and lead nowhere. */
  | { state: 'stopped'; reason: string }

export interface AppInfo {
  version: string
  host: 'electron' | 'browser'
  /** Such as "linux x64, Node 24.21.0". */
  platform: string
  sandbox: SandboxState
  /** What went wrong while starting and was dealt with, such as a damaged database that was moved aside. */
  warnings: Failure[]
}

export const app = {
  info: call(z.strictObject({})).returns<AppInfo>(),
  /** Starts the embedded sandbox again where it failed or stopped; `app.changed` tells how it goes. Nothing where it runs. */
  startSandbox: call(z.strictObject({})).returns<null>(),
  /** Opens a link of ours in the system's browser; only https links to documented hosts pass. */
  openLink: call(z.strictObject({ url: z.url({ protocol: /^https$/ }).max(2_000) })).returns<null>(),
  /** A notification of the system, for long work that ends while the window is hidden. */
  notify: call(z.strictObject({ title: z.string().max(200), body: z.string().max(1_000) })).returns<null>(),
}
