import { z } from 'zod'
import { Id, type TabId } from '../model/ids.ts'
import type { TabSession } from '../model/session.ts'
import { call } from './call.ts'

const ofTab = { tabId: Id<TabId>() }

/** The SQL sessions that tabs hold; `session.changed` tells of each change. A session is opened by the tab's first statement. */
export const sessions = {
  list: call(z.strictObject({})).returns<TabSession[]>(),
  /**
   * Asks the server for transaction, autocommit, database and thread, where the statements do not tell. ROW_COUNT(),
   * FOUND_ROWS() and warnings of the statement before are gone then. Null where the tab has no session.
   */
  check: call(z.strictObject(ofTab)).returns<TabSession | null>(),
  /** Gives the tab a new database connection. What the old one held is lost; an open transaction is rolled back. */
  reconnect: call(z.strictObject(ofTab)).returns<TabSession>(),
  /** COMMIT or ROLLBACK; what the server says against it is a failure. */
  endTransaction: call(z.strictObject({ ...ofTab, how: z.enum(['commit', 'rollback']) })).returns<TabSession>(),
  /** Closes it on the server; an open transaction is rolled back. */
  close: call(z.strictObject(ofTab)).returns<null>(),
}
