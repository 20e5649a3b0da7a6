import { ChevronDown, Plus } from 'lucide-react'
import { useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { WorkspaceTab } from '../../../shared/contract/workspace.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ContextMenu, Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useSelectedInView } from '../../ui/use-selected-in-view.ts'
import { commandOf } from './query-commands.ts'
import { stakeOf } from './leaving.ts'
import type { QueryModel } from './query-model.ts'
import { isCancelled, type RunState } from './run-state.ts'
import { TabButton, tabElementId } from './tab-button.tsx'
import styles from './tab-strip.module.css'

interface TabStripProps {
  query: QueryModel
  connections: readonly Connection[]
}

/** The tabs of the workspace: arrows walk them, F2 renames, Delete closes, Ctrl+Shift+arrows move; they can be dragged. */
export function TabStrip({ query, connections }: TabStripProps) {
  const { t } = useTranslation()
  const tabs = useStore(query.store, (state) => state.tabs)
  const activeTabId = useStore(query.store, (state) => state.activeTabId)
  const closed = useStore(query.store, (state) => state.closed)
  const runs = useStore(query.store, (state) => state.runs)
  const sessions = useStore(query.store, (state) => state.sessions)
  const [renaming, setRenaming] = useState<TabId | null>(null)
  const dragged = useRef<TabId | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const [menuOf, setMenuOf] = useState<TabId | null>(null)
  useSelectedInView(list, `${activeTabId} ${tabs.findIndex(({ id }) => id === activeTabId)} ${tabs.length}`)

  const entriesFor = (tab: WorkspaceTab): MenuEntry[] => [
    { kind: 'item', id: 'rename', label: t('query.tab.rename'), keys: 'F2', run: () => setRenaming(tab.id) },
    { kind: 'separator', id: 's1' },
    { kind: 'item', id: 'close', label: t('query.command.closeTab'), keys: commandOf('query.closeTab').keys, run: () => void query.closeTab(tab.id) },
    { kind: 'item', id: 'others', label: t('query.tab.closeOthers'), disabled: tabs.length < 2, run: () => void query.closeOthers(tab.id) },
    reopen(),
  ]
  const reopen = (): MenuEntry => ({
    kind: 'item',
    id: 'reopen',
    label: t('query.command.reopenTab'),
    keys: commandOf('query.reopenTab').keys,
    disabled: closed.length === 0,
    run: query.reopenTab,
  })

  const entriesOfMenu = () => {
    const tab = tabs.find(({ id }) => id === menuOf)
    return tab ? entriesFor(tab) : [reopen()]
  }
  const onContextMenu = ({ target }: MouseEvent) => {
    const element = target instanceof Element ? target.closest('[role=tab]') : null
    setMenuOf(tabs.find(({ id }) => tabElementId(id) === element?.id)?.id ?? null)
  }

  const onKeyDown = (event: KeyboardEvent, tab: WorkspaceTab, at: number) => {
    const towards = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (towards !== 0 && event.ctrlKey && event.shiftKey) query.move(tab.id, at + towards)
    else if (towards !== 0) focusTab(tabs[(at + towards + tabs.length) % tabs.length])
    else if (event.key === 'Home') focusTab(tabs[0])
    else if (event.key === 'End') focusTab(tabs.at(-1))
    else if (event.key === 'F2') setRenaming(tab.id)
    else if (event.key === 'Delete') {
      void query.closeTab(tab.id)
      focusTab(query.store.getState().tabs[at] ?? query.store.getState().tabs.at(-1))
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const focusTab = (tab: WorkspaceTab | undefined) => {
    if (!tab) return
    query.activate(tab.id)
    // A tab that was just opened or moved is in the page after React has drawn.
    requestAnimationFrame(() => document.getElementById(tabElementId(tab.id))?.focus())
  }
  const onDrop = (event: DragEvent, at: number) => {
    event.preventDefault()
    if (dragged.current) query.move(dragged.current, at)
    dragged.current = null
  }

  return (
    <div className={styles.strip} data-region="tabs">
      {/* One menu for all: a menu a tab would listen at the document a tab. */}
      <ContextMenu entries={entriesOfMenu()}>
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the tabs in it have the focus */}
        <div ref={list} role="tablist" aria-label={t('query.tab.list')} className={styles.tabs} onContextMenu={onContextMenu}>
          {tabs.map((tab, at) => {
            const connection = connections.find((candidate) => candidate.id === tab.connectionId)
            return (
              <TabButton
                key={tab.id}
                tab={tab}
                active={tab.id === activeTabId}
                run={markOf(runs[tab.id])}
                transaction={stakeOf(sessions[tab.id], null).transaction}
                connection={connection}
                renaming={renaming === tab.id}
                onRename={(title) => {
                  if (title !== null) query.rename(tab.id, title)
                  setRenaming(null)
                  focusTab(tab)
                }}
                onStartRename={() => setRenaming(tab.id)}
                onActivate={() => {
                  query.activate(tab.id)
                  query.focusEditor()
                }}
                onClose={() => void query.closeTab(tab.id)}
                onKeyDown={(event) => onKeyDown(event, tab, at)}
                onDragStart={(event) => {
                  dragged.current = tab.id
                  // Firefox drags nothing that carries no data.
                  event.dataTransfer.setData('application/x-tessera-tab', tab.id)
                }}
                onDragOver={(event) => dragged.current && event.preventDefault()}
                onDrop={(event) => onDrop(event, at)}
              />
            )
          })}
        </div>
      </ContextMenu>
      <IconButton label={t('query.command.newTab')} keys={commandOf('query.newTab').keys} onClick={() => commandOf('query.newTab').perform(query)}>
        <Plus size={16} />
      </IconButton>
      <span className={styles.space} />
      <Menu
        align="end"
        entries={[
          ...tabs.map(
            (tab): MenuEntry => ({
              kind: 'item',
              id: tab.id,
              label: tab.title,
              checked: tab.id === activeTabId,
              run: () => query.activate(tab.id),
            }),
          ),
          { kind: 'separator', id: 's' },
          reopen(),
        ]}
      >
        <button type="button" aria-label={t('query.tab.all')} title={t('query.tab.all')} className={styles.all}>
          <ChevronDown size={16} />
        </button>
      </Menu>
    </div>
  )
}

/** A script that was cancelled ended as its person wanted: nothing to call out. */
function markOf(run: RunState | undefined): RunState['kind'] {
  const last = run?.kind === 'failed' ? run.script.entries.at(-1) : undefined
  return last && isCancelled(last) ? 'idle' : (run?.kind ?? 'idle')
}
