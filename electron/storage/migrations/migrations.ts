import { first } from './0001-first.ts'
import { closedTabs } from './0002-closed-tabs.ts'
import { tabView } from './0003-tab-view.ts'
import { openSessions } from './0004-open-sessions.ts'
import { drds } from './0005-drds.ts'
import { typed } from './0006-typed.ts'
import { saves } from './0007-saves.ts'

/** One step from the version before it; never changed once released. */
export interface Migration {
  version: number
  sql: string
}

/** In order; the last one's version is the app's. */
export const migrations: readonly Migration[] = [first, closedTabs, tabView, openSessions, drds, typed, saves]
