import i18next from 'i18next'
import type { Connection, ConnectionKind } from '../../shared/model/connection.ts'
import type { DrdsChange } from '../../shared/model/drds-change.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { ConnectionId, TabId } from '../../shared/model/ids.ts'
import { draftOf, newDraft } from '../features/connections/connection-draft.ts'
import { duplicateConnection } from '../features/connections/connections-actions.ts'
import { connectionsOf } from '../features/connections/connections-store.ts'
import { goTo, type DrdsTab } from '../features/drds/drds-tabs.ts'
import type { DrdsPlace } from '../features/drds/place.ts'
import { activeTab } from '../features/query/tabs-store.ts'
import { unlockVault } from '../features/vault/vault-actions.ts'
import { sandboxTabs } from '../features/welcome/sandbox-tabs.ts'
import { failureTexts } from '../i18n/i18n.ts'
import { toast } from '../ui/toast.tsx'
import type { Dependencies } from './dependencies.ts'
import { focusWork, rememberFocus } from './regions.ts'
import { layoutNames, type ShellDialog } from './shell-store.ts'

/** Shows a dialog, in place of the one before it. */
export function openDialog({ shell }: Pick<Dependencies, 'shell'>, dialog: ShellDialog) {
  shell.setState((state) => (state.dialog ? { dialog } : { dialog, returnFocus: rememberFocus() }))
}

export function closeDialog({ shell, query }: Dependencies) {
  shell.setState({ dialog: null })
  shell.getState().returnFocus(query)
}

export const chooseKind = (dependencies: Dependencies) => openDialog(dependencies, { kind: 'chooseKind' })

/** The form for a new connection of a kind, named so that it differs from the others. */
export function createConnection(dependencies: Dependencies, kind: ConnectionKind) {
  const taken = new Set(connectionsOf(dependencies.connections.getState()).map(({ settings }) => settings.name))
  const base = i18next.t(`connections.newName.${kind}`)
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base} ${number}`
  openDialog(dependencies, { kind: 'connection', draft: newDraft(kind, name) })
}

export const editConnection = (dependencies: Dependencies, connection: Connection) =>
  openDialog(dependencies, { kind: 'connection', draft: draftOf(connection) })

/** Copies a connection; its stored secrets must be readable for that. */
export async function copyConnection(dependencies: Dependencies, connection: Connection) {
  if (!(await unlockVault(dependencies))) return
  const result = await duplicateConnection(dependencies, connection.id)
  if (result.ok) toast.done(i18next.t('connections.duplicated', { name: result.value.settings.name }))
  else showFailure(result.failure)
}

/** Replaces a secret wherever it is used, one of the connection's first where one is named; stored secrets must be readable for that. */
export async function replaceSecret(dependencies: Dependencies, connection?: Connection) {
  if (!(await unlockVault(dependencies))) return
  const result = await dependencies.rpc.secrets.credentials({})
  if (result.ok) openDialog(dependencies, { kind: 'replaceSecret', credentials: result.value, ...(connection && { connectionId: connection.id }) })
  else showFailure(result.failure)
}

export function showFailure(failure: Failure) {
  const { message, next } = failureTexts(failure)
  toast.problem(message, next)
}

/** Brings a connection to the front: a new query, or the instances of a DRDS account. */
export function openConnection(dependencies: Dependencies, connection: Connection) {
  leaveWelcome(dependencies)
  const { query } = dependencies
  const { id, settings } = connection
  const { tabs, activeTabId } = query.store.getState()
  if (settings.kind === 'drds') {
    const open = tabs.find((tab) => tab.connectionId === id)
    if (open) query.activate(open.id)
    else query.newTab({ title: settings.name, connectionId: id })
    return
  }
  query.drafts.collect()
  const blank = query.store.getState().tabs.find((tab) => tab.id === activeTabId && tab.text.trim() === '' && tab.connectionId === null)
  if (blank) void query.setConnection(blank.id, id)
  else query.newTab({ connectionId: id })
}

/** What a tab on an account keeps. A tab that is given another account begins anew. */
export const drdsTabOf = ({ drdsTabs }: Pick<Dependencies, 'drdsTabs'>, tab: TabId, account: ConnectionId): DrdsTab => drdsTabs.of(`${tab} ${account}`)

/** Brings an account's tab to the front, at a place and with the plan of a change where one is wanted; false where the account was deleted. */
export function showDrdsPlace(dependencies: Dependencies, connectionId: ConnectionId, place: DrdsPlace, wanted: DrdsChange | null = null): boolean {
  const connection = connectionsOf(dependencies.connections.getState()).find(({ id }) => id === connectionId)
  if (!connection) return false
  openConnection(dependencies, connection)
  const tab = activeTab(dependencies.query.store.getState())
  if (tab?.connectionId !== connectionId) return true
  const { places } = drdsTabOf(dependencies, tab.id, connectionId)
  goTo(places, place)
  if (wanted) places.setState({ wanted })
  return true
}

/** The instances of the account in front, else of the first one there is. */
export function openInstances(dependencies: Dependencies) {
  const accounts = connectionsOf(dependencies.connections.getState()).filter(({ settings }) => settings.kind === 'drds')
  const { tabs } = dependencies.query.store.getState()
  const open = accounts.find(({ id }) => tabs.some((tab) => tab.connectionId === id))
  const account = open ?? accounts[0]
  if (account) openConnection(dependencies, account)
  else createConnection(dependencies, 'drds')
}

/** Brings a MaxScale's overview to the front: the tab that shows it, else a new one. */
export function openOverview(dependencies: Dependencies, { id, settings }: Connection) {
  leaveWelcome(dependencies)
  const { query } = dependencies
  const open = query.store.getState().tabs.find((tab) => tab.view === 'overview' && tab.connectionId === id)
  if (open) query.activate(open.id)
  else query.newTab({ title: settings.name, connectionId: id, view: 'overview' })
}

/** The overview of the MaxScale of the tab in front, else of the first one there is. */
export function openMaxScale(dependencies: Dependencies) {
  const list = connectionsOf(dependencies.connections.getState()).filter(({ settings }) => settings.kind === 'maxscale')
  const tab = activeTab(dependencies.query.store.getState())
  const connection = list.find(({ id }) => id === tab?.connectionId) ?? list[0]
  if (connection) openOverview(dependencies, connection)
  else createConnection(dependencies, 'maxscale')
}

/** Opens the sandbox's three tabs, whose comments invite the first run; what is open already is only shown. */
export function trySandbox(dependencies: Dependencies) {
  const { query } = dependencies
  const connections = dependencies.connections.getState()
  if (connections.state === 'failed') return showFailure(connections.failure)
  const sandbox = connectionsOf(connections).filter((connection) => connection.sandbox)
  query.drafts.collect()
  const blank = query.store.getState().tabs.filter((tab) => tab.text.trim() === '' && tab.connectionId === null)
  let first: TabId | undefined
  for (const start of sandboxTabs(i18next.t)) {
    const connection = sandbox.find(({ settings }) => settings.kind === start.kind)
    if (!connection) continue
    const open = query.store.getState().tabs.find((tab) => tab.view === 'query' && tab.connectionId === connection.id)
    const id = open?.id ?? query.newTab({ title: start.title, text: start.text, connectionId: connection.id })
    first ??= id
  }
  for (const tab of blank) if (first) void query.closeTab(tab.id)
  if (first) query.activate(first)
  leaveWelcome(dependencies)
}

export function leaveWelcome({ shell, query }: Dependencies) {
  query.setLayout(layoutNames.welcomed, true)
  shell.setState({ welcome: 'hidden' })
  setTimeout(() => focusWork(query))
}
