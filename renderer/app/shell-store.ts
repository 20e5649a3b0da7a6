import { createStore } from 'zustand/vanilla'
import type { StoredCredential } from '../../shared/contract/secrets.ts'
import type { Connection } from '../../shared/model/connection.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { ConnectionDraft } from '../features/connections/connection-draft.ts'
import type { rememberFocus } from './regions.ts'

/** The dialog in front; at most one of the shell's own. */
export type ShellDialog =
  | { kind: 'chooseKind' }
  | { kind: 'connection'; draft: ConnectionDraft }
  | { kind: 'deleteConnection'; connection: Connection }
  | { kind: 'replaceSecret'; credentials: StoredCredential[]; connectionId?: ConnectionId }
  | { kind: 'settings' }
  | { kind: 'support' }
  | { kind: 'palette' }

interface ShellState {
  dialog: ShellDialog | null
  /** Gives the focus back when the dialog closes. */
  returnFocus: ReturnType<typeof rememberFocus>
  /** `auto`: shown at the very first start, until something was opened. */
  welcome: 'auto' | 'shown' | 'hidden'
  /** Another window is served instead of this one. */
  takenOver: boolean
  /** The side panel was opened in a window so narrow that it folds by itself. */
  sideInNarrow: boolean
}

export const createShellStore = () => createStore<ShellState>(() => ({ dialog: null, returnFocus: () => {}, welcome: 'auto', takenOver: false, sideInNarrow: false }))
export type ShellStore = ReturnType<typeof createShellStore>

/** Names of the shell's own entries in the workspace's layout. */
export const layoutNames = {
  sideOpen: 'shell.sideOpen',
  sideWidth: 'shell.sideWidth',
  groupBy: 'shell.groupBy',
  welcomed: 'shell.welcomed',
  overviewRefresh: 'shell.overviewRefresh',
  drdsHiddenColumns: 'drds.hiddenColumns',
} as const

/** Which regions an account's instances are listed of. */
export const drdsRegionsName = (id: ConnectionId): string => `drds.regions.${id}`.slice(0, 60)
