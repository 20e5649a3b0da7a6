import type { AppInfo } from './app.ts'
import type { VaultStatus } from './vault.ts'

/** What main tells the renderer unasked; the name says what changed, the payload what it is now. */
export interface Events {
  'app.changed': AppInfo
  'connections.changed': null
  'vault.changed': VaultStatus
}
export type EventName = keyof Events
export const eventNames = ['app.changed', 'connections.changed', 'vault.changed'] as const satisfies readonly EventName[]
