import { createContext, useContext, type ReactNode } from 'react'
import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Connection, DrdsSettings } from '../../../shared/model/connection.ts'
import type { ChangeOutcome, DrdsChange } from '../../../shared/model/drds-change.ts'
import type { DrdsLinkTarget } from '../../../shared/model/drds-link.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { TypedPasswords } from './plan/password-box.ts'
import type { DrdsPlace } from './place.ts'
import type { TasksStore } from './tasks/tasks-store.ts'

/** What every page of an account's DRDS is given. */
export interface DrdsPage {
  rpc: Rpc
  connection: Connection
  settings: DrdsSettings
  /** Of every account. */
  tasks: TasksStore
  go: (place: DrdsPlace) => void
  /**
   * Shows the plan of a change and carries it out once it is confirmed; null where it was left. Says by itself how it went.
   * Passwords of the change stay empty in it: they are in the boxes until it is sent, and nowhere in the page afterwards.
   */
  propose: (change: DrdsChange, passwords?: TypedPasswords) => Promise<ChangeOutcome | null>
  renderFailure: (failure: Failure, onRetry: () => void) => ReactNode
  /** Connections that a database can be linked to. */
  sqlConnections: readonly Connection[]
  /** Opens a query on a database that is linked. */
  openQuery: (target: DrdsLinkTarget) => void
}

const DrdsPageContext = createContext<DrdsPage | null>(null)
export const DrdsPageProvider = DrdsPageContext.Provider

export function useDrdsPage(): DrdsPage {
  const page = useContext(DrdsPageContext)
  if (!page) throw new Error('useDrdsPage outside of DrdsPageProvider')
  return page
}
