import type { Rpc } from '../../../shared/contract/contract.ts'
import { createAutosave, type Autosave } from './autosave.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { createFileActions, type FileActions } from './file-actions.ts'
import { createLeaveActions, type LeaveActions, type LeaveDependencies } from './leave-actions.ts'
import { createRunActions, type RunActions, type RunDependencies } from './run-actions.ts'
import { createSessionActions, type SessionActions } from './session-actions.ts'
import { createTabActions, type TabActions, type TabDependencies } from './tab-actions.ts'
import { createQueryStore, type QueryStore } from './tabs-store.ts'

/** The editor that is on screen, as far as commands need it. */
export interface EditorHandle {
  /** What "run" means where the caret is. */
  scope(): { selection: { start: number; end: number } | null; caret: number }
  focus(): void
  /** Scrolls to an offset of the text, in as far as it is not in sight. */
  bringIntoView(offset: number): void
  /** Puts the caret at an offset of the text and shows it. */
  reveal(offset: number): void
}

/** The query feature without its components: made once by the app, given to `QueryWorkspace` and to the commands. */
export interface QueryModel extends Omit<TabActions, keyof LeaveActions>, RunActions, SessionActions, LeaveActions, FileActions {
  readonly rpc: Rpc
  readonly store: QueryStore
  readonly drafts: Drafts
  readonly autosave: Autosave
  /** The editor on screen; null while it loads. */
  readonly editor: EditorHandle | null
  setEditor(editor: EditorHandle | null): void
  /** Gives the editor the focus; one that still loads takes it when it is there, unless the focus went elsewhere by then. */
  focusEditor(): void
}

export type QueryModelOptions = { rpc: Rpc } & Pick<TabDependencies, 'untitled' | 'newId' | 'runsSql'> &
  Pick<RunDependencies, 'now' | 'rowLimit' | 'isHidden' | 'announcement'> &
  Pick<LeaveDependencies, 'onReconnected'>

/** Call `load()` once when it is made; until then nothing is saved. */
export function createQueryModel(options: QueryModelOptions): QueryModel {
  const { rpc } = options
  const store = createQueryStore()
  const drafts = createDrafts(store)
  const autosave = createAutosave(rpc, store, drafts)
  const tabs = createTabActions({ ...options, store, drafts, autosave })
  const { reconnectNow, closeNow, ...sessions } = createSessionActions({ rpc, store })
  let editor: EditorHandle | null = null
  const runs = createRunActions({ ...options, store, drafts, setDatabase: tabs.setDatabase, bringIntoView: (offset) => editor?.bringIntoView(offset) })
  let focusedAtWish: Element | null = null
  return {
    rpc,
    store,
    drafts,
    autosave,
    get editor() {
      return editor
    },
    setEditor(next) {
      editor = next
      if (focusedAtWish !== null && focusedAtWish === document.activeElement) editor?.focus()
      focusedAtWish = null
    },
    focusEditor() {
      if (editor) editor.focus()
      else focusedAtWish = document.activeElement
    },
    ...tabs,
    ...runs,
    ...sessions,
    // Behind the tabs' own of the same names: these ask first.
    ...createLeaveActions({ ...options, store, tabs, runs, sessions: { ...sessions, reconnectNow, closeNow } }),
    ...createFileActions({ rpc, store, drafts, tabs }),
  }
}
