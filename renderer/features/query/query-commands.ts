import { toast } from '../../ui/toast.tsx'
import { failureTexts } from '../../i18n/i18n.ts'
import i18next from 'i18next'
import type { WorkspaceTab } from '../../../shared/contract/workspace.ts'
import type { QueryModel } from './query-model.ts'
import { activeTab, sessionOf } from './tabs-store.ts'

/** Does something to the tab that is open. */
const withTab = (act: (model: QueryModel, tab: WorkspaceTab) => unknown) => (model: QueryModel) => {
  const tab = activeTab(model.store.getState())
  if (tab) void act(model, tab)
}

/** The same for a tab with an editor: elsewhere nothing can be run or saved. */
const withQuery = (act: (model: QueryModel, tab: WorkspaceTab) => unknown) =>
  withTab((model, tab) => tab.view === 'query' && act(model, tab))

/**
 * The commands of the query feature, once; the app shows them in its palette and menus and binds their keys, in the
 * capture phase so that they also hold while the editor has the focus.
 *
 * Keys work in the desktop window and in a browser's page alike. A browser keeps Ctrl+T, Ctrl+W, Ctrl+N, Ctrl+Tab and
 * Ctrl+PageUp for itself, so tabs are opened and closed with Ctrl+Alt (⌥⌘ on a Mac) and walked with Alt+PageUp and
 * Alt+PageDown. COMMIT and ROLLBACK have letters that no neighbour's slip reaches and that neither Monaco, browsers nor
 * Chinese input methods take.
 */
export const queryCommands = [
  {
    id: 'query.run',
    titleKey: 'query.command.run',
    keys: 'Mod+Enter',
    perform: withQuery((model, tab) =>
      model.run(tab.id, { kind: 'caret', ...(model.editor?.scope() ?? { selection: null, caret: tab.caret }) }),
    ),
  },
  {
    id: 'query.runAll',
    titleKey: 'query.command.runAll',
    keys: 'Mod+Shift+Enter',
    perform: withQuery((model, tab) => model.run(tab.id, { kind: 'all' })),
  },
  {
    id: 'query.cancel',
    titleKey: 'query.command.cancel',
    keys: 'Mod+Alt+C',
    perform: withQuery((model, tab) => model.cancel(tab.id)),
  },
  {
    id: 'query.commit',
    titleKey: 'query.command.commit',
    keys: 'Mod+Alt+Y',
    perform: withQuery((model, tab) => model.endTransaction(tab.id, 'COMMIT')),
  },
  {
    id: 'query.rollback',
    titleKey: 'query.command.rollback',
    keys: 'Mod+Alt+G',
    perform: withQuery((model, tab) => model.endTransaction(tab.id, 'ROLLBACK')),
  },
  {
    id: 'query.reconnect',
    titleKey: 'query.command.reconnect',
    keys: 'Shift+F9',
    when: inSession,
    perform: withQuery((model, tab) => model.reconnect(tab.id)),
  },
  {
    id: 'query.checkSession',
    titleKey: 'query.command.checkSession',
    keys: 'F9',
    when: inSession,
    perform: withQuery(checkSession),
  },
  {
    id: 'query.newTab',
    titleKey: 'query.command.newTab',
    keys: 'Mod+Alt+N',
    perform: (model: QueryModel) => {
      model.newTab()
      model.focusEditor()
    },
  },
  {
    id: 'query.closeTab',
    titleKey: 'query.command.closeTab',
    keys: 'Mod+Alt+X',
    perform: withTab((model, tab) => model.closeTab(tab.id)),
  },
  {
    id: 'query.reopenTab',
    titleKey: 'query.command.reopenTab',
    keys: 'Mod+Alt+Z',
    perform: (model: QueryModel) => model.reopenTab(),
  },
  {
    id: 'query.nextTab',
    titleKey: 'query.command.nextTab',
    keys: 'Alt+PageDown',
    perform: (model: QueryModel) => model.step(1),
  },
  {
    id: 'query.previousTab',
    titleKey: 'query.command.previousTab',
    keys: 'Alt+PageUp',
    perform: (model: QueryModel) => model.step(-1),
  },
  { id: 'query.openFile', titleKey: 'query.command.openFile', keys: 'Mod+O', perform: (model: QueryModel) => void openFile(model) },
  { id: 'query.saveFile', titleKey: 'query.command.saveFile', keys: 'Mod+S', perform: withQuery(saveFile) },
  {
    id: 'query.turnSplit',
    titleKey: 'query.command.turnSplit',
    keys: 'Mod+Alt+B',
    perform: (model: QueryModel) => model.setLayout(SIDE_BY_SIDE, model.store.getState().layout[SIDE_BY_SIDE] !== true),
  },
] as const
export type QueryCommandId = (typeof queryCommands)[number]['id']

/** The layout's switch: results beside the editor, else below it. */
export const SIDE_BY_SIDE = 'query.sideBySide'

export const commandOf = (id: QueryCommandId) => {
  const command = queryCommands.find((candidate) => candidate.id === id)
  if (!command) throw new Error(`no command ${id}`)
  return command
}

/** Where the tab in front has a session. */
function inSession(model: QueryModel): boolean {
  const state = model.store.getState()
  const tab = activeTab(state)
  return tab !== null && sessionOf(state, tab) !== null
}

async function checkSession(model: QueryModel, tab: WorkspaceTab) {
  const session = await model.checkSession(tab.id)
  if (session) toast.done(i18next.t('session.checked', { transaction: i18next.t(`session.transaction.${session.trace.transaction}`) }))
}

async function openFile(model: QueryModel) {
  const failure = await model.openFile()
  if (failure) {
    const { message, next } = failureTexts(failure)
    toast.problem(message, next)
  }
}

async function saveFile(model: QueryModel, tab: WorkspaceTab) {
  const saved = await model.saveFile(tab.id)
  if (!saved) return
  if ('path' in saved) return toast.done(i18next.t('query.saved', { path: saved.path }))
  const { message, next } = failureTexts(saved.failure)
  toast.problem(message, saved.downloaded ? i18next.t('query.downloaded') : next)
}
