import type { DrdsTask, ScanReminder } from '../model/drds-task.ts'
import type { ConnectionId, TabId } from '../model/ids.ts'
import type { TabSession } from '../model/session.ts'
import type { AppInfo } from './app.ts'
import type { RunProgress } from './query.ts'
import type { Settings } from './settings.ts'
import type { UpdateState } from './updates.ts'
import type { VaultStatus } from './vault.ts'

/** What main tells the renderer unasked; the name says what changed, the payload what it is now. */
export interface Events {
  'app.changed': AppInfo
  'connections.changed': null
  /** Requests to the DRDS OpenAPI were made: `drds.calls` answers them. */
  'drds.called': { connectionId: ConnectionId }
  /** A scan that was to be switched off by now. */
  'drds.reminderDue': ScanReminder
  /** All tasks, whenever one begins, moves on or ends. */
  'drds.tasksChanged': DrdsTask[]
  /** SQL files were handed over: `files.takeHanded` answers them. */
  'files.handed': null
  /** From the browser host's transport itself: the socket to main is open again, and what main told meanwhile was missed. */
  'host.reconnected': null
  /** While a statement takes longer than a moment; the last one stands until the next. */
  'query.progress': RunProgress
  /** Null when the tab holds no session any more. */
  'session.changed': { tabId: TabId; session: TabSession | null }
  /** Sessions that an earlier Tessera left open on servers when it was cut off, and that were closed now. */
  'sessions.orphansClosed': { count: number }
  'settings.changed': Settings
  'updates.changed': UpdateState
  'vault.changed': VaultStatus
  /** Another window of the browser host was opened: this one is served no more, so that two never save over each other. */
  'window.takenOver': null
}
export type EventName = keyof Events
