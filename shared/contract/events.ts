import type { AppInfo } from './app.ts'
import type { Settings } from './settings.ts'
import type { VaultStatus } from './vault.ts'

/** What main tells the renderer unasked; the name says what changed, the payload what it is now. */
export interface Events {
  'app.changed': AppInfo
  'connections.changed': null
  'settings.changed': Settings
  'vault.changed': VaultStatus
  /** Another window of the browser host was opened: this one is served no more, so that two never save over each other. */
  'window.takenOver': null
}
export type EventName = keyof Events
