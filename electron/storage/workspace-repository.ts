import type { DatabaseSync } from 'node:sqlite'
import { Workspace, type WorkspaceTab } from '../../shared/contract/workspace.ts'
import { transaction } from './database.ts'

export interface WorkspaceRepository {
  /** Null before the first save. */
  load(): Workspace | null
  save(workspace: Workspace): void
}

/** Tabs are rows, so that a save while typing writes the one tab that changed, however large the others are. */
export function workspaceRepository(database: DatabaseSync): WorkspaceRepository {
  const one = database.prepare('SELECT active_tab_id AS activeTabId, layout FROM workspace')
  const columns = 'id, title, text, connection_id AS connectionId, database, caret, view'
  const tabs = database.prepare(`SELECT ${columns} FROM tabs WHERE closed_from IS NULL ORDER BY position`)
  const closedTabs = database.prepare(
    `SELECT ${columns}, closed_from AS at FROM tabs WHERE closed_from IS NOT NULL ORDER BY position`,
  )
  const putOne = database.prepare(
    'INSERT INTO workspace (only, active_tab_id, layout) VALUES (1, ?, ?) ' +
      'ON CONFLICT (only) DO UPDATE SET active_tab_id = excluded.active_tab_id, layout = excluded.layout',
  )
  const putTab = database.prepare(`
    INSERT INTO tabs (id, position, title, text, connection_id, database, caret, view, closed_from)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      position = excluded.position, title = excluded.title, text = excluded.text,
      connection_id = excluded.connection_id, database = excluded.database, caret = excluded.caret,
      view = excluded.view, closed_from = excluded.closed_from
    WHERE (position, title, text, connection_id, database, caret, view, closed_from) IS NOT
      (excluded.position, excluded.title, excluded.text, excluded.connection_id, excluded.database, excluded.caret,
       excluded.view, excluded.closed_from)`)
  const removeOthers = database.prepare('DELETE FROM tabs WHERE id NOT IN (SELECT value FROM json_each(?))')

  return {
    load() {
      const row = one.get()
      if (!row) return null
      const { activeTabId, layout } = row
      const closed = closedTabs.all().map(({ at, ...tab }) => ({ tab, at }))
      return Workspace.parse({
        tabs: tabs.all(),
        activeTabId,
        layout: JSON.parse(String(layout)),
        ...(closed.length > 0 && { closed }),
      })
    },
    save(workspace) {
      transaction(database, () => {
        const { tabs, closed = [] } = workspace
        const put = (tab: WorkspaceTab, position: number, closedFrom: number | null) =>
          putTab.run(tab.id, position, tab.title, tab.text, tab.connectionId, tab.database, tab.caret, tab.view, closedFrom)
        tabs.forEach((tab, position) => put(tab, position, null))
        closed.forEach(({ tab, at }, position) => put(tab, position, at))
        removeOthers.run(JSON.stringify([...tabs, ...closed.map(({ tab }) => tab)].map((tab) => tab.id)))
        putOne.run(workspace.activeTabId, JSON.stringify(workspace.layout))
      })
    },
  }
}
